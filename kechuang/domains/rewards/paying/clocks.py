"""The clock of payment as obligations: of income that no plan has taken yet on its transformation, of a plan on the plan.

Started when income is obtained, restarted when the plan says another period, stopped by the payment of everybody. A unit
that has recorded neither rule nor agreement has the statutory period: what nobody set does not put the day off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.law import ask
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.rewards import facts, sources
from kechuang.domains.rewards.models import PlanReceipt, RewardPayment, RewardPlan
from kechuang.domains.rewards.paying import owing
from kechuang.domains.transformations.following import Change
from kechuang.domains.transformations.models import Transformation
from kechuang.law import Verdict

RULE = "reward_payment"
Source = RewardPlan.Source


def follow(plan: RewardPlan) -> None:
    """Bring the clocks of a plan and of its transformation to what now stands. Call it when the plan's rows are written."""
    of_plan(plan)
    if plan.transformation is not None:
        of_transformation(plan.transformation)


def income_moved(change: Change) -> None:
    """After income came or changed, and the plans that rest on it followed."""
    if not isinstance(change.case, Transformation):
        return
    of_transformation(change.case)
    for plan in RewardPlan.objects.filter(transformation=change.case).exclude(state__in=("void", "paid")):
        of_plan(plan)


def of_plan(plan: RewardPlan) -> None:
    """Start, restart, stop or waive the clock of a plan."""
    if plan.state == "paid":
        obligations.meet(plan.pk, RULE, _last_payment(plan) or plan.paid_on or clock.today())
        return
    over = plan.state == "void" or owing.successor(plan) is not None
    given = None if over else plan_facts(plan)
    if given is None:
        _waive(plan.pk, _("方案 %(number)s 不再支付") % {"number": plan.number})
        return
    _start(plan.pk, plan, given)


def plan_facts(plan: RewardPlan) -> dict[str, Any] | None:
    """What the clock of a plan counts from: its first income; None where there is nothing to pay, or no text has a clock."""
    incomes = [income for income in sources.incomes(plan) if income.fen > 0]
    if not incomes or plan.source not in (Source.RECEIPTS, Source.EQUITY):
        return None
    first = min(
        incomes, key=lambda income: income.facts.get("deal.received_on") or income.facts["deal.equity_registered_on"]
    )
    return {"deal.agreed": False, **facts.payment_facts(plan, first)}


def of_transformation(deal: Transformation) -> None:
    """Start or waive the clock of income that no standing plan has taken: of several receipts the first."""
    given = deal_facts(deal)
    if given is None:
        _waive(deal.pk, _("收入已列入奖励方案，期限随方案"))
        return
    _start(deal.pk, deal, given)


def deal_facts(deal: Transformation) -> dict[str, Any] | None:
    """What the clock of a transformation counts from; None where a plan has taken everything, or nothing was obtained."""
    common = {"deal.mode": deal.mode, "deal.agreed": False}
    if deal.mode == Transformation.Mode.EQUITY:
        stake = getattr(deal, "equity_stake", None)
        if stake is None or stake.registered_on is None or sources.standing_plans(deal, Source.EQUITY):
            return None
        return {
            **holder_facts(deal.owner, stake.registered_on),
            **common,
            "deal.equity_registered_on": stake.registered_on,
        }
    taken = PlanReceipt.objects.filter(standing=True).values("receipt")
    row = (
        deal.receipts.filter(standing=True, income__gt=0)
        .exclude(pk__in=taken)
        .order_by("received_on", "position")
        .first()
    )
    if row is None:
        return None
    return {**holder_facts(deal.owner, row.received_on), **common, "deal.received_on": row.received_on}


def _start(case_id: int, case: Any, given: Mapping[str, Any]) -> None:
    """A text that sets no day for this unit leaves nothing to run."""
    if ask(case, RULE, given).verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND):
        _waive(case_id, _("没有适用于本单位的支付期限"))
        return
    obligations.start(
        case_id=case_id, rule=RULE, territory=case.region_id, owner=case.owner, facts=given,
        settled_by="pay" if isinstance(case, RewardPlan) else "draft_plan",
    )  # fmt: skip


def _waive(case_id: int, reason: str) -> None:
    for running in Obligation.objects.filter(case_id=case_id, rule=RULE, status=Obligation.Status.DUE):
        obligations.waive(running, reason)


def _last_payment(plan: RewardPlan) -> dt.date | None:
    rows = RewardPayment.objects.standing().filter(share__plan=plan)
    last: dt.date | None = rows.order_by("-paid_on").values_list("paid_on", flat=True).first()
    return last
