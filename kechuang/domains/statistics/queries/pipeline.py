"""The transformations of a scope as they stand on the way: the first of each state, the soonest due before the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from kechuang.casework.cases.models import Case
from kechuang.domains.statistics.scope import Scope
from kechuang.domains.transformations.models import Transformation, TransformedAchievement

WAY = ("planned", "priced", "in_notice", "performing")
"""The states a transformation passes on its way, each a column of the board."""
ENDS = ("completed", "ended", "withdrawn")


def first(scope: Scope, most: int, states: Sequence[str] = WAY) -> Mapping[str, list[Transformation]]:
    """The first of each state: those with a day, the soonest before the others, then the newest without one."""
    if not scope:
        return {state: [] for state in states}
    kind = Transformation.kind_name()
    ids = {state: list(_first(scope, kind, state)[:most]) for state in states}
    items = TransformedAchievement.objects.select_related("achievement__region")
    rows = Transformation.objects.filter(pk__in=[pk for found in ids.values() for pk in found])
    rows = rows.select_related("owner", "region", "partner").prefetch_related(Prefetch("items", items))
    found = {row.pk: row for row in rows}
    return {state: [found[pk] for pk in made if pk in found] for state, made in ids.items()}


def _first(scope: Scope, kind: str, state: str) -> QuerySet[Any, int]:
    """Their ids in order."""
    rows = Case.objects.filter(scope.cases(), kind=kind, state=state)
    ids: QuerySet[Any, int] = rows.order_by(F("next_due").asc(), "-pk").values_list("pk", flat=True)
    return ids
