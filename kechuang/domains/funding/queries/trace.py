"""Each fen of a budget from its source to its voucher: what was set aside, paid in, brought in and spent, by earmark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kechuang.casework.ledger.models import Earmark, Entry
from kechuang.casework.ledger.queries import Use, earmarks_of, use
from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, FundRequest, FundSource, Income, Spending


@dataclass(frozen=True, slots=True)
class Move:
    """One movement: fen in (positive) or out (negative), who gave or got it, what proves it, and its entry.

    case: the number of the request it came by, or of the budget it was carried from or to. document: the voucher's file.
    """

    on: dt.date
    what: str
    other: str
    text: str
    proof: str
    entry: Entry
    fen: int
    case: str = ""
    document: Any = None


@dataclass(frozen=True, slots=True)
class Way:
    """The money of one earmark. moves: in the order of its days; told: what the ledger itself says of it."""

    earmark: Earmark
    source: FundSource | None
    moves: Sequence[Move]
    told: Use

    @property
    def came(self) -> int:
        """Fen that came in by these movements, what was taken back or carried into a later year taken off."""
        return sum(m.fen for m in self.moves if m.what != _spent())

    @property
    def went(self) -> int:
        """Fen that was spent by them."""
        return -sum(m.fen for m in self.moves if m.what == _spent())

    @property
    def whole(self) -> bool:
        """Whether they account for all that the ledger holds under the earmark."""
        return (self.came, self.went) == (self.told.received, self.told.spent)


def _spent() -> str:
    return _("支出")


def ways(budget: Budget) -> list[Way]:
    """Every earmark of a budget with its movements."""
    marks = list(earmarks_of(budget).order_by("pk"))
    sources = {m.earmark_id: m.source for m in budget.marks.select_related("source__funder")}
    by_mark: dict[int, list[Move]] = {mark.pk: [] for mark in marks}
    for mark, move in (*_paid(budget), *_brought(budget), *_moved(budget), *_vouchers(budget)):
        by_mark.setdefault(mark, []).append(move)
    return [
        Way(mark, sources.get(mark.pk), sorted(by_mark[mark.pk], key=lambda m: (m.entry.on, m.entry.pk)), use(mark))
        for mark in marks
    ]


def _paid(budget: Budget) -> Iterator[tuple[int, Move]]:
    """What a treasury paid in, also what was taken back: every entry of the budget's requests in the platform's own books."""
    requests = {r.pk: r for r in FundRequest.objects.filter(budget_id=budget.pk).select_related("payer")}
    rows = Entry.objects.filter(case_id__in=requests, organisation_id=budget.owner_id).prefetch_related(
        "postings__account"
    )
    for entry in rows:
        request = requests[entry.case_id]
        for posting in entry.postings.all():
            if posting.account.code == "bank":
                yield posting.earmark_id, Move(
                    entry.on, _("财政拨付"), str(request.payer), entry.text, request.number, entry, fen_of(posting.amount),
                    request.number,
                )  # fmt: skip


def _brought(budget: Budget) -> Iterator[tuple[int, Move]]:
    for row in Income.objects.filter(budget_id=budget.pk).select_related("entry"):
        yield row.earmark_id, Move(
            row.entry.on, str(row.get_kind_display()), row.payer, row.agreement or row.reason, row.reference, row.entry,
            fen_of(row.amount),
        )  # fmt: skip


def _moved(budget: Budget) -> Iterator[tuple[int, Move]]:
    """What was moved between earmarks of the platform: rests and awards into this budget, its own rests into a later one."""
    lines = budget.lines.filter(Q(carried_from__isnull=False) | Q(award__isnull=False))
    into: dict[int | None, tuple[str, Any]] = {}
    for line in lines.select_related("carried_from__budget", "award"):
        if line.award is not None:
            into[line.award.brought_by_id] = (_("评价奖励"), line)
        elif line.carried_from is not None:
            into[line.carried_from.carried_by_id] = (_("上年结转"), line)
    out = {
        mark.carried_by_id: mark for mark in budget.marks.exclude(carried_by=None).select_related("carried_to__budget")
    }
    wanted = {pk for pk in (*into, *out) if pk is not None}
    for entry in Entry.objects.filter(pk__in=wanted).prefetch_related("postings__account"):
        for posting in entry.postings.all():
            if posting.account.code != "bank":
                continue
            if entry.pk in out and posting.amount < 0:
                later = out[entry.pk].carried_to.budget.number
                what, proof = _("结转到下年"), later
            elif entry.pk in into and posting.amount > 0:
                what, line = into[entry.pk]
                proof = line.award.number if line.award is not None else line.carried_from.budget.number
            else:
                continue
            yield posting.earmark_id, Move(
                entry.on, what, budget.owner.name, entry.text, proof, entry, fen_of(posting.amount), proof
            )  # fmt: skip


def _vouchers(budget: Budget) -> Iterator[tuple[int, Move]]:
    rows = Spending.objects.filter(case_id=budget.pk).select_related("entry", "line", "document")
    for row in rows:
        line = f"{row.line.position} {row.line.title}" if row.line is not None else ""
        text = " · ".join(part for part in (line, row.purpose, row.reason) if part)
        yield (
            row.earmark_id,
            Move(
                row.entry.on,
                _spent(),
                row.payee,
                text,
                row.voucher,
                row.entry,
                -fen_of(row.amount),
                document=row.document,
            ),
        )
