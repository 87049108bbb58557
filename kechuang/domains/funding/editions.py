"""An approved budget as an edition: its lines as they were, and the money set aside by source in the books.

Called in what an action leaves to be done, with the case saved and locked: rows here follow the state of their budget.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from kechuang.casework.inbox import services as inbox
from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import Account, Balance, Earmark
from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.funding.models import (
    Budget,
    BudgetEarmark,
    BudgetEdition,
    BudgetLine,
    EditionLine,
    FundRequest,
)
from kechuang.domains.funding.queries.lines import by_source, lines_of, source_words
from kechuang.domains.funding.queries.moving import mark_of, spent_by_line
from kechuang.law.apportion import apportion

Procedure = BudgetEdition.Procedure


def approve(
    budget: Budget,
    *,
    procedure: str,
    by: Any,
    document: str = "",
    reason: str = "",
    evaluation: Any = None,
    amounts: Mapping[int, Decimal] | None = None,
) -> BudgetEdition:
    """Write the next edition and set its money aside. amounts: other amounts (yuan) of some lines, by line.

    Raises Refused where an earmark has been spent beyond what it would now be.
    """
    lines = lines_of(budget)
    for line in lines:
        line.amount = (amounts or {}).get(line.pk, line.amount)
    sums = by_source(lines)
    edition = BudgetEdition.objects.create(
        budget=budget, number=budget.edition, procedure=procedure, reason=reason, document=document, approved_by=by,
        evaluation=evaluation, income=sum((s.income for s in sums.values()), Decimal(0)),
        spending=sum((s.spending for s in sums.values()), Decimal(0)),
    )  # fmt: skip
    EditionLine.objects.bulk_create([EditionLine(edition=edition, line=line, amount=line.amount) for line in lines])
    for line in lines:
        if line.approved != line.amount:
            line.approved = line.amount
            line.save(update_fields=("amount", "approved"))
    _set_aside(budget, lines)
    _carry_in(budget, lines, by)
    return edition


def _set_aside(budget: Budget, lines: list[BudgetLine]) -> None:
    """An earmark for each source that is spent from or whose money is there already; those that are there take the new amount."""
    kept = {(m.money, m.source_id): m for m in budget.marks.select_related("earmark")}
    for (money, source_id), sums in by_source(lines).items():
        fen, mark = fen_of(sums.spending), kept.get((money, source_id))
        if mark is not None:
            if mark.earmark.amount != sums.spending:
                ledger.change_earmark(mark.earmark, fen=fen, ends_on=mark.earmark.ends_on)
            continue
        if not fen and not any(line.brought for line in sums.lines):
            continue
        earmark = _came_before(budget, money) if source_id is None else None
        if earmark is not None:
            ledger.change_earmark(earmark, fen=fen, ends_on=dt.date(budget.year, 12, 31))
        else:
            earmark = _open(budget, money, sums.lines[0], fen)
        BudgetEarmark.objects.create(budget=budget, money=money, source_id=source_id, earmark=earmark)


def _came_before(budget: Budget, money: str) -> Earmark | None:
    """The earmark under which money came in that nothing was planned from until now."""
    rows = Earmark.objects.filter(project_id=budget.pk, source=money, budget_mark=None, closed_on=None)
    return rows.order_by("pk").first()


def _open(budget: Budget, money: str, line: BudgetLine, fen: int) -> Earmark:
    source = line.source
    return ledger.open_earmark(
        budget.owner, source=money, fen=fen, project=budget, funder=source.funder if source is not None else None,
        purpose=gettext("%(title)s · %(source)s") % {"title": budget.title[:120], "source": source_words(line)[:70]},
        starts_on=dt.date(budget.year, 1, 1), ends_on=dt.date(budget.year, 12, 31),
    )  # fmt: skip


# -- what is in the platform's books already: rests and awards ------------------------------------------------


def all_marks(budget: Budget) -> list[BudgetEarmark]:
    """The marks of a budget; money that came in and that nothing was planned from gets one now, so that it is carried too."""
    kept = list(budget.marks.select_related("earmark"))
    taken = {(mark.money, mark.source_id) for mark in kept}
    for earmark in Earmark.objects.filter(project_id=budget.pk, budget_mark=None, closed_on=None).order_by("pk"):
        if (earmark.source, None) not in taken:
            taken.add((earmark.source, None))
            kept.append(BudgetEarmark.objects.create(budget=budget, money=earmark.source, earmark=earmark))
    return kept


def rest_of(mark: BudgetEarmark) -> int:
    """Fen in the bank under an earmark that were neither spent nor are owed."""
    rows = Balance.objects.filter(earmark=mark.earmark).select_related("account")
    kinds: dict[str, int] = {}
    bank = 0
    for row in rows:
        kinds[row.account.kind] = kinds.get(row.account.kind, 0) + fen_of(row.amount)
        if row.account.code == "bank":
            bank = fen_of(row.amount)
    came = -sum(kinds.get(kind, 0) for kind in (Account.Kind.INCOME, Account.Kind.FUND))
    return max(min(bank, came - kinds.get(Account.Kind.EXPENSE, 0)), 0)


def _carry_in(budget: Budget, lines: list[BudgetLine], by: Any) -> None:
    """Move a rest or an award under this budget's earmarks, once the line that brings it in is approved."""
    for line in lines:
        if not line.brought or not line.amount:
            continue
        new = mark_of(line)
        assert new is not None
        if line.award_id is not None:
            _bring(budget, FundRequest.objects.select_for_update().get(pk=line.award_id), new.earmark, by)
        elif line.carried_from is not None and line.carried_from.carried_by_id is None:
            old = line.carried_from
            words = gettext("上年结转：%(title)s") % {"title": budget.title[:150]}
            old.carried_by = _move(budget, old.earmark, new.earmark, fen_of(line.amount), words, by, "fund_balance")
            old.save(update_fields=("carried_by",))
            ledger.close_earmark(old.earmark)


