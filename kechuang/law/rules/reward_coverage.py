"""Who is covered by which reward rule, what the unit's own rule may say, and which text gives way."""

from __future__ import annotations

from kechuang.law.expression import (
    Node,
    all_of,
    complete,
    const,
    facts,
    given,
    governed,
    missing,
    parameter,
    reading,
    when,
)
from kechuang.law.rule import check, remark, rule
from kechuang.law.rules.net_income import not_applicable
from kechuang.law.rules.rewards import pool_share_for, research_unit_governed, reward, reward_day
from kechuang.law.types import DATE, FLAG, MONTHS, SHARE, choice, items_of
from kechuang.law.vocabulary import MODE, deal

reward_rule = facts(
    "reward_rule",
    procedure=(items_of("reward_rule.procedure"), "制定奖励规定已办的程序", "Steps taken in making the reward rule"),
    matters=(items_of("reward_rule.matters"), "奖励规定或约定已写明的内容", "Matters the reward rule settles"),
)
local_rule = facts(
    "local_rule",
    adopted_on=(DATE, "该地方性法规制定日", "Local regulation adopted on"),
    compared=(
        choice(
            [
                ("lower", "低于省条例", "lower than the province"),
                ("same", "与省条例一致", "the same as the province"),
                ("higher", "高于省条例", "higher than the province"),
            ]
        ),
        "该法规的奖励规定与省条例相比",
        "Its reward rule compared with the province's",
    ),
)

COVERAGE = choice(
    [
        ("neither", "都不是", "neither"),
        ("research_unit_only", "仅为政府设立的研究开发机构、高等院校", "public research unit only"),
        ("platform_only", "仅为利用财政性资金设立的科创平台", "public platform only"),
        ("both", "两者都是", "both"),
    ]
)
PRECEDENCE = choice(
    [
        ("local_stands", "地方性法规不受本款影响", "the local rule is not displaced"),
        ("local_stands_flagged", "地方性法规更有利，继续适用并标记", "the more generous local rule stands, flagged"),
        ("province_prevails", "按省条例执行", "the provincial article prevails"),
    ]
)

# -- rules and agreements of the unit --------------------------------------------------------------------

agreed_share_check = check(
    "agreed_share_check",
    reward.agreed_share >= pool_share_for(deal.mode, agreed=const(True, FLAG)),
    applies=deal.mode.one_of("transfer", "licence", "equity"),
    zh="规定或者约定的奖励比例是否达到下限",
    en="Does the share set by rule or agreement reach the floor?",
    cites=["prc-transformation-2015:art45.p2", "prc-transformation-2015:art44.p2", "zhejiang-2021:art37.p1"],
    module="rewards",
    about=(
        "国家设立的院所自行规定或者约定的，也须达到法定标准。",
        "What state-established units set themselves must reach the legal standards too.",
    ),
)

reward_rule_procedure = check(
    "reward_rule_procedure",
    all_of(
        complete(reward_rule.procedure, "reward_rule.procedure"),
        complete(reward_rule.matters, "reward_rule.matters"),
    ),
    zh="奖励规定的制定",
    en="Making of the reward rule",
    cites="prc-transformation-2015:art44.p2",
    module="rewards",
    outputs={
        "missing_steps": missing(reward_rule.procedure, "reward_rule.procedure").called("还缺的程序", "Steps missing"),
    },
    about=(
        "制定奖励规定应充分听取科技人员意见并在本单位公开。",
        "Staff are heard before the rule is made, and the rule is published in the unit.",
    ),
)

# -- who is covered ----------------------------------------------------------------------------------------

_platform = governed("quzhou-2024:art20.p1", on=reward_day, unit__public_platform=True)
_research_unit = research_unit_governed("zhejiang-2021:art37.p1")
_any_mode = given(deal.mode, const("transfer", MODE))


