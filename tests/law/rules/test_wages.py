"""A reward raises total wages, and touches neither the performance-pay cap nor its base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kechuang.law import Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"
STATE = {"unit.state_owned": True}
WAGES = {"wages.total": 5_000, "wages.performance_pay": 900, "wages.performance_cap": 1_000}


@pytest.mark.parametrize(
    ("territory", "unit", "verdict"),
    [
        (HANGZHOU, STATE, Verdict.COMPUTED),
        (BEIJING, STATE, Verdict.COMPUTED),  # by the national law
        (HANGZHOU, {"unit.state_owned": False}, Verdict.NOT_APPLICABLE),
        (HANGZHOU, {}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_reward_raises_total_wages_alone(territory: str, unit: Mapping[str, Any], verdict: Verdict) -> None:
    finding = explain(
        "reward_wage_treatment", {**unit, **WAGES, "reward.paid": 400}, territory=territory, on="2025-06-10"
    )
    assert finding.verdict == verdict
    if verdict is Verdict.COMPUTED:
        assert finding.value == 400
        assert finding.output("total_wages") == 5_400
        assert finding.output("counted_in_performance_cap") == 0
        assert finding.output("counted_in_performance_base") == 0
        assert finding.output("cap_left") == 100


@pytest.mark.parametrize(("reading", "told"), [("record_only", True), ("same_effect", False)])
def test_unit_without_a_cap_only_records(reading: str, told: bool) -> None:
    case = {**STATE, "reward.paid": 400, "wages.has_performance_cap": False}
    finding = explain(
        "reward_wage_treatment", case, territory=HANGZHOU, on="2025-06-10", interpretations={"A31": reading}
    )
    assert finding.value == 400
    assert any("only recorded" in said.en for said in finding.remarks) == told


@pytest.mark.parametrize(
    ("territory", "unit", "verdict"),
    [
        (QUZHOU, {"unit.public_platform": True, "unit.public_research_unit": False}, Verdict.COMPUTED),
        (HANGZHOU, {"unit.public_platform": True, "unit.public_research_unit": True}, Verdict.COMPUTED),
        (HANGZHOU, {"unit.public_platform": True, "unit.public_research_unit": False}, Verdict.NOT_APPLICABLE),
    ],
)
def test_contract_fund_rewards_enter_wages_the_same_way(
    territory: str, unit: Mapping[str, Any], verdict: Verdict
) -> None:
    case = {**unit, "contract_funds.reward": 400, "wages.total": 5_000}
    finding = explain("contract_reward_wage_treatment", case, territory=territory, on="2025-06-10")
    assert finding.verdict == verdict
    if verdict is Verdict.COMPUTED:
        assert finding.output("total_wages") == 5_400


@pytest.mark.parametrize(
    ("pay", "capped", "verdict"),
    [
        (1_000, None, Verdict.MET),
        (1_001, None, Verdict.BREACHED),
        (1_001, False, Verdict.MET),
        (None, True, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_cap_is_checked_without_the_reward(pay: int | None, capped: bool | None, verdict: Verdict) -> None:
    case = {**STATE, "wages.performance_pay": pay, "wages.performance_cap": 1_000, "wages.has_performance_cap": capped}
    assert explain("performance_cap_kept", case, territory=HANGZHOU, on="2025-06-10").verdict == verdict
