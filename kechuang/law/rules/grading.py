"""Grades, the quota of excellent platforms, awards, and what a veto or a failing grade costs."""

from __future__ import annotations

from typing import Any

from kechuang.law.expression import (
    Node,
    all_of,
    any_of,
    complete,
    const,
    facts,
    governed,
    known,
    parameter,
    reading,
    share,
    when,
)
from kechuang.law.rule import check, remark, rule
from kechuang.law.rules.periods import found
from kechuang.law.types import COUNT, FEN, FLAG, SHARE, choice, items_of
from kechuang.law.vocabulary import PLATFORM_CLASS, unit

GRADE = choice(
    [
        ("not_evaluated", "未评价", "not evaluated"),
        ("unqualified", "不合格", "unqualified"),
        ("below_standard", "不达标", "below standard"),
        ("not_reached", "未达标", "standard not reached"),
        ("qualified", "合格", "qualified"),
        ("good", "良好", "good"),
        ("excellent", "优秀", "excellent"),
    ]
)
EVALUATION_KIND = choice(
    [
        ("yearly", "年度评价", "yearly"),
        ("mid_term", "中期评价", "mid-term"),
        ("cycle", "周期综合评价", "comprehensive, of the cycle"),
    ]
)
CLASSES = {
    "basic_research": ("基础研究型", "basic research"),
    "technology_innovation": ("技术创新型", "technology innovation"),
    "innovation_service": ("创新服务型", "innovation service"),
}

evaluation = facts(
    "evaluation",
    kind=(EVALUATION_KIND, "评价种类（不填为年度评价）", "Kind of evaluation (yearly if not stated)"),
    grade=(GRADE, "评定等次（适用否决之前）", "Grade before any veto"),
    score=(COUNT, "评价得分", "Score"),
    veto_matters=(
        items_of("evaluation.veto_matters"),
        "主要管理团队的否决事项（没有的填空列表）",
        "Veto events of the management team (an empty list if none)",
    ),
    veto_event=(FLAG, "主要管理团队有否决事项", "The management team has a veto event"),
    staff_veto_matters=(
        items_of("evaluation.veto_matters"),
        "其他人员的否决类事项",
        "Such events of other staff",
    ),
    class_count=(COUNT, "本类参评平台数", "Platforms of the class evaluated"),
    class_registered=(COUNT, "本类在册平台数", "Platforms of the class on the register"),
    class_excellent=(COUNT, "本类拟定优秀数", "Excellent platforms proposed in the class"),
    basic_research_count=(COUNT, "基础研究型参评数", "Basic research platforms evaluated"),
    technology_innovation_count=(COUNT, "技术创新型参评数", "Technology innovation platforms evaluated"),
    innovation_service_count=(COUNT, "创新服务型参评数", "Innovation service platforms evaluated"),
    basic_research_registered=(COUNT, "基础研究型在册数", "Basic research platforms on the register"),
    technology_innovation_registered=(COUNT, "技术创新型在册数", "Technology innovation platforms on the register"),
    innovation_service_registered=(COUNT, "创新服务型在册数", "Innovation service platforms on the register"),
    basic_research_excellent=(COUNT, "基础研究型拟定优秀数", "Excellent basic research platforms proposed"),
    technology_innovation_excellent=(COUNT, "技术创新型拟定优秀数", "Excellent technology platforms proposed"),
    innovation_service_excellent=(COUNT, "创新服务型拟定优秀数", "Excellent service platforms proposed"),
)
budget = facts(
    "budget",
    next_year_approved=(FEN, "下一年度核定预算", "Approved budget of next year"),
    next_year_fiscal=(FEN, "其中财政部分", "of which fiscal"),
)

_counts = {
    "basic_research": (evaluation.basic_research_count, evaluation.basic_research_registered),
    "technology_innovation": (evaluation.technology_innovation_count, evaluation.technology_innovation_registered),
    "innovation_service": (evaluation.innovation_service_count, evaluation.innovation_service_registered),
}
_proposed = {
    "basic_research": evaluation.basic_research_excellent,
    "technology_innovation": evaluation.technology_innovation_excellent,
    "innovation_service": evaluation.innovation_service_excellent,
}

