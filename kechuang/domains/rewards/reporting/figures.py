"""What a yearly report says, from the rows themselves: achievements, transformation, income and how it was shared. Fen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.achievements.models import Achievement, IPRight
from kechuang.domains.rewards.models import RewardPayment, RewardPlan, RewardShare
from kechuang.domains.transformations.models import ContractFund, Cost, EquityStake, Receipt, Transformation

CONTENTS = ("achievements", "transformation", "income_distribution")
"""Parts of the report by the law's own names (checklist report.contents)."""


def figures(unit: Organisation, year: int) -> dict[str, Any]:
    """The report of a year, part by part. Amounts in fen; modes, kinds and classes by their codes."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return {
        "achievements": _achievements(unit, first, last),
        "transformation": _transformation(unit, first, last),
        "income_distribution": {**_income(unit, first, last), **_rewards(unit, first, last)},
    }


def _fen(value: Decimal | None) -> int:
    return 0 if value is None else fen_of(value)


def _achievements(unit: Organisation, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Achievements obtained in the year, those held at its end, rights granted in it."""
    held = Achievement.objects.owned_by(unit.pk).filter(registered_on__lte=last).exclude(state="withdrawn")
    year = held.filter(registered_on__gte=first)
    kinds = {row["kind_of_achievement"]: row["n"] for row in year.values("kind_of_achievement").annotate(n=Count("pk"))}
    granted = IPRight.objects.filter(achievement__owner=unit, granted_on__range=(first, last))
    return {
        "registered": year.count(), "by_kind": kinds, "fiscal": year.filter(fiscal=True).count(), "held": held.count(),
        "rights_granted": granted.count(),
    }  # fmt: skip


def contracts(unit: Organisation, first: dt.date, last: dt.date) -> QuerySet[Transformation]:
    """Deals whose contract was signed in the time."""
    rows: QuerySet[Transformation] = Transformation.objects.owned_by(unit.pk).filter(contract_on__range=(first, last))
    return rows.exclude(state="withdrawn")


def _transformation(unit: Organisation, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Contracts of the year by mode with their price; how many are registered; stakes; what the unit implements itself."""
    signed = contracts(unit, first, last)
    modes = {
        row["mode"]: {"contracts": row["n"], "price": _fen(row["price"])}
        for row in signed.values("mode").annotate(n=Count("pk"), price=Sum("price")).order_by("mode")
    }
    own = Transformation.objects.owned_by(unit.pk).filter(mode__in=Transformation.BY_THE_UNIT, started_on__lte=last)
    stakes = EquityStake.objects.filter(transformation__owner=unit, registered_on__range=(first, last))
    shares = stakes.aggregate(n=Count("pk"), value=Sum("value"))
    return {
        "contracts": signed.count(), "by_mode": modes, "price": sum(row["price"] for row in modes.values()),
        "registered": signed.exclude(contract_number="").count(),
        "achievements": signed.values("items__achievement").distinct().count(),
        "implementing": own.exclude(state="withdrawn").filter(Q(closed_on=None) | Q(closed_on__gte=first)).count(),
        "stakes": shares["n"], "stakes_value": _fen(shares["value"]),
    }  # fmt: skip


def receipts(unit: Organisation, first: dt.date, last: dt.date) -> QuerySet[Receipt]:
    """Income that came in the time and stands."""
    rows: QuerySet[Receipt] = Receipt.objects.filter(unit=unit, received_on__range=(first, last), standing=True)
    return rows.filter(kind=Receipt.Kind.INCOME)


def _income(unit: Organisation, first: dt.date, last: dt.date) -> dict[str, Any]:
    came = receipts(unit, first, last).aggregate(n=Count("pk"), amount=Sum("amount"), net=Sum("income"))
    spent = Cost.objects.filter(transformation__owner=unit, spent_on__range=(first, last), standing=True)
    taxes = spent.filter(kind=Cost.Kind.TAXES).aggregate(s=Sum("amount"))["s"]
    costs = spent.exclude(kind=Cost.Kind.TAXES).aggregate(s=Sum("amount"))["s"]
    contract = Receipt.objects.filter(
        unit=unit, received_on__range=(first, last), standing=True, kind=Receipt.Kind.CONTRACT
    )
    return {
        "receipts": came["n"], "received": _fen(came["amount"]), "net_income": _fen(came["net"]),
        "costs": _fen(costs), "taxes": _fen(taxes),
        "contract_received": _fen(contract.aggregate(s=Sum("amount"))["s"]),
        "contract_funds": ContractFund.objects.owned_by(unit.pk).filter(contract_on__range=(first, last)).count(),
    }  # fmt: skip


def _rewards(unit: Organisation, first: dt.date, last: dt.date) -> dict[str, Any]:
    """Plans settled in the year, rewards paid in it by class, how many people got one, what stays with the unit.

    late: plans whose day of payment fell in the year and passed without everybody being paid.
    """
    plans = RewardPlan.objects.owned_by(unit.pk).exclude(state="void")
    settled = plans.filter(settled_on__range=(first, last))
    pool = settled.aggregate(pool=Sum("pool"), income=Sum("income"))
    paid = payments(unit, first, last)
    groups = {row["share__group"]: _fen(row["s"]) for row in paid.values("share__group").annotate(s=Sum("amount"))}
    overdue = plans.filter(due_on__range=(first, last), due_on__lt=clock.today())
    return {
        "plans": settled.count(), "settled_income": _fen(pool["income"]), "pool": _fen(pool["pool"]),
        "kept": _fen(pool["income"]) - _fen(pool["pool"]), "paid": sum(groups.values()), "paid_by_group": groups,
        "people": paid.filter(standing=True, amount__gt=0).values("share__person").distinct().count(),
        "late": overdue.filter(Q(paid_on=None) | Q(paid_on__gt=F("due_on"))).count(),
    }  # fmt: skip


def payments(unit: Organisation, first: dt.date, last: dt.date) -> QuerySet[RewardPayment]:
    """Payments made in the time, with those that take back and those that undo: they sum to what was paid on balance."""
    rows: QuerySet[RewardPayment] = RewardPayment.objects.filter(share__plan__owner=unit, paid_on__range=(first, last))
    return rows


def contributors(unit: Organisation, year: int) -> list[dict[str, Any]]:
    """By person: what they completed or carried, in which class, and what they got in the year. For titles and appointments.

    Names, numbers of plans and amounts in fen; ordered by name, then by plan.
    """
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    shares = (
        RewardShare.objects.filter(plan__owner=unit, plan__settled_on__range=(first, last)).exclude(plan__state="void")
        .select_related("person", "plan__transformation", "plan__contract_fund")
        .annotate(paid=Sum("payments__amount", filter=Q(payments__paid_on__range=(first, last))))
        .order_by("person__name", "person", "plan__number")
    )  # fmt: skip
    return [
        {
            "person": share.person_id, "name": share.person.name, "plan": share.plan.number,
            "about": _about(share.plan), "part": share.part, "group": share.group, "weight": share.weight,
            "contribution": share.contribution, "amount": fen_of(share.amount), "stake": share.stake, "paid": _fen(share.paid),
        }
        for share in shares
    ]  # fmt: skip


def _about(plan: RewardPlan) -> str:
    found = plan.transformation or plan.contract_fund
    return f"{found.number} {found.title}" if found is not None else plan.title
