"""The due-diligence file: what was done with its evidence, and which condition of exemption is missing, by name."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kechuang.casework.documents.papers import to_docx, to_pdf
from kechuang.core import clock
from kechuang.core.permissions import Refused
from kechuang.domains.transformations import diligence
from kechuang.domains.transformations.papers.diligence import due_diligence_file
from tests.casework.office import Office, act
from tests.domains.transformations.dealing import DEAL, contract_data, fresh, performing, publicised, waive_preemption

PRICING, DECISION = "exemption.pricing_conditions", "exemption.decision_conditions"


def signed(office: Office) -> Any:
    """A transfer at an agreed price, publicised long enough, signed today."""
    deal = publicised(office, "transfer", on=clock.today() - dt.timedelta(days=20))
    waive_preemption(office, deal)
    data = contract_data(office, clock.today(), contract_kind="transfer")
    return act(f"{DEAL}.sign_contract", deal, data, office["head"]).case


def add(office: Office, deal: Any, condition: str, text: str = "会议纪要") -> Any:
    data = {"condition": condition, "text": text, "on": clock.today().isoformat()}
    return act(f"{DEAL}.add_evidence", deal, data, office["manager"]).case


def lacking(deal: Any, rule: str) -> list[str]:
    found = next(one for one in diligence.exemptions(fresh(deal)) if one.finding.rule == rule)
    return [one.item for one in found.lacking]


def test_the_condition_that_lacks_is_named(office: Office) -> None:
    deal = signed(office)
    assert lacking(deal, "pricing_exemption") == ["diligence", "no_illegal_gain"], "how it was priced shows by itself"
    add(office, deal, f"{PRICING}:diligence")
    assert lacking(deal, "pricing_exemption") == ["no_illegal_gain"]
    add(office, deal, f"{PRICING}:no_illegal_gain", "无利益往来声明")
    assert lacking(deal, "pricing_exemption") == []
    assert lacking(deal, "decision_exemption") == ["compliance", "diligence", "no_illegal_gain"]


def test_before_the_notice_is_over_the_price_is_not_lawful_yet(office: Office) -> None:
    deal = publicised(office)
    assert "lawful_pricing" in lacking(deal, "pricing_exemption")


def test_a_person_finds_diligence_and_it_is_met(office: Office) -> None:
    deal = signed(office)
    for question in ("exemption.diligent", "exemption.no_illegal_gain"):
        data = {"question": question, "answer": "true", "basis": "档案齐全"}
        act(f"{DEAL}.determine", deal, data, office["kc-st_department-leader"])
    found = next(one for one in diligence.exemptions(fresh(deal)) if one.finding.rule == "pricing_exemption")
    assert found.finding.verdict.value == "met"
    assert [one.held for one in found.conditions] == [True, True, True]


def test_the_loss_of_a_stake_has_its_own_conditions(office: Office) -> None:
    rules = {one.finding.rule for one in diligence.exemptions(performing(office, "equity"))}
    assert rules == {"pricing_exemption", "decision_exemption", "loss_write_off"}
    assert "loss_write_off" not in {one.finding.rule for one in diligence.exemptions(performing(office))}


def test_the_file_tells_each_step_with_who_and_evidence(office: Office) -> None:
    deal = signed(office)
    add(office, deal, f"{PRICING}:diligence", "院务会第三次会议纪要")
    told = diligence.steps(fresh(deal))
    days = [step.on for step in told]
    assert days == sorted(days)
    said = {step.what: step for step in told}
    assert said["协议定价"].who == "manager"
    assert "评估报告" in said["协议定价"].evidence
    assert said["签订合同"].who == "head"
    assert any("公告栏照片" in step.evidence for step in told)
    assert any(step.evidence == "院务会第三次会议纪要" for step in told)
    assert any(step.what.startswith("保密和安全审查") for step in told)


def test_the_paper_is_set_with_what_is_missing(office: Office) -> None:
    deal = signed(office)
    paper = due_diligence_file(deal)
    texts = [part.text for part in paper.body if hasattr(part, "text")]
    assert any(text.startswith("尚缺：") and "勤勉尽责" in text for text in texts)
    assert paper.notes
    assert to_pdf(paper).startswith(b"%PDF")
    assert to_docx(paper).startswith(b"PK")


def test_evidence_is_for_a_condition_of_the_law_and_not_of_tomorrow(office: Office) -> None:
    deal = performing(office)
    tomorrow = (clock.today() + dt.timedelta(days=1)).isoformat()
    with pytest.raises(Refused) as caught:
        act(f"{DEAL}.add_evidence", deal, {"condition": "别的", "text": "", "on": tomorrow}, office["manager"])
    assert set(caught.value.refusal.errors) == {"condition", "text", "on"}