QUOTA, AWARD, CUT, VETO = (f"binjiang-2023:s4.5.{letter}" for letter in "cdef")

_is_yearly = when(known(evaluation.kind), evaluation.kind.is_("yearly"), const(True, FLAG))

graded_here = reading(
    "A23.cycle",
    yearly_only=_is_yearly,
    yearly_and_cycle=when(known(evaluation.kind), evaluation.kind.one_of("yearly", "cycle"), const(True, FLAG)),
)
"""Whether grades, quota and awards belong to this evaluation."""

# -- quota -------------------------------------------------------------------------------------------------

_excellent_share = parameter("evaluation.excellent_share", SHARE, zh="优秀比例上限", en="Most that may be excellent")


def quota(evaluated: Node, registered: Node) -> Node:
    """How many of a class may be excellent: the share of those evaluated, in whole platforms."""
    base = reading("A23.denominator", evaluated=evaluated, registered=registered)
    return reading(
        "A23.rounding",
        floor=share(base, _excellent_share, "down"),
        half_up=share(base, _excellent_share, "half_up"),
        ceil=share(base, _excellent_share, "up"),
    )


_quotas = {
    name: quota(*pair).called(f"{CLASSES[name][0]}优秀名额", f"Excellent, {CLASSES[name][1]}", QUOTA)
    for name, pair in _counts.items()
}
_class_quota = quota(evaluation.class_count, evaluation.class_registered)

evaluation_excellent_quota = rule(
    "evaluation_excellent_quota",
    _class_quota,
    applies=all_of(governed(QUOTA), graded_here),
    zh="每类平台优秀名额",
    en="Excellent platforms allowed in a class",
    cites=QUOTA,
    module="evaluation",
    about=(
        "每类优秀比例不超过百分之二十；默认按参评数向下取整。",
        "At most 20 per cent of each class; by default of those evaluated, rounded down.",
    ),
)

evaluation_quota_kept = check(
    "evaluation_quota_kept",
    evaluation.class_excellent <= _class_quota,
    applies=all_of(governed(QUOTA), graded_here),
    zh="一类平台优秀数不超名额",
    en="Excellent platforms of a class within the quota",
    cites=QUOTA,
    module="evaluation",
    outputs={"quota": _class_quota.called("优秀名额", "Quota")},
)

# -- awards ------------------------------------------------------------------------------------------------


def _per_unit(kind: Node) -> Node:
    key: dict[str, Any] = {"class": kind}  # the instruments' word is Python's too
    return parameter("evaluation.award", FEN, zh="优秀单位奖励", en="Award of an excellent platform", **key)


def _award(name: str, winners: Node) -> Node:
    """What a class may get in all: so much each, or once for the class (A23.award)."""
    each = _per_unit(const(name, PLATFORM_CLASS))
    return reading("A23.award", per_unit=each * winners, per_class=when(winners > 0, each, const(0, FEN)))


def _total(winners: dict[str, Node], zh: str, en: str) -> tuple[Node, dict[str, Node]]:
    parts = {
        f"{name}_award": _award(name, count).called(f"{CLASSES[name][0]}{zh}", f"{en}, {CLASSES[name][1]}", AWARD)
        for name, count in winners.items()
    }
    one, two, three = parts.values()
    return one + two + three, parts


_most, _most_by_class = _total(_quotas, "奖励上限", "Most awarded")
_due, _due_by_class = _total(_proposed, "奖励", "Awarded")

evaluation_award_total = rule(
    "evaluation_award_total",
    _most,
    applies=all_of(governed(AWARD), graded_here),
    zh="一轮评价奖励总额上限",
    en="Most a round of evaluation can award",
    cites=[AWARD, QUOTA],
    module="evaluation",
    outputs={**{f"{name}_quota": count for name, count in _quotas.items()}, **_most_by_class},
    about=(
        "按三类平台参评数算出优秀名额和奖励上限。",
        "From the platforms evaluated in each class: the quotas and the most that can be awarded.",
    ),
)