def split_share(name: str, zh: str, en: str) -> Node:
    """A class's lowest share of the total reward, where the province's split reaches the unit (A03)."""
    stated = parameter(name, SHARE, on=reward_day, zh=zh, en=en)
    return reading(
        "A03",
        public_research_units=stated,
        not_in_quzhou=when(_platform, not_applicable(stated), stated),
    )


main_share = split_share("reward.main_contributors_floor", "主要贡献人员份额下限", "Main contributors' share floor")
staff_share = split_share(
    "reward.transfer_staff_floor", "转移机构人员和管理人员份额下限", "Transfer staff and managers' share floor"
)


coverage = rule(
    "reward_coverage",
    when(
        _platform,
        when(_research_unit, const("both", COVERAGE), const("platform_only", COVERAGE)),
        when(_research_unit, const("research_unit_only", COVERAGE), const("neither", COVERAGE)),
    ),
    zh="奖励规定的适用对象",
    en="Who is covered by the reward rules",
    cites=[
        "quzhou-2024:art20.p1", "zhejiang-2021:art37.p1", "zhejiang-2021:art37.p5",
        "prc-transformation-2015:art45.p1",
    ],
    module="rewards",
    outputs={
        "pool_share": pool_share_for(_any_mode).called("奖励比例下限", "Reward share floor"),
        "pool_share_without_agreement": pool_share_for(_any_mode, agreed=const(False, FLAG)).called(
            "没有规定和约定时的奖励比例下限", "Reward share floor where nothing is agreed"
        ),
        "main_contributors_share": main_share.called("主要贡献人员份额下限", "Main contributors' share floor"),
        "transfer_staff_share": staff_share.called(
            "转移机构人员和管理人员份额下限", "Transfer staff and managers' share floor"
        ),
        "payment_months": parameter(
            "reward.payment_months", MONTHS, on=reward_day, agreed=const(False, FLAG), zh="支付期限", en="Months to pay"
        ).called("没有规定和约定时的支付期限", "Months to pay where nothing is set"),
    },
    remarks=[
        remark(
            all_of(_platform, ~_research_unit),
            "适用市条例的奖励比例，没有省条例的内部分配比例。",
            "The city's share applies, without the province's split between classes.",
            "advice",
            "quzhou-2024:art20.p1",
        ),
        remark(
            all_of(~_platform, ~_research_unit),
            "不适用市、省条例的奖励下限；没有规定也没有约定的，适用国家法的标准，奖励支付期限仍然起算。",
            "Neither floor; the national standard applies where nothing is agreed, and the payment clock still runs.",
            "advice",
            "prc-transformation-2015:art45.p1",
        ),
    ],
    about=(
        "四种情形：两者都是、仅为科创平台、仅为院所、都不是。",
        "Four cases: both, platform only, research unit only, neither.",
    ),
)  # fmt: skip

_earlier = local_rule.adopted_on < parameter(
    "policy.conflict_reference_date", DATE, zh="省条例施行日", en="Day the province's regulation took effect"
)

local_reward_rule_conflict = rule(
    "local_reward_rule_conflict",
    when(
        all_of(_earlier, local_rule.compared.is_not("same")),
        when(
            local_rule.compared.is_("lower"),
            const("province_prevails", PRECEDENCE),
            reading(
                "A29",
                lower_only=const("local_stands_flagged", PRECEDENCE),
                any_difference=const("province_prevails", PRECEDENCE),
            ),
        ),
        const("local_stands", PRECEDENCE),
    ),
    applies=governed("zhejiang-2021:art37.p6"),
    zh="较早地方性法规与省条例不一致",
    en="An earlier local regulation differs from the province's",
    cites="zhejiang-2021:art37.p6",
    module="policy",
    about=(
        "省条例施行以前制定的地方性法规与第三十七条不一致的，按第三十七条执行；以后制定的不受本款影响。",
        "A local regulation made before the province's took effect gives way where it differs; later ones do not.",
    ),
)
