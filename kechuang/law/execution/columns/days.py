"""Legal time for columns: the calendar's functions as whole-number operations on epoch days.

The same counting as kechuang.law.calendar, from the same holiday table: working days are Monday to Friday, less and more
the days the table says otherwise, so that only those exceptions (some seven hundred) are carried as data.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import isleap, monthrange
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kechuang.law.calendar import Workdays
from kechuang.law.calendar.tables import epoch_day
from kechuang.law.errors import LawError
from kechuang.law.execution.columns.flow import Flow, Graph, Steps
from kechuang.law.execution.dates import CALENDAR_FIRST, CALENDAR_LAST, MOST_UNITS

LOW, HIGH = epoch_day(CALENDAR_FIRST), epoch_day(CALENDAR_LAST)
MONDAY_SHIFT = 3
"""1970-01-01 was a Thursday: (day + 3) modulo 7 is 0 on a Monday."""


class Day(NamedTuple):
    """A date operation lowered: its value, whether it has one at all, and whether it is provisional."""

    value: Flow
    exists: Flow
    provisional: Flow


class Calendar:
    """The exceptions of a holiday table from CALENDAR_FIRST to CALENDAR_LAST, as data for a graph."""

    def __init__(self, workdays: Workdays) -> None:
        span = range(LOW, HIGH + 1)
        self.exceptions = {
            position: works
            for day, works in sorted(workdays.exceptions.items())
            if (position := epoch_day(day)) in span and works != _weekday(position)
        }
        self.published = tuple(workdays.years)
        self.rolls = self._rolls()

    def _rolls(self) -> dict[int, int]:
        """The days whose next working day is not what the weekday alone would say."""
        days = np.arange(LOW, HIGH + 8)  # ends after a Sunday, so that the last days have one too
        worked = (days + MONDAY_SHIFT) % 7 < 5
        plain = _next_true(worked)
        places = np.fromiter(self.exceptions, np.int64, len(self.exceptions)) - LOW
        worked[places] = np.fromiter(self.exceptions.values(), np.bool_, len(self.exceptions))
        real = _next_true(worked)
        changed = np.flatnonzero(real != plain)
        return dict(zip((changed + LOW).tolist(), (real[changed] + LOW).tolist(), strict=True))

    def numbers(self) -> Steps:
        """What the exceptions add to the number of weekdays through a day."""
        values, starts = [0], []
        for position, works in self.exceptions.items():
            starts.append(position)
            values.append(values[-1] + (1 if works else -1))
        return Steps(tuple(starts), tuple(values))

    def ordinals(self) -> tuple[Steps, dict[int, int]]:
        """For the n-th working day: what to take off n to have a weekday's number, and the days that are no weekday."""
        starts, values, make_up = [], [0], {}
        passed = 0
        for position, works in self.exceptions.items():
            number = _number(position) + passed + (1 if works else 0)
            passed += 1 if works else -1
            if works:
                make_up[number] = position
                starts.append(number + 1)
            else:
                starts.append(number)
            values.append(passed)
        clean = dict(zip(starts, values[1:], strict=True))  # several before the same working day: the last word holds
        return Steps(tuple(clean), (0, *clean.values())), make_up


@lru_cache(maxsize=16)
def calendar_of(workdays: Workdays) -> Calendar:
    """The calendar of a holiday table; kept."""
    return Calendar(workdays)


def _weekday(position: int) -> bool:
    return (position + MONDAY_SHIFT) % 7 < 5


