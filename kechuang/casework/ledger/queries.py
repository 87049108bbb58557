"""What the books say: balances as sums, by the totals the database keeps and the days of the last month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Account, Balance, Earmark, EarmarkUse, Entry, MonthBalance, Posting
from kechuang.core.money import fen_of

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Use:
    """Of an earmark, in fen: what it allows (None: as much as came in), what came in, what is spent, what is left."""

    amount: int | None
    received: int
    spent: int

    @property
    def left(self) -> int:
        return (self.received if self.amount is None else self.amount) - self.spent


def balance(of: Account | Earmark, on: dt.date | None = None) -> int:
    """Fen: what an account holds (grown by its own side), or what is left of an earmark; at the end of a day, or now."""
    if isinstance(of, Earmark):
        return use(of, on).left
    found = net(Q(account=of), on) if on else Balance.objects.filter(account=of).aggregate(s=Sum("amount"))["s"] or ZERO
    return fen_of(found) if of.by_debit else -fen_of(found)


def use(earmark: Earmark, on: dt.date | None = None) -> Use:
    """An earmark's money now, or at the end of a day (its amount is today's)."""
    amount = None if earmark.amount is None else fen_of(earmark.amount)
    if on is None:
        row = EarmarkUse.objects.get(earmark=earmark)
        return Use(amount, fen_of(row.received), fen_of(row.spent))
    under = Q(earmark=earmark)
    spent = net(under & Q(account__kind=Account.Kind.EXPENSE), on)
    received = -net(under & Q(account__kind__in=(Account.Kind.INCOME, Account.Kind.FUND)), on)
    return Use(amount, fen_of(received), fen_of(spent))


def net(where: Q, on: dt.date) -> Decimal:
    """Debit less credit in yuan up to and including a day: finished months by their totals, the last by its postings."""
    first = on.replace(day=1)
    months = MonthBalance.objects.filter(where, month__lt=first).aggregate(s=Sum(F("debit") - F("credit")))["s"]
    days = Posting.objects.filter(where, on__gte=first, on__lte=on).aggregate(s=Sum("amount"))["s"]
    return (months or ZERO) + (days or ZERO)


def turnover(where: Q, since: dt.date, until: dt.date) -> tuple[Decimal, Decimal]:
    """Debit and credit in yuan from a day to a day, both inside."""
    first = since if since.day == 1 else _next_month(since)
    last = until.replace(day=1)  # the month of the last day is counted by its postings
    if first >= last:
        return _sums(Posting.objects.filter(where, on__gte=since, on__lte=until))
    found = MonthBalance.objects.filter(where, month__gte=first, month__lt=last).aggregate(
        d=Sum("debit"), c=Sum("credit")
    )
    edges = (
        _sums(Posting.objects.filter(where, on__gte=since, on__lt=first)) if since < first else (ZERO, ZERO),
        _sums(Posting.objects.filter(where, on__gte=last, on__lte=until)),
    )
    return (
        (found["d"] or ZERO) + sum((d for d, _c in edges), ZERO),
        (found["c"] or ZERO) + sum((c for _d, c in edges), ZERO),
    )


def _sums(rows: QuerySet[Posting]) -> tuple[Decimal, Decimal]:
    found = rows.aggregate(d=Sum("amount", filter=Q(amount__gt=0)), c=Sum("amount", filter=Q(amount__lt=0)))
    return found["d"] or ZERO, -(found["c"] or ZERO)


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def withheld(entries: Iterable[int]) -> dict[int, int]:
    """Fen of tax that each of these entries keeps back of what it pays, by entry; those that keep none are left out."""
    rows = Posting.objects.filter(entry_id__in=list(entries), account__code="tax_payable", amount__lt=0)
    found = rows.order_by().values_list("entry_id").annotate(kept=Sum("amount"))
    return {entry: -fen_of(kept) for entry, kept in found}


def entries_of(case: Case, user: Any = None) -> QuerySet[Entry]:
    """The entries that come from a case, the newest first; with a user, those they may read."""
    rows: QuerySet[Entry] = Entry.objects.filter(case_id=case.pk)
    if user is not None:
        rows = Entry.objects.visible_to(user).filter(case_id=case.pk)
    return rows.prefetch_related("postings__account", "postings__earmark").select_related(
        "organisation", "reverses", "reversal"
    )


def earmarks_of(case: Case) -> QuerySet[Earmark]:
    """The earmarks whose project a case is, with what is used of them."""
    found: QuerySet[Earmark] = Earmark.objects.filter(project_id=case.pk).select_related(
        "use", "organisation", "funder"
    )
    return found
