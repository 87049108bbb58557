"""The query of a list's address: what is narrowed, in which order, with which columns. Unknown words are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from kechuang.casework.cases.queries import found
from kechuang.casework.search.services import matching
from kechuang.core import clock
from kechuang.core.among import among
from kechuang.core.counting import counted
from kechuang.core.ui.sites import CaseSite, Column, Filter, Quick
from kechuang.web.cases.common import COMMON, COMMON_FILTERS, COMMON_QUICK, columns_of, filters_of, prefix_of, quick_of

LONGEST = 100
MOST_COUNTED = 99
"""Beyond this the exact number of a quick condition tells nobody anything, as beside the bell; it would be counted row by row."""

_PLAIN = {
    "number": ("number",),
    "title": ("title", "-pk"),
    "state": ("state", "-opened_on", "-pk"),
    "opened_on": ("opened_on", "pk"),
}
"""Orders by columns that are never empty, which indexes of the case give."""


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A list as asked for. chosen: filter -> value; quick: names of pressed conditions; sort: column, - for descending."""

    site: CaseSite
    user: Any
    text: str = ""
    owner: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    quick: tuple[str, ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()

    def __iter__(self) -> Any:
        return iter(self.pairs())

    def pairs(self, **changes: Any) -> list[tuple[str, str]]:
        """The query as pairs, without what is at its default."""
        pairs = [("q", self.text), ("owner", self.owner), *self.chosen.items()]
        pairs += [("f", name) for name in changes.get("quick", self.quick)]
        pairs += [("sort", changes.get("sort", self.sort))]
        pairs += [("c", name) for name in self.columns]
        return [(name, value) for name, value in pairs if value]

    def query(self, **changes: Any) -> str:
        return urlencode(self.pairs(**changes))

    def address(self, **changes: Any) -> str:
        """`?...` for links within the list; `?all=1` when nothing is narrowed, so that no standing list steps in."""
        return f"?{self.query(**changes) or 'all=1'}"

    def found(self) -> list[int] | None:
        """The newest cases with these words, state and region, at most MOST_FOUND; None when no words are given."""
        region = prefix_of(self.chosen["region"]) if "region" in self.chosen else ""
        state = self.chosen.get("state", "")
        return found(self.user, self.text, self.site.kind, state=state, region=region)

    def apply(self, rows: QuerySet[Any], within: Sequence[int] | None = None) -> QuerySet[Any]:
        """The rows narrowed and ordered. within: what `found` gave; without it every case with the words counts."""
        conditions = [f.where(self.chosen[f.name]) for f in filters_of(self.site) if f.name in self.chosen]
        conditions += [q.where(self.user, clock.today()) for q in quick_of(self.site) if q.name in self.quick]
        if self.owner:
            conditions.append(Q(owner__name__icontains=self.owner))
        if within is not None:
            conditions.append(among("pk", within))
        elif (words := matching(self.text)) is not None:
            conditions.append(Q(pk__in=words))
        if conditions:
            rows = rows.filter(reduce(and_, conditions))
        return self.ordered(rows)

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Of numbers only those of the kind are walked through, when it is sorted by them: all begin alike."""
        if self.sorting is not None and self.sorting.sort == "number":
            rows = rows.filter(number__startswith=f"{self.site.model.SERIES}-")
        return rows.order_by(*self._order())

    @property
    def narrowed(self) -> bool:
        return bool(self.text or self.owner or self.chosen or self.quick)

    @property
    def common(self) -> bool:
        """Whether it is asked for by nothing but what every kind of case has."""
        own = {q.name for q in self.site.quick}
        path = self.sorting.sort if self.sorting is not None else ""
        return (
            set(self.chosen) <= COMMON_FILTERS
            and own.isdisjoint(self.quick)
            and path in {"", *(c.sort for c in COMMON.values())}
        )

    @property
    def sorting(self) -> Column | None:
        """The column it is sorted by, None for the newest first."""
        name = self.sort.removeprefix("-")
        return next((c for c in columns_of(self.site) if c.name == name and c.sort), None)

    def _order(self) -> Sequence[Any]:
        """An order that an index gives is written as the index has it: descending is the exact reverse."""
        down = self.sort.startswith("-")
        path = self.sorting.sort if self.sorting is not None else ""
        if path in _PLAIN:
            return [_reversed(name) for name in _PLAIN[path]] if down else _PLAIN[path]
        if not path:
            pressed = (q.order for q in quick_of(self.site) if q.name in self.quick and q.order)
            return next(pressed, ("-opened_on", "-pk"))
        field_ = F(path)
        return (field_.desc(nulls_last=True) if down else field_.asc(nulls_last=True), "-pk")

    @property
    def shown(self) -> list[Column]:
        """The columns shown, in declared order; number and title always."""
        wanted = self.columns or [c.name for c in columns_of(self.site) if c.shown]
        return [c for c in columns_of(self.site) if c.name in wanted or c.name in ("number", "title")]


def narrowing(site: CaseSite, user: Any, query: QueryDict) -> Narrowing:
    """Read the address; values that are no choice of their filter are left out."""
    chosen = {}
    for filter_ in filters_of(site):
        value = query.get(filter_.name, "")
        if value and valid(filter_, value):
            chosen[filter_.name] = value
    names = {c.name for c in columns_of(site)}
    known = {q.name for q in quick_of(site)}
    sort = query.get("sort", "")
    return Narrowing(
        site, user,
        text=query.get("q", "").strip()[:LONGEST],
        owner=query.get("owner", "").strip()[:LONGEST],
        chosen=chosen,
        quick=tuple(name for name in dict.fromkeys(query.getlist("f")) if name in known),
        sort=sort if sort.removeprefix("-") in names else "",
        columns=tuple(name for name in dict.fromkeys(query.getlist("c")) if name in names),
    )  # fmt: skip


def valid(filter_: Filter, value: str) -> bool:
    return value in {str(code) for code, _words in filter_.choices()}


def quick_counts(site: CaseSite, user: Any, cases: QuerySet[Any], rows: QuerySet[Any]) -> Mapping[str, str]:
    """How many rows each quick condition would leave, counted up to MOST_COUNTED, in one query.

    rows: those of the kind in sight; cases: the same as plain cases, of which the common conditions are asked.
    """
    quick: list[Quick] = quick_of(site)
    today = clock.today()
    by_case = [q in COMMON_QUICK or q.of_case for q in quick]
    lists = [(cases if common else rows).filter(q.where(user, today)) for q, common in zip(quick, by_case, strict=True)]
    found = counted(lists, MOST_COUNTED)
    return {q.name: f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n) for q, n in zip(quick, found, strict=True)}
