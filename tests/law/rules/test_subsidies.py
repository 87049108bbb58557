"""Technology managers, firms that take over achievements, state enterprises, a Binjiang platform's income."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BINJIANG, BEIJING = "330803", "330106", "330108", "110108"


def run(rule: str, facts: Mapping[str, Any], territory: str, **readings: str) -> Finding:
    chosen = {name.replace("__", "."): choice for name, choice in readings.items()}
    return explain(rule, facts, territory=territory, on="2025-06-10", interpretations=chosen)


@pytest.mark.parametrize(
    ("territory", "amount", "rate", "value"),
    [(QUZHOU, 100_000_000, "3%", 3_000_000), (QUZHOU, 99, "3%", 2), (HANGZHOU, 100, "3%", None)],
)
def test_technology_manager_reward(territory: str, amount: int, rate: str, value: int | None) -> None:
    case = {"unit.platform": True, "deal.amount": amount, "technology_manager.reward_rate": rate}
    finding = run("technology_manager_reward", case, territory)
    assert finding.value == value
    assert (finding.verdict == Verdict.NOT_APPLICABLE) == (value is None)


@pytest.mark.parametrize(("rate", "warned"), [("20%", False), ("20.01%", True)])
def test_technology_manager_reward_must_leave_the_pool_whole(rate: str, warned: bool) -> None:
    case = {
        "unit.platform": True, "unit.public_platform": True, "deal.mode": "licence", "deal.amount": 1_000_000,
        "deal.net_income": 1_000_000, "technology_manager.reward_rate": rate, "technology_manager.rule_on_file": True,
    }  # fmt: skip
    finding = run("technology_manager_reward", case, QUZHOU)
    assert any("pool floor" in said.en for said in finding.remarks) == warned


@pytest.mark.parametrize(
    ("facts", "readings", "value"),
    [
        ({"deal.amount": 100_000_000}, {}, 10_000_000),
        ({"deal.amount": 100_000_000, "subsidy.limit": 5_000_000}, {}, 5_000_000),
        ({"deal.mode": "equity", "deal.stake_value": 50_000_000}, {}, 5_000_000),
        ({"deal.amount": 100_000_000, "deal.net_income": 60_000_000}, {"A05__subsidy_base": "net_income"}, 6_000_000),
    ],
)
def test_takeover_subsidy(facts: Mapping[str, Any], readings: dict[str, str], value: int) -> None:
    assert run("takeover_subsidy", {**facts, "subsidy.rate": "10%"}, HANGZHOU, **readings).value == value


def test_takeover_subsidy_has_no_rate_of_its_own() -> None:
    finding = run("takeover_subsidy", {"deal.amount": 100_000_000}, HANGZHOU)
    assert (finding.verdict, finding.missing) == (Verdict.NEEDS_DETERMINATION, ("subsidy.rate",))
    assert run("takeover_subsidy", {"deal.amount": 1}, BEIJING).verdict == Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("ownership", "territory", "value"),
    [("state_owned", HANGZHOU, 130), ("state_controlled", HANGZHOU, 130), ("other", HANGZHOU, None),
     ("state_owned", BEIJING, None)],
)  # fmt: skip
def test_research_counts_as_profit_in_the_assessment(ownership: str, territory: str, value: int | None) -> None:
    case = {"enterprise.ownership": ownership, "enterprise.profit": 100, "enterprise.research_spending": 30}
    assert run("assessed_profit", case, territory).value == value


@pytest.mark.parametrize(("tools", "verdict"), [(["share_options"], Verdict.MET), ([], Verdict.NOT_APPLICABLE)])
def test_enterprise_incentives_are_encouraged(tools: list[str], verdict: Verdict) -> None:
    assert run("enterprise_incentives", {"enterprise.incentive_tools": tools}, HANGZHOU).verdict == verdict


@pytest.mark.parametrize(
    ("commissioner", "value"), [(True, "national_and_provincial_rules"), (False, None)]
)  # fmt: skip
def test_commissioner_income_follows_outside_rules(commissioner: bool, value: str | None) -> None:
    assert run("commissioner_income", {"person.sci_tech_commissioner": commissioner}, HANGZHOU).value == value


IUR = {"unit.iur_platform": True, "deal.mode": "licence", "deal.net_income": 1_000_000}
RESEARCH = {"unit.public_research_unit": True}
FREE = {"unit.public_research_unit": False, "deal.agreed": True}


@pytest.mark.parametrize(
    ("unit", "team", "rebuilding", "verdict"),
    [
        (RESEARCH, 700_000, 300_000, Verdict.MET),
        (RESEARCH, 699_999, 300_001, Verdict.BREACHED),  # a district document does not lower the province's floor
        (RESEARCH, 700_000, 299_999, Verdict.BREACHED),
        (FREE, 100_000, 900_000, Verdict.MET),
        ({"unit.public_research_unit": False}, 100_000, 900_000, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_binjiang_income_is_team_reward_and_rebuilding(
    unit: Mapping[str, Any], team: int, rebuilding: int, verdict: Verdict
) -> None:
    case = {**IUR, **unit, "reward.team": team, "reward.rebuilding": rebuilding}
    assert run("trading_income_split", case, BINJIANG).verdict == verdict


def test_binjiang_split_is_for_its_platforms_there() -> None:
    case = {**IUR, **RESEARCH, "reward.team": 1, "reward.rebuilding": 1}
    assert run("trading_income_split", case, HANGZHOU).verdict == Verdict.NOT_APPLICABLE
