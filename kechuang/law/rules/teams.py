"""Teams and staff of a platform: self-balance within years, research assistants, consortia."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    any_of,
    complete,
    days_between,
    facts,
    governed,
    parameter,
    plus_years,
    reading,
)
from kechuang.law.rule import check, clock, entitlement, remark
from kechuang.law.rules.periods import act_by
from kechuang.law.types import COUNT, DATE, FEN, YEARS, items_of

BALANCE = "binjiang-2023:s3.2.b"

team = facts(
    "team",
    introduced_on=(DATE, "团队引进日", "Team brought in on"),
    contract_funds=(FEN, "横向经费", "Contract funds"),
    programme_funds=(FEN, "纵向经费", "Programme funds"),
    transformation_income=(FEN, "成果转移转化收益", "Transformation income"),
    costs=(FEN, "团队支出", "Costs of the team"),
    all_contract_funds=(FEN, "引进以来的横向经费", "Contract funds since it came"),
    all_programme_funds=(FEN, "引进以来的纵向经费", "Programme funds since it came"),
    all_transformation_income=(FEN, "引进以来的成果转移转化收益", "Transformation income since it came"),
    all_costs=(FEN, "引进以来的团队支出", "Costs of the team since it came"),
    balanced_on=(DATE, "实现自我平衡之日", "Self-balanced on"),
)
assistant = facts("assistant", pay_sources=(items_of("assistant.pay_sources"), "工资社保来源", "Sources of pay"))
consortium = facts("consortium", partners=(COUNT, "联合的高校、院所、企业数", "Partners in the consortium"))

_years = parameter("team.self_balance_years", YEARS, on=ON, zh="自我平衡年数", en="Years to balance")
_due = act_by(team.introduced_on, _years)
_income = (team.contract_funds + team.programme_funds + team.transformation_income).called(
    "三项来源合计", "Income of the three sources", BALANCE
)
_all_income = (team.all_contract_funds + team.all_programme_funds + team.all_transformation_income).called(
    "引进以来三项来源合计", "Income of the three sources since it came", BALANCE
)
_surplus = reading("A41.team_balance", one_year=_income - team.costs, all_years=_all_income - team.all_costs)
_balanced = (_surplus >= 0).called("已自我平衡", "Balanced", BALANCE)

team_self_balance = check(
    "team_self_balance",
    any_of(_balanced, _due >= ON),
    applies=governed(BALANCE, unit__iur_platform=True),
    zh="引进团队五年内自我平衡",
    en="A team balances within five years",
    cites=BALANCE,
    module="projects",
    outputs={
        "due": _due.called("自我平衡期限", "To balance by"),
        "balanced": _balanced,
        "surplus": _surplus.called("收支差额", "Surplus or gap"),
        "days_left": days_between(ON, _due).called("剩余日数", "Days left"),
    },
    remarks=[
        remark(
            (_due < ON) & ~_balanced,
            "期满仍未平衡：进入团队退出评价，经综合评价有序退出，不自动退出。",
            "Not balanced when the years are over: an exit review opens; no exit by itself.",
            "consequence",
            BALANCE,
        ),
        remark(
            (plus_years(team.introduced_on, _years - 2) <= ON) & (_due >= ON) & ~_balanced,
            "距期限已不足两年（第四年起）仍未平衡，须准备综合评价和退出安排。",
            "In the last two years (from year four) and not balanced: prepare the evaluation and the exit.",
            "warning",
            BALANCE,
        ),
    ],
    about=(
        "条文没有写明按一个年度还是按引进以来各年合计算；默认按一个年度，收入覆盖当年支出即为平衡。",
        "The text does not say whether one year counts or all years since the team came; one year unless switched.",
    ),
)

team_balance_due = clock(
    "team_balance_due",
    _due,
    done=team.balanced_on,
    applies=governed(BALANCE, unit__iur_platform=True),
    zh="团队自我平衡期限",
    en="Time for a team to balance",
    cites=BALANCE,
    module="projects",
)

assistant_pay = entitlement(
    "assistant_pay",
    complete(assistant.pay_sources, "assistant.pay_sources"),
    zh="科研助理工资社保来源",
    en="Sources for research assistants' pay",
    cites="binjiang-2023:s4.2.b",
    module="funding",
    about=(
        "可由结余经费和项目劳务费支付；其他来源不在此列。",
        "Surplus money and project labour fees may pay for it; other sources are not named.",
    ),
)

consortium_support = entitlement(
    "consortium_support",
    consortium.partners >= 1,
    applies=any_of(
        governed("quzhou-2024:art13.p1", unit__platform=True),
        governed("binjiang-2023:s4.4.b", unit__iur_platform=True),
    ),
    zh="创新联合体支持",
    en="Support for a consortium",
    cites=["quzhou-2024:art13.p1", "binjiang-2023:s4.4.b"],
    module="tasks",
)
