"""What the register finds for somebody who would otherwise buy."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q, QuerySet

from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.domains.equipment.models import OPEN, Equipment
from kechuang.domains.platforms.models import Platform

MOST_HITS = 100
"""So many are kept of one search; who finds more looks for something narrower."""
_PATHS = ("title", "model_name", "maker", "category", "services")


def with_words(rows: QuerySet[Any], text: str, *, every: bool = False) -> QuerySet[Any]:
    """Rows in which one of the words stands (or every one), whatever the field."""
    found = [reduce(or_, (Q(**{f"{path}__icontains": word}) for path in _PATHS)) for word in text.split()]
    if every:
        for condition in found:
            rows = rows.filter(condition)
        return rows
    return rows.filter(reduce(or_, found)) if found else rows.none()


def library() -> QuerySet[Equipment]:
    """The published library: what is in use or will be again, and open to others."""
    return Equipment.objects.filter(OPEN, public=True).exclude(state="retired")


def found_in_register(platform: Platform, words: str, region: Region | None) -> tuple[int, list[Equipment]]:
    """How many pieces of equipment were looked through (the library and the platform's own), and those found."""
    rows = Equipment.objects.filter(Q(OPEN, public=True) | Q(platform=platform)).exclude(state="retired")
    if region is not None:
        rows = rows.filter(region__code__startswith=region.prefix)
    found = with_words(rows, words).select_related("owner").order_by("pk")[:MOST_HITS]
    return rows.count(), list(found)


def last_published(rows: QuerySet[Any]) -> Any:
    """The day the library, or a part of it, was last published; None before."""
    day = rows.aggregate(day=Max("published_on"))["day"]
    return min(day, clock.today()) if day else None
