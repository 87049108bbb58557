"""Scenario 12 through the actions: an applied achievement of fiscal money lies idle; and what moves its clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.cases.law import ask
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.dormancy import keep
from kechuang.domains.achievements.models import Achievement, Use
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, as_completer, disclosure, make_unit, registered

GRANT = dt.date(2023, 4, 1)
OFFICE, JUDGE = "kc-st_department-clerk", "kc-st_department-leader"


def granted(office: Office, case: Any, on: dt.date = GRANT) -> Any:
    data = {"kind": "invention", "number": "201710601862.3", "applied_on": "2017-07-21", "granted_on": on.isoformat()}
    act(f"{KIND}.record_right", case, data, office["scientist"])
    return case


@pytest.fixture
def case(office: Office) -> Any:
    """Registered in 2022, its patent granted on 2023-04-01, in Quzhou."""
    return granted(office, registered(office, make_unit(office)))


def on_the_list(office: Office, case: Any) -> Any:
    act(f"{KIND}.put_on_use_first", case, {"on": "2024-01-01"}, office[OFFICE])
    return case


def ladder(case: Any, day: dt.date) -> str:
    with clock.moved_to(day):
        row = Achievement.objects.get(pk=case.pk)
        return str(ask(row, "idle_ladder", facts.idle_facts(row)).value)


def running(case: Any) -> Obligation | None:
    return Obligation.objects.running().filter(case_id=case.pk, rule="idle_listing").first()


def test_scenario_12_on_the_list_it_is_listed_after_two_years_and_licensed_after_three(
    office: Office, case: Any
) -> None:
    with clock.moved_to(dt.date(2024, 1, 2)):
        on_the_list(office, case)
        keep(clock.today())
    assert running(case) is None, "the city has no text yet"
    with clock.moved_to(dt.date(2025, 3, 1)):
        keep(clock.today())
        assert keep(clock.today()).startswith("0 ")
    found = running(case)
    assert found is not None
    assert found.due == dt.date(2025, 4, 2)
    assert "quzhou-2024:art21.p1.a" in found.cites
    assert ladder(case, dt.date(2025, 4, 1)) == "completer"
    assert ladder(case, dt.date(2025, 4, 2)) == "listing"
    assert ladder(case, dt.date(2026, 4, 1)) == "listing"
    assert ladder(case, dt.date(2026, 4, 2)) == "licence"


def test_scenario_12_off_the_list_there_is_no_listing_and_no_clock_but_a_licence_after_three(
    office: Office, case: Any
) -> None:
    assert running(case) is None
    assert ladder(case, dt.date(2025, 4, 2)) == "completer"
    assert ladder(case, dt.date(2026, 4, 2)) == "licence"


@pytest.mark.parametrize("paid", ["true", "false"])
def test_scenario_12_the_licence_is_paid_or_free_and_not_a_day_early(office: Office, case: Any, paid: str) -> None:
    firm = office.organisations["kc-firm"]
    data = {"licensee": firm.pk, "paid": paid, "qualified": True, "note": "有同类产线"}
    with clock.moved_to(dt.date(2026, 6, 1)):
        with pytest.raises(Refused) as caught:
            act(f"{KIND}.license_idle", case, data | {"on": "2026-04-01"}, office["manager"])
        assert caught.value.refusal.ground is Ground.LAW
        assert "quzhou-2024:art21.p1.b" in {str(c) for c in caught.value.refusal.cites}
        act(f"{KIND}.license_idle", case, data | {"on": "2026-04-02"}, office["manager"])
    assert ("有偿许可" if paid == "true" else "无偿许可") in Use.objects.get().note


def test_scenario_12_an_accepted_reason_stops_both_and_a_refused_one_neither(office: Office, case: Any) -> None:
    on_the_list(office, case)
    reason, judge = f"{KIND}.record_idle_reason", f"{KIND}.judge_idle_reason"
    act(reason, case, {"reason": "等待临床批件"}, office["manager"])
    assert running(case) is not None, "recorded alone it stops nothing"
    act(judge, case, {"accepted": "true", "answer": "同意"}, office[JUDGE])
    assert running(case) is None
    waived = Obligation.objects.get(case_id=case.pk, rule="idle_listing")
    assert (waived.status, waived.waived_reason) == ("waived", "闲置的理由已获认可")
    assert ladder(case, dt.date(2026, 4, 2)) == "completer"
    act(reason, case, {"reason": "另一理由"}, office["manager"])
    act(judge, case, {"accepted": "false", "answer": "不成立"}, office[JUDGE])
    again = running(case)
    assert again is not None
    assert again.due == dt.date(2025, 4, 2)
    assert ladder(case, dt.date(2026, 4, 2)) == "licence"


def test_a_grant_moves_the_day_the_clock_counts_from(office: Office) -> None:
    case = on_the_list(office, registered(office, make_unit(office), on="2022-06-01"))
    before = running(case)
    assert before is not None
    assert before.due == dt.date(2025, 3, 1), "over two years already when the regulation came into force"
    granted(office, case, dt.date(2023, 5, 31))
    after = running(case)
    assert after is not None
    assert after.due == dt.date(2025, 6, 1)


def test_what_is_corrected_to_other_money_has_no_clock(office: Office, case: Any) -> None:
    on_the_list(office, case)
    data = disclosure(case.owner, fiscal="false")
    act(f"{KIND}.revise", case, data, office["manager"])
    assert running(case) is None


def test_what_leaves_the_registry_takes_its_clock_along(office: Office, case: Any) -> None:
    from tests.domains.achievements.unit import SCREEN

    on_the_list(office, case)
    act(f"{KIND}.screen", case, SCREEN | {"state_secrets": "true"}, office["head"])
    assert running(case) is None


def test_a_completers_own_step_is_judged_by_the_day_it_was_taken(office: Office, case: Any) -> None:
    """The right opens on 2024-04-02; a step dated back before it is refused whenever it is recorded."""
    with pytest.raises(Refused) as caught:
        act(f"{KIND}.implement_alone", case, {"on": "2024-04-01"}, as_completer(office, case))
    assert caught.value.refusal.ground is Ground.LAW
    assert "zhejiang-2021:art38.p2" in {str(c) for c in caught.value.refusal.cites}
    act(f"{KIND}.implement_alone", case, {"on": "2024-04-02"}, office["scientist"])
    assert Use.objects.get().by_completer
