"""Look-ups as tables: every case a look-up can meet is resolved once, by the scalar resolution itself.

A table has one axis for each argument: the class of the territory, the period of the day, the case keys, the unit facts
and the agreement, each with one more place for "unknown" where that can be. A row of data then costs one gather.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from math import prod
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from kechuang.law.calendar.tables import calendar_day, epoch_day
from kechuang.law.errors import LawError
from kechuang.law.execution.columns.flow import Flow, Graph, Steps
from kechuang.law.execution.relevance import had_a_say
from kechuang.law.link import Lookup
from kechuang.law.model import Force
from kechuang.law.parameters import Resolution
from kechuang.law.types import region_prefix

MOST_CELLS = 4_000_000
FIRST_REGION, FULL_REGION = 100_000, 1_000_000
_ORDER = {"territory": 1, "on": 2}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Axis:
    """An argument: its role, a value that stands for each place (None for unknown), and the place of a row.

    Arguments that are the same column are one axis with several roles. shared: where several look-ups share an index of
    finer places, the own place of each of those.
    """

    roles: tuple[str, ...]
    places: tuple[Any, ...]
    index: Flow
    shared: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many places the index has."""
        return len(self.shared) or len(self.places)


class Cube:
    """The resolutions of a look-up over its axes, and the flat index of a row among them."""

    def __init__(self, graph: Graph, lookup: Lookup, axes: Sequence[Axis]) -> None:
        self.graph, self.lookup = graph, lookup
        # Territory and day stand last, next to each other, so that look-ups of one rule share that part of the index.
        varied = _merged(axis for axis in axes if axis.size > 1)
        self.axes = tuple(sorted(varied, key=lambda axis: _ORDER.get(axis.roles[0], 0)))
        self.fixed = {role: axis.places[0] for axis in axes if axis.size == 1 for role in axis.roles}
        self.shape = tuple(len(axis.places) for axis in self.axes)
        if prod(axis.size for axis in self.axes) > MOST_CELLS:
            raise LawError(
                f"参数 {lookup.name} 的情形太多（{self.shape}），不能制成表",
                f"{lookup.name}: too many cases for a table ({self.shape})",
            )
        self.cells: list[Resolution] = []
        self.which = self._fill()
        for n, axis in enumerate(self.axes):
            if axis.shared:
                self.which = np.take(self.which, axis.shared, axis=n)
        self.index = self._flat_index()

    def column(self, value: Callable[[Resolution], int], *, flag: bool = False) -> Flow:
        """One property of the resolutions as a column."""
        values = np.array([value(cell) for cell in self.cells], dtype=np.int64)
        return self.graph.table(self.index, values[self.which.ravel()].tolist(), flag=flag)

    def asked(self, role: str) -> Flow:
        """Whether the argument in this role had a say."""
        return self.column(lambda found: int(had_a_say(found, role)), flag=True)

    # -- filling ---------------------------------------------------------------------------------------

    def _fill(self) -> NDArray[np.int32]:
        """For each place of the table the number of its resolution; places that cannot differ share one."""
        which = np.zeros(self.shape, dtype=np.int32)
        outer = [n for n, axis in enumerate(self.axes) if any(_decides_texts(role) for role in axis.roles)]
        for chosen in product(*(range(self.shape[n]) for n in outer)):
            at: list[Any] = [slice(None)] * len(self.axes)
            matter = dict(self.fixed)

            def choose(n: int, place: int, at: list[Any] = at, matter: dict[str, Any] = matter) -> None:
                at[n] = place
                matter.update(dict.fromkeys(self.axes[n].roles, self.axes[n].places[place]))

            for n, place in zip(outer, chosen, strict=True):
                choose(n, place)
            asked = self._asked(matter)
            inner = [n for n, axis in enumerate(self.axes) if n not in outer and asked.intersection(axis.roles)]
            for places in product(*(range(self.shape[n]) for n in inner)):
                for n, place in zip(inner, places, strict=True):
                    choose(n, place)
                which[tuple(at)] = len(self.cells)
                self.cells.append(_resolution(self.lookup, tuple(matter.get(role) for role in self.lookup.roles)))
        return which

    def _asked(self, matter: dict[str, Any]) -> set[str]:
        """The day, and the roles that some text of this territory about this case asks for."""
        territory = matter.get("territory")
        keys = {role[4:]: value for role, value in matter.items() if role.startswith("key:")}
        if territory is None or None in keys.values():
            return set()
        asked = {"on"}
        for entry in self.lookup.entries:
            about = all(keys[name] in allowed for name, allowed in entry.keys.items() if name in keys)
            if about and self.lookup.library.instruments[entry.citation.instrument].governs(territory):
                asked.update(f"trait:{name}" for name in entry.applies)
                if entry.force is Force.UNLESS_AGREED:
                    asked.add("agreed")
        # Whether a day is needed at all depends on the territory alone (resolve), so "on" always counts.
        return asked

    def _flat_index(self) -> Flow:
        """Row-major index, summed from the last axis: small numbers first."""
        g = self.graph
        stride, total = 1, g.zero
        for axis in reversed(self.axes):
            total = g.add(total, g.mul(axis.index, g.const(stride)))
            stride *= axis.size
        return total


