"""Whose an achievement is (zhejiang-2021 art35, national law art40), implementation by agreement, secrets."""

from __future__ import annotations

from typing import Any

import pytest

from kechuang.law import Finding, Verdict, explain

PUBLIC = {"unit.public_research_unit": True}


def ask(rule: str, facts: dict[str, Any], territory: str = "330802", on: str = "2025-06-10", **more: Any) -> Finding:
    return explain(rule, facts, territory=territory, on=on, **more)


@pytest.mark.parametrize(
    ("state_rule", "agreement", "owner"),
    [
        (False, False, "completing_unit"),
        (False, True, "project_agreement"),
        (True, True, "state_rule"),
        (True, None, "state_rule"),
        (False, None, None),
    ],
)
def test_projects_of_government(state_rule: bool, agreement: bool | None, owner: str | None) -> None:
    facts = {
        "ownership.government_project": True, "ownership.state_rule": state_rule,
        "ownership.project_agreement": agreement,
    }  # fmt: skip
    for rule in ("project_achievement_owner", "achievement_owner"):
        found = ask(rule, facts)
        assert found.value == owner
        assert found.verdict is (Verdict.COMPUTED if owner else Verdict.NEEDS_DETERMINATION)
        assert "zhejiang-2021:art35.p1" in {str(c) for c in found.citations}


def test_the_means_of_the_unit() -> None:
    facts = {"ownership.government_project": False, "ownership.unit_means": True, "ownership.unit_agreement": True}
    assert ask("achievement_owner", facts).value == "unit_agreement"
    assert ask("unit_means_owner", {"ownership.unit_agreement": False}).value == "agreement_missing"
    assert ask("unit_means_owner", {**facts, "ownership.unit_means": False}).verdict is Verdict.NOT_APPLICABLE
    assert ask("project_achievement_owner", facts).verdict is Verdict.NOT_APPLICABLE
    assert ask("achievement_owner", facts, "310115").verdict is Verdict.NOT_APPLICABLE
    assert ask("achievement_owner", facts, on="2017-09-30").verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("settled", "invention", "owner"),
    [(True, None, "contract"), (False, True, "partners"), (False, False, "completing_unit"), (False, None, None)],
)
def test_joint_transformation(settled: bool, invention: bool | None, owner: str | None) -> None:
    facts = {"joint.contract_settles": settled, "joint.new_invention": invention}
    found = ask("joint_achievement_owner", facts, "310115")
    assert (found.value, found.output("all_may_implement"), found.output("transfer_needs_all")) == (
        owner, not settled, not settled,
    )  # fmt: skip
    transfer = ask("joint_transfer", {**facts, "joint.all_agree": False}, "310115")
    assert transfer.verdict is (Verdict.NOT_APPLICABLE if settled else Verdict.BREACHED)


def test_implementation_by_agreement() -> None:
    facts = {**PUBLIC, "implementation.agreement_signed": True, "implementation.ownership_unchanged": True}
    assert ask("implementation_by_agreement", facts, "330106").verdict is Verdict.MET
    assert ask("implementation_by_agreement", facts, "310115").verdict is Verdict.MET
    moved = {**facts, "implementation.ownership_unchanged": False}
    assert ask("implementation_by_agreement", moved).verdict is Verdict.NOT_APPLICABLE
    private = {**facts, "unit.public_research_unit": False}
    assert ask("implementation_by_agreement", private).verdict is Verdict.NOT_APPLICABLE


def test_secrets() -> None:
    assert ask("joint_secrecy", {"joint.secrecy_agreed": True, "joint.secret_disclosed": False}).verdict is Verdict.MET
    assert ask("joint_secrecy", {"joint.secrecy_agreed": False}).verdict is Verdict.BREACHED
    assert ask("technical_secret_rules", {"secrecy.rules_made": False}).verdict is Verdict.BREACHED
    moved = ask("unauthorised_transfer", {"secrecy.unauthorised_transfer": True})
    assert moved.verdict is Verdict.BREACHED
    assert [str(c) for said in moved.remarks for c in said.cites] == ["prc-transformation-2015:art51.p1"]


def test_what_a_cooperation_agreement_covers() -> None:
    topics = ["organisation", "tasks", "funding", "ip_ownership", "benefits", "risks", "liability"]
    assert ask("cooperation_agreement", {"joint.agreement_topics": topics}, "310115").verdict is Verdict.MET
    lacking = ask("cooperation_agreement", {"joint.agreement_topics": topics[:-1]}, "310115")
    assert (lacking.verdict, lacking.output("missing")) == (Verdict.BREACHED, frozenset({"liability"}))
