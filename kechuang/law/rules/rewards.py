"""How much of what an achievement earns must reward those who made and transformed it, and who is covered."""

from __future__ import annotations

from kechuang.law.expression import (
    ON,
    TERRITORY,
    Node,
    all_of,
    any_of,
    at_least,
    const,
    facts,
    given,
    governed,
    known,
    missing,
    parameter,
    reading,
    share,
    when,
)
from kechuang.law.rule import Remark, check, remark, rule
from kechuang.law.rules.net_income import (
    costs_remark,
    net_income,
    receipt_net_income,
    version_day,
)
from kechuang.law.types import DATE, FEN, FLAG, REGION, SHARE, items_of
from kechuang.law.vocabulary import agreed, deal, unit

NATIONAL = ("prc-transformation-2015:art45.p1.i1", "prc-transformation-2015:art45.p2")

reward = facts(
    "reward",
    paid=(FEN, "实际奖励总额", "Total reward actually paid"),
    paid_on=(DATE, "奖励支付日", "Reward paid on"),
    agreed_share=(SHARE, "单位规定或者约定的奖励比例", "Share set by the unit's rule or the agreement"),
    title_share_given=(FLAG, "已奖励成果权属份额", "A title share was given as reward"),
)
reward_day = reading("A39", income_day=version_day, reward_day=given(reward.paid_on, ON))
"""The day that chooses the rate of reward."""


def pool_share_for(
    mode: Node,
    *,
    agreed: Node = agreed,
    territory: Node = TERRITORY,
    zh: str = "奖励比例下限",
    en: str = "Reward share floor",
) -> Node:
    """The lowest share of what is earned that must go to reward, for a mode of transformation."""
    return parameter(
        "reward.pool_floor", SHARE, mode=mode, on=reward_day, agreed=agreed, territory=territory, zh=zh, en=en
    )


def research_unit_governed(*clauses: str) -> Node:
    """Whether a provincial clause on public research units reaches this unit."""
    return governed(*clauses, on=reward_day, unit__public_research_unit=True)


pool_share = pool_share_for(deal.mode)
pays_income = deal.mode.one_of("transfer", "licence")

# A converted institute follows the rules for enterprises; whether one that is still a platform does is open (A40).
_still_rewarded = when(
    governed("quzhou-2024:art20.p1", on=reward_day, unit__public_platform=True),
    reading("A40", platform_rule=const(True, FLAG), enterprise_rule=const(False, FLAG)),
    const(True, FLAG),
).called("转制后仍按平台的规定奖励", "Rewarded as a platform after conversion", "zhejiang-2021:art37.p5")
not_released = when(
    known(unit.converted_on),
    when(unit.converted_on <= version_day, _still_rewarded, const(True, FLAG)),
    const(True, FLAG),
)
"""False where the unit became an enterprise and the reading taken leaves it to the rules for enterprises."""

pool_floor = rule(
    "reward_pool_floor",
    share(net_income, pool_share),
    applies=all_of(pays_income, not_released),
    zh="奖励总额下限",
    en="Reward pool floor",
    cites=[
        "quzhou-2024:art20.p1", "quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p1", "zhejiang-2021:art37.p1.i1",
        *NATIONAL,
    ],
    module="rewards",
    outputs={
        "net_income": net_income,
        "pool_share": pool_share.called("奖励比例下限", "Reward share floor"),
    },
    remarks=[costs_remark],
    about=(
        "转让、许可的净收入中至少应当拿出多少奖励重要贡献者。",
        "How much of the net income of a transfer or licence must at least reward the important contributors.",
    ),
)  # fmt: skip

receipt_pool_floor = rule(
    "receipt_pool_floor",
    share(receipt_net_income, pool_share),
    applies=all_of(pays_income, not_released),
    zh="本次到账的奖励下限",
    en="Reward floor of this receipt",
    cites=["quzhou-2024:art20.p1.i1", "quzhou-2024:art36.p1", "zhejiang-2021:art37.p1.i1", *NATIONAL],
    module="rewards",
    outputs={"receipt_net_income": receipt_net_income},
    about=(
        "分期到账的，每次按到账之日的比例计算。",
        "Where income comes in parts, each receipt follows the rate of its own day.",
    ),
)

