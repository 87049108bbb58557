"""The yearly reward from own or joint implementation: what binds once drawn, what is due, which days count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BEIJING, SHANGHAI = "330803", "330106", "110108", "310115"
BOTH = {"unit.public_platform": True, "unit.public_research_unit": True}
RESEARCH = {"unit.public_platform": False, "unit.public_research_unit": True}
NEITHER = {"unit.public_platform": False, "unit.public_research_unit": False}
YUAN = 100
PROFIT = 1_000_000 * YUAN


def year(number: int, profit: int = PROFIT, production: str = "2026-07-01") -> dict[str, Any]:
    return {"deal.operating_profit": profit, "deal.profit_year": number, "deal.production_on": production}


def run(rule: str, *facts: Mapping[str, Any], territory: str = QUZHOU, **readings: str) -> Finding:
    case = {name: value for part in facts for name, value in part.items()}
    chosen = {name.replace("__", "."): choice for name, choice in readings.items()}
    return explain(rule, case, territory=territory, interpretations=chosen)


@pytest.mark.parametrize(
    ("number", "days", "floor"),
    [
        (2025, 0, 0),
        (2026, 183, 5_013_699),  # 2 July to 31 December: 1,000,000 x 183/365 x 10 %, up to the fen
        (2027, 365, 10_000_000),
        (2028, 366, 10_000_000),
        (2031, 182, 4_986_302),  # to the anniversary, 1 July
        (2032, 0, 0),
    ],
)
def test_profit_floor_by_days_of_the_five_years(number: int, days: int, floor: int) -> None:
    finding = run("profit_reward_floor", year(number), BOTH)
    assert (finding.value, finding.output("days_counted")) == (floor, days)
    assert finding.output("last_day") == dt.date(2031, 7, 1)
    assert finding.output("in_window") == (days > 0)


def test_profit_floor_part_years_add_up_to_a_whole_one() -> None:
    first, last = (run("profit_reward_floor", year(n), BOTH).output("days_counted") for n in (2026, 2031))
    assert first + last == 365


@pytest.mark.parametrize(
    ("readings", "number", "floor"),
    [
        ({"A06__part_years": "whole_years"}, 2026, 10_000_000),
        ({"A06__part_years": "whole_years"}, 2031, 10_000_000),
        ({"A06__part_years": "whole_years"}, 2032, 0),
        ({"A06__window": "calendar_years"}, 2026, 10_000_000),
        ({"A06__window": "calendar_years"}, 2030, 10_000_000),
        ({"A06__window": "calendar_years"}, 2031, 0),
        ({"A06__window": "calendar_years"}, 2025, 0),
    ],
)
def test_profit_floor_other_readings_of_the_window(readings: dict[str, str], number: int, floor: int) -> None:
    assert run("profit_reward_floor", year(number), BOTH, **readings).value == floor


@pytest.mark.parametrize("profit", [0, -1, -PROFIT])
def test_profit_floor_of_a_loss_year_is_zero(profit: int) -> None:
    finding = run("profit_reward_floor", year(2027, profit), BOTH)
    assert finding.value == 0
    assert any("no reward" in said.en for said in finding.remarks)


@pytest.mark.parametrize(
    ("territory", "unit", "floor"),
    [
        (QUZHOU, BOTH, 10_000_000),
        (QUZHOU, RESEARCH, 10_000_000),
        (HANGZHOU, RESEARCH, 10_000_000),
        (BEIJING, {**RESEARCH, "deal.first_profit_year": 2026}, 5_000_000),
        (SHANGHAI, RESEARCH, 5_000_000),
        (SHANGHAI, {**NEITHER, "deal.agreed": False}, 5_000_000),
    ],
)
def test_profit_floor_by_place_and_unit(territory: str, unit: Mapping[str, Any], floor: int) -> None:
    assert run("profit_reward_floor", year(2027), unit, territory=territory).value == floor


def test_profit_floor_says_that_drawing_is_optional_unless_read_as_a_duty() -> None:
    def told(**readings: str) -> bool:
        return any("“may”" in said.en for said in run("profit_reward_floor", year(2027), BOTH, **readings).remarks)

    assert told()
    assert not told(A06__optional="duty")


@pytest.mark.parametrize(
    ("number", "facts", "due"),
    [
        (2026, {}, 2_506_850),
        (2027, {}, 5_000_000),
        (2029, {}, 2_493_151),  # three years end on 2029-07-01
        (2030, {}, 0),
        (2030, {"reward.duty_years": 5}, 5_000_000),
        (2031, {"reward.duty_years": 5}, 2_493_151),
    ],
)
def test_profit_duty_runs_three_to_five_years(number: int, facts: Mapping[str, Any], due: int) -> None:
    finding = run("profit_reward_duty", year(number), RESEARCH, facts, territory=SHANGHAI)
    assert finding.value == due
    assert "prc-transformation-2015:art45.p2" in {str(c) for c in finding.citations}


@pytest.mark.parametrize(
    ("agreed", "verdict"),
    [(False, Verdict.COMPUTED), (True, Verdict.NOT_APPLICABLE), (None, Verdict.NEEDS_DETERMINATION)],
)
def test_profit_duty_of_an_enterprise_only_where_nothing_is_agreed(agreed: bool | None, verdict: Verdict) -> None:
    finding = run("profit_reward_duty", year(2027), NEITHER, {"deal.agreed": agreed})
    assert finding.verdict == verdict


def test_profit_duty_years_outside_three_to_five_are_warned_of() -> None:
    finding = run("profit_reward_duty", year(2027), RESEARCH, {"reward.duty_years": 2})
    assert any("not three to five" in said.en for said in finding.remarks)


def test_profit_duty_is_the_local_tenth_when_may_is_read_as_must() -> None:
    assert run("profit_reward_duty", year(2027), RESEARCH, A06__optional="duty").value == 10_000_000


@pytest.mark.parametrize(
    ("paid", "number", "unit", "verdict"),
    [
        (10_000_000, 2027, BOTH, Verdict.MET),
        (9_999_999, 2027, BOTH, Verdict.BREACHED),  # drawn, so a tenth binds
        (0, 2027, BOTH, Verdict.BREACHED),  # the national twentieth is a duty
        (0, 2030, BOTH, Verdict.MET),  # after three years nothing need be drawn
        (5_000_000, 2030, BOTH, Verdict.BREACHED),  # but what is drawn must reach the tenth
        (0, 2027, {**NEITHER, "deal.agreed": True}, None),
    ],
)
def test_profit_check_duty_and_floor_once_drawn(
    paid: int, number: int, unit: Mapping[str, Any], verdict: Verdict | None
) -> None:
    finding = run("profit_reward_check", year(number), unit, {"reward.paid": paid})
    assert finding.verdict == (verdict or Verdict.MET)


def test_profit_rules_ask_for_the_day_of_production() -> None:
    case = {"deal.operating_profit": PROFIT, "deal.profit_year": 2027}
    finding = run("profit_reward_floor", case, BOTH)
    assert (finding.verdict, finding.missing) == (Verdict.NEEDS_DETERMINATION, ("deal.production_on",))


def test_profit_rules_are_not_for_a_licence() -> None:
    assert run("profit_reward_floor", year(2027), BOTH, {"deal.mode": "licence"}).verdict == Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("first", "year", "inside"), [(2023, 2026, True), (2023, 2027, True), (2023, 2028, False), (2026, 2025, False)]
)
def test_beijing_counts_from_the_first_year_with_a_profit(first: int, year: int, inside: bool) -> None:
    """beijing-2019 art12.p3.i3: five consecutive years, whole; the day of production is not asked for."""
    facts = {
        "deal.mode": "self_implementation", "deal.operating_profit": 1_000_000, "deal.profit_year": year,
        "deal.first_profit_year": first, "unit.public_research_unit": True, "deal.agreed": False,
    }  # fmt: skip
    found = explain("profit_reward_floor", facts, territory="110108", on=f"{year}-12-31")
    assert found.value == (50_000 if inside else 0)
    assert (str(found.output("first_day")), str(found.output("last_day"))) == (f"{first}-01-01", f"{first + 4}-12-31")
    cited = {clause.instrument for said in found.remarks for clause in said.cites}
    assert cited <= {"beijing-2019", "prc-transformation-2015"}
