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
    title: Promise
    lead: Promise
    rules: Sequence[str]
    first: Sequence[str]
    example: Mapping[str, str]
    answer: str
    labels: Mapping[str, Promise] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    hidden: Sequence[str] = ()

    @property
    def present(self) -> list[str]:
        return [name for name in self.rules if name in REGISTRY]


UNIT_TRAITS = ("unit.public_platform", "unit.public_research_unit")

REWARD = Calculator(
    url_name="calc-reward",
    title=gettext_lazy("奖励应当给多少"),
    lead=gettext_lazy("转让、许可、作价投资和自行实施，奖励总额和内部分配各不得低于多少。"),
    rules=(
        "reward_pool_floor", "reward_main_contributors_floor", "reward_transfer_staff_floor", "reward_unit_keeps",
    ),
    first=(
        "deal.mode", "deal.received_on", "deal.amount", "deal.costs", "deal.fiscal_research_cost", "deal.taxes",
        *UNIT_TRAITS, "deal.agreed",
    ),
    labels={
        "deal.fiscal_research_cost:help": gettext_lazy("财政研发经费不列入成本；没有就填 0"),
        "deal.contract_on:help": gettext_lazy("只在按合同日选规定时用到"),
    },
    initial={"territory": "330803", "deal.mode": "licence"},
    example={
        "territory": "330803", "deal.mode": "licence", "deal.received_on": "2025-06-10", "deal.contract_on": "2025-02-10",
        "deal.amount": "1230000.00", "deal.costs": "600000.00", "deal.fiscal_research_cost": "420000.00",
        "deal.taxes": "50000.00", "unit.public_platform": "yes", "unit.public_research_unit": "yes", "deal.agreed": "no",
    },
    answer="web/calc/answer_reward.html",
)  # fmt: skip
DATES = Calculator(
    url_name="calc-dates",
    title=gettext_lazy("公示到哪一天，何时能签，最迟何时发"),
    lead=gettext_lazy("协议定价公示、奖励公示和奖励发放三座钟，按民法典的算法逐日列出。"),
    rules=("price_publicity", "reward_payment", "reward_publicity"),
    first=(
        "notice.unit_on", "notice.market_on", "deal.received_on", "deal.agreed", *UNIT_TRAITS, "buyer.relation",
        "notice.insider_marked",
    ),
    initial={"territory": "330803"},
    example={
        "territory": "330803", "notice.unit_on": "2025-05-06", "notice.market_on": "2025-05-08", "deal.agreed": "no",
        "deal.received_on": "2025-06-10", "unit.public_platform": "yes", "unit.public_research_unit": "yes",
    },
    answer="web/calc/answer_dates.html",
)  # fmt: skip
IDLE = Calculator(
    url_name="calc-idle",
    title=gettext_lazy("成果闲置了，谁从哪天起可以做什么"),
    lead=gettext_lazy("完成人自行实施、公开挂牌、许可实施，三座钟起点和条件各不相同。"),
    rules=("idle_listing", "idle_licence", "completer_self_implementation"),
    first=(),
    initial={"territory": "330803"},
    example={"territory": "330803"},
    answer="web/calc/answer_idle.html",
)
QUOTA = Calculator(
    url_name="calc-quota",
    title=gettext_lazy("年度评价能评几家优秀，钱怎样变"),
    lead=gettext_lazy("三类平台各限几家优秀，奖励至多多少；一票否决和不合格削减多少预算。"),
    rules=("evaluation_quota", "evaluation_award", "evaluation_budget_cut"),
    first=(),
    initial={"territory": "330108"},
    example={"territory": "330108"},
    answer="web/calc/answer_quota.html",
)
