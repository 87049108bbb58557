"""How much of what an achievement earns must reward those who made and transformed it."""

from __future__ import annotations

from kechuang.law.expression import ON, definition, facts, given, parameter, reading, share
from kechuang.law.rule import rule
from kechuang.law.types import FEN, SHARE
from kechuang.law.vocabulary import agreed, deal

reward = facts("reward", pool=(FEN, "奖励总额", "Total reward"))

income_day = reading(
    "A04",
    income_day=given(deal.received_on, ON),
    contract_day=given(deal.contract_on, ON),
)
"""The day that chooses the version of the law."""

net_income = rule(
    "net_income",
    definition("net_income", FEN, on=income_day, zh="净收入的定义", en="Definition of net income"),
    zh="净收入",
    en="Net income",
    cites="zhejiang-2021:art37.p4",
    module="rewards",
)

pool_share = parameter(
    "reward.pool_floor", SHARE, mode=deal.mode, on=income_day, agreed=agreed, zh="奖励比例下限", en="Reward share floor"
)

pool_floor = rule(
    "reward_pool_floor",
    share(net_income, pool_share),
    applies=deal.mode.one_of("transfer", "licence"),
    zh="奖励总额下限",
    en="Reward pool floor",
    cites=["quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p1.i1"],
    module="rewards",
)
