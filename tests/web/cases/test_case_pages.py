"""Case pages and action forms: what is offered, what is refused and why, what is kept, and that nothing is bare."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.inbox.models import Message, Todo
from kechuang.core.clock import moved_to
from kechuang.domains.platforms.models import Agreement, Platform
from tests.casework.office import AGREEMENT, Office, act, agreement_data, drafted, platform_data, registered

As = Callable[[str], Client]


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.content.decode()


def hidden(text: str) -> dict[str, str]:
    """The version and the key a form carries."""
    return {
        name: found[1] for name in ("version", "key") if (found := re.search(rf'name="{name}" value="([^"]*)"', text))
    }


def submit(client: Client, url: str, data: dict[str, Any]) -> Any:
    return client.post(url, {**hidden(page(client, url)), **data})


def test_a_case_out_of_sight_is_not_there_and_a_visitor_is_shown_the_door(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    address = reverse("case", args=[agreement.number])
    assert "不归你看" in page(as_("kc-park-clerk"), address, 404)
    assert "不归你看" in page(as_("kc-park-clerk"), f"{address}consult/", 404)
    assert Client().get(address)["Location"].startswith("/account/sign-in/")
    assert "现代纺织研究院" in page(Client(), reverse("case", args=[agreement.platform.number])), (
        "the registry is public"
    )


def test_the_same_page_offers_each_what_is_theirs(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    address = reverse("case", args=[agreement.number])
    clerk, auditor = page(as_("kq-park-clerk"), address), page(as_("kq-audit_department-clerk"), address)
    assert f'href="{address}consult/"' in clerk
    assert f'href="{address}consult/"' not in auditor
    assert "由引进责任主体的经办人或者负责人办理" in auditor
    assert 'aria-current="step"' in clerk
    assert "下一步：征求部门意见" in auditor


def test_what_the_law_blocks_is_a_locked_button_with_its_reason_and_clause(office: Office, as_: As) -> None:
    platform = registered(office, "330802", "kc")
    data = {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2025-01-01"}
    act("platforms.platform.recognise", platform, data, office["kc-st_department-clerk"])
    agreement = drafted(office, platform, "kc", topic_talent="")
    text = page(as_("kc-park-clerk"), reverse("case", args=[agreement.number]))
    assert re.search(
        r'<button type="button" class="k-btn" aria-disabled="true" aria-describedby="why-open_signing"', text
    )
    assert 'id="why-open_signing"' in text
    assert "人才引育" in text
    assert "/law/quzhou-2024/art9.p2/" in text
    assert "/law/keqiao-2025-draft/" not in text, "the text of another place is not cited"
    form = page(as_("kc-park-clerk"), f"{reverse('case', args=[agreement.number])}open_signing/")
    assert "没有写入" in form
    assert "人才引育" in form


def test_a_permission_refusal_is_a_page_with_the_verdict_and_the_clause(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    address = f"{reverse('case', args=[agreement.number])}consult/"
    for answer in (as_("kq-audit_department-clerk").get(address), as_("kq-audit_department-clerk").post(address, {})):
        assert answer.status_code == 403
        text = answer.content.decode()
        assert "由引进责任主体的经办人或者负责人办理" in text
        assert "/law/keqiao-2025-draft/s1.4.b/" in text
    agreement.refresh_from_db()
    assert agreement.state == "draft"


def test_bad_input_is_told_at_its_field_and_what_was_typed_stays(office: Office, as_: As) -> None:
    platform = registered(office)
    client, address = as_("kq-park-clerk"), reverse("case-new", args=["agreements", "draft"])
    data = agreement_data(platform, title="我写了很久的名称", ends_on="2025-12-31", amount_1="一百万")
    text = submit(client, address, data).content.decode()
    assert 'id="errors"' in text
    assert re.search(r'id="id_ends_on-error">不晚于共建期起', text)
    assert 'value="我写了很久的名称"' in text
    assert 'value="一百万"' in text
    assert not Agreement.objects.exists()


def test_a_form_opens_a_case_once_however_often_it_is_sent(office: Office, as_: As) -> None:
    client, address = as_("kq-st_department-clerk"), reverse("case-new", args=["platforms", "register"])
    carried = hidden(page(client, address))
    data = {**carried, **platform_data(office)}
    first, again = client.post(address, data), client.post(address, data)
    assert first["Location"] == again["Location"] == reverse("case", args=[Platform.objects.get().number])
    assert "登记平台已办，现在是“筹建”" in page(client, first["Location"])


def test_someone_faster_is_told_and_the_second_press_counts(office: Office, as_: As) -> None:
    agreement = drafted(office, registered(office))
    client = as_("kq-park-clerk")
    address = f"{reverse('case', args=[agreement.number])}redraft/"
    carried = hidden(page(client, address))
    act(
        f"{AGREEMENT}.redraft",
        agreement,
        agreement_data(agreement.platform, title="别人改的"),
        office["kq-park-leader"],
    )
    data = agreement_data(agreement.platform, title="我改的名称")
    told = client.post(address, {**carried, **data}).content.decode()
    assert "案件变了" in told
    assert 'value="我改的名称"' in told
    done = client.post(address, {**hidden(told), **data})
    assert done.status_code == 302
    agreement.refresh_from_db()
    assert agreement.title == "我改的名称"


def test_forms_start_from_what_the_case_says(office: Office, as_: As) -> None:
    platform = registered(office)
    agreement = drafted(office, platform)
    text = page(as_("kq-park-clerk"), f"{reverse('case', args=[agreement.number])}redraft/")
    assert 'value="2500000.50"' in text
    assert 'value="2026-01-01"' in text
    assert "已约定</textarea>" in text
    text = page(as_("kq-st_department-clerk"), f"{reverse('case', args=[platform.number])}revise/")
    assert 'value="纺织；材料"' in text
    assert re.search(r"<textarea name=\"founders\"[^>]*>\nkq-university</textarea>", text)
    text = page(as_("kq-park-clerk"), f"/new/agreements/draft/?platform={platform.number}")
    assert f'name="platform" value="{platform.number} {platform.title}"' in text


def test_reading_a_page_writes_nothing_and_reading_a_message_is_a_post(office: Office, as_: As) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        agreement = drafted(office, registered(office))
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
    client, before = as_("kq-audit_department-clerk"), TimelineEntry.objects.count()
    text = page(client, "/workbench/")
    assert "答复共建协议征求意见" in text
    assert "约定 " in text
    page(client, reverse("case", args=[agreement.number]))
    page(client, f"{reverse('case', args=[agreement.number])}reply/")
    assert TimelineEntry.objects.count() == before
    assert Message.objects.filter(user=office["kq-audit_department-clerk"], read_at=None).exists()
    assert client.get("/messages/read/").status_code == 405
    client.post("/messages/read/")
    assert not Message.objects.filter(user=office["kq-audit_department-clerk"], read_at=None).exists()
    assert Todo.objects.open().for_user(office["kq-audit_department-clerk"]).count() == 1


def test_the_page_costs_the_same_with_a_long_history(office: Office, as_: As) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    agreement = drafted(office, registered(office))
    client, address = as_("kq-park-clerk"), reverse("case", args=[agreement.number])
    page(client, address)
    with CaptureQueriesContext(connection) as short:
        page(client, address)
    for n in range(20):
        data = agreement_data(agreement.platform, title=f"改 {n}")
        act(f"{AGREEMENT}.redraft", agreement, data, office["kq-park-clerk"])
    with CaptureQueriesContext(connection) as long:
        page(client, address)
    # The first step, which read what its rows are called, is among the earlier ones now.
    assert len(long) <= len(short) <= 45
    with CaptureQueriesContext(connection) as all_of_it:
        whole = page(client, f"{address}?all=1")
    assert len(all_of_it) <= len(short)
    assert "更早的各步改了什么" in page(client, address)
    assert "更早的各步改了什么" not in whole
