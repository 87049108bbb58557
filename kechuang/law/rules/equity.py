"""The reward from an equity contribution: in points of the company, in shares, and in the value of the stake."""

from __future__ import annotations

from kechuang.law.expression import Node, all_of, at_least, const, facts, known, least, reading, share, when
from kechuang.law.rule import check, rule
from kechuang.law.rules.distribution import MAIN, STAFF
from kechuang.law.rules.reward_coverage import main_share, staff_share
from kechuang.law.rules.rewards import (
    consequences,
    measures_if,
    not_released,
    pool_share_for,
    sanctioned_share_for,
)
from kechuang.law.types import COUNT, FLAG, GAIN, SHARE, STAKE
from kechuang.law.vocabulary import MODE, deal

stake = facts(
    "deal",
    equity_share=(STAKE, "作价投资取得的股权（出资）比例", "Share of the company obtained"),
    shares_obtained=(COUNT, "作价投资取得的股份数", "Number of shares obtained"),
    stake_value=(GAIN, "作价投资额", "Value of the stake"),
)
awarded = facts(
    "reward",
    equity_share=(STAKE, "奖励的股权（出资）比例", "Share of the company given as reward"),
    shares=(COUNT, "奖励的股份数", "Number of shares given as reward"),
)

# A company is held from nothing to the whole; figures beyond that count as the nearest.
_equity = least(at_least(stake.equity_share, const(0, SHARE)), const(1, SHARE))
_shares = at_least(stake.shares_obtained, 0)
_value = at_least(stake.stake_value, 0)

CITES = [
    "quzhou-2024:art20.p1.i2", "zhejiang-2021:art37.p1.i2", "prc-transformation-2015:art45.p1.i2",
    "prc-transformation-2015:art45.p2",
]  # fmt: skip

EQUITY = const("equity", MODE)
_by_equity = when(known(deal.mode), deal.mode.is_("equity"), const(True, FLAG))
"""The mode need not be stated for rules that are about equity alone."""
_applies = all_of(_by_equity, not_released)
equity_pool_share = pool_share_for(EQUITY)


def _of_class(base: Node, rate: Node, zh: str, en: str, cite: str) -> Node:
    return share(share(base, equity_pool_share), rate).called(zh, en, cite)


stake_floor = rule(
    "reward_stake_floor",
    share(_equity, equity_pool_share),
    applies=_applies,
    zh="股权奖励下限（占公司股权）",
    en="Equity reward floor, in points of the company",
    cites=CITES,
    module="rewards",
    outputs={
        "pool_share": equity_pool_share,
        "shares": share(_shares, equity_pool_share).called("至少奖励的股份数", "Shares at least"),
        "value": share(_value, equity_pool_share).called("折合作价额至少", "Value of the stake at least"),
        "unit_keeps_at_most": (_equity - share(_equity, equity_pool_share)).called(
            "单位至多留存的股权", "Unit keeps at most"
        ),
        "main_contributors": _of_class(
            _equity, main_share, "主要贡献人员至少（股权）", "Main contributors at least", MAIN
        ),
        "main_contributors_shares": _of_class(
            _shares, main_share, "主要贡献人员至少（股份数）", "Main contributors, shares at least", MAIN
        ),
        "transfer_staff": _of_class(
            _equity, staff_share, "转移机构工作人员和管理人员至少（股权）", "Transfer staff at least", STAFF
        ),
        "transfer_staff_shares": _of_class(
            _shares,
            staff_share,
            "转移机构工作人员和管理人员至少（股份数）",
            "Transfer staff, shares at least",
            STAFF,
        ),
    },
    about=(
        "作价投资取得的股份或者出资比例中至少拿出多少奖励；取得 40% 的，八成是公司的 32%。",
        "How much of the shares or contribution obtained must be reward: of 40% obtained, 80% is 32% of the company.",
    ),
)

stake_shares_floor = rule(
    "reward_stake_shares_floor",
    share(_shares, equity_pool_share),
    applies=_applies,
    zh="股权奖励下限（股份数）",
    en="Equity reward floor, in shares",
    cites=CITES,
    module="rewards",
    about=("不足一股的进为一股。", "Part of a share counts as one."),
)

stake_value_floor = rule(
    "reward_stake_value_floor",
    share(_value, equity_pool_share),
    applies=_applies,
    zh="股权奖励下限（折合作价额）",
    en="Equity reward floor, in value of the stake",
    cites=CITES,
    module="rewards",
    about=("作价投资额中对应奖励的部分。", "The part of the stake's value that must be reward."),
)

_given_share = known(awarded.equity_share)


def _below(rate: Node) -> Node:
    return when(
        _given_share,
        awarded.equity_share < share(_equity, rate),
        awarded.shares < share(_shares, rate),
    )


_short = _below(equity_pool_share).called("股权奖励低于下限", "The equity reward is below the floor")
_sanctioned = reading("A32", report_only=_below(sanctioned_share_for(EQUITY)), provincial_sanction=_short)

stake_check = check(
    "reward_stake_check",
    ~_short,
    applies=_applies,
    zh="股权奖励是否达到下限",
    en="Is the equity reward large enough?",
    cites=CITES,
    module="rewards",
    outputs={
        "shortfall": at_least(stake_floor - awarded.equity_share, const(0, SHARE)).called("股权差额", "Shortfall"),
        "shortfall_shares": at_least(stake_shares_floor - awarded.shares, 0).called(
            "股份数差额", "Shortfall in shares"
        ),
        "measures": measures_if(all_of(_short, _sanctioned)),
    },
    remarks=consequences(_short, _sanctioned),
    about=("按股权比例比较；没有比例的按股份数。", "By share of the company, or by number of shares."),
)
