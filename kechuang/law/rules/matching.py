"""Money brought in from outside, and what the government adds to it."""

from __future__ import annotations

from kechuang.law.expression import Node, all_of, any_of, at_most, facts, given, governed, known, share, when
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.types import DATE, FEN, FLAG, SHARE

CLAUSE = "keqiao-2025-draft:s4.6.c"

matching = facts(
    "matching",
    incoming=(FEN, "引入资金合计（只有一个比例时）", "Money brought in, in all (with one ratio)"),
    ratio=(SHARE, "配套比例", "Matching ratio"),
    research_funds=(FEN, "引入的国家、省、市科研经费", "National, provincial and city research funds"),
    research_funds_ratio=(SHARE, "科研经费配套比例", "Ratio for research funds"),
    company_investment=(FEN, "引入的企业投资", "Company investment"),
    company_investment_ratio=(SHARE, "企业投资配套比例", "Ratio for company investment"),
    own_funds=(FEN, "自行注资", "Own funds"),
    own_funds_ratio=(SHARE, "自行注资配套比例", "Ratio for own funds"),
    ceiling=(FEN, "配套资金上限", "Most the government matches"),
    base_operating=(FEN, "基础运营经费", "Basic running costs supported"),
)
investment = facts(
    "investment",
    industrial_research=(FLAG, "以产业化为目的的研究", "Research aimed at industrialisation"),
    outside_amount=(FEN, "引入的社会化战略投资", "Outside strategic investment"),
    split_agreed_on=(DATE, "收益分配约定日", "Split of gains agreed on"),
    invested_on=(DATE, "投资日", "Invested on"),
)

_KINDS = {
    "research_funds": ("科研经费配套", "For research funds"),
    "company_investment": ("企业投资配套", "For company investment"),
    "own_funds": ("自行注资配套", "For own funds"),
}


def _part(kind: str) -> Node:
    """The match for one kind of source, at its own ratio or else the common one."""
    zh, en = _KINDS[kind]
    ratio = given(getattr(matching, f"{kind}_ratio"), matching.ratio)
    return share(getattr(matching, kind), ratio, "down").called(zh, en, CLAUSE)


_parts = {kind: _part(kind) for kind in _KINDS}
_uncapped = when(
    known(matching.incoming),
    share(matching.incoming, matching.ratio, "down"),
    _parts["research_funds"] + _parts["company_investment"] + _parts["own_funds"],
).called("按比例应配套", "Match at the ratio", CLAUSE)
_capped = when(known(matching.ceiling), at_most(_uncapped, matching.ceiling), _uncapped)

matching_funds = rule(
    "matching_funds",
    _capped,
    applies=governed(CLAUSE, unit__cobuilt_platform=True),
    zh="政府配套资金",
    en="Government matching money",
    cites=CLAUSE,
    module="funding",
    outputs={"before_ceiling": _uncapped, **_parts},
    remarks=[
        remark(
            all_of(known(matching.ceiling), _uncapped > matching.ceiling),
            "超过上限，按上限配套。",
            "Over the ceiling: matched up to it.",
            "advice",
            CLAUSE,
        ),
        remark(
            ~known(matching.ceiling),
            "未填配套上限，按没有上限计算。",
            "No ceiling stated; computed without one.",
            "advice",
        ),
    ],
    about=(
        "比例和上限由当地办法和协议确定，条文没有写明。",
        "Ratio and ceiling come from local rules and the agreement; the text names none.",
    ),
)

platform_support = rule(
    "platform_support",
    matching.base_operating + matching_funds,
    applies=governed("keqiao-2025-draft:s4.6.b", unit__cobuilt_platform=True),
    zh="基础运营与应用研究配套合计",
    en="Running costs and matched research money together",
    cites="keqiao-2025-draft:s4.6.b",
    module="funding",
    outputs={"matching": matching_funds.called("配套资金", "Matching money")},
    about=(
        "基础运营经费照常保障，应用研究经费逐步改为按引入资金配套。",
        "Running costs are supported as before; applied-research money moves to matching.",
    ),
)

outside_investment = check(
    "outside_investment",
    investment.outside_amount > 0,
    applies=all_of(governed("binjiang-2023:s3.5.b", unit__iur_platform=True), investment.industrial_research),
    zh="产业化研究引入社会化战略投资",
    en="Research for industry brings in outside investment",
    cites="binjiang-2023:s3.5.b",
    module="funding",
)

joint_investment = entitlement(
    "joint_investment",
    any_of(
        investment.split_agreed_on <= investment.invested_on,
        all_of(~known(investment.invested_on), known(investment.split_agreed_on)),
    ),
    applies=governed("binjiang-2023:s4.3.d", unit__iur_platform=True),
    zh="国企与平台联合投资、收益按事前约定分配",
    en="Joint investment with gains split as agreed beforehand",
    cites="binjiang-2023:s4.3.d",
    module="funding",
)
