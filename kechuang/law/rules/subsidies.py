"""Money beside the reward pool: technology managers, firms that take over achievements, R&D in state enterprises."""

from __future__ import annotations

from kechuang.law.expression import (
    all_of,
    any_of,
    at_least,
    complete,
    const,
    fact,
    facts,
    given,
    governed,
    known,
    least,
    reading,
    share,
    when,
)
from kechuang.law.rule import check, entitlement, remark, rule
from kechuang.law.rules.equity import stake
from kechuang.law.rules.net_income import net_income, version_day
from kechuang.law.rules.rewards import pool_floor, reward
from kechuang.law.types import FEN, FLAG, SHARE, choice, items_of
from kechuang.law.vocabulary import agreed, deal, public_research_unit, state_established

manager = facts(
    "technology_manager",
    reward_rate=(SHARE, "单位规定的技术经理人奖励比例", "Technology managers' share, set by the unit"),
    rule_on_file=(FLAG, "已有技术经理人奖励规定", "A rule on technology managers' reward is on file"),
)
subsidy = facts(
    "subsidy",
    rate=(SHARE, "当地规定的补助比例", "Subsidy rate set locally"),
    limit=(FEN, "当地规定的补助限额", "Local ceiling of the subsidy"),
    contract_registered=(FLAG, "技术合同已认定登记", "Technical contract registered"),
    payment_proved=(FLAG, "已有支付凭证", "Payment proved"),
)
ASSET_KIND = choice(
    [
        ("state_owned", "国有独资企业", "wholly state-owned enterprise"),
        ("state_controlled", "国有资本占控股或主导地位的企业", "state-controlled enterprise"),
        ("other", "其他企业", "other enterprise"),
    ]
)
enterprise = facts(
    "enterprise",
    ownership=(ASSET_KIND, "企业的国有资本情况", "State ownership of the enterprise"),
    profit=(FEN, "当年利润", "Profit of the year"),
    research_spending=(FEN, "当年研究开发投入（经核实）", "R&D spending of the year, verified"),
    incentive_tools=(items_of("incentive.tools"), "采用的激励方式", "Incentive tools used"),
)
COMMISSIONER = choice([("national_and_provincial_rules", "国家和省有关规定", "national and provincial rules")])
commissioner = fact("person.sci_tech_commissioner", FLAG, "科技特派员", "Sci-tech commissioner")
income_split = facts(
    "reward",
    team=(FEN, "研究团队奖励", "Team reward"),
    rebuilding=(FEN, "用于平台再建设", "Put into building the platform further"),
)

# -- technology managers ---------------------------------------------------------------------------------

technology_manager_reward = rule(
    "technology_manager_reward",
    share(deal.amount, manager.reward_rate, "down"),
    applies=governed("quzhou-2024:art24.p2.b", on=version_day, unit__platform=True),
    zh="技术经理人奖励",
    en="Reward of technology managers",
    cites="quzhou-2024:art24.p2.b",
    module="rewards",
    remarks=[
        remark(
            when(known(manager.rule_on_file), ~manager.rule_on_file, const(True, FLAG)),
            "条例没有规定比例：须有本单位的规定为据。",
            "The regulation sets no share: a rule of the unit must carry it.",
            "advice",
            "quzhou-2024:art24.p2.b",
        ),
        remark(
            deal.amount - share(deal.amount, manager.reward_rate, "down") < pool_floor,
            "成交额扣除这笔奖励后不足以支付成果奖励总额下限；法定奖励不得因此减少。",
            "After this reward the amount no longer covers the reward pool floor, which it must not reduce.",
            "warning",
            "quzhou-2024:art24.p2.b",
        ),
    ],
    about=(
        "可以按技术交易额的一定比例奖励；比例由单位规定，不减少法定的奖励总额。",
        "A share of the transaction amount, set by the unit; it does not reduce the statutory pool.",
    ),
)

# -- taking over an achievement --------------------------------------------------------------------------

_base = when(
    when(known(deal.mode), deal.mode.is_("equity"), const(False, FLAG)),
    stake.stake_value,
    reading("A05.subsidy_base", contract_amount=deal.amount, net_income=net_income),
).called("补助的计算基数", "What the subsidy is a share of", "zhejiang-2021:art10.p1")
_by_rate = share(_base, subsidy.rate, "down")