@lru_cache(maxsize=50_000)
def _resolution(lookup: Lookup, values: tuple[Any, ...]) -> Resolution:
    """Lookup.at, kept for the next plan of the same program."""
    return lookup.at(values)


def _merged(axes: Iterable[Axis]) -> list[Axis]:
    """One axis for each distinct column."""
    found: dict[tuple[int, tuple[Any, ...]], Axis] = {}
    for axis in axes:
        key = (axis.index.index, axis.places)
        old = found.get(key)
        found[key] = axis if old is None else replace(old, roles=(*old.roles, *axis.roles))
    return list(found.values())


def _decides_texts(role: str) -> bool:
    """Whether this argument decides which texts speak at all, and so which facts are asked for."""
    return role == "territory" or role.startswith("key:")


# -- the places of an axis ---------------------------------------------------------------------------------


class Places:
    """The classes of territories, and the periods, that a group of look-ups tells apart; each sees its own in them."""

    def __init__(self, lookups: Sequence[Lookup]) -> None:
        self.regions = tuple(dict.fromkeys(region for lookup in lookups for region in lookup.regions))
        self.changes = tuple(sorted({day for lookup in lookups for day in lookup.change_days}))
        self.classes, self.stands = self._classes()
        starts = tuple(epoch_day(day) for day in self.changes)
        self.periods = Steps(starts, tuple(range(len(starts) + 1)))
        self.days = (calendar_day((starts[0] if starts else 0) - 1), *self.changes)

    def _classes(self) -> tuple[Steps, tuple[str, ...]]:
        """The class of each six-digit code by the instruments that govern it, and a prefix that stands for each."""
        edges = {0}
        for prefix in filter(None, self.regions):
            low, high = code_span(prefix)
            edges |= {low, high + 1}
        starts = sorted(edge for edge in edges if edge < FULL_REGION)
        stands: dict[tuple[bool, ...], str] = {}
        values = []
        for start in starts:
            prefix = region_prefix(f"{max(start, FIRST_REGION):06d}")
            governed = tuple(prefix.startswith(region) for region in self.regions)
            stands.setdefault(governed, prefix)
            values.append(list(stands).index(governed))
        return Steps(tuple(starts[1:]), tuple(values)), tuple(stands.values())

    def territories(self, lookup: Lookup) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The classes that this look-up tells apart, and which of them each class is."""
        return _distinct(self.stands, lambda prefix: tuple(prefix.startswith(r) for r in lookup.regions))

    def periods_of(self, lookup: Lookup) -> tuple[tuple[dt.date, ...], tuple[int, ...]]:
        """The periods that this look-up tells apart, and which of them each period is."""
        return _distinct(self.days, lambda day: sum(change <= day for change in lookup.change_days))


def _distinct(stands: Sequence[_T], sees: Callable[[_T], Any]) -> tuple[tuple[_T, ...], tuple[int, ...]]:
    first: dict[Any, _T] = {}
    for stand in stands:
        first.setdefault(sees(stand), stand)
    order = list(first)
    return tuple(first.values()), tuple(order.index(sees(stand)) for stand in stands)


def code_span(prefix: str) -> tuple[int, int]:
    """The six-digit codes under a prefix: 3308 is 330800 to 330899."""
    missing = 6 - len(prefix)
    low = int(prefix) * 10**missing
    return low, low + 10**missing - 1


def entry_sets(cells: Sequence[Resolution]) -> Iterator[tuple[Any, ...]]:
    """The distinct tuples of entries that a checklist look-up can yield."""
    seen: set[tuple[int, ...]] = set()
    for cell in cells:
        if cell.value and (key := tuple(id(entry) for entry in cell.value)) not in seen:
            seen.add(key)
            yield cell.value
