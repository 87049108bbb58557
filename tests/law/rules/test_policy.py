"""Scope, force, guide, purchase, surplus, support by local ratio (zhejiang art2, 6, 8, 13, 24, 25, 29, 48)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(
    ("territory", "on", "value"),
    [
        ("330802", "2025-06-10", True),
        ("330108", "2025-06-10", True),  # an enclave in Hangzhou stays under the province
        ("310115", "2025-06-10", False),  # one in Shanghai does not
        ("330802", "2017-09-30", False),
        ("330802", "2017-10-01", True),
    ],
)
def test_scope_of_the_province(territory: str, on: str, value: bool) -> None:
    assert ask("provincial_scope", {}, territory, on).value is value


def test_which_day_chooses_the_version() -> None:
    facts = {"deal.received_on": "2017-10-02", "deal.contract_on": "2017-09-01"}
    assert ask("provincial_regulation_in_force", facts).value is True
    assert ask("provincial_regulation_in_force", facts, interpretations={"A04": "contract_day"}).value is False
    assert ask("provincial_regulation_in_force", facts).output("day") == dt.date(2017, 10, 2)
    assert ask("national_law_in_force", {}, on="2015-10-01").value is True
    assert ask("national_law_in_force", {}, on="2015-09-30").value is False


def test_guide() -> None:
    five = ["industrial_policy", "industrial_plan", "preferences", "key_projects", "trading_rules"]
    assert ask("guide_contents", {"guide.contents": five}).verdict is Verdict.MET
    lacking = ask("guide_contents", {"guide.contents": five[1:]})
    assert (lacking.verdict, lacking.output("missing")) == (Verdict.BREACHED, frozenset({"industrial_policy"}))
    assert ask("guide_contents", {"guide.contents": five}, "310115").verdict is Verdict.NO_LAW_FOUND


def test_lead_purchase_surplus() -> None:
    lead = {"lead.fiscal_project": True, "lead.market_prospect": True}
    assert ask("enterprise_lead", lead).verdict is Verdict.MET
    assert ask("enterprise_lead", {**lead, "lead.market_prospect": False}).verdict is Verdict.NOT_APPLICABLE
    buyer = {"purchase.fiscal_buyer": True, "purchase.green_available": True}
    assert ask("green_purchase", {**buyer, "purchase.green_chosen": False}).verdict is Verdict.BREACHED
    assert ask("green_purchase", {**buyer, "purchase.green_chosen": True}).verdict is Verdict.MET
    assert ask("green_purchase", {**buyer, "purchase.green_available": False}).verdict is Verdict.MET
    for use, verdict in (
        ("same_project", Verdict.MET), ("other_research", Verdict.MET), ("other", Verdict.NOT_APPLICABLE)
    ):  # fmt: skip
        assert ask("project_surplus_use", {"surplus.fiscal_project": True, "surplus.use": use}).verdict is verdict


@pytest.mark.parametrize(
    ("rule", "fact", "clause"),
    [
        ("risk_compensation", "support.loan_loss", "zhejiang-2021:art24.p2"),
        ("interest_subsidy", "support.loan_interest", "zhejiang-2021:art24.p2"),
        ("premium_subsidy", "support.premium", "zhejiang-2021:art24.p3"),
        ("civil_military_subsidy", "support.civil_military_cost", "zhejiang-2021:art13.p1"),
    ],
)
def test_support_by_the_local_ratio(rule: str, fact: str, clause: str) -> None:
    found = ask(rule, {fact: 1_000_001, "support.ratio": "30%"})
    assert (found.verdict, found.value) == (Verdict.COMPUTED, 300_000)  # rounded down to the fen
    assert clause in {str(c) for c in found.citations}
    assert ask(rule, {fact: 1_000_001, "support.ratio": "30%", "support.cap": 250_000}).value == 250_000
    assert ask(rule, {fact: 1_000_001}).missing == ("support.ratio",)  # no ratio is made up
    assert ask(rule, {fact: 1, "support.ratio": "30%"}, "310115").verdict is Verdict.NOT_APPLICABLE


def test_projects_money_and_lawfulness_by_the_national_law() -> None:
    project = {
        "applied_project.industry_heard": True, "applied_project.duty_stated": True,
        "applied_project.counts_at_acceptance": True,
    }  # fmt: skip
    assert ask("applied_project_duties", project, "310115").verdict is Verdict.MET
    assert ask("applied_project_duties", {**project, "applied_project.duty_stated": False}).verdict is Verdict.BREACHED
    assert ask("fiscal_money_use", {"fiscal_money.uses": ["subsidies"]}, "310115").verdict is Verdict.MET
    assert ask("fiscal_money_use", {"fiscal_money.uses": []}, "310115").verdict is Verdict.BREACHED
    good = {"lawful.keeps_law": True, "lawful.harms_public": False, "lawful.harms_others": False}
    assert ask("lawful_transformation", good).verdict is Verdict.MET
    assert ask("lawful_transformation", {"lawful.harms_public": True}).verdict is Verdict.BREACHED