takeover_subsidy = rule(
    "takeover_subsidy",
    when(known(subsidy.limit), least(_by_rate, subsidy.limit), _by_rate),
    applies=governed("zhejiang-2021:art10.p1", on=version_day),
    zh="承接科技成果的补助",
    en="Subsidy for taking over an achievement",
    cites="zhejiang-2021:art10.p1",
    module="funding",
    outputs={"base": _base},
    remarks=[
        remark(
            const(True, FLAG),
            "条例没有规定比例：比例和限额以当地规定为准。",
            "The regulation sets no rate: rate and ceiling come from the local rule.",
            "advice",
            "zhejiang-2021:art10.p1",
        ),
        remark(
            any_of(~subsidy.contract_registered, ~subsidy.payment_proved),
            "须先有合同认定登记和支付凭证。",
            "The contract must be registered and the payment proved first.",
        ),
    ],
    about=(
        "政府可以按技术合同实际成交额或者作价投资额的一定比例补助承接成果的企业。",
        "Governments may subsidise a firm that takes over an achievement by a share of the amount or the stake.",
    ),
)

# -- state enterprises -----------------------------------------------------------------------------------

assessed_profit = rule(
    "assessed_profit",
    enterprise.profit + at_least(enterprise.research_spending, 0),
    applies=all_of(enterprise.ownership.is_not("other"), governed("zhejiang-2021:art12.p1.b", on=version_day)),
    zh="业绩考核利润（研发投入视同利润）",
    en="Profit for assessment, R&D counted as profit",
    cites="zhejiang-2021:art12.p1.b",
    module="statistics",
    remarks=[
        remark(
            const(True, FLAG),
            "只用于经营业绩考核，会计利润不变；是否采用由考核办法决定。",
            "For the assessment alone, the books do not change; whether it is used is for the assessment rule.",
            "advice",
            "zhejiang-2021:art12.p1.b",
        )
    ],
    about=("国有企业当年研发投入在业绩考核中可以视同利润。", "A state enterprise's R&D may count as profit there."),
)

enterprise_incentives = entitlement(
    "enterprise_incentives",
    complete(enterprise.incentive_tools, "incentive.tools", on=version_day),
    zh="企业激励科技人员的方式",
    en="Incentives of an enterprise for its staff",
    cites="zhejiang-2021:art11.p3",
    module="rewards",
    remarks=[
        remark(
            const(True, FLAG),
            "对企业是鼓励，法定的院所奖励下限不适用于企业。",
            "Encouraged for enterprises; the floors for public research units do not bind them.",
            "advice",
            ["zhejiang-2021:art11.p3", "zhejiang-2021:art37.p5"],
        )
    ],
    about=(
        "股权出售、股权奖励、股票期权、项目收益分红、岗位分红，任用一种即可。",
        "Equity sale, equity award, options, project or post dividends: any of them.",
    ),
)

# -- commissioners -----------------------------------------------------------------------------------------

commissioner_income = rule(
    "commissioner_income",
    const("national_and_provincial_rules", COMMISSIONER),
    applies=all_of(commissioner, governed("zhejiang-2021:art32.p1.b", on=version_day)),
    zh="科技特派员转化收益适用的规定",
    en="Which rule a commissioner's income follows",
    cites="zhejiang-2021:art32.p1.b",
    module="rewards",
    about=(
        "科技特派员取得的转化和创业收益按国家和省有关规定，默认不套用奖励下限。",
        "A commissioner's income follows national and provincial rules; the reward floors are not applied by default.",
    ),
)

# -- trading income of an IUR platform -------------------------------------------------------------------

_team = given(income_split.team, reward.paid)
_no_floor = all_of(agreed, ~state_established, ~public_research_unit)
"""The law leaves the reward to the unit's own rule or agreement, and there is one."""

trading_income_split = check(
    "trading_income_split",
    all_of(
        (_team + income_split.rebuilding)
        .is_(net_income)
        .called("两部分合计等于净收入", "The two parts sum to the net income", "binjiang-2023:s4.3.c"),
        any_of(_team >= pool_floor, _no_floor).called(
            "团队奖励达到法定下限", "The team reward reaches the legal floor"
        ),
    ),
    applies=governed("binjiang-2023:s4.3.c", on=version_day, unit__iur_platform=True),
    zh="成果交易收入的分配",
    en="Split of trading income",
    cites=["binjiang-2023:s4.3.c", "zhejiang-2021:art37.p1.i1"],
    module="rewards",
    outputs={
        "team_at_least": pool_floor.called("团队奖励至少", "Team reward at least"),
        "rebuilding_at_most": (net_income - pool_floor).called("平台再建设至多", "Platform building at most"),
    },
    about=(
        "成果交易所得分作团队奖励和平台再建设；单位受省条例约束的，团队奖励不低于法定下限。",
        "Trading income is team reward and further building; the reward is at least the legal floor where one binds.",
    ),
)
