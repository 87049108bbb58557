"""What comes next in a case: a fee far off is a deadline, but not the next step."""

from __future__ import annotations

import datetime as dt

from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.web.transformations.ahead import ahead_of
from tests.casework.office import Office, act
from tests.domains.achievements.unit import KIND, make_unit, registered


def test_a_fee_is_next_once_it_is_asked_for_by_its_own_name(office: Office) -> None:
    case = registered(office, make_unit(office))
    with clock.moved_to(dt.date(2026, 1, 10)):
        data = {"kind": "invention", "number": "201710601862.3", "applied_on": "2017-07-21", "fee_due_on": "2026-06-30"}
        act(f"{KIND}.record_right", case, data, office["scientist"])
        assert Obligation.objects.running().get(case_id=case.pk).due == dt.date(2026, 6, 30)
        assert ahead_of([case])[case.pk].day is None
    with clock.moved_to(dt.date(2026, 5, 2)):
        ahead = ahead_of([case])[case.pk]
    assert (ahead.what, ahead.day) == ("知识产权缴费期限", dt.date(2026, 6, 30))


def test_the_demonstration_has_its_figures_on_the_first_day(office: Office) -> None:
    from kechuang.core import demo
    from kechuang.domains.statistics import demo as figures
    from kechuang.domains.statistics.ladder import asked_on

    assert figures.load() is None, "no demonstration"
    registered(office, make_unit(office), on="2022-06-01")
    demo.Demonstration.objects.create(pk=1)
    assert figures.load()
    assert asked_on() == clock.today()
    assert figures.load() is None


def test_what_was_just_registered_waits_for_a_plan_and_not_for_a_listing(office: Office) -> None:
    """Open listing is for what lay idle for years; a day after registration the next step is to plan its transformation."""
    case = registered(office, make_unit(office), on=clock.today().isoformat())
    ahead = ahead_of([case])[case.pk]
    assert (ahead.what, ahead.day) == ("拟定转化方案", None)
    assert "技术经理人" in ahead.who
    act(
        f"{KIND}.record_use",
        case,
        {"mode": "licence", "on": clock.today().isoformat(), "note": "试产"},
        office["manager"],
    )
    assert ahead_of([case])[case.pk].what == "已投入转化"