unit_keeps = rule(
    "unit_keeps_at_most",
    net_income - pool_floor,
    zh="单位至多留存",
    en="Unit keeps at most",
    cites=["quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p1.i1", "zhejiang-2021:art18.p1", *NATIONAL],
    module="rewards",
    about=("净收入减去奖励总额下限。", "Net income less the reward pool floor."),
)

# -- the pool that was paid ------------------------------------------------------------------------------

MEASURES = "sanction.measures.reward_default"
_province = research_unit_governed("zhejiang-2021:art46.p1")
_short = reward.paid < pool_floor


def sanctioned_share_for(mode: Node) -> Node:
    """The share below which a sanction is named.

    Art. 46 sanctions what arts. 37 and 40 require, so the floor is looked up for the province as such, without its
    cities; elsewhere it is the floor itself.
    """
    province = pool_share_for(
        mode, territory=const("33", REGION), zh="省条例的奖励比例下限", en="The province's share floor"
    )
    return when(_province, province, pool_share_for(mode))


_sanctioned = reading(
    "A32",
    report_only=reward.paid < share(net_income, sanctioned_share_for(deal.mode)),
    provincial_sanction=_short,
)


def measures_if(breach: Node) -> Node:
    """What the competent department may do about a reward not given, by the checklists that bind; none while kept."""
    nothing = const(frozenset[str](), items_of(MEASURES))
    named = when(breach, missing(nothing, MEASURES, on=reward_day), nothing)
    return named.called("主管部门的处理措施", "Measures named")


def consequences(short: Node, sanctioned: Node) -> list[Remark]:
    """What follows a reward below its floor: the province's sanction, or that none is named and why (A32)."""
    return [
        remark(
            all_of(short, _province, sanctioned),
            "由主管部门责令限期改正；逾期未改正的，追究直接负责的主管人员和其他直接责任人员的责任。",
            "The competent department orders correction within a period; after it, those directly responsible answer.",
            "consequence",
            "zhejiang-2021:art46.p1",
        ),
        remark(
            all_of(short, _province, ~sanctioned),
            "低于市条例的下限，但不低于省条例的下限：违反市条例，没有规定制裁。",
            "Below the city's floor, not below the province's: a breach for which no sanction is named.",
            "consequence",
            ["quzhou-2024:art20.p1.i1", "zhejiang-2021:art46.p1"],
        ),
        remark(
            all_of(short, governed("zhejiang-2021:art40.p1", on=reward_day), ~_province),
            "第四十六条只约束政府设立的研究开发机构、高等院校；对本单位没有规定制裁。",
            "Art. 46 binds public research units alone; for this unit no sanction is named.",
            "consequence",
            "zhejiang-2021:art46.p1",
        ),
    ]


pool_check = check(
    "reward_pool_check",
    reward.paid >= pool_floor,
    zh="奖励总额是否达到下限",
    en="Is the reward pool large enough?",
    cites=["quzhou-2024:art20.p1.i1", "zhejiang-2021:art37.p1.i1", *NATIONAL],
    module="rewards",
    outputs={
        "pool_floor": pool_floor,
        "shortfall": at_least(pool_floor - reward.paid, 0).called("差额", "Shortfall"),
        "measures": measures_if(all_of(_short, _sanctioned)),
    },
    remarks=[
        costs_remark,
        *consequences(_short, _sanctioned),
    ],
    about=("实际奖励总额与下限比较。", "The reward actually paid against the floor."),
)

reward_given = check(
    "reward_given",
    any_of(reward.paid > 0, reward.title_share_given),
    applies=governed("prc-transformation-2015:art44.p1", on=reward_day),
    zh="成果转化后给予奖励",
    en="A reward follows the transformation",
    cites="prc-transformation-2015:art44.p1",
    module="rewards",
    about=("各类完成单位都应奖励重要贡献者。", "Every completing unit must reward its important contributors."),
)
