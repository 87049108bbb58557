"""Who is not blamed, and what must be shown for it: one finding per condition, so that the one that lacks is named."""

from __future__ import annotations

from kechuang.law.expression import Node, all_of, any_of, complete, facts, given, governed, known, missing, reading
from kechuang.law.rule import check, entitlement, remark
from kechuang.law.rules.pricing import pricing_method
from kechuang.law.rules.publicity import publicity_kept
from kechuang.law.types import FLAG, items_of

__all__ = ["exemption"]

exemption = facts(
    "exemption",
    lawful_pricing=(
        FLAG,
        "挂牌、拍卖或者协议定价并按规定公示",
        "Listed, auctioned, or priced by agreement and publicised",
    ),
    diligent=(FLAG, "认定已经勤勉尽责", "Found to have been diligent"),
    no_illegal_gain=(FLAG, "没有牟取非法利益", "No illegal gain"),
    lawful_decision=(FLAG, "决策符合法律法规和有关规定", "The decision kept to the law and the rules"),
    exploratory=(FLAG, "探索性强、不确定性高的科技计划项目", "Exploratory, uncertain plan project"),
    contract_performed=(FLAG, "已严格履行项目合同", "The project contract was strictly performed"),
    integrity_kept=(FLAG, "未违反诚信要求", "Integrity was kept"),
    unit_reviewed=(FLAG, "投资亏损经单位审核", "The loss was reviewed by the unit"),
    filed=(FLAG, "投资亏损已报主管部门备案", "The loss was filed with the competent department"),
    pricing_evidence=(items_of("exemption.pricing_conditions"), "定价免责的证据", "Evidence for the pricing exemption"),
    loss_evidence=(items_of("exemption.loss_conditions"), "亏损免责的证据", "Evidence for the loss exemption"),
    decision_evidence=(
        items_of("exemption.decision_conditions"),
        "决策免责的证据",
        "Evidence for the decision exemption",
    ),
    project_evidence=(items_of("exemption.project_conditions"), "项目免责的证据", "Evidence for the project exemption"),
)


def _diligence(evidence: Node, checklist: str, clause: str) -> Node:
    """Diligence as a person found it; under the other reading of A28 a whole file stands for it."""
    return reading(
        "A28",
        person_decides=exemption.diligent,
        presumed=given(exemption.diligent, complete(evidence, checklist)),
    ).called("勤勉尽责", "Diligence", clause)


_gain = exemption.no_illegal_gain
_say = remark(
    known(exemption.diligent) & exemption.diligent,
    "勤勉尽责由人认定，证据清单留档备查。",
    "Diligence is for a person to find; the evidence stays on file.",
    "advice",
)

# -- later change of value (zhejiang-2021 art19) ---------------------------------------------------

_pricing = given(
    exemption.lawful_pricing,
    any_of(
        pricing_method.one_of("listing", "auction"),
        all_of(pricing_method.is_("agreed_price"), publicity_kept),
    ),
).called("按规定方式定价并公示", "Priced and publicised as required", "zhejiang-2021:art19.p1")
_pricing_diligence = _diligence(exemption.pricing_evidence, "exemption.pricing_conditions", "zhejiang-2021:art19.p1")

pricing_exemption = entitlement(
    "pricing_exemption",
    all_of(_pricing, _pricing_diligence, _gain),
    applies=governed("zhejiang-2021:art19.p1", unit__public_research_unit=True),
    zh="单位负责人不因成果后续价值变化承担决策责任",
    en="The head of the unit is not liable for a later change of value",
    cites=["zhejiang-2021:art19.p1"],
    module="supervision",
    outputs={"lawful_pricing": _pricing, "diligence": _pricing_diligence, "no_illegal_gain": _gain},
    remarks=[_say],
)

