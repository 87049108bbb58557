"""Horizontal project money: surplus, reward within it, one receipt one route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

QUZHOU, HANGZHOU, BEIJING = "330803", "330106", "110108"
BOTH = {"unit.public_platform": True, "unit.public_research_unit": True}
PLATFORM = {"unit.public_platform": True, "unit.public_research_unit": False}
RESEARCH = {"unit.public_platform": False, "unit.public_research_unit": True}
FUNDS = {"received": 1_000_000, "expenses": 600_000}
ALL_TYPES = ["development", "transfer", "licence", "consulting", "service"]


def run(
    rule: str, unit: Mapping[str, Any], *, territory: str = QUZHOU, on: str = "2025-06-10",
    readings: Mapping[str, str] | None = None, **funds: Any,
) -> Finding:  # fmt: skip
    case = {**unit, **{f"contract_funds.{name}": value for name, value in funds.items()}}
    return explain(rule, case, territory=territory, on=on, interpretations=readings)


@pytest.mark.parametrize(
    ("territory", "on", "unit", "kind", "verdict"),
    [
        (QUZHOU, "2025-06-10", PLATFORM, "development", Verdict.COMPUTED),
        (QUZHOU, "2025-02-28", PLATFORM, "development", Verdict.NOT_APPLICABLE),
        (QUZHOU, "2025-06-10", PLATFORM, "training", Verdict.NOT_APPLICABLE),  # the city does not name training
        (QUZHOU, "2025-06-10", BOTH, "training", Verdict.COMPUTED),  # the province does
        (HANGZHOU, "2025-06-10", RESEARCH, "consulting", Verdict.COMPUTED),
        (HANGZHOU, "2025-06-10", PLATFORM, "consulting", Verdict.NOT_APPLICABLE),
        (BEIJING, "2025-06-10", RESEARCH, "consulting", Verdict.NOT_APPLICABLE),
    ],
)
def test_surplus_by_place_unit_and_kind(
    territory: str, on: str, unit: Mapping[str, Any], kind: str, verdict: Verdict
) -> None:
    finding = run("contract_funds_surplus", unit, territory=territory, on=on, kind=kind, **FUNDS)
    assert finding.verdict == verdict
    assert finding.value == (400_000 if verdict is Verdict.COMPUTED else None)


def test_surplus_is_never_below_zero() -> None:
    finding = run("contract_funds_surplus", BOTH, kind="service", received=100, expenses=101)
    assert finding.value == 0
    assert any("no surplus" in said.en for said in finding.remarks)


@pytest.mark.parametrize(
    ("kind", "origin", "reading", "route"),
    [
        ("licence", "existing_achievement", "by_origin", "reward_rule"),
        ("licence", "commissioned_work", "by_origin", "contract_funds"),
        ("licence", None, "by_origin", None),
        ("licence", None, "reward_rule", "reward_rule"),
        ("transfer", "existing_achievement", "contract_money", "contract_funds"),
        ("development", None, "by_origin", "contract_funds"),
    ],
)
def test_one_receipt_takes_one_route(kind: str, origin: str | None, reading: str, route: str | None) -> None:
    finding = run("income_route", BOTH, readings={"A15": reading}, kind=kind, origin=origin)
    assert finding.value == route
    surplus = run("contract_funds_surplus", BOTH, readings={"A15": reading}, kind=kind, origin=origin, **FUNDS)
    expected = {"contract_funds": Verdict.COMPUTED, "reward_rule": Verdict.NOT_APPLICABLE}
    assert surplus.verdict == expected.get(route or "", Verdict.NEEDS_DETERMINATION)


GOOD = {
    **FUNDS, "kind": "development", "reward": 400_000, "in_unit_accounts": True, "recipients_did_project": True,
    "rule_types": ALL_TYPES,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Verdict.MET),
        ({"reward": 400_001}, Verdict.BREACHED),
        ({"recipients_did_project": False}, Verdict.BREACHED),
        ({"in_unit_accounts": False}, Verdict.BREACHED),
        ({"rule_types": ALL_TYPES[:4]}, Verdict.BREACHED),
        ({"rule_types": None}, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_reward_from_the_surplus(change: Mapping[str, Any], verdict: Verdict) -> None:
    assert run("contract_funds_reward", PLATFORM, **{**GOOD, **change}).verdict == verdict


def test_reward_from_the_surplus_of_a_research_unit_rests_on_its_own_rule() -> None:
    case = {**GOOD, "rule_types": None, "unit_rule": True}
    assert run("contract_funds_reward", RESEARCH, territory=HANGZHOU, **case).verdict == Verdict.MET


@pytest.mark.parametrize(
    ("types", "verdict", "missing"),
    [(ALL_TYPES, Verdict.MET, set()), (ALL_TYPES[1:], Verdict.BREACHED, {"development"})],
)
def test_platform_has_a_rule_for_every_kind_of_contract(types: list[str], verdict: Verdict, missing: set[str]) -> None:
    finding = run("contract_funds_rule", PLATFORM, rule_types=types)
    assert (finding.verdict, finding.output("missing_types")) == (verdict, frozenset(missing))


@pytest.mark.parametrize(("kept", "verdict"), [(100_000, Verdict.MET), (99_999, Verdict.BREACHED)])
def test_surplus_goes_somewhere_to_the_fen(kept: int, verdict: Verdict) -> None:
    finding = run(
        "contract_funds_disposition", PLATFORM, kind="service", reward=200_000, invested=100_000, kept=kept, **FUNDS
    )
    assert finding.verdict == verdict
