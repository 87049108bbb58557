"""The transformations of a scope as they stand on the way: the first of each state, the soonest due before the others."""

from __future__ import annotations

import datetime as dt
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
    first_ones = [_first(scope, kind, state)[:most] for state in states]
    ids: dict[str, list[int]] = {state: [] for state in states}
    for pk, state, _due in sorted(first_ones[0].union(*first_ones[1:], all=True), key=_soonest):
        ids[state].append(pk)
    items = TransformedAchievement.objects.select_related("achievement__region")
    rows = Transformation.objects.filter(pk__in=[pk for found in ids.values() for pk in found])
    rows = rows.select_related("owner", "region", "partner").prefetch_related(Prefetch("items", items))
    found = {row.pk: row for row in rows}
    return {state: [found[pk] for pk in made if pk in found] for state, made in ids.items()}


def _first(scope: Scope, kind: str, state: str) -> QuerySet[Any, tuple[int, str, dt.date | None]]:
    """(id, state, next day) of those in a state, in order."""
    rows = Case.objects.filter(scope.cases(), kind=kind, state=state)
    return rows.order_by(F("next_due").asc(), "-pk").values_list("pk", "state", "next_due")


def _soonest(row: tuple[int, str, dt.date | None]) -> tuple[bool, dt.date, int]:
    """The same order once more: what a union gives has none."""
    pk, _state, due = row
    return due is None, due or dt.date.max, -pk
