"""What follows from an evaluation: money, priority, rectification, gathered in one answer."""

from __future__ import annotations

from kechuang.law.expression import all_of, any_of, const, facts, governed, reading
from kechuang.law.rule import check, entitlement, rule
from kechuang.law.rules.grading import (
    cut_remark,
    evaluation,
    evaluation_award,
    evaluation_grade,
    next_year_budget,
    veto_remark,
)
from kechuang.law.rules.rectification import evaluation_consecutive_failures, rectification_required
from kechuang.law.types import FLAG

carrier = facts(
    "evaluation",
    is_institute=(FLAG, "是否为研究院", "Is the carrier a research institute"),
    budget_based=(FLAG, "后续经费安排以评价结果为依据", "Later funding rests on the result"),
)

funding_follows_result = check(
    "funding_follows_result",
    carrier.budget_based,
    applies=any_of(
        governed("quzhou-2024:art33.p2.a", unit__public_platform=True),
        governed("keqiao-2025-draft:s4.3.d", unit__cobuilt_platform=True),
        governed("binjiang-2023:s1.2.i2", unit__iur_platform=True),
    ),
    zh="后续经费以评价结果为依据",
    en="Later funding rests on the result",
    cites=[
        "quzhou-2024:art33.p2.a",
        "keqiao-2025-draft:s4.3.c",
        "keqiao-2025-draft:s4.3.d",
        "binjiang-2023:s1.2.i2",
    ],
    module="funding",
)

excellence_priority = entitlement(
    "excellence_priority",
    all_of(
        evaluation.grade.is_("excellent"),
        any_of(
            carrier.is_institute,
            reading("A20.carriers", institutes_only=carrier.is_institute, all_carriers=const(True, FLAG)),
        ),
    ),
    applies=governed("keqiao-2025-draft:s4.3.e", unit__cobuilt_platform=True),
    zh="优秀平台加大扶持并优先推荐",
    en="More support and priority for excellence",
    cites="keqiao-2025-draft:s4.3.e",
    module="evaluation",
    about=(
        "条文只提研究院；其他载体默认由人认定。",
        "The text speaks of institutes; for other carriers a person decides by default.",
    ),
)

evaluation_effects = rule(
    "evaluation_effects",
    evaluation_grade,
    zh="评价结果的效果",
    en="What follows from an evaluation",
    cites=["binjiang-2023:s1.2.i2", "quzhou-2024:art33.p2.a", "keqiao-2025-draft:s4.3.c"],
    module="evaluation",
    outputs={
        "score": evaluation.score.called("得分", "Score"),
        "award": evaluation_award.called("奖励", "Award"),
        "next_year_budget": next_year_budget.called("下一年度预算", "Next year's budget"),
        "excellence_priority": excellence_priority.called("优先支持", "Priority"),
        "rectification_required": rectification_required.called("须整改", "Must rectify"),
        "failing_years_in_row": evaluation_consecutive_failures.called("连续不合格年数", "Failing years in a row"),
    },
    remarks=[veto_remark, cut_remark],
)
