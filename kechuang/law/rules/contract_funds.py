"""Horizontal project money (横向经费): what is left after the agreed costs, who may have it, which route it takes."""

from __future__ import annotations

from kechuang.law.expression import (
    all_of,
    any_of,
    at_least,
    complete,
    const,
    facts,
    given,
    governed,
    known,
    missing,
    reading,
    when,
)
from kechuang.law.rule import check, remark, rule
from kechuang.law.rules.rewards import reward_day
from kechuang.law.types import FEN, FLAG, choice, items_of

KIND = choice(
    [
        ("development", "技术开发", "development"),
        ("transfer", "技术转让", "transfer"),
        ("licence", "技术许可", "licence"),
        ("consulting", "技术咨询", "consulting"),
        ("service", "技术服务", "service"),
        ("training", "技术培训", "training"),
    ]
)
ORIGIN = choice(
    [
        ("existing_achievement", "已有职务科技成果", "an existing service achievement"),
        ("commissioned_work", "受委托或竞争取得的项目", "work commissioned or won by competition"),
    ]
)
ROUTE = choice(
    [
        ("reward_rule", "成果转化奖励规定", "reward rule"),
        ("contract_funds", "横向项目经费规定", "contract-funds rule"),
    ]
)

funds = facts(
    "contract_funds",
    kind=(KIND, "技术合同类型", "Kind of technical contract"),
    origin=(ORIGIN, "收入来源", "Where the income comes from"),
    received=(FEN, "横向项目到账经费", "Contract money received"),
    expenses=(FEN, "按协议约定扣除的经费支出", "Expenses deducted as agreed"),
    reward=(FEN, "拟奖励金额", "Reward proposed"),
    invested=(FEN, "投入成果转化的金额", "Put into transformation"),
    kept=(FEN, "留存金额", "Kept by the unit"),
    recipients_did_project=(FLAG, "受奖人员均为项目组成员", "Every recipient worked on the project"),
    in_unit_accounts=(FLAG, "纳入单位财务管理", "Kept in the unit's accounts"),
    rule_types=(items_of("contract.types"), "经费管理办法已涵盖的合同类型", "Contract types the funds rule covers"),
    unit_rule=(FLAG, "本单位有奖励规定", "The unit has a rule for such rewards"),
)

CITY, PROVINCE = "quzhou-2024:art19.p1.a", "zhejiang-2021:art41.p1"

_is_achievement_deal = funds.kind.one_of("transfer", "licence")
_by_city = governed(CITY, on=reward_day, unit__public_platform=True)
_by_province = governed(PROVINCE, on=reward_day, unit__public_research_unit=True)

# -- one receipt, one route ----------------------------------------------------------------------------------

REWARD_RULE, CONTRACT_FUNDS = const("reward_rule", ROUTE), const("contract_funds", ROUTE)
income_route = rule(
    "income_route",
    when(
        _is_achievement_deal,
        reading(
            "A15",
            by_origin=when(funds.origin.is_("existing_achievement"), REWARD_RULE, CONTRACT_FUNDS),
            reward_rule=REWARD_RULE,
            contract_money=CONTRACT_FUNDS,
        ),
        CONTRACT_FUNDS,
    ),
    applies=any_of(_by_city, _by_province),
    zh="这笔收入适用的规定",
    en="Which rule this income follows",
    cites=[CITY, PROVINCE],
    module="rewards",
    about=(
        "一笔收入只走一条路：已有成果的转让、许可按奖励规定，受委托的项目按横向经费规定。",
        "One receipt, one route: an existing achievement follows the reward rule, commissioned work this one.",
    ),
)

# The province's text names development, consulting, service and training; the city's also transfer and licence.
_covered = all_of(
    when(known(funds.kind), income_route.is_("contract_funds"), const(True, FLAG)),
    any_of(
        all_of(_by_city, when(known(funds.kind), funds.kind.is_not("training"), const(True, FLAG))),
        all_of(_by_province, when(known(funds.kind), ~_is_achievement_deal, const(True, FLAG))),
    ),
)

surplus = rule(
    "contract_funds_surplus",
    at_least(funds.received - funds.expenses, 0),
    applies=_covered,
    zh="横向经费结余",
    en="Surplus of contract funds",
    cites=[CITY, PROVINCE],
    module="rewards",
    remarks=[
        remark(
            funds.expenses > funds.received,
            "支出超过到账经费，没有结余可以奖励。",
            "Expenses exceed what was received: there is no surplus to reward from.",
        )
    ],
    about=("到账经费扣除按协议约定的支出；结余可以奖励项目组成员。", "What was received less the agreed expenses."),
)

contract_reward = check(
    "contract_funds_reward",
    all_of(
        (funds.reward <= surplus).called("奖励不超过结余", "Reward within the surplus", CITY, PROVINCE),
        funds.in_unit_accounts,
        funds.recipients_did_project,
        when(
            _by_city,
            complete(funds.rule_types, "contract.types", on=reward_day),
            funds.unit_rule,
        ).called("已有相应的管理办法或规定", "The rule it needs is in place", "quzhou-2024:art19.p2", PROVINCE),
    ),
    applies=_covered,
    zh="横向经费结余奖励",
    en="Reward from the surplus of contract funds",
    cites=[CITY, PROVINCE, "quzhou-2024:art19.p2"],
    module="rewards",
    outputs={
        "surplus": surplus,
        "over": at_least(funds.reward - surplus, 0).called("超出结余", "Over the surplus"),
    },
    about=(
        "奖励以结余为限，只给项目组成员，经费纳入单位财务，有相应的管理办法。",
        "Within the surplus, to those who did the project, from money in the unit's accounts, under a rule.",
    ),
)

contract_funds_rule = check(
    "contract_funds_rule",
    complete(funds.rule_types, "contract.types", on=reward_day),
    zh="横向经费管理办法",
    en="Rule for contract funds",
    cites="quzhou-2024:art19.p2",
    module="governance",
    outputs={
        "missing_types": missing(funds.rule_types, "contract.types", on=reward_day).called(
            "还没有涵盖的合同类型", "Contract types not yet covered"
        )
    },
    about=("财政出资平台须制定各类技术合同项目经费管理办法。", "Publicly funded platforms must have such a rule."),
)

contract_funds_disposition = check(
    "contract_funds_disposition",
    (funds.reward + funds.invested + funds.kept).is_(surplus),
    applies=governed("quzhou-2024:art19.p3", on=reward_day, unit__public_platform=True),
    zh="横向经费结余的去向",
    en="Where the surplus goes",
    cites=["quzhou-2024:art19.p3", CITY],
    module="funding",
    outputs={"surplus": surplus},
    remarks=[
        remark(
            given(funds.invested, const(0, FEN)).is_(0),
            "鼓励把结余依法投入成果转化。",
            "Putting surplus into transformation is encouraged.",
            "advice",
            "quzhou-2024:art19.p3",
        )
    ],
    about=("奖励、投入转化、留存三项合计等于结余。", "Reward, investment and what is kept sum to the surplus."),
)
