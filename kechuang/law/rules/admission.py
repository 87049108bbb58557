"""Bringing a platform in: layout, experts heard, the argument for it, and who comes first."""

from __future__ import annotations

from kechuang.law.expression import Node, all_of, any_of, complete, const, facts, governed, known, missing, when
from kechuang.law.rule import Rule, check, entitlement, remark
from kechuang.law.types import DATE, FLAG, items_of

layout = facts(
    "layout",
    advantage_industries=(items_of("industry.advantage"), "所围绕的特色优势产业", "Advantage industries served"),
    emerging_industries=(items_of("industry.emerging"), "所围绕的新兴和未来产业", "Emerging industries served"),
)
consultation = facts(
    "consultation",
    expert_fields=(items_of("consultation.expert_fields"), "已征询的专家领域", "Fields of the experts consulted"),
    held_on=(DATE, "征询专家意见之日", "Experts consulted on"),
    decided_on=(DATE, "布局或者政策决定之日", "Layout or policy decided on"),
)
admission = facts(
    "admission",
    origins=(items_of("admission.priority_origins"), "引进对象所属类别", "Kinds of origin"),
    major_platform_holder=(FLAG, "建有国家级、省级重大平台", "Holds a major national or provincial platform"),
    panel_sides=(items_of("admission.panel_sides"), "论证评估团队构成", "Sides on the panel"),
    assessment_aspects=(items_of("admission.assessment_aspects"), "已论证的方面", "Aspects assessed"),
    review_tracks=(items_of("admission.review_tracks"), "已作的评审", "Reviews held"),
    review_criteria=(items_of("admission.review_criteria"), "已考察的内容", "Criteria looked at"),
    budget_in_step=(FLAG, "预算安排与准入论证同步", "Budget arranged together with the admission argument"),
    exception_recorded=(FLAG, "不按通常做法的理由已记录", "Reason for departing from the rule recorded"),
)

# -- Quzhou: layout and experts (arts. 8, 11) ----------------------------------------------------------------

platform_layout = check(
    "platform_layout",
    any_of(
        complete(layout.advantage_industries, "industry.advantage"),
        complete(layout.emerging_industries, "industry.emerging"),
    ),
    applies=governed("quzhou-2024:art8.p1"),
    zh="平台布局围绕所列产业",
    en="Layout serves the listed industries",
    cites="quzhou-2024:art8.p1",
    module="platforms",
    about=(
        "两张产业清单都以“等”收尾，列举以外的产业可以加入清单。",
        "Both lists are open; further industries may be added to them.",
    ),
)

_before_deciding = when(
    all_of(known(consultation.held_on), known(consultation.decided_on)),
    consultation.held_on <= consultation.decided_on,
    const(True, FLAG),
).called("征询在决定之前", "Consulted before deciding", "quzhou-2024:art11.p1")

expert_consultation = check(
    "expert_consultation",
    all_of(complete(consultation.expert_fields, "consultation.expert_fields"), _before_deciding),
    applies=governed("quzhou-2024:art11.p1"),
    zh="布局和政策前征询四领域专家",
    en="Experts of four fields consulted beforehand",
    cites="quzhou-2024:art11.p1",
    module="policy",
    outputs={
        "missing_fields": missing(consultation.expert_fields, "consultation.expert_fields").called(
            "还缺的领域", "Fields still missing"
        )
    },
)

# -- Keqiao: whom to bring in, and how it is argued (s1.2, s1.3) ---------------------------------------------

_holder = "keqiao-2025-draft:s1.2.b"

admission_priority = entitlement(
    "admission_priority",
    any_of(admission.major_platform_holder, complete(admission.origins, "admission.priority_origins")),
    applies=governed(_holder),
    zh="优先、重点引进对象",
    en="Preferred for admission",
    cites=_holder,
    module="platforms",
    remarks=[
        remark(
            admission.major_platform_holder,
            "建有国家级、省级重大平台：优先支持引进。",
            "Holds a major national or provincial platform: comes first.",
            "advice",
            _holder,
        )
    ],
)


def _gate(name: str, held: Node, checklist: str, zh: str, en: str, clause: str, usual: bool = False) -> Rule:
    """A list that must be complete before admission; `usual`: the text says 一般, so a recorded reason excuses."""
    whole = complete(held, checklist)
    return check(
        name,
        any_of(whole, admission.exception_recorded) if usual else whole,
        applies=governed(f"keqiao-2025-draft:{clause}"),
        zh=zh,
        en=en,
        cites=f"keqiao-2025-draft:{clause}",
        module="platforms",
        outputs={"missing_items": missing(held, checklist).called("还缺的项目", "Still missing")},
    )


admission_panel = _gate(
    "admission_panel", admission.panel_sides, "admission.panel_sides",
    "论证评估团队构成齐全", "The panel has every side", "s1.3.a",
)  # fmt: skip
admission_aspects = _gate(
    "admission_aspects", admission.assessment_aspects, "admission.assessment_aspects",
    "三方面论证齐全", "Professional, market and commercial argument", "s1.3.a",
)  # fmt: skip
admission_tracks = _gate(
    "admission_tracks", admission.review_tracks, "admission.review_tracks",
    "科研评审与投资评审", "Scientific and investment review", "s1.3.b", usual=True,
)  # fmt: skip
admission_criteria = _gate(
    "admission_criteria", admission.review_criteria, "admission.review_criteria",
    "引进阶段考察内容齐全", "Every criterion looked at", "s1.3.b",
)  # fmt: skip

admission_budget = check(
    "admission_budget",
    any_of(admission.budget_in_step, admission.exception_recorded),
    applies=governed("keqiao-2025-draft:s1.3.c"),
    zh="预算安排与准入论证同步",
    en="Budget arranged together with the argument",
    cites="keqiao-2025-draft:s1.3.c",
    module="funding",
    about=("原则上同步；不同步的须记录理由。", "Together in principle; otherwise the reason is recorded."),
)

admission_complete = check(
    "admission_complete",
    all_of(admission_panel, admission_aspects, admission_tracks, admission_criteria, admission_budget),
    applies=governed("keqiao-2025-draft:s1.3.a"),
    zh="准入论证齐备",
    en="The admission argument is complete",
    cites=["keqiao-2025-draft:s1.3.a", "keqiao-2025-draft:s1.3.b", "keqiao-2025-draft:s1.3.c"],
    module="platforms",
)
