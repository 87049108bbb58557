"""When and how often a platform is evaluated, by whom, on which indicators, and which words mean failing."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    Node,
    all_of,
    any_of,
    complete,
    facts,
    given,
    governed,
    known,
    missing,
    parameter,
    plus_years,
    reading,
    when,
)
from kechuang.law.rule import check, clock, entitlement, remark, rule
from kechuang.law.rules.agreements import agreement
from kechuang.law.types import COUNT, DATE, FLAG, YEARS, items_of
from kechuang.law.vocabulary import PLATFORM_CLASS, unit

timing = facts(
    "evaluation",
    held_on=(DATE, "评价日", "Evaluated on"),
    cycle_held_on=(DATE, "周期综合评价日", "Cycle evaluated on"),
    round_ends_on=(DATE, "本轮合作届满日", "This round ends on"),
    operation_start=(DATE, "商定的运营起始日", "Agreed start of operation"),
    registered_on=(DATE, "法人登记之日", "Registered on"),
    scheduled=(FLAG, "已列入定期评价安排", "On the schedule of regular evaluation"),
    times_in_year=(COUNT, "本年度年度评价次数", "Yearly evaluations held in the year"),
    by_class=(FLAG, "按平台类别评价", "Evaluated by class"),
    scheme_class=(PLATFORM_CLASS, "所用评价办法的类别", "Class of the evaluation scheme used"),
    exclusion_recorded=(FLAG, "不参评的理由已记录", "Reason for leaving it out recorded"),
    cycle_years=(YEARS, "综合评价周期（年）", "Cycle of comprehensive evaluation (years)"),
    cycle_agreed=(FLAG, "协议另行约定了周期", "The agreement sets the cycle"),
    cycle_passed=(FLAG, "周期综合评价符合条件", "Cycle evaluation passed"),
    other_exit_case=(FLAG, "有其他退出情形的记录", "Another exit case on record"),
    indicator_groups=(items_of("evaluation.indicator_groups"), "所用指标组", "Indicator groups used"),
    indicators_adjusted=(FLAG, "本年度已调整指标", "Indicators adjusted this year"),
    year=(COUNT, "评价年度", "Year evaluated"),
    indicators_year=(COUNT, "上次确定指标的年度", "Year of the last indicators"),
)
review = facts(
    "review",
    departments=(items_of("review.co_departments"), "参加联合评定的部门", "Departments in the joint review"),
    st_bureau=(FLAG, "区科技局会同", "Convened by the S&T bureau"),
    district_leader=(FLAG, "区分管领导牵头", "Led by the district leader in charge"),
)

# -- whether, when and how often ---------------------------------------------------------------------------

_start = reading("A20.first_evaluation", agreed_date=timing.operation_start, registration_date=timing.registered_on)
_evaluation_day = given(timing.held_on, ON)
_first = plus_years(
    _start,
    parameter(
        "evaluation.after_years", YEARS, on=_evaluation_day, zh="运营满几年起评", en="Full years before evaluation"
    ),
).called("可以评价的第一天", "First day of evaluation", "keqiao-2025-draft:s4.3.b")

first_evaluation = clock(
    "first_evaluation",
    _first,
    done=timing.held_on,
    not_before=True,
    zh="首次评价最早日",
    en="First day on which a platform is evaluated",
    cites="keqiao-2025-draft:s4.3.b",
    module="evaluation",
)

evaluation_eligible = entitlement(
    "evaluation_eligible",
    _evaluation_day >= _first,
    applies=governed("keqiao-2025-draft:s4.3.b", on=_evaluation_day, unit__cobuilt_platform=True),
    zh="是否纳入评价",
    en="Is the platform evaluated yet?",
    cites="keqiao-2025-draft:s4.3.b",
    module="evaluation",
    outputs={"first_day": _first},
)

evaluation_regular = check(
    "evaluation_regular",
    any_of(known(timing.held_on), timing.scheduled, timing.exclusion_recorded),
    applies=governed("quzhou-2024:art33.p1", unit__public_platform=True),
    zh="财政平台定期评价",
    en="Public platforms are evaluated regularly",
    cites="quzhou-2024:art33.p1",
    module="evaluation",
    remarks=[
        remark(
            governed("quzhou-2024:art33.p1"),
            "条文没有写明周期，由科技主管部门确定。",
            "The text names no interval; the S&T department sets it.",
            "advice",
            "quzhou-2024:art33.p1",
        )
    ],
)

evaluation_yearly = check(
    "evaluation_yearly",
    timing.times_in_year >= parameter("evaluation.per_year", COUNT, zh="每年评价次数", en="Evaluations a year"),
    applies=governed("binjiang-2023:s4.5.b", unit__iur_platform=True),
    zh="每年年度评价",
    en="Evaluated every year",
    cites="binjiang-2023:s4.5.b",
    module="evaluation",
)

evaluation_by_class = check(
    "evaluation_by_class",
    given(timing.by_class, timing.scheme_class.is_(unit.platform_class)),
    applies=any_of(governed("quzhou-2024:art5.p1.b"), governed("binjiang-2023:s1.2.i1", unit__iur_platform=True)),
    zh="分类评价",
    en="Evaluated by the scheme of its class",
    cites=["quzhou-2024:art5.p1.b", "binjiang-2023:s1.2.i1"],
    module="evaluation",
)

_cycle = given(
    timing.cycle_years,
    reading("A24.cycle", per_round=agreement.round_years, whole_agreement=agreement.round_years * agreement.rounds),
).called("评价周期（年）", "Cycle, years", "binjiang-2023:s3.2.c")

evaluation_cycle = check(
    "evaluation_cycle",
    _cycle
    <= parameter(
        "evaluation.cycle_years", YEARS, agreed=timing.cycle_agreed, zh="周期上限（年）", en="Longest cycle, years"
    ),
    zh="综合评价周期",
    en="Cycle of comprehensive evaluation",
    cites="binjiang-2023:s3.2.c",
    module="evaluation",
    outputs={"cycle_years": _cycle},
    about=(
        "原则上不超过五年；协议另有约定的从协议，本条不适用。",
        "In principle at most five years; where the agreement sets it, this limit does not apply.",
    ),
)

_round_end = reading(
    "A24.cycle", per_round=given(timing.round_ends_on, agreement.ends_on), whole_agreement=agreement.ends_on
)

cycle_evaluation = clock(
    "cycle_evaluation",
    _round_end,
    done=timing.cycle_held_on,
    applies=governed("binjiang-2023:s4.5.a", on=given(timing.cycle_held_on, ON), unit__iur_platform=True),
    zh="协议到期前综合评价",
    en="Comprehensive evaluation before the agreement ends",
    cites="binjiang-2023:s4.5.a",
    module="evaluation",
    about=(
        "结果决定新一轮合作的形式和支持内容，须在届满之前作出。",
        "It decides the form and content of the next round, so it comes before the term ends.",
    ),
)

# -- by whom and on what -----------------------------------------------------------------------------------

joint_review = check(
    "joint_review",
    all_of(complete(review.departments, "review.co_departments"), review.st_bureau, review.district_leader),
    applies=governed("binjiang-2023:s5.2", unit__iur_platform=True),
    zh="联合审定会商",
    en="Joint review by seven departments and the bureau",
    cites="binjiang-2023:s5.2",
    module="evaluation",
    outputs={
        "missing_departments": missing(review.departments, "review.co_departments").called("缺席部门", "Not present")
    },
)

evaluation_indicators = check(
    "evaluation_indicators",
    complete(timing.indicator_groups, "evaluation.indicator_groups"),
    zh="综合与个性指标兼备",
    en="General and individual indicators",
    cites="keqiao-2025-draft:s4.3.c",
    module="evaluation",
)

indicators_in_use = rule(
    "indicators_in_use",
    when(timing.indicators_adjusted, timing.year, timing.indicators_year),
    applies=governed("binjiang-2023:s4.5.g", unit__iur_platform=True),
    zh="适用哪一年度的指标",
    en="Which year's indicators apply",
    cites="binjiang-2023:s4.5.g",
    module="evaluation",
    outputs={"carried_over": (~timing.indicators_adjusted).called("沿用以前的指标", "Carried over")},
)

# -- words for failing ---------------------------------------------------------------------------------------


def failing(grade: Node) -> Node:
    """Whether a grade fails, by the words that count as failing (A20.words)."""
    return reading(
        "A20.words",
        all_fail=grade.one_of("unqualified", "below_standard", "not_reached"),
        unqualified_only=grade.is_("unqualified"),
    )
