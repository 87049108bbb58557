"""What was spent and brought in under a budget, by its lines and its earmarks."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet, Sum

from kechuang.casework.ledger.models import Earmark
from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, BudgetEarmark, BudgetLine, Income, Spending
from kechuang.domains.transformations.income import reference_taken

ZERO = Decimal(0)

MONEY = {
    Income.Kind.RESEARCH_FUNDS: Earmark.Source.PROGRAMME, Income.Kind.COMPANY_INVESTMENT: Earmark.Source.SOCIAL,
    Income.Kind.OWN_FUNDS: Earmark.Source.OWN, Income.Kind.SERVICE: Earmark.Source.OWN,
    Income.Kind.DONATION: Earmark.Source.SOCIAL, Income.Kind.JOINT: Earmark.Source.SOCIAL,
    Income.Kind.OTHER: Earmark.Source.OWN,
}  # fmt: skip
"""Which kind of money, as earmarks know it, an income is."""


def spent_on(line: BudgetLine | int) -> int:
    """Fen spent on a line, reversals taken off."""
    rows = Spending.objects.filter(line_id=getattr(line, "pk", line))
    return fen_of(rows.order_by().aggregate(s=Sum("amount"))["s"] or ZERO)


def spent_by_line(budget: Budget) -> dict[int, int]:
    """Fen spent on each line of a budget on which anything was, in one query."""
    rows = Spending.objects.filter(line__budget_id=budget.pk).order_by().values("line_id").annotate(s=Sum("amount"))
    return {row["line_id"]: fen_of(row["s"]) for row in rows}


def left_on(line: BudgetLine) -> int:
    """Fen that may still be spent on a line: what was approved less what was spent."""
    return (fen_of(line.approved) if line.approved is not None else 0) - spent_on(line)


def spending_lines(budget: Budget) -> QuerySet[BudgetLine]:
    """The lines of spending that were approved."""
    rows = budget.lines.filter(side=BudgetLine.Side.SPENDING, approved__isnull=False)
    return rows.select_related("source").order_by("position")


def mark_of(line: BudgetLine) -> BudgetEarmark | None:
    """The money set aside that a line is spent from."""
    rows = BudgetEarmark.objects.filter(budget_id=line.budget_id, money=line.money, source_id=line.source_id)
    return rows.select_related("earmark").first()


def voucher_taken(unit: int, voucher: str) -> Spending | None:
    """The spending that stands in a unit with this voucher."""
    rows = Spending.objects.filter(unit_id=unit, voucher=voucher, standing=True).select_related("case")
    return rows.order_by("pk").first()


def payment_taken(unit: int, reference: str) -> str:
    """The number of the case in which a bank payment of a unit is recorded already; empty where it is in none."""
    own = Income.objects.filter(unit_id=unit, reference=reference, standing=True).select_related("budget").first()
    if own is not None:
        return own.budget.number
    other = reference_taken(unit, reference)
    return str(other.case.number) if other is not None else ""


def income_earmark(budget: Budget, money: str) -> Earmark | None:
    """The earmark under which money of a kind comes in: the one spending is planned from, else the budget's own of it."""
    mark = budget.marks.filter(money=money).select_related("earmark").order_by("source_id", "pk").first()
    if mark is not None:
        return mark.earmark
    rows = Earmark.objects.filter(project_id=budget.pk, source=money, budget_mark=None, closed_on=None)
    return rows.order_by("pk").first()
