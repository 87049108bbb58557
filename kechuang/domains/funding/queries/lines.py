"""A budget's lines added up: by side, by source, by what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext

from kechuang.core.money import fen_of, yuan
from kechuang.domains.funding.models import Budget, BudgetLine, FundSource

Key = tuple[str, int | None]
"""A kind of money and the source it comes from."""


@dataclass(slots=True)
class Sums:
    """Yuan from one source: planned to come in, planned to be spent, and as approved."""

    income: Decimal = Decimal(0)
    spending: Decimal = Decimal(0)
    approved_income: Decimal = Decimal(0)
    approved_spending: Decimal = Decimal(0)
    lines: list[BudgetLine] = field(default_factory=list)

    @property
    def short(self) -> Decimal:
        """What is planned to be spent beyond what comes in."""
        return max(self.spending - self.income, Decimal(0))


def add(into: Sums, line: BudgetLine) -> None:
    into.lines.append(line)
    if line.side == BudgetLine.Side.INCOME:
        into.income += line.amount
        into.approved_income += line.approved or Decimal(0)
    else:
        into.spending += line.amount
        into.approved_spending += line.approved or Decimal(0)


def by_source(lines: Iterable[BudgetLine]) -> dict[Key, Sums]:
    """The lines of each source added up, in the order the sources first appear."""
    found: dict[Key, Sums] = {}
    for line in lines:
        add(found.setdefault((line.money, line.source_id), Sums()), line)
    return found


def total(lines: Iterable[BudgetLine]) -> Sums:
    """All lines added up."""
    found = Sums()
    for line in lines:
        add(found, line)
    return found


def lines_of(budget: Budget) -> list[BudgetLine]:
    """The lines in order, with their sources."""
    return list(budget.lines.select_related("source", "source__region").order_by("position"))


def sources_for(region: str, year: int) -> list[FundSource]:
    """The kinds of funds a place and the places above it give in a year, the nearest first."""
    rows = FundSource.objects.filter(state="open", valid_from__year__lte=year).select_related("region")
    reaching = [
        row for row in rows
        if region.startswith(row.region.prefix) and (row.valid_to is None or row.valid_to.year >= year)
    ]  # fmt: skip
    return sorted(reaching, key=lambda row: (-len(row.region.prefix), row.number))


def source_words(line: BudgetLine) -> str:
    """The source of a line, or the kind of money where it comes from no recorded source."""
    return line.source.title if line.source is not None else str(line.get_money_display())


def lacking(budget: Budget) -> str:
    """Why a budget is not whole yet, in one sentence; empty when it is."""
    lines = lines_of(budget)
    if not any(line.side == BudgetLine.Side.SPENDING and line.amount for line in lines):
        return gettext("还没有支出项目")
    for sums in by_source(lines).values():
        if sums.short:
            return gettext("“%(source)s”安排的支出比收入多 %(short)s 元") % {
                "source": source_words(sums.lines[0]), "short": yuan(fen_of(sums.short)),
            }  # fmt: skip
    return ""