def _next_true(worked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each place the first true one from it on."""
    size = len(worked)
    nearest = np.where(worked, np.arange(size), size)
    found: NDArray[np.int64] = np.minimum.accumulate(nearest[::-1])[::-1]
    return found


def _number(position: int) -> int:
    """Weekdays through a day, from a Monday before the calendar."""
    weeks, day = divmod(position + MONDAY_SHIFT, 7)
    return 5 * weeks + min(day + 1, 5)


class Counter:
    """Lowers the date operations of a rule into a graph."""

    def __init__(self, graph: Graph, workdays: Workdays) -> None:
        self.g, self.calendar = graph, calendar_of(workdays)

    def count(self, data: Mapping[str, Any], args: tuple[Flow, ...], words: Mapping[int, str]) -> Day:
        """One date slot. words: the texts behind the codes of choices without options (month-days)."""
        how = data["how"]
        if how in ("act_within", "minimum_until"):
            return self._period(args[0], args[1], data["unit"], data["roll"])
        if how == "opens_after_over":
            end = self._period(args[0], args[1], data["unit"], False)
            return self._in_calendar(self.g.add(end.value, self.g.const(1)), end.exists)
        if how == "on_month_day":
            return self._month_day(args[0], args[1], words)
        g = self.g
        match how:
            case "latest_start":
                length, fits = self._length(args[1], "day", 1)
                return self._in_calendar(g.sub(g.sub(args[0], length), g.const(1)), fits)
            case "plus_days":
                length, fits = self._length(args[1], "day")
                return self._in_calendar(g.add(args[0], length), fits)
            case "plus_months" | "plus_years":
                length, fits = self._length(args[1], "month" if how == "plus_months" else "year")
                months = length if how == "plus_months" else g.mul(length, g.const(12))
                return self._in_calendar(g.add_months(args[0], months), fits)
            case "year_of":
                return Day(g.year(args[0]), g.true, g.false)
            case "days_between":
                return Day(g.sub(args[1], args[0]), g.true, g.false)
            case "full_years":
                return Day(self._full_years(*args), g.true, g.false)
        raise LawError(f"没有按列的日期运算 {how}", f"no date operation {how} over columns")

    # -- periods -----------------------------------------------------------------------------------------

    def _length(self, length: Flow, unit: str, least: int | None = None) -> tuple[Flow, Flow]:
        """A length brought into bounds, and whether it was within them."""
        g, most = self.g, MOST_UNITS[unit]
        low = -most if least is None else least
        fits = g.both(g.compare("ge", length, g.const(low)), g.compare("le", length, g.const(most)))
        return g.narrow(length, low, most), fits

    def _in_calendar(self, day: Flow, exists: Flow, provisional: Flow | None = None) -> Day:
        g = self.g
        inside = g.both(g.compare("ge", day, g.const(LOW)), g.compare("le", day, g.const(HIGH)))
        return Day(g.narrow(day, LOW, HIGH), g.both(exists, inside), provisional or g.false)

    def _period(self, start: Flow, length: Flow, unit: str, roll: bool) -> Day:
        g = self.g
        count, fits = self._length(length, unit, 1)
        if unit == "workday":
            due = self._nth_workday(g.add(self._workday_number(start), count))
            return self._in_calendar(due, fits, self._unpublished(g.add(start, g.const(1)), due))
        months = g.mul(count, g.const(12)) if unit == "year" else count
        end = g.add(start, count) if unit == "day" else g.add_months(start, months)
        ended = self._in_calendar(end, fits)
        if not roll:
            return ended
        due = self._next_workday(ended.value)
        return self._in_calendar(due, ended.exists, self._unpublished(ended.value, due))

    # -- working days ------------------------------------------------------------------------------------

    def _weekday_parts(self, day: Flow) -> tuple[Flow, Flow]:
        shifted = self.g.add(day, self.g.const(MONDAY_SHIFT))
        return self.g.floordiv(shifted, 7), self.g.modulo(shifted, 7)

    def _next_workday(self, day: Flow) -> Flow:
        g = self.g
        _, weekday = self._weekday_parts(day)
        monday = g.add(day, g.table(weekday, (0, 0, 0, 0, 0, 2, 1)))
        return g.sparse(day, monday, self.calendar.rolls)

    def _workday_number(self, day: Flow) -> Flow:
        """Working days through a day; only differences of it mean anything."""
        g = self.g
        weeks, weekday = self._weekday_parts(day)
        plain = g.add(g.mul(weeks, g.const(5)), g.table(weekday, (1, 2, 3, 4, 5, 5, 5)))
        return g.add(plain, g.steps(day, self.calendar.numbers()))

    def _nth_workday(self, number: Flow) -> Flow:
        g = self.g
        corrections, make_up = self.calendar.ordinals()
        plain = g.sub(g.sub(number, g.steps(number, corrections)), g.const(1))
        weekday = g.add(g.mul(g.floordiv(plain, 5), g.const(7)), g.modulo(plain, 5))
        return g.sparse(number, g.sub(weekday, g.const(MONDAY_SHIFT)), make_up)

    def _unpublished(self, first: Flow, last: Flow) -> Flow:
        """Whether a day from first to last falls in a year without a notice."""
        g, years = self.g, self.calendar.published
        through = Steps(years, tuple(range(len(years) + 1)))
        first_year, last_year = g.year(first), g.year(last)
        published = g.sub(g.steps(last_year, through), g.steps(g.sub(first_year, g.const(1)), through))
        touched = g.add(g.sub(last_year, first_year), g.const(1))
        return g.compare("gt", touched, published)

    # -- years -------------------------------------------------------------------------------------------

    def _full_years(self, start: Flow, end: Flow) -> Flow:
        g = self.g
        after = g.add(end, g.const(1))
        short = g.compare("lt", g.month_day(after), g.month_day(start))
        return g.greatest(g.sub(g.sub(g.year(after), g.year(start)), g.number(short)), g.zero)

    def _month_day(self, year: Flow, code: Flow, words: Mapping[int, str]) -> Day:
        """A fixed date of a year; which one may differ by row, among the few that instruments name."""
        g = self.g
        fits = g.both(
            g.compare("ge", year, g.const(CALENDAR_FIRST.year)), g.compare("le", year, g.const(CALENDAR_LAST.year))
        )
        near = g.narrow(year, CALENDAR_FIRST.year, CALENDAR_LAST.year)
        value, exists = g.zero, g.false
        for number in range(code.range.low, code.range.high + 1):
            day, there = self._fixed(near, words.get(number, ""))
            here = g.compare("eq", code, g.const(number))
            value, exists = g.select(here, day, value), g.select(here, there, exists)
        return Day(value, g.both(fits, exists), g.false)

    def _fixed(self, year: Flow, month_day: str) -> tuple[Flow, Flow]:
        g = self.g
        found = re.fullmatch(r"(\d\d)-(\d\d)", month_day)
        month, day = (int(part) for part in found.groups()) if found else (0, 0)
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(2000, month)[1]:
            return g.zero, g.false
        counted = g.add(year, g.const(0 if month > 2 else -1))  # years that begin on 1 March
        days = g.mul(counted, g.const(365))
        for step, sign in ((4, 1), (100, -1), (400, 1)):
            leap = g.floordiv(counted, step)
            days = g.add(days, leap) if sign > 0 else g.sub(days, leap)
        base = epoch_day(dt.date(2000, month, day)) - _leap_days(2000 if month > 2 else 1999)
        exists = g.true
        if (month, day) == (2, 29):
            leaps = [int(isleap(y)) for y in range(CALENDAR_FIRST.year, CALENDAR_LAST.year + 1)]
            exists = g.compare("eq", g.table(g.add(year, g.const(-CALENDAR_FIRST.year)), leaps), g.const(1))
        return g.narrow(g.add(days, g.const(base)), LOW, HIGH), exists


def _leap_days(year: int) -> int:
    return 365 * year + year // 4 - year // 100 + year // 400
