"""What a settled plan still owes to whom, and the account each is paid to. Amounts in fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kechuang.casework.ledger.models import BankAccount, Earmark
from kechuang.core.money import fen_of
from kechuang.domains.rewards.models import RewardPayment, RewardPlan, RewardShare


@dataclass(frozen=True, slots=True)
class Owed:
    """A share not paid yet. name: what the person is called among these, with the place in the plan where two are called so.

    fen: what it added to the debt, below zero for what is to be had back. mark: under which earmark the debt stands (none
    for equity, which is no money).
    """

    share: RewardShare
    name: str
    fen: int
    mark: Earmark | None


def unpaid(plan: RewardPlan) -> list[Owed]:
    """What is still to be paid by a plan, or to be had back, in the order of its people."""
    if plan.pk is None:
        return []
    paid = RewardPayment.objects.standing().filter(share__plan=plan).values("share")
    rows = plan.shares.exclude(pk__in=paid).select_related("person").order_by("position")
    names = names_of(plan)
    if plan.source == RewardPlan.Source.EQUITY:
        return [Owed(share, names[share.pk], fen_of(share.amount), None) for share in rows if share.amount]
    found = []
    for share in rows.filter(accrual__isnull=False).select_related("accrual__entry"):
        postings = share.accrual.entry.postings.select_related("earmark")
        found.append(Owed(share, names[share.pk], fen_of(share.accrual.amount), postings[0].earmark))
    return found


def names_of(plan: RewardPlan) -> dict[int, str]:
    """Share -> what its person is called: the name, with the place in the plan where several bear it."""
    rows = list(plan.shares.values_list("pk", "person__name", "position"))
    twice = {name for name, n in Counter(name for _pk, name, _at in rows).items() if n > 1}
    return {pk: f"{name}#{at}" if name in twice else name for pk, name, at in rows}


def successor(plan: RewardPlan) -> RewardPlan | None:
    """The plan that stands in the place of this one, once it is settled; by it alone money moves from then on."""
    if plan.pk is None:
        return None
    return RewardPlan.objects.filter(replaces=plan, state__in=("settled", "paid")).first()


def to_pay(plan: RewardPlan) -> list[Owed]:
    """Those of the unpaid who get something."""
    return [one for one in unpaid(plan) if one.fen > 0]


def to_take_back(plan: RewardPlan) -> list[Owed]:
    """Those who were paid more by an earlier plan than by this one, which takes its place."""
    return [one for one in unpaid(plan) if one.fen < 0]


def accounts_of(people: Iterable[int]) -> dict[int, BankAccount]:
    """Person -> the account last recorded for them that is open."""
    rows = BankAccount.objects.filter(person__in=list(people), closed_on=None).order_by("pk")
    return {row.person_id: row for row in rows if row.person_id is not None}
