"""The money of a year over the budgets a person sees: planned, asked for, paid, brought in and spent, by place and by kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest, Income, Spending

APPROVED = ("approved", "adjusting", "closed")
ZERO = Decimal(0)


@dataclass(slots=True)
class Sums:
    """Fen."""

    budgets: int = 0
    approved: int = 0
    paid: int = 0
    waiting: int = 0
    brought: int = 0
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """A year: in all, by region, by source, by heading."""

    total: Sums
    regions: dict[str, Sums]
    sources: dict[str, Sums] = field(default_factory=dict)
    headings: dict[str, dict[str, int]] = field(default_factory=dict)


def budgets_seen(user: Any, year: int) -> QuerySet[Budget]:
    """The approved budgets of a year that a person sees."""
    rows: QuerySet[Budget] = Budget.objects.visible_to(user).filter(year=year, state__in=APPROVED)
    return rows


def overview(user: Any, year: int) -> Overview:
    """In a handful of sums, whatever the number of budgets."""
    seen = budgets_seen(user, year).order_by().values("pk")
    total, regions, sources = Sums(), {}, {}  # type: ignore[var-annotated]  # filled below
    for code in budgets_seen(user, year).order_by().values_list("region_id", flat=True):
        regions.setdefault(code, Sums()).budgets += 1
        total.budgets += 1

    def add(name: str, rows: Any, place: str, of_source: str = "") -> None:
        keys = (place, of_source) if of_source else (place,)
        for row in rows.order_by().values(*keys).annotate(s=Sum("amount" if name != "approved" else "approved")):
            fen = fen_of(row["s"] or ZERO)
            of = [total, regions.setdefault(row[place], Sums())]
            if of_source:
                of.append(sources.setdefault(row[of_source] or "", Sums()))
            for one in of:
                setattr(one, name, getattr(one, name) + fen)

    lines = BudgetLine.objects.filter(budget__in=seen, side=BudgetLine.Side.SPENDING, approved__isnull=False)
    requests = FundRequest.objects.filter(budget__in=seen)
    add("approved", lines, "budget__region_id", "source__title")
    add("paid", requests.filter(state="paid"), "region_id", "source__title")
    add("waiting", requests.filter(state__in=("submitted", "checked", "approved")), "region_id", "source__title")
    add("brought", Income.objects.filter(budget__in=seen), "budget__region_id")
    add("spent", Spending.objects.filter(case__in=seen), "case__region_id", "line__source__title")
    headings: dict[str, dict[str, int]] = {}
    for row in lines.order_by().values("category").annotate(a=Sum("approved")):
        headings[row["category"]] = {"approved": fen_of(row["a"] or ZERO), "spent": 0}
    spendings = Spending.objects.filter(case__in=seen, line__isnull=False).order_by()
    for category, amount in spendings.values_list("line__category").annotate(s=Sum("amount")):
        headings.setdefault(category, {"approved": 0, "spent": 0})["spent"] = fen_of(amount or ZERO)
    return Overview(total, regions, sources, headings)
