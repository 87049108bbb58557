"""The yearly report on transformation: when it is due, what it says, what it is used for; plans of governments."""

from __future__ import annotations

from kechuang.law.expression import (
    AS_OF,
    MONTH_DAY,
    ON,
    act_within,
    all_of,
    any_of,
    complete,
    const,
    facts,
    given,
    governed,
    known,
    missing,
    on_month_day,
    parameter,
    plus_days,
    reading,
    when,
    year_of,
)
from kechuang.law.rule import check, clock, remark
from kechuang.law.types import COUNT, DATE, DAYS, FLAG, items_of
from kechuang.law.vocabulary import state_established

__all__ = ["annual_report_due"]

report = facts(
    "report",
    year=(COUNT, "报告年度（四位数）", "Year reported on"),
    filed_on=(DATE, "报送日", "Filed on"),
    contents=(items_of("report.contents"), "报告的内容", "What the report says"),
    filed_count=(COUNT, "本年度报送次数", "Reports filed for the year"),
    forwarded=(FLAG, "主管部门已转报财政、科技等部门", "The department passed it on to finance and S&T"),
)
evaluation_use = facts(
    "evaluation_use",
    in_assessment=(FLAG, "用作单位绩效考核的依据", "Used in assessing the unit"),
    in_funding=(FLAG, "用作立项和经费支持的依据", "Used in project approval and funding"),
)
public_plan = facts(
    "public_plan",
    has_transformation=(FLAG, "转化工作已纳入国民经济和社会发展规划", "Transformation is in the development plan"),
    in_assessment=(FLAG, "转化工作已纳入政府绩效考核", "Transformation is in the assessment of government"),
)

_DUE = "zhejiang-2021:art28.p1"
_filing_year = given(report.year, year_of(ON) - 1) + 1
_since = on_month_day(_filing_year, "01-01")
_fixed = on_month_day(_filing_year, parameter("report.due", MONTH_DAY, on=_since, zh="报送日期", en="Report due"))
_itself = reading("A18.day_itself", inclusive=_fixed, exclusive=plus_days(_fixed, -1))

_due = reading("A18.holiday", stays=_itself, moves=act_within(plus_days(_itself, -1), const(1, DAYS)))
_late = when(known(report.filed_on), report.filed_on > _due, _due < AS_OF)

annual_report_due = clock(
    "annual_report_due",
    _due,
    done=report.filed_on,
    zh="转化年度报告报送截止日",
    en="Yearly transformation report due",
    cites=[_DUE],
    module="reports",
    remarks=[
        remark(
            _late,
            "逾期：本条没有另定处罚；评价结果用于考核和经费支持。",
            "Late: no sanction of its own is named; the result feeds assessment and funding.",
            "consequence",
            "zhejiang-2021:art28.p2",
        ),
        remark(
            all_of(_late, state_established),
            "国家设立的单位不提交年度报告的，由主管部门责令改正；情节严重的通报批评。",
            "A state-established unit that hands in no report is ordered to correct; public criticism if serious.",
            "consequence",
            "prc-transformation-2015:art46.p2",
        ),
    ],
    about=(
        "报告年度的次年三月三十日前（当日及时），固定日期不因休息日顺延。",
        "By 30 March of the year after the one reported on, that day included; a fixed date does not move.",
    ),
)

annual_report_filed = check(
    "annual_report_filed",
    report.filed_count >= parameter("report.per_year", COUNT, zh="每年报送次数", en="Reports a year"),
    zh="每年提交转化年度报告",
    en="A transformation report every year",
    cites=["prc-transformation-2015:art21.p1", _DUE],
    module="reports",
    remarks=[
        remark(
            report.filed_count < 1,
            "由主管部门责令改正；情节严重的通报批评。",
            "The competent department orders correction; public criticism if serious.",
            "consequence",
            "prc-transformation-2015:art46.p2",
        )
    ],
)

annual_report_contents = check(
    "annual_report_contents",
    complete(report.contents, "report.contents"),
    zh="转化年度报告的内容齐全",
    en="The yearly report says all it must",
    cites=["prc-transformation-2015:art21.p1"],
    module="reports",
    outputs={"missing": missing(report.contents, "report.contents")},
)

annual_report_forwarded = check(
    "annual_report_forwarded",
    report.forwarded,
    applies=governed("prc-transformation-2015:art21.p1", unit__state_established=True),
    zh="主管部门将年度报告转报财政、科技等部门",
    en="The department passes the report on to finance and S&T",
    cites=["prc-transformation-2015:art21.p1"],
    module="reports",
)

transformation_result_used = check(
    "transformation_result_used",
    all_of(evaluation_use.in_assessment, evaluation_use.in_funding),
    applies=governed("zhejiang-2021:art28.p2", "prc-transformation-2015:art20.p1"),
    zh="转化评价结果用于单位考核、立项和经费支持",
    en="Transformation results are used in assessment, project approval and funding",
    cites=["zhejiang-2021:art28.p2", "prc-transformation-2015:art20.p1"],
    module="evaluation",
)

transformation_in_public_plan = check(
    "transformation_in_public_plan",
    all_of(
        public_plan.has_transformation,
        # Only the province asks for the assessment of government as well.
        any_of(~governed("zhejiang-2021:art4.p1.a"), public_plan.in_assessment),
    ),
    applies=governed("zhejiang-2021:art4.p1.a", "prc-transformation-2015:art9.p1"),
    zh="政府将转化工作纳入发展规划和绩效考核",
    en="Government puts transformation into its plan and its assessment",
    cites=["zhejiang-2021:art4.p1.a", "prc-transformation-2015:art9.p1"],
    module="reports",
    outputs={"in_plan": public_plan.has_transformation, "in_assessment": public_plan.in_assessment},
)
