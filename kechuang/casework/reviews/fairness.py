"""How much each expert reviews and how they score beside the others; for the office that keeps the pool alone."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, FloatField, IntegerField, OuterRef, Q, QuerySet, StdDev, Subquery
from django.db.models.functions import Cast, Coalesce

from kechuang.casework.reviews.models import Expert, Figure, Seat
from kechuang.core import clock


@dataclass(frozen=True, slots=True)
class Load:
    """panels: concluded ones. deviation: mean distance of the total from the track's mean, in points of 100; spread: its
    standard deviation; both None before the first panel."""

    panels: int
    this_year: int
    deviation: Decimal | None
    spread: Decimal | None
    lapsed: int
    recused: int
    declined: int

    @property
    def deviation_text(self) -> str:
        return "–" if self.deviation is None else f"{self.deviation:+.2f}"

    @property
    def spread_text(self) -> str:
        return "–" if self.spread is None else f"{self.spread:.2f}"


def of(expert: Expert) -> Load:
    """One expert's figures."""
    row = with_load(Expert.objects.filter(pk=expert.pk)).get()
    return load(row)


def load(row: Any) -> Load:
    """The figures of a row of with_load."""
    return Load(
        row.panels, row.this_year, None if row.deviation is None else Decimal(str(row.deviation)),
        None if row.spread is None else Decimal(str(row.spread)), row.lapsed, row.recused, row.declined,
    )  # fmt: skip


def with_load(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Experts with panels, this_year, deviation, spread, lapsed, recused, declined."""
    year = clock.today().year
    figures = Figure.objects.filter(expert_id=OuterRef("pk")).order_by().values("expert_id")
    seats = Seat.objects.filter(expert_id=OuterRef("pk")).order_by().values("expert_id")

    def counted(of: Any, condition: Q) -> Any:
        found = of.annotate(n=Count("pk", filter=condition)).values("n")
        return Coalesce(Subquery(found, output_field=IntegerField()), 0)

    deviation = Cast("deviation", FloatField())
    return rows.annotate(
        panels=counted(figures, Q()),
        this_year=counted(figures, Q(closed_on__year=year)),
        deviation=Subquery(figures.annotate(v=Avg(deviation)).values("v"), output_field=FloatField()),
        spread=Subquery(figures.annotate(v=StdDev(deviation)).values("v"), output_field=FloatField()),
        lapsed=counted(seats, Q(state="lapsed")),
        recused=counted(seats, Q(state="recused")),
        declined=counted(seats, Q(state="declined")),
    )
