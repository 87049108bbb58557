"""The reward from an equity contribution: points of the company, shares, value of the stake."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"
BOTH = {"unit.public_platform": True, "unit.public_research_unit": True}
RESEARCH = {"unit.public_platform": False, "unit.public_research_unit": True}
STAKE = {"deal.mode": "equity", "deal.equity_share": "40%", "deal.shares_obtained": 4_000_001,
         "deal.stake_value": 200_000_000}  # fmt: skip


def run(rule: str, *facts: Mapping[str, Any], territory: str = QUZHOU, on: str = "2025-06-10") -> Finding:
    return explain(rule, {n: v for part in facts for n, v in part.items()}, territory=territory, on=on)


@pytest.mark.parametrize(
    ("territory", "registered", "unit", "points", "shares", "value", "clause"),
    [
        (QUZHOU, "2025-06-10", BOTH, "32/100", 3_200_001, 160_000_000, "quzhou-2024:art20.p1.i2"),
        (QUZHOU, "2025-02-28", BOTH, "28/100", 2_800_001, 140_000_000, "zhejiang-2021:art37.p1.i2"),
        (HANGZHOU, "2025-06-10", RESEARCH, "28/100", 2_800_001, 140_000_000, "zhejiang-2021:art37.p1.i2"),
        (BEIJING, "2025-06-10", RESEARCH, "20/100", 2_000_001, 100_000_000, "prc-transformation-2015:art45.p2"),
    ],
)
def test_stake_floor_in_points_shares_and_value(
    territory: str, registered: str, unit: Mapping[str, Any], points: str, shares: int, value: int, clause: str
) -> None:
    """The day of registration chooses the version (A04)."""
    case = {**STAKE, "deal.equity_registered_on": registered}
    finding = run("reward_stake_floor", case, unit, territory=territory, on="2026-01-01")
    assert finding.value == Fraction(points)
    assert (finding.output("shares"), finding.output("value")) == (shares, value)
    assert clause in {str(c) for c in finding.citations}
    assert run("reward_stake_shares_floor", case, unit, territory=territory).value == shares
    assert run("reward_stake_value_floor", case, unit, territory=territory).value == value


def test_stake_floor_splits_as_money_does() -> None:
    finding = run("reward_stake_floor", STAKE, BOTH)
    assert finding.output("main_contributors") == Fraction("22.4") / 100
    assert finding.output("transfer_staff") == Fraction("1.6") / 100
    assert finding.output("main_contributors_shares") == 2_240_001
    assert finding.output("transfer_staff_shares") == 160_001
    assert finding.output("unit_keeps_at_most") == Fraction(8, 100)


def test_stake_floor_of_an_unending_share_is_rounded_up() -> None:
    finding = run("reward_stake_floor", {"deal.equity_share": "1/3"}, BOTH)
    assert finding.value == Fraction(26_666_667, 10**8)


def test_stake_floor_does_not_ask_for_the_mode_but_heeds_it() -> None:
    assert run("reward_stake_floor", {"deal.equity_share": "40%"}, BOTH).value == Fraction(32, 100)
    licence = {"deal.equity_share": "40%", "deal.mode": "licence"}
    assert run("reward_stake_floor", licence, BOTH).verdict == Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("given", "verdict", "shortfall"),
    [
        ({"reward.equity_share": "32%"}, Verdict.MET, 0),
        ({"reward.equity_share": "31.999999%"}, Verdict.BREACHED, Fraction(1, 10**8)),
        ({"reward.shares": 3_200_001}, Verdict.MET, None),
        ({"reward.shares": 3_200_000}, Verdict.BREACHED, None),
        ({}, Verdict.NEEDS_DETERMINATION, None),
    ],
)
def test_stake_check(given: Mapping[str, Any], verdict: Verdict, shortfall: Fraction | None) -> None:
    finding = run("reward_stake_check", STAKE, BOTH, given)
    assert (finding.verdict, finding.output("shortfall")) == (verdict, shortfall)


@pytest.mark.parametrize(
    ("given", "named"), [("30%", set()), ("28%", set()), ("27.9%", {"correction", "personal_liability"})]
)
def test_stake_check_names_no_sanction_between_the_two_floors(given: str, named: set[str]) -> None:
    finding = run("reward_stake_check", STAKE, BOTH, {"reward.equity_share": given})
    assert finding.output("measures") == frozenset(named)
    assert len([said for said in finding.remarks if said.kind == "consequence"]) == 1


@pytest.mark.parametrize(("held", "floor"), [("-40%", 0), ("170%", Fraction(7, 10))])
def test_no_company_is_held_below_nothing_or_beyond_the_whole(held: str, floor: Fraction) -> None:
    facts = {"deal.equity_share": held, "unit.public_research_unit": True}
    assert explain("reward_stake_floor", facts, territory="330106", on="2025-06-10").value == floor
