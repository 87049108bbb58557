"""Disposal by the unit alone, secrecy screen, equity, state assets (zhejiang art16, 36, 7; quzhou art17)."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True, "unit.public_platform": False}
PLATFORM = {"unit.public_research_unit": False, "unit.public_platform": True, "unit.state_established": False}
CLEAR = {
    "screen.state_secrets": False, "screen.national_security": False, "screen.national_interest": False,
    "screen.public_interest": False, "screen.trade_secrets": False,
}  # fmt: skip


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(
    ("unit", "territory", "on", "verdict"),
    [
        (PUBLIC, "330106", "2025-06-10", Verdict.MET),
        (PLATFORM, "330802", "2025-06-10", Verdict.MET),
        (PLATFORM, "330106", "2025-06-10", Verdict.NOT_APPLICABLE),  # the city's rule stops at its border
        (PLATFORM, "330802", "2025-02-28", Verdict.NOT_APPLICABLE),
        (PUBLIC, "310115", "2025-06-10", Verdict.MET),  # national law
        (PUBLIC, "310115", "2015-09-30", Verdict.NOT_APPLICABLE),
        ({}, "330802", "2025-06-10", Verdict.NEEDS_DETERMINATION),
    ],
)
def test_the_unit_decides(unit: dict[str, Any], territory: str, on: str, verdict: Verdict) -> None:
    assert ask("disposal_autonomy", {**unit, **CLEAR}, territory, on).verdict is verdict


@pytest.mark.parametrize(
    ("fact", "disposal", "empowerment", "search"),
    [
        (None, True, True, "open"),
        ("state_secrets", False, True, "hidden"),
        ("national_security", False, False, "open"),
        ("national_interest", True, False, "open"),
        ("public_interest", True, False, "open"),
        ("trade_secrets", True, True, "neutral"),
    ],
)
def test_one_screen_three_answers(fact: str | None, disposal: bool, empowerment: bool, search: str) -> None:
    facts = {**PLATFORM, **CLEAR, **({f"screen.{fact}": True} if fact else {})}
    found = ask("secrecy_screen", facts)
    assert [found.output(name) for name in ("disposal_allowed", "empowerment_allowed", "public_search")] == [
        disposal, empowerment, search,
    ]  # fmt: skip
    assert found.value is (fact is None)
    assert ask("disposal_autonomy", facts).verdict is (Verdict.MET if disposal else Verdict.NOT_APPLICABLE)
    assert ask("empowerment_exclusion", facts).verdict is (Verdict.MET if empowerment else Verdict.BREACHED)
    assert ask("public_search", facts).value == search


def test_a_trade_secret_with_consent() -> None:
    facts = {**CLEAR, "screen.trade_secrets": True, "screen.owner_consents": True}
    assert ask("public_search", facts).value == "neutral"
    assert ask("public_search", facts, interpretations={"A34": "with_consent"}).value == "open"
    refused = {**facts, "screen.owner_consents": False}
    assert ask("public_search", refused, interpretations={"A34": "with_consent"}).value == "neutral"


def test_one_answer_of_the_screen_settles_what_it_can() -> None:
    found = ask("secrecy_screen", {**PLATFORM, "screen.national_security": True})
    assert (found.output("disposal_allowed"), found.output("empowerment_allowed")) == (False, False)
    assert found.output("public_search") is None
    assert found.value is False


@pytest.mark.parametrize(
    ("approval", "filing", "verdict"),
    [
        (False, False, Verdict.MET),
        (True, False, Verdict.BREACHED),
        (False, True, Verdict.BREACHED),
        (None, True, Verdict.BREACHED),
        (False, None, Verdict.NEEDS_DETERMINATION),
    ],
)
def test_no_step_is_added(approval: bool | None, filing: bool | None, verdict: Verdict) -> None:
    facts = {**PUBLIC, **CLEAR, "disposal.approval_required": approval, "disposal.filing_required": filing}
    found = ask("disposal_without_approval", facts, "330106")
    assert found.verdict is verdict
    assert bool(found.remarks) is (verdict is Verdict.BREACHED)


def test_a_secret_achievement_may_need_approval() -> None:
    facts = {**PUBLIC, **CLEAR, "screen.state_secrets": True, "disposal.approval_required": True}
    assert ask("disposal_without_approval", facts, "330106").verdict is Verdict.NOT_APPLICABLE


# -- equity ----------------------------------------------------------------------------------------


def test_equity_dealings_of_a_platform() -> None:
    stake = {**PLATFORM, "stake.from_achievement": True}
    found = ask("equity_dealing_autonomy", stake)
    assert (found.verdict, found.output("approval_needed"), found.output("filing_excluded")) == (
        Verdict.MET, False, False,
    )  # fmt: skip
    both = ask("equity_dealing_autonomy", stake, interpretations={"A37": "approval_and_filing"})
    assert both.output("filing_excluded") is True
    assert (
        ask("equity_dealing_autonomy", {**PLATFORM, "stake.from_achievement": False}).verdict is Verdict.NOT_APPLICABLE
    )
    assert ask("equity_dealing_autonomy", {**PUBLIC, "stake.from_achievement": True}).verdict is Verdict.NOT_APPLICABLE


def test_approval_or_filing_of_an_equity_dealing() -> None:
    filed = {
        **PLATFORM, "stake.from_achievement": True, "stake.approval_required": False, "stake.filing_required": True,
    }  # fmt: skip
    found = ask("equity_dealing_without_approval", filed)
    assert found.verdict is Verdict.MET
    assert [said.kind for said in found.remarks] == ["advice"]
    both = {"A37": "approval_and_filing"}
    assert ask("equity_dealing_without_approval", filed, interpretations=both).verdict is Verdict.BREACHED
    asked = {**filed, "stake.approval_required": True}
    assert ask("equity_dealing_without_approval", asked).verdict is Verdict.BREACHED


def test_contribution_and_its_manager() -> None:
    equity = {**PUBLIC, "deal.mode": "equity", "stake.manager_designated": False}
    assert ask("equity_contribution", equity, "330106").verdict is Verdict.MET
    assert ask("equity_manager", equity, "330106").verdict is Verdict.BREACHED
    assert ask("equity_manager", {**equity, "stake.manager_designated": True}, "330106").verdict is Verdict.MET
    assert ask("equity_manager", {**equity, "deal.mode": "licence"}, "330106").verdict is Verdict.NOT_APPLICABLE
    assert ask("equity_contribution", {**equity, "deal.mode": "licence"}, "330106").verdict is Verdict.NOT_APPLICABLE


# -- state assets ----------------------------------------------------------------------------------


def test_state_assets() -> None:
    traded = {**PLATFORM, "asset.service_achievement": True, "asset.lawfully_traded": True}
    assert ask("separate_listing", traded).verdict is Verdict.MET
    assert ask("assessment_exclusion", traded).verdict is Verdict.MET
    assert ask("assessment_exclusion", {**traded, "asset.lawfully_traded": False}).verdict is Verdict.NOT_APPLICABLE
    assert ask("assessment_exclusion", {**PLATFORM, "asset.service_achievement": True}).missing == (
        "asset.lawfully_traded",
    )
    assert ask("assessment_exclusion", traded, "330106").verdict is Verdict.NOT_APPLICABLE
