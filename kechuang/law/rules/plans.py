"""Plans and reports: of the platform for the year, of the government for its term, and when a text is in force."""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    all_of,
    any_of,
    complete,
    const,
    facts,
    governed,
    known,
    missing,
    parameter,
    reading,
    when,
)
from kechuang.law.rule import check, clock, remark, rule
from kechuang.law.types import COUNT, DATE, FLAG, choice, items_of

KIND_OF_DOCUMENT = choice([("opinions", "实施意见", "opinions"), ("measures", "办法", "measures")])

plan = facts(
    "plan",
    horizons=(items_of("planning.horizons"), "建设方案所列规划期", "Horizons in the construction plan"),
    work_plans_in_year=(COUNT, "本年度工作计划数", "Work plans made for the year"),
    targets_in_year=(COUNT, "本年度绩效目标数", "Sets of performance targets for the year"),
    self_evaluations_in_year=(COUNT, "本年度绩效自评次数", "Self-evaluations in the year"),
    materials=(items_of("self_evaluation.materials"), "已备案的材料", "Material filed"),
    filed_on=(DATE, "材料备案日", "Material filed on"),
    due_on=(DATE, "科技主管部门确定的计划和目标备案日", "Day the S&T department set for filing plan and targets"),
    evaluation_due_on=(
        DATE,
        "科技主管部门确定的自评报告备案日",
        "Day the S&T department set for filing the self-evaluation",
    ),
    evaluation_filed_on=(DATE, "自评报告备案日", "Self-evaluation filed on"),
)
government = facts(
    "government",
    plan_includes_platforms=(FLAG, "规划纲要已写入平台发展", "Plan outline includes platforms"),
    report_includes_platforms=(FLAG, "向人大的报告已列平台发展", "Report to the congress includes platforms"),
)

# -- the platform's year (Quzhou art. 33(3), Keqiao s2.2.a) --------------------------------------------------

construction_plan = check(
    "construction_plan",
    complete(plan.horizons, "planning.horizons"),
    zh="建设方案近、中、远期齐全",
    en="Construction plan with near, medium and long term",
    cites="keqiao-2025-draft:s2.2.a",
    module="governance",
    outputs={
        "missing_horizons": missing(plan.horizons, "planning.horizons").called("还缺的规划期", "Horizons missing")
    },
)

_work_plan = plan.work_plans_in_year >= parameter(
    "work_plan.per_year", COUNT, zh="每年工作计划数", en="Work plans a year"
)

annual_work_plan = check(
    "annual_work_plan",
    _work_plan,
    applies=any_of(
        governed("quzhou-2024:art33.p3", unit__public_platform=True),
        governed("keqiao-2025-draft:s2.2.a", unit__cobuilt_platform=True),
    ),
    zh="年度工作计划",
    en="A work plan for the year",
    cites=["quzhou-2024:art33.p3", "keqiao-2025-draft:s2.2.a"],
    module="governance",
)

annual_filing = check(
    "annual_filing",
    complete(plan.materials, "self_evaluation.materials"),
    zh="年度绩效材料备案齐全",
    en="The year's material is filed",
    cites="quzhou-2024:art33.p3",
    module="evaluation",
    outputs={"missing_materials": missing(plan.materials, "self_evaluation.materials").called("还缺的材料", "Missing")},
    remarks=[
        remark(
            all_of(governed("quzhou-2024:art33.p3"), ~known(plan.filed_on)),
            "条文没有写明备案日期，由科技主管部门确定。",
            "The text names no date for filing; the S&T department sets it.",
            "advice",
            "quzhou-2024:art33.p3",
        )
    ],
    about=(
        "年度工作计划、绩效目标和自评报告三项，每年提交科技主管部门备案。",
        "Work plan, targets and self-evaluation report, filed each year with the S&T department.",
    ),
)

annual_frequency = check(
    "annual_frequency",
    all_of(
        _work_plan,
        plan.targets_in_year
        >= parameter("performance_targets.per_year", COUNT, zh="每年绩效目标数", en="Sets of targets a year"),
        plan.self_evaluations_in_year
        >= parameter("self_evaluation.per_year", COUNT, zh="每年自评次数", en="Self-evaluations a year"),
    ),
    applies=governed("quzhou-2024:art33.p3", unit__public_platform=True),
    zh="每年计划、目标、自评各一次",
    en="Plan, targets and self-evaluation every year",
    cites="quzhou-2024:art33.p3",
    module="evaluation",
)

