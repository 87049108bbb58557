"""A query answered: each group with its count and its first things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from kechuang.core.counting import counted
from kechuang.web.search.sources import GLANCE, SOURCES, Hit, Source

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
    user: Any,
    query: str,
    *,
    each: int,
    wanted: Sequence[Source] = SOURCES,
    kinds: Sequence[str] | None = None,
    glance: bool = False,
) -> list[Group]:
    """Every group that has something, in the order of the sources; none for an empty query.

    kinds: the kinds of case looked among; all when not said. glance: the things themselves are not led through.
    """
    if not query:
        return []
    found = [(s, (s.glance if glance and s.glance else s.find)(user, query)) for s in wanted]
    if kinds is not None:
        found = [(s, things.filter(kind__in=kinds) if s.name == "cases" else things) for s, things in found]
    rows = [things for _source, things in found if isinstance(things, QuerySet)]
    counts = iter(counted(rows, MOST_COUNTED))
    made = []
    for source, things in found:
        n = next(counts) if isinstance(things, QuerySet) else len(things)
        if n:
            hits = [source.hit(thing) for thing in things[:each]]
            most = GLANCE if glance and source.glance else source.most or MOST_COUNTED
            limited = bool(source.most) and n >= most
            made.append(Group(source, min(n, most), n > MOST_COUNTED or limited, hits, things))
    return made
