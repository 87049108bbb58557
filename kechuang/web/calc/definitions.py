"""The calculators: which rules each runs, which facts it asks first, and an example to start from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from kechuang.law import REGISTRY


@dataclass(frozen=True)
class Calculator:
    """A question answered by rules. rules: by preference; those not in the registry are left out. first: facts in front.

    example: a query that fills the form; answer: the template of the answer above the tree.
    """

    url_name: str
    title: Promise | str
    lead: Promise | str
    rules: Sequence[str]
    first: Sequence[str]
    example: Mapping[str, str]
    answer: str
    labels: Mapping[str, Promise] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    hidden: Sequence[str] = ()
    main: str = ""
    """The rule whose answer stands on top, where it is not the first of the tree."""

    @property
    def present(self) -> list[str]:
        return [name for name in self.rules if name in REGISTRY]


UNIT_TRAITS = ("unit.public_platform", "unit.public_research_unit")
_KNOWN_UNIT = {"unit.public_platform": "yes", "unit.public_research_unit": "yes"}

REWARD = Calculator(
    url_name="calc-reward",
    title=gettext_lazy("奖励应当给多少"),
    lead=gettext_lazy("转让、许可、作价投资和自行实施，奖励总额和内部分配各不得低于多少。"),
    rules=(
        "reward_pool_floor", "reward_stake_value_floor", "reward_stake_floor", "profit_reward_duty",
        "profit_reward_floor", "main_contributors_floor", "transfer_staff_floor", "unit_keeps_at_most",
        "reward_pool_check",
    ),
    first=(
        "deal.mode", "deal.received_on", "deal.amount", "deal.costs", "deal.fiscal_research_cost", "deal.taxes",
        "reward.paid", *UNIT_TRAITS, "deal.agreed",
    ),
    labels={
        "deal.fiscal_research_cost:help": gettext_lazy("财政研发经费不列入成本；没有就填 0"),
        "deal.contract_on:help": gettext_lazy("只在按合同日选规定时用到"),
        "deal.agreed:help": gettext_lazy("指奖励和报酬的方式、数额"),
        "reward.paid:help": gettext_lazy("不填按下限分配"),
    },
    initial={"territory": "330803", "deal.mode": "licence"},
    hidden=("on",),
    example={
        "territory": "330803", "deal.mode": "licence", "deal.received_on": "2025-06-10", "deal.contract_on": "2025-02-10",
        "deal.amount": "1230000.00", "deal.costs": "600000.00", "deal.fiscal_research_cost": "420000.00",
        "deal.taxes": "50000.00", **_KNOWN_UNIT, "deal.agreed": "no",
    },
    answer="web/calc/answer_reward.html",
)  # fmt: skip
DATES = Calculator(
    url_name="calc-dates",
    title=gettext_lazy("公示到哪一天，何时能签，最迟何时发"),
    lead=gettext_lazy("协议定价公示、奖励发放和奖励公示三座钟，按民法典的算法逐日列出。"),
    rules=("price_publicity", "reward_payment", "reward_notice"),
    first=(
        "deal.pricing_method", "notice.unit_on", "notice.market_on", "buyer.relation", "notice.insider_marked",
        "deal.received_on", "deal.agreed", "reward.agreed_months", "reward.notice_on", "unit.public_research_unit",
        "unit.state_owned", "as_of",
    ),
    initial={"territory": "330803"},
    hidden=("on",),
    example={
        "territory": "330803", "notice.unit_on": "2025-05-06", "notice.market_on": "2025-05-08", "deal.agreed": "no",
        "deal.pricing_method": "agreed_price", "deal.received_on": "2025-06-10", "as_of": "2025-05-16",
        "unit.public_research_unit": "yes", "unit.state_owned": "yes", "buyer.relation": "none",
    },
    answer="web/calc/answer_dates.html",
)  # fmt: skip
IDLE = Calculator(
    url_name="calc-idle",
    title=gettext_lazy("成果闲置了，谁从哪天起可以做什么"),
    lead=gettext_lazy("完成人自行实施、公开挂牌、许可实施，三座钟起点和条件各不相同。"),
    rules=("idle_completer", "idle_listing", "idle_licence", "idle_ladder"),
    main="idle_ladder",
    first=(
        "idle.ip_right_on", "idle.fiscal", "idle.applied", "idle.on_provincial_list", "idle.reason_recorded",
        "idle.reason_accepted", "idle.holder_in_scope", *UNIT_TRAITS, "idle.used_on", "idle.agreement_on", "as_of",
    ),
    initial={"territory": "330802"},
    hidden=("on",),
    example={
        "territory": "330802", "idle.ip_right_on": "2023-04-01", "idle.fiscal": "yes", "idle.applied": "yes",
        "idle.on_provincial_list": "yes", "idle.reason_recorded": "no", "idle.holder_in_scope": "yes", **_KNOWN_UNIT,
        "as_of": "2025-04-02",
    },
    answer="web/calc/answer_idle.html",
)  # fmt: skip
QUOTA = Calculator(
    url_name="calc-quota",
    title=gettext_lazy("年度评价能评几家优秀，钱怎样变"),
    lead=gettext_lazy("三类平台各限几家优秀，奖励至多多少；一票否决和不合格削减多少预算。"),
    rules=("evaluation_award_total", "next_year_budget"),
    first=(
        "evaluation.basic_research_count", "evaluation.technology_innovation_count",
        "evaluation.innovation_service_count", "unit.iur_platform", "evaluation.grade", "evaluation.veto_matters",
        "budget.next_year_approved",
    ),
    labels={
        "on": gettext_lazy("评价之日"),
        "evaluation.veto_matters": gettext_lazy("主要管理团队的否决事项"),
        "evaluation.grade": gettext_lazy("一家平台评定的等次"),
        "unit.iur_platform:help": gettext_lazy("以下四项只为看一家平台下年的预算"),
    },
    initial={"territory": "330108"},
    example={
        "territory": "330108", "on": "2025-12-31", "evaluation.basic_research_count": "9",
        "evaluation.technology_innovation_count": "7", "evaluation.innovation_service_count": "4",
        "unit.iur_platform": "yes", "evaluation.grade": "excellent", "evaluation.veto_matters": "integrity",
        "budget.next_year_approved": "12500000.00",
    },
    answer="web/calc/answer_quota.html",
)  # fmt: skip
