"""After a failing evaluation: rectification, measures, an assessment after failures in a row, exit."""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    Node,
    all_of,
    any_of,
    const,
    facts,
    given,
    governed,
    known,
    parameter,
    reading,
    when,
)
from kechuang.law.rule import check, clock, remark, rule
from kechuang.law.rules.evaluation import failing, timing
from kechuang.law.rules.grading import GRADE, evaluation
from kechuang.law.rules.periods import act_by
from kechuang.law.types import DATE, FLAG, MONTHS, YEARS, choice

MEASURE = choice(
    [
        ("none", "不采取措施", "none"),
        ("reduce", "减少经费资助", "reduce funding"),
        ("suspend", "暂停经费资助", "suspend funding"),
        ("reclassify", "调整平台类别或者层级", "change class or level"),
        ("exit", "退出", "exit"),
    ]
)

history = facts(
    "evaluation",
    target_met=(FLAG, "达到绩效目标", "Targets met"),
    previous_year_grade=(GRADE, "上一年度评价等次", "Grade of the year before"),
    earlier_grade=(GRADE, "再前一次评价等次（上一年度未评价时）", "Grade before a year without evaluation"),
    failures_in_row=(YEARS, "连续不合格年数（含本年度）", "Failing years in a row, this one included"),
)
rectification = facts(
    "rectification",
    ordered_on=(DATE, "整改通知日", "Order to rectify on"),
    due_on=(DATE, "整改通知所定期限", "Time set in the order"),
    fixed_months=(MONTHS, "统一整改期限（月）", "Fixed time to rectify (months)"),
    completed_on=(DATE, "整改完成日", "Rectified on"),
    completed=(FLAG, "已完成整改", "Rectification completed"),
    measure=(MEASURE, "记录在案的措施", "Measure on record"),
)
assessment = facts("assessment", found_unfit=(FLAG, "综合评估认为不宜继续", "Assessment found it unfit to go on"))

QUZHOU, DRAFT, STAGE, TWICE = (
    "quzhou-2024:art33.p2.b",
    "keqiao-2025-draft:s4.3.f",
    "keqiao-2025-draft:s4.4.c",
    "keqiao-2025-draft:s4.4.d",
)
_in_quzhou = governed(QUZHOU, unit__public_platform=True)
_in_keqiao = governed(DRAFT, unit__cobuilt_platform=True)

# -- rectification (Quzhou art. 33(2), Keqiao s4.3, s4.4) ------------------------------------------------------

_failed_now = failing(evaluation.grade)
_required = when(
    _in_quzhou,
    ~given(history.target_met, ~evaluation.grade.one_of("unqualified", "below_standard", "not_reached")),
    _failed_now,
)

evaluation_failed = rule(
    "evaluation_failed",
    _failed_now,
    applies=_in_keqiao,
    zh="评价是否不合格",
    en="Does the grade fail?",
    cites=[DRAFT, STAGE],
    module="evaluation",
)

rectification_required = rule(
    "rectification_required",
    _required,
    applies=any_of(_in_quzhou, _in_keqiao),
    zh="是否须整改",
    en="Must the platform rectify?",
    cites=[QUZHOU, DRAFT, STAGE],
    module="evaluation",
    outputs={
        "funding_measure": all_of(_in_keqiao, _required).called(
            "暂停或者减少经费", "Funding suspended or reduced", DRAFT
        )
    },
    remarks=[
        remark(
            all_of(_in_keqiao, _required),
            "未达标：责成整改，并暂停或者减少经费资助；年度、中期评价都是如此。",
            "Below standard: made to rectify, and funding is suspended or reduced; yearly and mid-term alike.",
            "consequence",
            DRAFT,
        ),
        remark(
            all_of(_in_quzhou, _required),
            "未达目标：由科技主管部门指导整改，未完成的动态调整。",
            "Below target: guided to rectify; if that is not completed, dynamically adjusted.",
            "consequence",
            QUZHOU,
        ),
    ],
)

_rectify_by = reading(
    "A27.period",
    order=rectification.due_on,
    fixed=act_by(rectification.ordered_on, rectification.fixed_months),
)

_late = when(known(rectification.completed_on), rectification.completed_on > _rectify_by, _rectify_by < AS_OF)

