"""How many and how much: by state, by mode and year, by region. A unit's from its own cases, a region's from kept figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.reach import under
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.statistics.models import Figure
from kechuang.domains.statistics.scope import Scope
from kechuang.domains.transformations.models import Receipt, Transformation

What = Figure.What


@dataclass(frozen=True, slots=True)
class Counted:
    """So many, worth so much (yuan), of one kind. year None: there is none yet (no contract is signed)."""

    what: str
    n: int
    amount: Decimal = Decimal(0)
    region: str = ""
    state: str = ""
    mode: str = ""
    year: int | None = None


def counts(scope: Scope) -> list[Counted]:
    """Everything that is counted of a scope, as finely as it is kept, in one query of figures or three of its own cases."""
    if not scope:
        return []
    return _kept(scope) if scope.regional else _own(scope)


def _kept(scope: Scope) -> list[Counted]:
    rows = Figure.objects.filter(under(scope.prefixes, "region")).exclude(what=What.IDLE)
    found = rows.values("what", "region", "state", "mode", "year").annotate(many=Sum("n"), sum=Sum("amount"))
    return [
        Counted(r["what"], r["many"], r["sum"], r["region"], r["state"], r["mode"], r["year"])
        for r in found.order_by("what", "region", "state", "mode", "year")
        if r["many"] or r["sum"]
    ]


def deals_by_state(scope: Scope) -> list[Counted]:
    """The deals of a scope by state alone: what a board asks, of some dozen rows instead of thousands."""
    if not scope:
        return []
    if not scope.regional:
        return [one for one in _own(scope) if one.what == What.DEAL]
    rows = Figure.objects.filter(under(scope.prefixes, "region"), what=What.DEAL)
    found = rows.order_by().values("state").annotate(many=Sum("n"), sum=Sum("amount"))
    return [Counted(What.DEAL, r["many"], r["sum"], state=r["state"]) for r in found]


def _own(scope: Scope) -> list[Counted]:
    kinds: Iterable[tuple[str, QuerySet[Any], dict[str, Any]]] = (
        (What.ACHIEVEMENT, _cases(Achievement, scope), {"state": F("state"), "mode": Value("")}),
        (
            What.DEAL, _cases(Transformation, scope).annotate(worth=F("as_transformation__price")),
            {"state": F("state"), "mode": F("as_transformation__mode"), "year": ExtractYear("as_transformation__contract_on")},
        ),
    )  # fmt: skip
    found = []
    for what, rows, keys in kinds:
        many = {"many": Count("pk"), "sum": Sum("worth")} if what == What.DEAL else {"many": Count("pk")}
        keyed = rows.annotate(**{f"{name}_": value for name, value in keys.items()})
        told = keyed.order_by().values("region_id", *(f"{name}_" for name in keys)).annotate(**many)
        found += [
            Counted(
                what, r["many"], r.get("sum") or Decimal(0), r["region_id"], r["state_"], r["mode_"], r.get("year_")
            )
            for r in told
        ]
    return found + _receipts(scope)


def _cases(model: Any, scope: Scope) -> QuerySet[Any]:
    return Case.objects.filter(scope.cases(), kind=model.kind_name())


def _receipts(scope: Scope) -> list[Counted]:
    """What came in, reversals taken off; the net income of what stands."""
    rows = Receipt.objects.filter(scope.cases("transformation__"), transformation__isnull=False)
    stands = Q(standing=True)
    told: Any = (
        rows.annotate(in_=ExtractYear("received_on"), way=F("transformation__mode"))
        .order_by().values("transformation__region_id", "way", "in_")
        .annotate(
            many=Count("pk") - 2 * Count("reverses"), sum=Sum("amount"), stand=Count("pk", filter=stands),
            net=Coalesce(Sum("income", filter=stands), Value(Decimal(0))),
        )
    )  # fmt: skip
    return [
        Counted(what, r[n], r[column], r["transformation__region_id"], "", r["way"], r["in_"])
        for r in told
        for what, n, column in ((What.RECEIPT, "many", "sum"), (What.INCOME, "stand", "net"))
        if r[n] or r[column]
    ]


def total(found: Iterable[Counted], what: str, **of: Any) -> tuple[int, Decimal]:
    """The number and the worth of those of a kind with these values."""
    rows = [one for one in found if one.what == what]
    for name, value in of.items():
        rows = [one for one in rows if getattr(one, name) == value]
    return sum(one.n for one in rows), sum((one.amount for one in rows), Decimal(0))