_NO_DAY = (
    "条文要求每年备案，没有写明日期；以科技主管部门确定的日期为准。",
    "Filing is yearly and the text names no day: the day the S&T department sets counts.",
)
_FILED_LATE = (
    "条文没有另定逾期后果；年度材料不齐的不能完成当年备案。",
    "No consequence is named; the yearly filing stays incomplete.",
)

annual_plan_filing = clock(
    "annual_plan_filing",
    plan.due_on,
    done=plan.filed_on,
    applies=governed("quzhou-2024:art33.p3", unit__public_platform=True),
    zh="年度工作计划和绩效目标备案",
    en="Work plan and targets of the year filed",
    cites="quzhou-2024:art33.p3",
    module="evaluation",
    remarks=[
        remark(
            when(known(plan.filed_on), plan.filed_on > plan.due_on, plan.due_on < AS_OF),
            *_FILED_LATE,
            "consequence",
            "quzhou-2024:art33.p3",
        )
    ],
    about=_NO_DAY,
)

self_evaluation_filing = clock(
    "self_evaluation_filing",
    plan.evaluation_due_on,
    done=plan.evaluation_filed_on,
    applies=governed("quzhou-2024:art33.p3", unit__public_platform=True),
    zh="年度绩效自评报告备案",
    en="Self-evaluation of the year filed",
    cites="quzhou-2024:art33.p3",
    module="evaluation",
    remarks=[
        remark(
            when(
                known(plan.evaluation_filed_on),
                plan.evaluation_filed_on > plan.evaluation_due_on,
                plan.evaluation_due_on < AS_OF,
            ),
            *_FILED_LATE,
            "consequence",
            "quzhou-2024:art33.p3",
        )
    ],
    about=_NO_DAY,
)

# -- the government's plan and report (Quzhou arts. 4, 34) ---------------------------------------------------

plan_outline = check(
    "plan_outline",
    government.plan_includes_platforms,
    applies=governed("quzhou-2024:art4.p1.a"),
    zh="规划纲要写入平台发展",
    en="The development plan includes platforms",
    cites="quzhou-2024:art4.p1.a",
    module="reports",
)

report_to_congress = check(
    "report_to_congress",
    government.report_includes_platforms,
    applies=governed("quzhou-2024:art34.p1"),
    zh="向人大报告平台发展",
    en="The report to the congress covers platforms",
    cites="quzhou-2024:art34.p1",
    module="reports",
)

# -- in force, or a draft (Quzhou art. 36, Binjiang final, Keqiao final; A22) --------------------------------

_draft_stated = governed("keqiao-2025-draft:final.b")
_in_force = governed("quzhou-2024:art36.p1", "binjiang-2023:final")
_binds = reading("A22.status", simulation=const(False, FLAG), stated_date=_draft_stated)

local_rules_in_force = rule(
    "local_rules_in_force",
    any_of(_in_force, _binds),
    zh="本地平台规定是否施行",
    en="Are the local rules on platforms in force?",
    cites=["quzhou-2024:art36.p1", "binjiang-2023:final"],
    module="policy",
    remarks=[
        remark(
            all_of(_draft_stated, ~_binds),
            "只有征求意见稿：所写施行日期是拟议的，结论仅供模拟。",
            "Only a draft speaks here: its effective date is a proposal, answers are simulation.",
            "warning",
            "keqiao-2025-draft:final.b",
        ),
        remark(
            governed("binjiang-2023:final"),
            "该文件标明试行，没有写明终止日期。",
            "The document is marked trial and names no end date.",
            "advice",
            "binjiang-2023:final",
        ),
    ],
)

draft_status = rule(
    "draft_status",
    _binds,
    applies=_draft_stated,
    zh="征求意见稿是否具约束力",
    en="Does the draft bind?",
    cites="keqiao-2025-draft:final.b",
    module="policy",
    outputs={
        "document_kind": reading(
            "A22.title",
            opinions=const("opinions", KIND_OF_DOCUMENT),
            measures=const("measures", KIND_OF_DOCUMENT),
        ).called("文件种类", "Kind of document"),
    },
)

earlier_measures_stand = rule(
    "earlier_measures_stand",
    ~_binds,
    applies=governed("keqiao-2025-draft:final.c"),
    zh="原试行办法是否仍然有效",
    en="Do the earlier trial measures still stand?",
    cites="keqiao-2025-draft:final.c",
    module="policy",
    outputs={
        "number_doubtful": reading("A22.number", marked=const(True, FLAG), as_printed=const(False, FLAG)).called(
            "所引文号疑有误", "The document number is doubtful"
        )
    },
    about=(
        "征求意见稿通过之前，所拟废止的办法仍然有效。",
        "Until the draft is adopted, the measures it would repeal still stand.",
    ),
)