rectification_due = clock(
    "rectification_due",
    _rectify_by,
    done=rectification.completed_on,
    applies=any_of(_in_quzhou, _in_keqiao),
    zh="整改期限",
    en="Time to rectify",
    cites=[QUZHOU, DRAFT, STAGE],
    module="evaluation",
    remarks=[
        remark(
            all_of(_in_quzhou, _late),
            "到期未完成整改：动态调整，以记录在案的措施为准。",
            "Not rectified in time: dynamically adjusted, by the measure that is put on record.",
            "consequence",
            QUZHOU,
        ),
        remark(
            all_of(_in_keqiao, _late),
            "到期未完成整改：暂停或者减少经费的措施继续；本身不导致终止合作。",
            "Not rectified in time: funding stays suspended or reduced; cooperation does not end by that alone.",
            "consequence",
            DRAFT,
        ),
    ],
)

_completed = given(
    rectification.completed,
    when(known(rectification.completed_on), const(True, FLAG), ~(_rectify_by < AS_OF)),
)
_adjust = all_of(_required, ~_completed)

dynamic_adjustment = rule(
    "dynamic_adjustment",
    when(
        _adjust,
        reading("A27.adjustment", recorded_measure=rectification.measure, exit=const("exit", MEASURE)),
        const("none", MEASURE),
    ),
    applies=any_of(_in_quzhou, _in_keqiao),
    zh="动态调整",
    en="Dynamic adjustment",
    cites=[QUZHOU, DRAFT, "quzhou-2024:art33.p1"],
    module="evaluation",
    outputs={"due": _adjust.called("应当动态调整", "To be adjusted", QUZHOU)},
)

# -- failing years in a row (Keqiao s4.4.d) --------------------------------------------------------------------

_previous_failed = when(
    history.previous_year_grade.is_("not_evaluated"),
    reading("A20.gap", breaks=const(False, FLAG), skipped=failing(history.earlier_grade)),
    failing(history.previous_year_grade),
)
_in_row = given(
    history.failures_in_row,
    when(_failed_now, when(_previous_failed, const(2, YEARS), const(1, YEARS)), const(0, YEARS)),
).called("连续不合格年数", "Failing years in a row", TWICE)
_needed = parameter("evaluation.consecutive_failures", YEARS, zh="触发研判的年数", en="Years that open an assessment")
_opens = (_in_row >= _needed).called("启动综合评估研判", "An assessment opens", TWICE)

evaluation_consecutive_failures = rule(
    "evaluation_consecutive_failures",
    _in_row,
    applies=governed(TWICE, unit__cobuilt_platform=True),
    zh="连续不合格年数",
    en="Failing years in a row",
    cites=TWICE,
    module="evaluation",
    outputs={
        "assessment_opens": _opens,
        "may_terminate": all_of(_opens, assessment.found_unfit).called("可以终止合作", "Cooperation may end", TWICE),
    },
    remarks=[
        remark(
            _opens,
            "连续不合格只启动综合评估研判；合作不会自动终止，确实不宜继续的才终止。",
            "Failing years only open an assessment; cooperation never ends by itself.",
            "consequence",
            TWICE,
        )
    ],
)

cooperation_termination = check(
    "cooperation_termination",
    all_of(_opens, assessment.found_unfit),
    applies=governed(TWICE, unit__cobuilt_platform=True),
    zh="终止合作的条件",
    en="Conditions for ending cooperation",
    cites=TWICE,
    module="evaluation",
    outputs={"failures_in_row": _in_row},
    about=(
        "连续两年不合格，且综合评估认为不宜继续，两者都具备才可终止。",
        "Two failing years in a row and an assessment that finds it unfit: both are needed.",
    ),
)

# -- exit (Binjiang s2, s1.2.i2) -------------------------------------------------------------------------------

_exit: Node = reading(
    "A24.exit",
    listed_only=~timing.cycle_passed,
    recorded=any_of(~timing.cycle_passed, timing.other_exit_case),
)

platform_exit = rule(
    "platform_exit",
    _exit,
    applies=governed("binjiang-2023:s2.p1.b", unit__iur_platform=True),
    zh="是否退出",
    en="Does the platform exit?",
    cites=["binjiang-2023:s2.p1.b", "binjiang-2023:s1.2.i2"],
    module="evaluation",
    outputs={"next_round": (~_exit).called("可以开展下一轮合作", "A next round is open", "binjiang-2023:s2.p1.b")},
    remarks=[
        remark(
            _exit,
            "不再开展下一轮合作；协议约定的义务仍须履行。",
            "No next round; duties under the agreement are still carried out.",
            "consequence",
            "binjiang-2023:s2.p1.b",
        )
    ],
)
