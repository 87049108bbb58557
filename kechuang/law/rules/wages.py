"""How a reward stands in the unit's wages: it raises the year's total, and touches neither a cap nor its base."""

from __future__ import annotations

from kechuang.law.expression import Node, any_of, const, facts, governed, known, reading, when
from kechuang.law.rule import check, remark, rule
from kechuang.law.rules.contract_funds import funds
from kechuang.law.rules.rewards import reward, reward_day
from kechuang.law.types import FEN, FLAG

wages = facts(
    "wages",
    total=(FEN, "当年工资总额（不含本次奖励）", "The year's total wages, without this reward"),
    performance_pay=(FEN, "当年绩效工资（不含本次奖励）", "The year's performance pay, without this reward"),
    performance_cap=(FEN, "绩效工资总额限额", "Cap on total performance pay"),
    has_performance_cap=(FLAG, "实行绩效工资总额管理", "Performance pay is capped"),
)

NOTHING = const(0, FEN)
_capped = when(known(wages.has_performance_cap), wages.has_performance_cap, const(True, FLAG))
"""Whether the unit's performance pay is capped; taken as capped while not stated, which changes no figure."""


def _treatment(amount: Node) -> dict[str, Node]:
    return {
        "total_wages": (wages.total + amount).called("计入后的工资总额", "Total wages with the reward"),
        "counted_in_performance_cap": NOTHING.called("占用绩效工资限额", "Counted in the performance-pay cap"),
        "counted_in_performance_base": NOTHING.called("纳入绩效工资基数", "Counted in the performance-pay base"),
        "cap_left": (wages.performance_cap - wages.performance_pay).called("绩效工资限额余额", "Cap left, unchanged"),
    }


_uncapped = remark(
    reading("A31", record_only=~_capped, same_effect=const(False, FLAG)),
    "本单位不实行绩效工资总额管理：只在工资总额中作记录。",
    "The unit's performance pay is not capped: the reward is only recorded in total wages.",
    "advice",
    ["zhejiang-2021:art39.p1.a", "zhejiang-2021:art41.p2", "quzhou-2024:art19.p1.b"],
)
_wage_cap_too = remark(
    governed("prc-transformation-2015:art45.p3", on=reward_day, unit__state_owned=True),
    "国家法：也不受当年工资总额限制，不纳入工资总额基数。",
    "National law: outside the cap on total wages too, and outside its base.",
    "advice",
    "prc-transformation-2015:art45.p3",
)

reward_wage_treatment = rule(
    "reward_wage_treatment",
    reward.paid,
    applies=any_of(
        governed("zhejiang-2021:art39.p1.a", on=reward_day, unit__state_owned=True),
        governed("prc-transformation-2015:art45.p3", on=reward_day, unit__state_owned=True),
    ),
    zh="奖励计入当年工资总额",
    en="Reward added to the year's total wages",
    cites=["zhejiang-2021:art39.p1.a", "prc-transformation-2015:art45.p3"],
    module="rewards",
    outputs=_treatment(reward.paid),
    remarks=[_uncapped, _wage_cap_too],
    about=(
        "奖励增加当年工资总额，不占绩效工资限额，不进绩效工资基数。",
        "A reward raises total wages, not the performance-pay cap or its base.",
    ),
)

contract_reward_wage_treatment = rule(
    "contract_reward_wage_treatment",
    funds.reward,
    applies=any_of(
        governed("quzhou-2024:art19.p1.b", on=reward_day, unit__public_platform=True),
        governed("zhejiang-2021:art41.p2", on=reward_day, unit__public_research_unit=True),
    ),
    zh="横向项目奖励计入当年工资总额",
    en="Contract-fund reward added to the year's total wages",
    cites=["quzhou-2024:art19.p1.b", "zhejiang-2021:art41.p2"],
    module="rewards",
    outputs=_treatment(funds.reward),
    remarks=[_uncapped],
    about=("横向项目结余奖励与成果奖励同样计入工资总额。", "Rewards from contract funds enter wages the same way."),
)

performance_cap_kept = check(
    "performance_cap_kept",
    any_of(~_capped, wages.performance_pay <= wages.performance_cap),
    applies=governed("zhejiang-2021:art39.p1.a", on=reward_day, unit__state_owned=True),
    zh="绩效工资不超过限额（奖励不计入）",
    en="Performance pay within its cap, rewards left out",
    cites="zhejiang-2021:art39.p1.a",
    module="rewards",
    about=("核对限额时不计成果转化奖励。", "Transformation rewards are left out when the cap is checked."),
)
