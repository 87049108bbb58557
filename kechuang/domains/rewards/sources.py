"""What a plan shares out: the incomes it rests on, which of them no plan has taken yet, whose they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.rewards import facts
from kechuang.domains.rewards.computing import Income
from kechuang.domains.rewards.models import PlanReceipt, RewardPlan
from kechuang.domains.transformations.income import standing_receipts
from kechuang.domains.transformations.models import EquityStake, Receipt, Transformation


def unrewarded(transformation: Transformation, until: dt.date | None = None) -> list[Receipt]:
    """Receipts that stand and that no standing plan shares out, in the order in which they came; until: up to that day.

    Also those whose net income is not found yet; nothing can be shared out of them before it is.
    """
    rows = standing_receipts(transformation).exclude(in_plans__standing=True)
    if until is not None:
        rows = rows.filter(received_on__lte=until)
    return list(rows.order_by("received_on", "position"))


def standing_plans(transformation: Transformation, source: str) -> list[RewardPlan]:
    """Plans of the transformation's stake (or profit) that are not void and that no other replaces."""
    rows = RewardPlan.objects.filter(transformation=transformation, source=source).exclude(state="void")
    return list(rows.exclude(pk__in=RewardPlan.objects.exclude(state="void").exclude(replaces=None).values("replaces")))


def stake(plan: RewardPlan) -> EquityStake | None:
    """The stake an equity plan is about; None for other plans."""
    if plan.source != RewardPlan.Source.EQUITY:
        return None
    return EquityStake.objects.get(transformation=plan.transformation_id)


def incomes(plan: RewardPlan, taken: Sequence[PlanReceipt] | None = None) -> list[Income]:
    """What the plan rests on, in order, with the facts of each on its own day. taken: receipts it is yet to take."""
    match plan.source:
        case RewardPlan.Source.RECEIPTS:
            rows = receipts(plan) if taken is None else taken
            return [facts.receipt_income(plan, row.receipt, fen_of(row.income)) for row in rows]
        case RewardPlan.Source.EQUITY:
            found = stake(plan)
            assert found is not None
            return [facts.equity_income(plan, found)]
        case RewardPlan.Source.PROFIT:
            assert plan.profit is not None
            return [facts.profit_income(plan, plan.profit)]
    assert plan.contract_fund is not None
    return [facts.fund_income(plan, plan.contract_fund)]


def receipts(plan: RewardPlan) -> list[PlanReceipt]:
    """The plan's receipts in the order in which they came."""
    if plan.pk is None:
        return []
    return list(plan.receipts.select_related("receipt").order_by("receipt__received_on", "receipt__position"))


def taking(plan: RewardPlan, rows: Sequence[Receipt]) -> list[PlanReceipt]:
    """The unsaved rows by which a plan takes receipts, each with its net income of now."""
    return [PlanReceipt(plan=plan, receipt=row, income=row.income or 0) for row in rows]


def obtained_on(plan: RewardPlan, taken: Sequence[PlanReceipt]) -> dt.date:
    """The day the income was obtained: of several receipts the first, of a stake its registration, of profit the year's end,
    of contract funds their settlement."""
    if taken:
        return min(row.receipt.received_on for row in taken)
    if plan.profit is not None:
        return dt.date(plan.profit.year, 12, 31)
    found = stake(plan)
    if found is not None:
        return found.registered_on or clock.today()
    return (plan.contract_fund.settled_on if plan.contract_fund is not None else None) or clock.today()
