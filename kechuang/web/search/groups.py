"""A query answered: each group with its count and its first things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kechuang.core.counting import counted
from kechuang.web.search.sources import SOURCES, Hit, Source

MOST_COUNTED = 1_000
"""Beyond this nobody reads on; the count then says more than so many."""


@dataclass(frozen=True, slots=True)
class Group:
    """count: at most MOST_COUNTED; more: there are others beyond. things: all of them, a queryset or a list."""

    source: Source
    count: int
    more: bool
    hits: Sequence[Hit]
    things: Any


def groups(
    user: Any, query: str, *, each: int, wanted: Sequence[Source] = SOURCES, kinds: Sequence[str] | None = None
) -> list[Group]:
    """Every group that has something, in the order of the sources; none for an empty query.

    kinds: the kinds of case looked among; all when not said.
    """
    if not query:
        return []
    found = [(source, source.find(user, query)) for source in wanted]
    if kinds is not None:
        found = [(s, things.filter(kind__in=kinds) if s.name == "cases" else things) for s, things in found]
    rows = [things for _source, things in found if isinstance(things, QuerySet)]
    counts = iter(counted(rows, MOST_COUNTED))
    made = []
    for source, things in found:
        n = next(counts) if isinstance(things, QuerySet) else len(things)
        if n:
            hits = [source.hit(thing) for thing in things[:each]]
            most = source.most or MOST_COUNTED
            made.append(Group(source, min(n, most), n > MOST_COUNTED or n == source.most, hits, things))
    return made
