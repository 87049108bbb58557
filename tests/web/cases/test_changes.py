"""Each line of the timeline tells what it changed, in words; sealed and secret things are not told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kechuang.casework.cases.changes import Change, changes_of
from kechuang.casework.cases.models import TimelineEntry
from kechuang.core.audit.tracking import acting
from kechuang.core.clock import moved_to
from kechuang.domains.platforms.models import Agreement, AgreementAmount, Platform, Signature
from tests.api.conftest import session
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, agreement_data, drafted, platform_data, registered
from tests.web.cases.test_case_pages import page

As = Callable[[str], Client]


def told(case: Any, user: Any) -> list[tuple[str, list[Change]]]:
    """(action, changes) of every line, oldest first."""
    found = type(case).objects.get(pk=case.pk)
    entries = list(found.timeline.order_by("pk"))
    changed = changes_of(found, entries, user)
    return [(e.action, changed.get(e.pk, [])) for e in entries]


def by_label(changes: list[Change]) -> dict[str, tuple[str, str]]:
    return {f"{c.row}|{c.label}": (c.before, c.after) for c in changes}


def test_a_step_tells_the_fields_it_changed_from_what_to_what(office: Office) -> None:
    platform = registered(office)
    clerk = office["kq-st_department-clerk"]
    changed = platform_data(office, title="新名字", legal_form="enterprise", floor_area="12000", founders=[])
    act(f"{PLATFORM}.revise", platform, changed, clerk)
    (opened, first), (revised, second) = told(platform, clerk)
    assert (opened, revised) == ("register", "revise")
    new = by_label(first)
    assert new["|类型"] == ("", "技术创新型")
    assert new["|所在地"] == ("", "柯桥区")
    assert new["|设立日"] == ("", "2024年5月1日")
    assert new["|产业领域"] == ("", "纺织、材料")
    assert new["共建主体 kq-university|共建主体"] == ("", "kq-university")
    was = by_label(second)
    assert was["|名称"] == ("现代纺织研究院", "新名字")
    assert was["|法人形式"] == ("事业单位", "企业")
    assert was["|场地面积（平方米）"] == ("", "12,000")
    assert was["共建主体 kq-university|共建主体"] == ("kq-university", "")
    assert {c.kind for c in second if c.row} == {"removed"}
    assert not any(c.field in ("version", "updated_at", "state") for c in first + second)


def test_rows_and_keyed_texts_are_told_each_by_name(office: Office) -> None:
    agreement = drafted(office, registered(office))
    clerk = office["kq-park-clerk"]
    data = agreement_data(agreement.platform, amount_1="2000000", topic_talent="人才公寓二十套")
    act(f"{AGREEMENT}.redraft", agreement, data, clerk)
    _opened, (_name, changes) = told(agreement, clerk)
    found = by_label(changes)
    assert found["|约定事项：人才引育"] == ("已约定", "人才公寓二十套")
    assert found["年度金额 2026|金额（元）"] == ("1,000,000.00", "2,000,000.00")
    assert {c.kind for c in changes} == {"changed"}, "a row written anew is a changed row"
    assert not any(c.row == "年度金额 2027" for c in changes), "what is the same has not changed"


def test_signatures_documents_and_two_steps_of_one_request(office: Office, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    with moved_to(dt.date(2026, 1, 5)):
        agreement = drafted(office, registered(office))
        clerk = office["kq-park-clerk"]
        act(f"{AGREEMENT}.open_signing", agreement, {}, clerk)
        act(f"{AGREEMENT}.sign", agreement, {"signatory": "王某", "signed_on": "2026-01-05"}, clerk)
        files = {"file": SimpleUploadedFile("批文.pdf", b"%PDF-1.7\n%%EOF")}
        act(f"{AGREEMENT}.attach", agreement, {}, clerk, files=files)
        with acting(request="one"):
            for title in ("甲", "乙"):
                act(f"{AGREEMENT}.take_back" if title == "甲" else f"{AGREEMENT}.redraft", agreement,
                    {"note": "改"} if title == "甲" else agreement_data(agreement.platform, title=title), clerk)  # fmt: skip
    found = dict(told(agreement, clerk))
    assert by_label(found["sign"])["签署 kq-park|签署人"] == ("", "王某")
    assert by_label(found["sign"])["签署 kq-park|签署日"] == ("", "2026年1月5日")
    assert [(c.label, c.after) for c in found["attach"]] == [("文件", "批文.pdf，第 1 版")]
    assert by_label(found["redraft"])["|名称"] == ("共建协议", "乙")
    assert any(c.kind == "removed" and c.row.startswith("签署") for c in found["redraft"] + found["take_back"])


def test_what_a_model_keeps_to_itself_is_not_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from kechuang.casework.cases import changes

    agreement = drafted(office, registered(office))
    monkeypatch.setattr(Agreement, "UNTOLD", frozenset({"special_reason"}), raising=False)
    monkeypatch.setattr(
        type(AgreementAmount._default_manager), "visible_to", lambda self, user: self.none(), raising=False
    )
    changes._tables.cache_clear()
    act(
        f"{AGREEMENT}.redraft",
        agreement,
        agreement_data(agreement.platform, special_reason="秘密"),
        office["kq-park-clerk"],
    )
    try:
        every = [c for _name, found in told(agreement, office["kq-park-clerk"]) for c in found]
        _status, whole = session(office["kq-park-clerk"]).get(f"/cases/{agreement.number}/")
    finally:
        changes._tables.cache_clear()
    assert every
    assert "special_reason" not in whole["fields"]
    assert "support_mode" in whole["fields"]
    assert not any("秘密" in c.after for c in every)
    assert not any(c.row.startswith("年度金额") for c in every)


def test_another_case_is_named_by_its_number_alone_to_who_may_not_see_it(office: Office) -> None:
    hidden = drafted(office, registered(office), title="看不到的协议")
    platform = registered(office)
    agreement = drafted(office, platform)
    Agreement.objects.filter(pk=agreement.pk).update(version=agreement.version)
    act(f"{AGREEMENT}.redraft", agreement, agreement_data(platform), office["kq-park-clerk"])
    with acting(user=office["kq-park-clerk"].pk, action="x"):
        found = Agreement.objects.get(pk=agreement.pk)
        found.renews = hidden
        found.version += 1
        found.save()
        TimelineEntry.objects.create(case_id=agreement.pk, action="renewed", from_state="draft", to_state="draft")
    for user, words in (("kq-park-clerk", f"{hidden.number} 看不到的协议"), ("kc-firm-member", hidden.number)):
        changes = dict(told(agreement, office[user]))["renewed"]
        assert by_label(changes)["|续签自"][1] == words


def test_the_page_folds_them_and_tells_outsiders_nothing(office: Office, as_: As) -> None:
    platform = registered(office)
    act(f"{PLATFORM}.revise", platform, platform_data(office, title="新名字"), office["kq-st_department-clerk"])
    text = page(as_("kq-st_department-clerk"), reverse("case", args=[platform.number]))
    assert re.search(r'<details class="k-changes"><summary>改了 \d+ 处</summary>', text)
    assert re.search(r"<del><span[^>]*>原来 </span>现代纺织研究院</del> <ins><span[^>]*>改为 </span>新名字</ins>", text)
    assert "k-changes" not in page(Client(), reverse("case", args=[platform.number]))


def test_the_api_tells_the_same_in_the_language_asked(office: Office) -> None:
    platform = registered(office)
    act(f"{PLATFORM}.revise", platform, platform_data(office, title="新名字"), office["kq-st_department-clerk"])
    calls = session(office["kq-st_department-clerk"])
    status, body = calls.get(f"/cases/{platform.number}/timeline")
    assert status == 200
    assert body["items"][1]["changes"] == [
        {"row": "", "kind": "changed", "field": "title", "label": "名称", "before": "现代纺织研究院", "after": "新名字"}
    ]
    with translation.override("en"):
        changes = dict(told(platform, office["kq-st_department-clerk"]))["register"]
    assert "1 May 2024" in {c.after for c in changes}


def test_the_history_of_another_case_is_never_read_and_the_cost_does_not_grow(office: Office) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    platform = registered(office)
    clerk = office["kq-st_department-clerk"]
    other = registered(office, title="别的")
    entries = list(Platform.objects.get(pk=platform.pk).timeline.all())
    with CaptureQueriesContext(connection) as few:
        changed = changes_of(Platform.objects.get(pk=platform.pk), entries, clerk)
    assert "别的" not in {c.after for found in changed.values() for c in found}
    for n in range(10):
        act(f"{PLATFORM}.revise", platform, platform_data(office, title=f"名 {n}"), clerk)
        act(f"{PLATFORM}.revise", other, platform_data(office, title=f"别 {n}"), clerk)
    entries = list(Platform.objects.get(pk=platform.pk).timeline.all())
    with CaptureQueriesContext(connection) as many:
        changes_of(Platform.objects.get(pk=platform.pk), entries, clerk)
    assert len(many) == len(few) <= 8
    assert Signature.objects.count() == 0
