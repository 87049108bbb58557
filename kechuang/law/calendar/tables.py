"""The counting functions as dense arrays, so that a batch is one gather instead of a loop.

A *table* is an int32 array with one entry for every day from `BASE` to `LAST`: entry i is the answer for the i-th day,
as an epoch day (days since 1970-01-01: the number behind Polars Date, NumPy datetime64[D] and Arrow date32). `DayTable`
adds an int8 mask of the same length that is 1 where the answer is provisional. All of them equal the scalar functions
of `periods` for every day. Tables are cached and read-only.

    table = act_within_table(months=6)
    due, provisional = table.take(income_days)     # epoch days in, epoch days and mask out
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .steps import Deadline
from .workdays import Workdays, default_workdays

Days = NDArray[np.int32]
Mask = NDArray[np.int8]

EPOCH: Final = date(1970, 1, 1)
BASE: Final = date(1990, 1, 1)
LAST: Final = date(2100, 12, 31)
BASE_EPOCH: Final = (BASE - EPOCH).days
SIZE: Final = (LAST - BASE).days + 1

# No run of rest days is longer (the longest holiday was ten days); checked where it is relied on.
LONGEST_REST: Final = 31
THURSDAY: Final = 3  # 1970-01-01


def epoch_day(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return (day - EPOCH).days


def calendar_day(epoch: int) -> date:
    """The date of an epoch day."""
    return EPOCH + timedelta(days=int(epoch))


def positions(days: ArrayLike) -> NDArray[np.int64]:
    """Where epoch days stand in a table. Raises ValueError, naming the first, if one is outside `BASE` to `LAST`."""
    index = np.asarray(days, dtype=np.int64) - BASE_EPOCH
    outside = (index < 0) | (index >= SIZE)
    if outside.any():
        first = calendar_day(int(index[outside].flat[0]) + BASE_EPOCH)
        raise ValueError(f"{first} is outside the day tables ({BASE} to {LAST})")
    return index


@dataclass(frozen=True, slots=True, eq=False)
class DayTable:
    """For every day from `BASE` to `LAST`: the due day (epoch days) and whether it is provisional (1 or 0)."""

    due: Days
    provisional: Mask

    def take(self, days: ArrayLike) -> tuple[Days, Mask]:
        """Due days and mask for an array of epoch days, of the same shape."""
        index = positions(days)
        return self.due[index], self.provisional[index]


def day_table(function: Callable[[date], date | Deadline]) -> DayTable:
    """A table of any function of one day, by calling it for each (about 0.3 s): where no table below serves."""
    due = np.empty(SIZE, dtype=np.int32)
    provisional = np.zeros(SIZE, dtype=np.int8)
    for position in range(SIZE):
        answer = function(BASE + timedelta(days=position))
        if isinstance(answer, Deadline):
            provisional[position] = answer.provisional
            answer = answer.due
        due[position] = epoch_day(answer)
    return _frozen(due, provisional)


def add_months_array(days: ArrayLike, months: ArrayLike) -> Days:
    """`periods.add_months` for arrays of epoch days and of months (broadcast): when the length differs by row."""
    when = np.asarray(days, dtype=np.int64).astype("datetime64[D]")
    month = when.astype("datetime64[M]")
    target = month + np.asarray(months, dtype=np.int64).astype("timedelta64[M]")
    first = target.astype("datetime64[D]").astype(np.int64)
    length = (target + 1).astype("datetime64[D]").astype(np.int64) - first
    offset = when.astype(np.int64) - month.astype("datetime64[D]").astype(np.int64)
    answer: Days = (first + np.minimum(offset, length - 1)).astype(np.int32)
    return answer


def act_within_table(
    *,
    days: int | None = None,
    workdays: int | None = None,
    months: int | None = None,
    years: int | None = None,
    workdays_table: Workdays | None = None,
    roll: bool = True,
) -> DayTable:
    """`periods.act_within` for every start day."""
    return _period(days, workdays, months, years, _table(workdays_table), roll)


def minimum_period_table(
    *,
    days: int | None = None,
    workdays: int | None = None,
    months: int | None = None,
    years: int | None = None,
    workdays_table: Workdays | None = None,
    roll: bool = False,
) -> DayTable:
    """`periods.minimum_period` for every start day; the first open day is one more."""
    return _period(days, workdays, months, years, _table(workdays_table), roll)


def opens_after_over_table(*, years: int | None = None, months: int | None = None, days: int | None = None) -> DayTable:
    """`periods.opens_after_over` for every start day; never provisional."""
    end = _period(days, None, months, years, None, False)
    return _frozen(end.due + 1, np.zeros(SIZE, dtype=np.int8))


def roll_table(workdays_table: Workdays | None = None) -> DayTable:
    """`Workdays.next_workday` for every day; provisional where a day tested on the way is in an unpublished year."""
    return _roll(_table(workdays_table))


def add_workdays_table(count: int, workdays_table: Workdays | None = None) -> DayTable:
    """`Workdays.add_workdays` for every day, forwards or backwards; provisional if a day counted is unpublished."""
    return _add_workdays(count, _table(workdays_table))


@lru_cache(maxsize=32)
def _roll(table: Workdays) -> DayTable:
    return _rolled(_all_days(), table)


@lru_cache(maxsize=64)
def _add_workdays(count: int, table: Workdays) -> DayTable:
    start = _all_days()
    if count == 0:
        return _frozen(start, np.zeros(SIZE, dtype=np.int8))
    # A working week has two days off at most in seven, and no holiday run adds more than a few weeks a year.
    reach = abs(count) * 2 + LONGEST_REST
    span = _Span(table, BASE_EPOCH - (reach if count < 0 else 0), BASE_EPOCH + SIZE - 1 + (reach if count > 0 else 0))
    worked = span.first + np.flatnonzero(span.worked)
    if count > 0:
        due = worked[np.searchsorted(worked, start, side="right") + count - 1]
        return _frozen(due.astype(np.int32), span.provisional(start + 1, due))
    due = worked[np.searchsorted(worked, start, side="left") + count]
    return _frozen(due.astype(np.int32), span.provisional(due, start - 1))


class CalendarRow(NamedTuple):
    """One day of a calendar table in SQL.

    `workday_number` counts working days from the table's first day through this one, so the n-th working day after a
    day is the working row whose number is that day's plus n. `provisional`: the day or its `next_workday` is in an
    unpublished year.
    """

    day: date
    is_workday: bool
    next_workday: date
    workday_number: int
    provisional: bool


def calendar_rows(
    first: date = BASE, last: date = LAST, workdays_table: Workdays | None = None
) -> Iterator[CalendarRow]:
    """The rows of a calendar table from `first` to `last`, for a database that must count by itself."""
    table = _table(workdays_table)
    start, end = epoch_day(first), epoch_day(last)
    if end < start:
        raise ValueError(f"the calendar ends ({last}) before it starts ({first})")
    span = _Span(table, start, end + LONGEST_REST)
    days = np.arange(start, end + 1, dtype=np.int64)
    following = span.next_workday(days)
    provisional = span.provisional(days, following)
    numbers = np.cumsum(span.worked)
    for position in range(len(days)):
        yield CalendarRow(
            first + timedelta(days=position),
            bool(span.worked[position]),
            calendar_day(int(following[position])),
            int(numbers[position]),
            bool(provisional[position]),
        )


class _Span:
    """Worked days and unpublished days from one epoch day to another, as arrays."""

    def __init__(self, table: Workdays, first: int, last: int) -> None:
        self.first = first
        days = np.arange(first, last + 1, dtype=np.int64)
        self.worked = (days + THURSDAY) % 7 < 5
        for day, works in table.exceptions.items():
            position = epoch_day(day) - first
            if 0 <= position < len(days):
                self.worked[position] = works
        years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + EPOCH.year
        unpublished = ~np.isin(years, np.asarray(table.years, dtype=np.int64))
        self._unpublished = np.concatenate(([0], np.cumsum(unpublished)))

    def next_workday(self, days: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each epoch day: itself if worked, else the next that is."""
        size = len(self.worked)
        nearest = np.where(self.worked, np.arange(size), size)
        nearest = np.minimum.accumulate(nearest[::-1])[::-1][days - self.first]
        if (nearest == size).any():
            raise ValueError(f"more than {LONGEST_REST} rest days in a row: check the holiday files")
        return nearest + self.first

    def provisional(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Mask:
        """1 where a day from `first` to `last` is in an unpublished year."""
        touched = self._unpublished[last - self.first + 1] - self._unpublished[first - self.first]
        return (touched > 0).astype(np.int8)


@lru_cache(maxsize=128)
def _period(
    days: int | None, workdays: int | None, months: int | None, years: int | None, table: Workdays | None, roll: bool
) -> DayTable:
    given = [value for value in (days, workdays, months, years) if value is not None]
    if len(given) != 1:
        raise TypeError("give exactly one of days, workdays, months, years")
    if given[0] < 1:
        raise ValueError(f"a period must be at least 1, not {given[0]}")
    if workdays is not None and table is not None:
        return _add_workdays(workdays, table)
    start = _all_days()
    if days is not None:
        end = start + days
    else:
        end = add_months_array(start, months if months is not None else 12 * (years or 0)).astype(np.int64)
    if table is not None and roll:
        return _rolled(end, table)
    return _frozen(end, np.zeros(SIZE, dtype=np.int8))


def _rolled(end: NDArray[np.int64], table: Workdays) -> DayTable:
    span = _Span(table, int(end.min()), int(end.max()) + LONGEST_REST)
    due = span.next_workday(end)
    return _frozen(due, span.provisional(end, due))


def _all_days() -> NDArray[np.int64]:
    return np.arange(BASE_EPOCH, BASE_EPOCH + SIZE, dtype=np.int64)


def _table(workdays_table: Workdays | None) -> Workdays:
    return default_workdays() if workdays_table is None else workdays_table


def _frozen(due: NDArray[np.integer], provisional: Mask) -> DayTable:
    answer = due.astype(np.int32)
    answer.flags.writeable = False
    provisional.flags.writeable = False
    return DayTable(answer, provisional)