pricing_exemption_file = check(
    "pricing_exemption_file",
    complete(exemption.pricing_evidence, "exemption.pricing_conditions"),
    zh="定价免责的证据齐全",
    en="The evidence for the pricing exemption is whole",
    cites=["zhejiang-2021:art19.p1"],
    module="supervision",
    outputs={"missing": missing(exemption.pricing_evidence, "exemption.pricing_conditions")},
)

# -- loss of an investment (quzhou-2024 art17.p3) --------------------------------------------------

_loss_diligence = _diligence(exemption.loss_evidence, "exemption.loss_conditions", "quzhou-2024:art17.p3.b")

loss_write_off = entitlement(
    "loss_write_off",
    all_of(_loss_diligence, exemption.unit_reviewed, exemption.filed),
    applies=governed("quzhou-2024:art17.p3.b", unit__public_platform=True),
    zh="投资亏损免责核销，不纳入国有资产保值增值考核",
    en="An investment loss is written off without liability and stays out of the assessment",
    cites=["quzhou-2024:art17.p3.b"],
    module="supervision",
    outputs={
        "diligence": _loss_diligence,
        "unit_reviewed": exemption.unit_reviewed,
        "filed": exemption.filed,
    },
    remarks=[_say],
)

loss_write_off_file = check(
    "loss_write_off_file",
    complete(exemption.loss_evidence, "exemption.loss_conditions"),
    zh="亏损免责核销的证明齐全",
    en="The proofs for a loss write-off are whole",
    cites=["quzhou-2024:art17.p3.b"],
    module="supervision",
    outputs={"missing": missing(exemption.loss_evidence, "exemption.loss_conditions")},
)

# -- decisions and projects that failed (quzhou-2024 art35) ----------------------------------------

_decision_diligence = _diligence(exemption.decision_evidence, "exemption.decision_conditions", "quzhou-2024:art35.p1")

decision_exemption = entitlement(
    "decision_exemption",
    all_of(exemption.lawful_decision, _decision_diligence, _gain),
    applies=governed("quzhou-2024:art35.p1"),
    zh="决策未能实现预期目标的，不作负面评价并免责",
    en="A decision that missed its aim brings no negative evaluation and no liability",
    cites=["quzhou-2024:art35.p1"],
    module="supervision",
    outputs={
        "lawful_decision": exemption.lawful_decision,
        "diligence": _decision_diligence,
        "no_illegal_gain": _gain,
    },
    remarks=[_say],
)

# Strict performance of the contract is the diligence of a project, so a whole file may stand for it too (A28).
_performed = reading(
    "A28",
    person_decides=exemption.contract_performed,
    presumed=given(exemption.contract_performed, complete(exemption.project_evidence, "exemption.project_conditions")),
).called("严格履行项目合同", "The contract was strictly performed", "quzhou-2024:art35.p2")

project_exemption = entitlement(
    "project_exemption",
    all_of(exemption.exploratory, _performed, exemption.integrity_kept),
    applies=governed("quzhou-2024:art35.p2"),
    zh="探索性项目未形成预期成果的，不作负面评价并免责",
    en="An exploratory project without the hoped-for result is excused",
    cites=["quzhou-2024:art35.p2"],
    module="supervision",
    outputs={
        "exploratory": exemption.exploratory,
        "contract_performed": _performed,
        "integrity_kept": exemption.integrity_kept,
    },
)

decision_exemption_file = check(
    "decision_exemption_file",
    complete(exemption.decision_evidence, "exemption.decision_conditions"),
    zh="决策免责的证据齐全",
    en="The evidence for the decision exemption is whole",
    cites=["quzhou-2024:art35.p1"],
    module="supervision",
    outputs={"missing": missing(exemption.decision_evidence, "exemption.decision_conditions")},
)

project_exemption_file = check(
    "project_exemption_file",
    complete(exemption.project_evidence, "exemption.project_conditions"),
    zh="项目免责的证据齐全",
    en="The evidence for the project exemption is whole",
    cites=["quzhou-2024:art35.p2"],
    module="supervision",
    outputs={"missing": missing(exemption.project_evidence, "exemption.project_conditions")},
)
