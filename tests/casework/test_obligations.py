"""Clocks as records: warned once, escalated once, computed anew when the calendar changes, and in a calendar feed."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest

from kechuang.casework.inbox.models import Message
from kechuang.casework.obligations import daily, feed, services
from kechuang.casework.obligations.models import Feed, Obligation
from kechuang.core.clock import moved_to
from tests.casework.office import AGREEMENT, Office, act, registered
from tests.casework.test_engine import sign, to_signing


@pytest.fixture
def running(office: Office) -> Obligation:
    with moved_to(dt.date(2026, 2, 2)):
        agreement = to_signing_in(office)
        for name in ("kq-park-clerk", "kq-professor", "kq-manager"):
            sign(office, agreement, name, "2026-01-31")
    return Obligation.objects.get()


def to_signing_in(office: Office) -> object:
    with moved_to(dt.date(2026, 1, 5)):
        return to_signing(office)


def told(office: Office, name: str, topic: str = "due") -> list[str]:
    return list(Message.objects.filter(user=office[name], topic=topic).values_list("text", flat=True))


def test_a_last_day_is_brought_to_mind_a_week_ahead_once(office: Office, running: Obligation) -> None:
    assert daily.run(dt.date(2026, 2, 20)) == daily.Day(0, 0, 0)
    assert daily.run(dt.date(2026, 2, 21)) == daily.Day(0, 1, 0)
    assert daily.run(dt.date(2026, 2, 21)) == daily.Day(0, 0, 0)
    assert told(office, "kq-park-clerk") == ["共建协议备案：还有 7 天，2026-02-28 到期"]
    assert not told(office, "kq-st_department-clerk")


def test_late_is_told_to_the_leader_and_the_science_department_once(office: Office, running: Obligation) -> None:
    assert daily.run(dt.date(2026, 2, 28)).escalated == 0, "the last day itself is in time"
    assert daily.run(dt.date(2026, 3, 3)).escalated == 1
    assert daily.run(dt.date(2026, 3, 4)).escalated == 0
    assert "已逾期 3 天" in told(office, "kq-park-leader")[0]
    assert "已逾期 3 天" in told(office, "kq-st_department-clerk")[0]
    assert running.owner.name in told(office, "kq-st_department-clerk")[0], "an office hears of many units"
    assert not told(office, "kc-st_department-clerk")


def test_a_day_computed_by_an_older_calendar_is_computed_anew(running: Obligation) -> None:
    Obligation.objects.filter(pk=running.pk).update(due=dt.date(2026, 2, 27), calendar="older")
    assert [(o.pk, before) for o, before in services.recompute()] == [(running.pk, dt.date(2026, 2, 27))]
    running.refresh_from_db()
    assert running.due == dt.date(2026, 2, 28)
    assert services.recompute() == []


def test_a_clock_knows_what_was_determined_in_its_case_at_its_start_and_ever_after(office: Office) -> None:
    """Whether a text binds the unit is open: the clock has no day until a person determines it, then at once."""
    platform = registered(office, "330802", "kc", origin="mixed")
    facts = {"plan.due_on": dt.date(2026, 3, 31)}
    given = {"case_id": platform.pk, "rule": "annual_plan_filing", "territory": "330802", "owner": platform.owner}
    with moved_to(dt.date(2026, 1, 5)):
        open_ = services.start(**given, facts=facts)
        assert open_.due is None
        answer = {"question": "unit.public_platform", "answer": "是", "basis": "财政资金过半"}
        act("platforms.platform.determine", platform, answer, office["kc-st_department-leader"])
        open_.refresh_from_db()
        assert open_.due == dt.date(2026, 3, 31), "determined: computed anew at once"
        assert "财政资金过半" in str(open_.finding), "and cited like a clause"
        assert services.start(**given, facts=facts).due == dt.date(2026, 3, 31), "known at a new start"
    Obligation.objects.filter(pk=open_.pk).update(due=None, law="older")
    assert [before for _row, before in services.recompute()] == [None]
    open_.refresh_from_db()
    assert open_.due == dt.date(2026, 3, 31), "known when the law is asked anew"
    with moved_to(dt.date(2026, 4, 2)):
        services.restate(open_, dt.date(2026, 4, 2))
    assert open_.due == dt.date(2026, 3, 31), "and once it is late"


def test_clocks_computed_anew_read_determinations_once_for_many(office: Office) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(many: int) -> int:
        for n in range(many):
            platform = registered(office, "330802", "kc", title=f"平台{many}-{n}")
            services.start(
                case_id=platform.pk, rule="annual_plan_filing", territory="330802", owner=platform.owner,
                facts={"plan.due_on": dt.date(2026, 3, 31), "unit.public_platform": True},
            )  # fmt: skip
        Obligation.objects.update(law="older")
        with CaptureQueriesContext(connection) as found:
            services.recompute()
        return sum("casedetermination" in query["sql"] for query in found)

    assert asked(1) == asked(4) == 1


def test_an_obligation_is_released_only_with_a_reason(running: Obligation) -> None:
    with pytest.raises(ValueError, match="理由"):
        services.waive(running, " ")
    services.waive(running, "协议已撤销")
    assert not Obligation.objects.running().exists()


def test_the_feed_shows_what_its_owner_may_see_until_it_is_revoked(office: Office, running: Obligation) -> None:
    token = feed.subscribe(office["kq-park-clerk"], "手机")
    mine = feed.feed_of(token)
    assert mine is not None
    assert token not in mine.token_digest
    parsed = icalendar.Calendar.from_ical(feed.calendar(mine))
    (event,) = parsed.walk("VEVENT")
    assert event["dtstart"].dt == dt.date(2026, 2, 28)
    assert "共建协议备案" in event["summary"]
    assert "keqiao-2025-draft:s1.4.c" in event["description"]
    other = feed.feed_of(feed.subscribe(office["kc-park-clerk"], "手机"))
    assert other is not None
    assert not icalendar.Calendar.from_ical(feed.calendar(other)).walk("VEVENT")
    feed.revoke(mine)
    assert feed.feed_of(token) is None
    assert Feed.objects.count() == 2


def test_filing_stops_the_clock(office: Office, running: Obligation) -> None:
    with moved_to(dt.date(2026, 2, 20)):
        case = running.case_id
        act(f"{AGREEMENT}.file", case, {"filed_on": "2026-02-19"}, office["kq-park-clerk"])
    running.refresh_from_db()
    assert (running.status, running.overdue_days) == ("met", 0)
    assert daily.run(dt.date(2026, 3, 3)) == daily.Day(0, 0, 0)


def test_an_agreement_that_ends_owes_no_filing(office: Office, running: Obligation) -> None:
    with moved_to(dt.date(2026, 2, 20)):
        act(f"{AGREEMENT}.end", running.case_id, {"note": "双方同意解除"}, office["kq-park-leader"])
    running.refresh_from_db()
    assert (running.status, running.waived_reason) == ("waived", "协议终止：双方同意解除")
    assert daily.run(dt.date(2026, 3, 3)) == daily.Day(0, 0, 0)


def test_a_day_that_moves_is_brought_to_mind_and_told_late_by_its_new_day(office: Office, running: Obligation) -> None:
    """Late by a day that the calendar then moved: the new day has its own warning and, once over, its own telling."""
    Obligation.objects.filter(pk=running.pk).update(due=dt.date(2026, 2, 10), calendar="older")
    with moved_to(dt.date(2026, 2, 12)):
        Obligation.objects.filter(pk=running.pk).update(
            warned_on=dt.date(2026, 2, 5), escalated_on=dt.date(2026, 2, 11)
        )
        assert daily.run(dt.date(2026, 2, 12)).moved == 1
        running.refresh_from_db()
        assert (running.due, running.escalated_on) == (dt.date(2026, 2, 28), None)
    assert daily.run(dt.date(2026, 2, 21)).warned == 1
    assert daily.run(dt.date(2026, 3, 3)).escalated == 1
