"""Statements: the postings of an account or under an earmark in a time, each with the balance after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from kechuang.casework.ledger.models import Account, Earmark, Posting
from kechuang.casework.ledger.queries import ZERO, net, turnover
from kechuang.core import clock
from kechuang.core.money import fen_of

PAGE = 100
AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """A posting in a statement, in fen. balance: after it, by the account's own side (None where a search leaves some out)."""

    posting: Posting
    debit: int
    credit: int
    balance: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says, in fen; its rows are read when asked for.

    of: the account, or the earmark, and then `sign` is that of money: what came in less what went out of assets.
    """

    of: Account | Earmark
    since: dt.date
    until: dt.date
    account: Account | None
    earmark: Earmark | None
    text: str
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        return self.opening + self._signed(self.debit - self.credit)

    @property
    def whole(self) -> bool:
        """Whether every posting is in it, so that a balance can stand beside each."""
        return not self.text

    def rows(self, after: tuple[dt.date, int] | None = None, limit: int | None = PAGE) -> list[Row]:
        """In order of day and number, from behind a place. limit None: all (use `stream` for many)."""
        found = self._postings()
        running = self.opening
        if after is not None:
            found = found.filter(Q(on__gt=after[0]) | Q(on=after[0], pk__gt=after[1]))
            if self.whole:
                running = self._before(after)
        kept = found if limit is None else found[:limit]
        return list(self._run(kept, running))

    def stream(self) -> Iterator[Row]:
        """All rows, read from the database as they are taken."""
        return self._run(self._postings().iterator(AT_A_TIME), self.opening)

    # -- within ------------------------------------------------------------------------------------------

    def _where(self) -> Q:
        return _where(self.of, self.account, self.earmark)

    def _postings(self) -> QuerySet[Posting]:
        rows = Posting.objects.filter(self._where(), on__gte=self.since, on__lte=self.until)
        if self.text:
            rows = rows.filter(
                Q(entry__text__icontains=self.text) | Q(entry__number=self.text) | Q(entry__case__number=self.text)
            )
        return rows.select_related("entry__case", "account", "earmark").order_by("on", "pk")

    def _before(self, after: tuple[dt.date, int]) -> int:
        on, pk = after
        day = Posting.objects.filter(self._where(), on=on, pk__gt=pk, on__gte=self.since)
        behind = sum((p for p in day.values_list("amount", flat=True)), ZERO)
        return self._signed(fen_of(net(self._where(), on) - behind))

    def _run(self, postings: Iterator[Posting] | QuerySet[Posting], running: int) -> Iterator[Row]:
        for posting in postings:
            fen = fen_of(posting.amount)
            running += self._signed(fen)
            yield Row(posting, max(fen, 0), max(-fen, 0), running if self.whole else None)

    def _signed(self, fen: int) -> int:
        return fen if isinstance(self.of, Earmark) or self.of.by_debit else -fen


def statement(
    of: Account | Earmark,
    since: dt.date | None = None,
    until: dt.date | None = None,
    *,
    account: Account | None = None,
    earmark: Earmark | None = None,
    text: str = "",
) -> Statement:
    """The statement of an account (perhaps under one earmark), or of an earmark (of one account, or of its assets).

    This year to today when no days are said. text: words of the entry, its number, or its case's; a searched statement
    has no running balances. Raises ValueError when the days are in the wrong order.
    """
    last = until or clock.today()
    first = since or dt.date(last.year, 1, 1)
    if last < first:
        raise ValueError(f"{first} is after {last}")
    where = _where(of, account, earmark)
    text = text.strip()[:100]
    bare = Statement(of, first, last, account, earmark, text, 0, 0, 0)
    opening = net(where, first - dt.timedelta(days=1))
    if text:
        debit, credit = _of(bare._postings().values_list("amount", flat=True))
    else:
        debit, credit = turnover(where, first, last)
    return Statement(
        of, first, last, account, earmark, text, bare._signed(fen_of(opening)), fen_of(debit), fen_of(credit)
    )


def _of(amounts: QuerySet[Posting, Decimal]) -> tuple[Decimal, Decimal]:
    found = list(amounts)
    return sum((a for a in found if a > 0), ZERO), -sum((a for a in found if a < 0), ZERO)


def _where(of: Account | Earmark, account: Account | None, earmark: Earmark | None) -> Q:
    if isinstance(of, Account):
        return Q(account=of) & (Q(earmark=earmark) if earmark is not None else Q())
    if account is not None:
        return Q(earmark=of, account=account)
    return Q(earmark=of, account__kind=Account.Kind.ASSET)