def _bring(budget: Budget, award: FundRequest, into: Earmark, by: Any) -> None:
    """An award stays the income it was; its own earmark is done."""
    if award.brought_by_id is not None:
        return
    mark = award.earmark
    assert mark is not None, "an award that is planned was paid"
    words = gettext("评价奖励列入预算：%(number)s") % {"number": award.number}
    award.brought_by = _move(budget, mark, into, fen_of(award.amount), words, by)
    award.save(update_fields=("brought_by",))
    ledger.close_earmark(mark)
    inbox.close_todos(award, ["plan_award"])


def _move(budget: Budget, old: Earmark, new: Earmark, fen: int, text: str, by: Any, code: str = "") -> Any:
    """Cash from one earmark of the platform to another: less income there; here the same income, or what the code names."""
    held = Balance.objects.filter(earmark=old, account__kind__in=(Account.Kind.INCOME, Account.Kind.FUND), amount__lt=0)
    left, taken, given = fen, [], []
    for row in held.select_related("account").order_by("pk"):
        part = min(left, -fen_of(row.amount))
        if part > 0:
            taken.append(ledger.debit(row.account, old, part))
            given.append(ledger.credit(row.account, new, part))
            left -= part
    if code:
        given = [ledger.credit(ledger.account(budget.owner, code), new, fen)]
    bank = ledger.account(budget.owner, "bank")
    lines = [*taken, ledger.credit(bank, old, fen), ledger.debit(bank, new, fen), *given]
    return ledger.post(budget, by=by, text=text, lines=lines)


# -- changes -------------------------------------------------------------------------------------------------


def procedure_of(lines: list[BudgetLine]) -> str:
    """By which procedure a change goes: of the total, between categories, or within them."""
    before: dict[str, Decimal] = {}
    after: dict[str, Decimal] = {}
    for line in lines:
        if line.side == BudgetLine.Side.SPENDING:
            before[line.category] = before.get(line.category, Decimal(0)) + (line.approved or Decimal(0))
            after[line.category] = after.get(line.category, Decimal(0)) + line.amount
    if sum(before.values()) != sum(after.values()):
        return Procedure.TOTAL
    return Procedure.WITHIN if before == after else Procedure.ACROSS


def _fiscal(budget: Budget, side: str) -> list[BudgetLine]:
    rows = budget.lines.filter(side=side, money="fiscal", approved__gt=0)
    return list(rows.order_by("position"))


def fiscal_left(budget: Budget) -> int:
    """Fen of fiscal spending as approved that was not spent: the most a cut can take."""
    spent = spent_by_line(budget)
    return sum(fen_of(line.approved or Decimal(0)) - spent.get(line.pk, 0) for line in _fiscal(budget, "spending"))


def cut_amounts(budget: Budget, fen: int) -> dict[int, Decimal]:
    """What the fiscal lines come to after a cut: spread over spending by what was approved, or by what is left of it where a
    line was spent from beyond that; and taken from the income of the same sources that is still to come. The parts sum to the
    cut to the fen; a cut of more than is left (fiscal_left) has none."""
    spending, spent = _fiscal(budget, "spending"), spent_by_line(budget)
    made: dict[int, Decimal] = {}
    of_source: dict[int | None, int] = {}
    whole = [fen_of(line.approved or Decimal(0)) for line in spending]
    left = [of_line - spent.get(line.pk, 0) for line, of_line in zip(spending, whole, strict=True)]
    parts = apportion(fen, whole)
    if any(part > rest for part, rest in zip(parts, left, strict=True)):
        parts = apportion(fen, left)
    for line, part in zip(spending, parts, strict=True):
        made[line.pk] = (line.approved or Decimal(0)) - yuan_of(part)
        of_source[line.source_id] = of_source.get(line.source_id, 0) + part
    for source_id, cut in of_source.items():
        income = [line for line in _fiscal(budget, "income") if line.source_id == source_id and not line.brought]
        coming = [fen_of(line.approved or Decimal(0)) for line in income]
        parts = apportion(min(cut, sum(coming)), coming) if income else ()
        for line, part in zip(income, parts, strict=True):
            made[line.pk] = (line.approved or Decimal(0)) - yuan_of(part)
    return made
