"""Lists and pages as declarations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.ledger.panels import case_entries
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.domains.rewards import filters
from kechuang.domains.rewards.actions.who import sees_amounts
from kechuang.domains.rewards.lines import written
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.rewards.panels import payments, plans
from kechuang.domains.rewards.papers.plan import plan_paper
from kechuang.domains.rewards.tables import reports

AREA = "achievements"


def _sub(plan: RewardPlan) -> str:
    about = plan.transformation or plan.contract_fund
    return " · ".join(part for part in (str(plan.get_source_display()), about.title if about else "") if part)


def _values(plan: RewardPlan) -> Mapping[str, Any]:
    today = clock.today()

    def yes(value: bool | None) -> str:
        return "" if value is None else "true" if value else "false"

    shares = list(plan.shares.select_related("person").order_by("position"))
    return {
        "shares": written(shares),
        "staff": "\n".join(share.person.name for share in shares if share.group == "transfer_staff"),
        "agreed": yes(plan.agreed),
        "team_only": yes(plan.team_only),
        "notice_unit_on": today, "unit_on": today,
    }  # fmt: skip


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"source": "receipts"} if given.get("transformation") else {}


def _links(plan: RewardPlan, user: Any) -> Sequence[tuple[str, str]]:
    """The slip of whoever reads, where the plan names them."""
    person = getattr(user, "person_id", None)
    if person is None or not plan.shares.filter(person_id=person).exists():
        return ()
    return [(_("我的奖励条"), reverse("reward-slip", args=[plan.number]))]


PLANS = register(
    CaseSite(
        RewardPlan,
        slug="reward-plans",
        title=gettext_lazy("奖励方案"),
        unit=gettext_lazy("份"),
        area=AREA,
        columns=(
            "number",
            "title",
            "owner",
            "region",
            Column("source", gettext_lazy("奖励来源"), lambda p: p.get_source_display(), sort="source"),
            Column("obtained", gettext_lazy("收入取得日"), lambda p: p.obtained_on, "day", "obtained_on"),
            Column("income", gettext_lazy("净收入（元）"), lambda p: p.income, "yuan", "income"),
            Column("floor", gettext_lazy("奖励下限（元）"), lambda p: p.floor, "yuan", "floor"),
            Column("pool", gettext_lazy("奖励总额（元）"), lambda p: p.pool, "yuan", "pool"),
            Column("due_on", gettext_lazy("最迟支付日"), lambda p: p.due_on, "day", "due_on"),
            Column("settled", gettext_lazy("确定日"), lambda p: p.settled_on, "day", "settled_on", shown=False),
            "state",
            "due",
            "left",
        ),
        filters=(filters.SOURCE,),
        quick=(filters.LATE, filters.SOON, filters.BELOW, filters.CORRECTING),
        search=("owner__name", "transformation__title"),
        related=("transformation", "contract_fund"),
        main=(plans.floors, plans.classes, plans.people, payments.payments, plans.notice, plans.receipts, case_entries),
        side=(plans.particulars, payments.year_wages, payments.tax),
        path=("drafted", "in_notice", "settled", "paid"),
        links=_links,
        sub=_sub,
        initial=_values,
        initial_new=_new,
        beside={
            "propose_shares": (plans.floors, plans.classes),
            "change_shares": (plans.floors, plans.classes),
            "recompute": (plans.floors,),
        },
        papers=(
            CasePaper("plan", gettext_lazy("收益分配方案"), plan_paper, lambda case, user: sees_amounts(user, case)),
        ),
    )
)

__all__ = ["PLANS", "reports"]
