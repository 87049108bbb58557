"""Who is not blamed (zhejiang art19, quzhou art17.p3 and art35): three conditions, the lacking one named."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True, "unit.public_platform": True}
PRICING = {"lawful_pricing": "lawful_pricing", "diligent": "diligence", "no_illegal_gain": "no_illegal_gain"}
LOSS = {"diligent": "diligence", "unit_reviewed": "unit_reviewed", "filed": "filed"}
DECISION = {"lawful_decision": "lawful_decision", "diligent": "diligence", "no_illegal_gain": "no_illegal_gain"}
PROJECT = {"exploratory": "exploratory", "contract_performed": "contract_performed", "integrity_kept": "integrity_kept"}
TESTS = [
    ("pricing_exemption", PRICING), ("loss_write_off", LOSS), ("decision_exemption", DECISION),
    ("project_exemption", PROJECT),
]  # fmt: skip


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(("rule", "conditions"), TESTS)
def test_three_conditions(rule: str, conditions: dict[str, str]) -> None:
    whole = {**PUBLIC, **{f"exemption.{name}": True for name in conditions}}
    assert ask(rule, whole).verdict is Verdict.MET
    for name, output in conditions.items():
        lacking = ask(rule, {**whole, f"exemption.{name}": False})
        assert lacking.verdict is Verdict.NOT_APPLICABLE
        assert [o for o in conditions.values() if lacking.output(o) is False] == [output]
        unknown = ask(rule, {k: v for k, v in whole.items() if k != f"exemption.{name}"})
        assert unknown.verdict is Verdict.NEEDS_DETERMINATION
        assert f"exemption.{name}" in unknown.missing


@pytest.mark.parametrize(
    ("rule", "territory", "on", "verdict"),
    [
        ("pricing_exemption", "330106", "2025-06-10", Verdict.MET),
        ("pricing_exemption", "310115", "2025-06-10", Verdict.NOT_APPLICABLE),
        ("pricing_exemption", "330106", "2017-09-30", Verdict.NOT_APPLICABLE),
        ("loss_write_off", "330106", "2025-06-10", Verdict.NOT_APPLICABLE),
        ("decision_exemption", "330802", "2025-02-28", Verdict.NOT_APPLICABLE),
        ("project_exemption", "330802", "2025-03-01", Verdict.MET),
    ],
)
def test_where_and_when(rule: str, territory: str, on: str, verdict: Verdict) -> None:
    facts = {**PUBLIC, **{f"exemption.{name}": True for name in {**PRICING, **LOSS, **DECISION, **PROJECT}}}
    assert ask(rule, facts, territory, on).verdict is verdict


@pytest.mark.parametrize(
    ("deal", "lawful"),
    [
        ({"deal.pricing_method": "auction"}, True),
        ({"deal.pricing_method": "agreed_price", "deal.contract_on": "2025-05-24"}, True),
        ({"deal.pricing_method": "agreed_price", "deal.contract_on": "2025-05-23"}, False),
        ({"deal.pricing_method": "none"}, False),
    ],
)
def test_lawful_pricing_follows_from_the_deal(deal: dict[str, Any], lawful: bool) -> None:
    facts = {
        **PUBLIC, **deal, "notice.unit_on": "2025-05-06", "notice.market_on": "2025-05-08",
        "exemption.diligent": True, "exemption.no_illegal_gain": True,
    }  # fmt: skip
    found = ask("pricing_exemption", facts)
    assert found.output("lawful_pricing") is lawful
    assert found.verdict is (Verdict.MET if lawful else Verdict.NOT_APPLICABLE)


def test_diligence_is_for_a_person_unless_the_file_stands_for_it() -> None:
    facts = {
        **PUBLIC, "exemption.unit_reviewed": True, "exemption.filed": True,
        "exemption.loss_evidence": ["diligence", "unit_review", "filed"],
    }  # fmt: skip
    assert ask("loss_write_off", facts).missing == ("exemption.diligent",)
    assert ask("loss_write_off", facts, interpretations={"A28": "presumed"}).verdict is Verdict.MET
    refused = {**facts, "exemption.diligent": False}
    assert ask("loss_write_off", refused, interpretations={"A28": "presumed"}).verdict is Verdict.NOT_APPLICABLE


def test_the_evidence_file_names_what_lacks() -> None:
    found = ask("loss_write_off_file", {**PUBLIC, "exemption.loss_evidence": ["diligence", "filed"]})
    assert (found.verdict, found.output("missing")) == (Verdict.BREACHED, frozenset({"unit_review"}))
    for rule, items in (
        ("pricing_exemption_file", ["lawful_pricing", "diligence", "no_illegal_gain"]),
        ("decision_exemption_file", ["compliance", "diligence", "no_illegal_gain"]),
        ("project_exemption_file", ["exploratory", "contract_performed", "integrity"]),
    ):
        fact = rule.replace("_exemption_file", "_evidence")
        assert ask(rule, {**PUBLIC, f"exemption.{fact}": items}).verdict is Verdict.MET
        assert ask(rule, {**PUBLIC, f"exemption.{fact}": items[1:]}).output("missing") == {items[0]}
        assert ask(rule, {**PUBLIC, f"exemption.{fact}": items}, "310115").verdict is Verdict.NO_LAW_FOUND


def test_another_city_has_its_own_conditions() -> None:
    held = ["democratic_decision", "publicity", "reasonable_care", "supervision", "no_illegal_gain"]
    found = ask("pricing_exemption_file", {**PUBLIC, "exemption.pricing_evidence": held}, "110108")
    assert found.verdict is Verdict.MET
