"""Recognition: a round opens and closes as published, results stand their notice, recognitions hold for their time."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, InternalError, transaction

from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Message
from kechuang.casework.notices.models import Notice
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms import daily, facts
from kechuang.domains.platforms.models import (
    Platform,
    Recognition,
    RecognitionApplication,
    RecognitionRound,
    RoundPublication,
)
from kechuang.domains.platforms.panels import recognition as panels
from tests.casework.office import Office, act
from tests.domains.platforms.admitting import day
from tests.domains.platforms.recognising import (
    APPLICATION,
    ROUND,
    applied,
    platform_of,
    prepared,
    proposed,
    published,
    taking,
)


def refusal(name: str, case: object, data: dict[str, Any], by: Any) -> Any:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


@pytest.mark.parametrize(("mark", "region", "ground"), [("kc", "330802", Ground.LAW), ("kq", "330603", Ground.STATE)])
def test_a_round_opens_only_once_conditions_and_procedure_are_published(
    office: Office, mark: str, region: str, ground: Ground
) -> None:
    clerk = office[f"{mark}-st_department-clerk"]
    batch = prepared(office, mark, region)
    assert not Case.objects.filter(pk=batch.pk).visible_to(AnonymousUser()).exists()
    found = refusal(f"{ROUND}.open_round", batch, {}, clerk)
    assert found.ground is ground
    assert ("quzhou-2024:art10.p3" in [str(c) for c in found.cites]) is (mark == "kc")
    batch = published(office, batch, mark, "conditions")
    assert Case.objects.filter(pk=batch.pk).visible_to(AnonymousUser()).exists()
    assert "程序" in refusal(f"{ROUND}.open_round", batch, {}, clerk).reason
    batch = published(office, batch, mark, "procedure")
    assert act(f"{ROUND}.open_round", batch, {}, clerk).case.taking_since == clock.today()


def test_the_database_itself_holds_a_round_to_what_is_published(office: Office) -> None:
    batch = prepared(office)
    for change in ({"taking_since": clock.today()}, {"finished_on": clock.today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RecognitionRound.objects.filter(pk=batch.pk).update(**change)
    published(office, batch)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        RoundPublication.objects.filter(round=batch).update(text="改了")
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        RoundPublication.objects.filter(round=batch).delete()


def test_a_changed_text_counts_from_its_own_day_and_the_old_one_stays(office: Office) -> None:
    batch = published(office, prepared(office))
    with clock.moved_to(clock.today() + dt.timedelta(days=2)):
        batch = published(office, batch, "kc", "conditions")
        assert batch.conditions_on == clock.today()
    assert RoundPublication.objects.filter(round=batch, item="conditions").count() == 2


def test_a_platform_applies_once_and_in_the_window(office: Office) -> None:
    batch, platform = taking(office, needs_review=""), platform_of(office)
    application = applied(office, batch, platform)
    assert application.title == "现代纺织研究院申报柯城区重点实验室"
    manager = office[f"manager-{platform.pk}"]
    again = {"round": batch.pk, "platform": platform.pk}
    assert "platform" in refusal(f"{APPLICATION}.apply", None, again, manager).errors
    other = platform_of(office, title="另一家")
    late = act(
        f"{APPLICATION}.apply", None, {"round": batch.pk, "platform": other.pk, "statement": "x", "staff_count": "1"},
        office[f"manager-{other.pk}"],
    ).case  # fmt: skip
    assert not Case.objects.filter(pk=late.pk).visible_to(office["kc-audit_department-clerk"]).exists(), "a draft"
    with clock.moved_to(batch.closes_on + dt.timedelta(days=1)):
        assert "截止" in refusal(f"{APPLICATION}.submit", late, {}, office[f"manager-{other.pk}"]).reason
    elsewhere = platform_of(office, "kq", "330603", title="外地")
    data = {"round": batch.pk, "platform": elsewhere.pk}
    assert "platform" in refusal(f"{APPLICATION}.apply", None, data, office[f"manager-{elsewhere.pk}"]).errors


def test_from_application_to_a_recognition_that_holds_three_years(office: Office) -> None:
    clerk, leader = office["kc-st_department-clerk"], office["kc-st_department-leader"]
    batch = taking(office, needs_review="")
    winner, loser = platform_of(office), platform_of(office, title="落选的研究院")
    good, bad = applied(office, batch, winner), applied(office, batch, loser)
    assert refusal(f"{ROUND}.start_review", batch, {}, clerk).opens_on == batch.closes_on + dt.timedelta(days=1)
    start = batch.closes_on + dt.timedelta(days=1)
    with clock.moved_to(start):
        act(f"{ROUND}.start_review", batch, {}, clerk)
        proposed(office, good)
        found = refusal(f"{ROUND}.publish_results", batch, {"notice_until": day(7)}, leader)
        assert "还有 1 件" in found.reason
        assert "grounds" in refusal(f"{APPLICATION}.refuse", bad, {"reasons": "人员不足"}, leader).errors
        act(
            f"{APPLICATION}.refuse", bad, {"reasons": "全职人员不足二十人", "grounds": ["quzhou-2024:art10.p3"]}, leader
        )
        batch = act(f"{ROUND}.publish_results", batch, {"notice_until": day(7)}, leader).case
        notice = Notice.objects.get(subject=batch)
        assert "现代纺织研究院" in notice.fields["platforms"]
        assert "落选" not in str(notice.fields)
        last = notice.ends_on
        assert last == start + dt.timedelta(days=7)
        closing = {"document": "科发〔2026〕9 号", "valid_from": day(0)}
        assert refusal(f"{ROUND}.close", batch, closing, leader).opens_on == last + dt.timedelta(days=1)
    with clock.moved_to(dt.datetime.combine(last, dt.time(23, 30), clock.CHINA)):
        assert refusal(f"{ROUND}.close", batch, closing, leader).ground is Ground.LAW, "its last day is not over"
    with clock.moved_to(last + dt.timedelta(days=1)):
        closed = act(f"{ROUND}.close", batch, {**closing, "valid_from": day(0)}, leader).case
        assert (closed.state, closed.finished_on) == ("closed", clock.today())
    row = Recognition.objects.get(platform=winner)
    began = last + dt.timedelta(days=1)
    assert (row.level, row.valid_from) == ("county", began)
    assert row.valid_to == began.replace(year=began.year + 3) - dt.timedelta(days=1)
    assert RecognitionApplication.objects.get(pk=good.pk).state == "recognised"
    assert not Recognition.objects.filter(platform=loser).exists()
    platform = Platform.objects.get(pk=winner.pk)
    assert facts.unit_facts(platform, began)["unit.recognised"] is True
    assert facts.unit_facts(platform, row.valid_to + dt.timedelta(days=1))["unit.recognised"] is False


def test_an_objection_on_the_last_day_keeps_a_round_from_closing(office: Office) -> None:
    leader = office["kc-st_department-leader"]
    batch = taking(office, needs_review="")
    applied_for = applied(office, batch, platform_of(office))
    with clock.moved_to(batch.closes_on + dt.timedelta(days=1)):
        act(f"{ROUND}.start_review", batch, {}, leader)
        proposed(office, applied_for)
        act(f"{ROUND}.publish_results", batch, {"notice_until": day(7)}, leader)
        closing = {"document": "科发〔2026〕9 号", "valid_from": day(0)}
    notice = Notice.objects.get(subject=batch)
    with clock.moved_to(dt.datetime.combine(notice.ends_on, dt.time(23, 59), clock.CHINA)):
        act("notices.objection.file", None, {
            "notice": notice.number, "arguments": "人数不实", "remedy": "核查", "name": "周某", "contact": "0570-7654321",
        }, AnonymousUser())  # fmt: skip
    with clock.moved_to(notice.ends_on + dt.timedelta(days=1)):
        assert "1 件异议" in refusal(f"{ROUND}.close", batch, closing, leader).reason
        found = refusal(f"{APPLICATION}.recognise", applied_for, closing, leader)
        assert "1 件异议" in found.reason, "nor is one recognised by itself"
    assert not Recognition.objects.exists()


def test_results_taken_back_take_their_notice_down(office: Office) -> None:
    leader = office["kc-st_department-leader"]
    batch = taking(office, needs_review="")
    application = applied(office, batch, platform_of(office))
    with clock.moved_to(batch.closes_on + dt.timedelta(days=1)):
        act(f"{ROUND}.start_review", batch, {}, leader)
        proposed(office, application)
        assert "撤回结果" in refusal(f"{APPLICATION}.reconsider", act(
            f"{ROUND}.publish_results", batch, {"notice_until": day(7)}, leader
        ).case.applications.get(), {"note": "x"}, leader).reason  # fmt: skip
        back = act(f"{ROUND}.reconsider", batch, {"note": "异议成立"}, leader).case
        assert (back.state, back.results_on) == ("reviewing", None)
        assert Notice.objects.get(subject=batch).state == "withdrawn"
        assert act(f"{APPLICATION}.reconsider", application, {"note": "重看"}, leader).case.state == "reviewing"


def test_a_withdrawn_recognition_counts_no_more_from_its_day(office: Office) -> None:
    platform = platform_of(office)
    clerk, leader = office["kc-st_department-clerk"], office["kc-st_department-leader"]
    act("platforms.platform.recognise", platform, {
        "name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2026-01-01",
    }, clerk)  # fmt: skip
    row = Recognition.objects.get()
    data = {"recognition": row.pk, "withdrawn_on": day(0), "note": "人员流失，不再符合条件"}
    assert refusal("platforms.platform.withdraw_recognition", platform, data, clerk).ground is Ground.PERMISSION
    early = {**data, "withdrawn_on": "2025-12-31"}
    assert "withdrawn_on" in refusal("platforms.platform.withdraw_recognition", platform, early, leader).errors
    act("platforms.platform.withdraw_recognition", platform, data, leader)
    fresh = Platform.objects.get(pk=platform.pk)
    assert facts.unit_facts(fresh)["unit.recognised"] is False
    assert facts.unit_facts(fresh, clock.today() - dt.timedelta(days=1))["unit.recognised"] is True
    assert Message.objects.filter(user=office[f"manager-{platform.pk}"], text__contains="撤销").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Recognition.objects.filter(pk=row.pk).update(withdrawn_because="")


@pytest.mark.parametrize(("left", "told"), [(90, 1), (91, 0), (0, 1), (-1, 0)])
def test_what_runs_out_is_told_ninety_days_ahead_and_once(office: Office, left: int, told: int) -> None:
    platform = platform_of(office)
    act("platforms.platform.recognise", platform, {
        "name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2024-01-01", "valid_to": day(left),
    }, office["kc-st_department-clerk"])  # fmt: skip
    daily.warn(clock.today())
    daily.warn(clock.today())
    for name in (f"manager-{platform.pk}", "kc-st_department-clerk"):
        assert Message.objects.filter(user=office[name], topic="due").count() == told, name


def test_what_follows_from_a_recognition_is_listed_with_clauses_for_those_inside(office: Office) -> None:
    platform = platform_of(office, origin="publicly_funded")
    manager, clerk = office[f"manager-{platform.pk}"], office["kc-st_department-clerk"]
    assert panels.help_now(platform, manager) is None, "not recognised yet"
    act("platforms.platform.recognise", platform, {
        "name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2026-01-01",
    }, clerk)  # fmt: skip
    platform = Platform.objects.get(pk=platform.pk)
    assert panels.help_now(platform, office["kq-professor"]) is None
    sheet = panels.help_now(platform, manager)
    assert sheet is not None
    titles = {row[0]: row[3]["label"] for row in sheet.rows}
    assert "第31条第1款" in titles["职称自主评审权限"]
    assert "可以采用的转化方式" not in titles, "that is everybody's"
    keqiao = platform_of(office, "kq", "330603", title="柯桥的")
    Recognition.objects.create(
        platform=keqiao, name="重点实验室", level="city", authority="局", valid_from="2026-01-01"
    )
    none = panels.help_now(Platform.objects.get(pk=keqiao.pk), office[f"manager-{keqiao.pk}"])
    assert none is not None
    assert none.rows == ()