evaluation_round_closable = check(
    "evaluation_round_closable",
    all_of(*(_proposed[name] <= _quotas[name] for name in CLASSES)),
    applies=all_of(governed(QUOTA), graded_here),
    zh="三类优秀数均不超名额",
    en="The round keeps every quota",
    cites=[QUOTA, AWARD],
    module="evaluation",
    outputs={
        **{f"{name}_quota": count for name, count in _quotas.items()},
        **_due_by_class,
        "awards": _due.called("奖励合计", "Awards in all", AWARD),
    },
)

# -- the grade of one platform -----------------------------------------------------------------------------

_veto_here = governed(VETO, unit__iur_platform=True)
_team_event = found(evaluation.veto_matters, "evaluation.veto_matters", evaluation.veto_event)
_vetoed = reading(
    "A23.veto",
    management_team=_team_event,
    whole_staff=any_of(_team_event, complete(evaluation.staff_veto_matters, "evaluation.veto_matters")),
)
vetoed = all_of(_veto_here, _vetoed)

veto_remark = remark(
    vetoed,
    "有一票否决事项：不论得分，当年度直接判定为不合格。",
    "A veto event: whatever the score, the year is unqualified.",
    "consequence",
    VETO,
)

evaluation_grade = rule(
    "evaluation_grade",
    when(vetoed, const("unqualified", GRADE), evaluation.grade).called("适用否决后的等次", "Grade after any veto"),
    applies=governed(VETO, "quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c"),
    zh="最终等次",
    en="Final grade",
    cites=[VETO, QUOTA],
    module="evaluation",
    outputs={
        "score": evaluation.score.called("得分", "Score"),
        "vetoed": vetoed.called("适用一票否决", "Vetoed", VETO),
    },
    remarks=[
        veto_remark,
        remark(
            all_of(_veto_here, evaluation.grade.one_of("below_standard", "not_reached")),
            "滨江的等次是优秀、良好、合格、不合格四档，请用其中之一。",
            "Binjiang has four grades: excellent, good, qualified, unqualified. Use one of them.",
            "warning",
            QUOTA,
        ),
    ],
)

evaluation_award = rule(
    "evaluation_award",
    when(evaluation_grade.is_("excellent"), _per_unit(unit.platform_class), const(0, FEN)),
    applies=all_of(governed(AWARD, unit__iur_platform=True), graded_here),
    zh="优秀单位奖励",
    en="Award of one platform",
    cites=AWARD,
    module="evaluation",
    outputs={"grade": evaluation_grade.called("最终等次", "Final grade")},
)

# -- next year's budget ------------------------------------------------------------------------------------

_cut_base = reading(
    "A23.budget_base", approved_next_year=budget.next_year_approved, fiscal_part=budget.next_year_fiscal
)
_cut = when(
    evaluation_grade.is_("unqualified"),
    share(_cut_base, parameter("evaluation.budget_cut", SHARE, zh="削减比例", en="Share cut"), "down"),
    const(0, FEN),
).called("削减额", "Cut", CUT)

cut_remark = remark(
    all_of(governed(CUT), evaluation_grade.is_("unqualified")),
    "年度评价不合格：下一年度核定预算经费被削减。",
    "Unqualified in the year: next year's approved budget is cut.",
    "consequence",
    CUT,
)

next_year_budget = rule(
    "next_year_budget",
    budget.next_year_approved - _cut,
    applies=all_of(governed(CUT, unit__iur_platform=True), _is_yearly),
    zh="评价后的下一年度预算",
    en="Next year's budget after the evaluation",
    cites=CUT,
    module="funding",
    outputs={"cut": _cut, "grade": evaluation_grade.called("最终等次", "Final grade")},
    remarks=[cut_remark],
)
