"""The holiday table and working-day arithmetic.

Which days are worked is decided by the State Council's yearly notice (放假调休): days off, and Saturdays and Sundays
that are worked to make up for them. A year whose notice is not in the table is *unpublished*: then Saturdays, Sundays
and the statutory days of the holiday rule rest, nothing is made up, and whatever depends on it is provisional.

Two time axes: the day a deadline falls on, and the day something became known. `Workdays.known_on` gives the calendar
as a decision-maker could know it on a day. Where a notice's day is not in the files, its year counts as always known.

Limit: days at the end of December are sometimes moved by the next year's notice (2018-12-29 and 12-31 were). They count
as published with their own year, and a later override line corrects them.
"""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from .rows import SATURDAY, Row, parse_rows, read_rows

DATA: Final = Path(__file__).parent / "data"
BUILT_FILE: Final = DATA / "holidays.csv"
OVERRIDE_FILE: Final = DATA / "overrides.csv"
EXTRA_FILE_VARIABLE: Final = "KECHUANG_HOLIDAYS"

ONE_DAY: Final = timedelta(days=1)
_WEEKDAYS: Final = (
    ("周一", "Monday"),
    ("周二", "Tuesday"),
    ("周三", "Wednesday"),
    ("周四", "Thursday"),
    ("周五", "Friday"),
    ("周六", "Saturday"),
    ("周日", "Sunday"),
)


def weekday_name(day: date) -> tuple[str, str]:
    """The weekday of `day` in Chinese and English."""
    return _WEEKDAYS[day.weekday()]


def legal_day(value: date) -> date:
    """`value` itself if it is a plain date.

    A datetime would silently miss every entry of the table and drag a time zone along, so it is refused (TypeError).
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        raise TypeError(f"a legal day is a datetime.date, not {value!r}; take the local date first")
    return value


class HolidayRows:
    """All rows of all files, in layers (a later file replaces what earlier ones say of a day). Immutable."""

    __slots__ = ("_by_boundary", "_days", "_statutory", "_years", "boundaries", "fingerprint")

    def __init__(self, layers: Iterable[Sequence[Row]]) -> None:
        days: dict[date, list[Row]] = {}
        statutory: dict[date, list[Row]] = defaultdict(list)
        years: dict[int, date | None] = {}
        digest = hashlib.sha256()
        for layer in layers:
            said: dict[date, list[Row]] = defaultdict(list)
            for row in layer:
                digest.update(repr(row[:-1]).encode())
                if row.kind == "year":
                    years[row.day.year] = row.published
                elif row.kind == "statutory":
                    statutory[row.day].append(row)
                else:
                    said[row.day].append(row)
            days.update(said)
        self._days = days
        self._statutory = dict(statutory)
        self._years = years
        known = {day for rows in (*days.values(), *statutory.values()) for row in rows if (day := row.published)}
        self.boundaries: tuple[date, ...] = tuple(sorted(known | {day for day in years.values() if day}))
        self.fingerprint: str = digest.hexdigest()[:16]
        self._by_boundary: dict[int, Workdays] = {}

    def known_on(self, day: date | None) -> Workdays:
        """The calendar made of what was known on `day`; None is everything. One object per distinct state."""
        index = len(self.boundaries) if day is None else bisect_right(self.boundaries, day)
        if index not in self._by_boundary:
            self._by_boundary[index] = self._resolve(self.boundaries[index - 1] if index else date.min)
        return self._by_boundary[index]

    def _resolve(self, known: date) -> Workdays:
        years = frozenset(year for year, published in self._years.items() if published is None or published <= known)
        works: dict[date, bool] = {}
        names: dict[date, tuple[str, str]] = {}
        for day, rows in self._statutory.items():
            if day.year not in years:
                self._apply(works, names, [row for row in rows if (row.published or date.min) <= known])
        for rows in self._days.values():
            self._apply(works, names, [row for row in rows if self._published(row) <= known])
        return Workdays(self, years, works, names)

    def _published(self, row: Row) -> date:
        return row.published or self._years.get(row.day.year) or date.min

    def _apply(self, works: dict[date, bool], names: dict[date, tuple[str, str]], rows: list[Row]) -> None:
        if not rows:
            return
        row = max(rows, key=self._published)  # the latest word on a day is the one that holds
        if row.kind == "clear":
            return
        works[row.day] = row.kind == "workday"
        names[row.day] = (row.zh, row.en)


class Workdays:
    """Which days are worked, as the holiday table stands (or stood: `known_on`). Immutable; compares by identity."""

    __slots__ = ("_names", "_rows", "_works", "_years")

    def __init__(
        self, rows: HolidayRows, years: frozenset[int], works: dict[date, bool], names: dict[date, tuple[str, str]]
    ) -> None:
        self._rows = rows
        self._years = years
        self._works = works
        self._names = names

    @property
    def years(self) -> tuple[int, ...]:
        """The published years, ascending."""
        return tuple(sorted(self._years))

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when the files change: a stored deadline made by others is recomputed."""
        return self._rows.fingerprint

    @property
    def exceptions(self) -> Mapping[date, bool]:
        """The days that do not simply follow their weekday (or repeat it by name): True is worked, False is off."""
        return MappingProxyType(self._works)

    def known_on(self, day: date | None) -> Workdays:
        """The calendar as known at the end of `day`: notices published later are not in it. None: all that is known."""
        return self._rows.known_on(day if day is None else legal_day(day))

    def is_published(self, year: int) -> bool:
        """Whether the notice for `year` is in the table."""
        return year in self._years

    def unpublished_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years without a notice among those that `first` to `last` touch; empty means the answer is firm."""
        if first.year == last.year:
            return () if first.year in self._years else (first.year,)
        return tuple(year for year in range(first.year, last.year + 1) if year not in self._years)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked: Monday to Friday, unless the table says otherwise."""
        works = self._works.get(day)
        return day.weekday() < SATURDAY if works is None else works

    def is_make_up(self, day: date) -> bool:
        """Whether `day` is a Saturday or Sunday that is worked (调休上班)."""
        return self._works.get(day, False)

    def is_holiday(self, day: date) -> bool:
        """Whether the table lists `day` as a day off (放假); an ordinary weekend is a rest day but no holiday."""
        return not self._works.get(day, True)

    def holiday_after(self, day: date) -> tuple[date, date, tuple[str, str]] | None:
        """The next run of days off of one name after `day`: its first and last day, and its name in both languages."""
        first = min((d for d, works in self._works.items() if d > day and not works), default=None)
        if first is None:
            return None
        last = first
        while self.is_holiday(last + ONE_DAY) and self._names[last + ONE_DAY] == self._names[first]:
            last += ONE_DAY
        return first, last, self._names[first]

    def describe(self, day: date) -> tuple[str, str]:
        """Why `day` is what it is, in Chinese and English: the holiday's name or the weekday."""
        zh, en = weekday_name(day)
        if day not in self._works:
            return zh, en
        name_zh, name_en = self._names[day]
        if self._works[day]:
            return f"{zh}，{name_zh}调休上班", f"a {en} worked to make up for {name_en}"
        return f"{zh}，{name_zh}放假", f"{en}, day off for {name_en}"

    def next_workday(self, day: date) -> date:
        """`day` itself if worked, else the first worked day after it."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def previous_workday(self, day: date) -> date:
        """`day` itself if worked, else the last worked day before it."""
        while not self.is_workday(day):
            day -= ONE_DAY
        return day

    def add_workdays(self, day: date, count: int) -> date:
        """The `count`-th worked day after `day` (`day` is not counted); before it for a negative count; 0 is `day`."""
        step = ONE_DAY if count > 0 else -ONE_DAY
        left = abs(count)
        works = self._works
        while left:
            day += step
            worked = works.get(day)
            if day.weekday() < SATURDAY if worked is None else worked:
                left -= 1
        return day


def load_workdays(*files: Path) -> Workdays:
    """A calendar from holiday files, later ones over earlier ones. Raises `HolidayFileError` on the first mistake."""
    return HolidayRows(read_rows(file) for file in files).known_on(None)


def workdays_from_text(*texts: str) -> Workdays:
    """`load_workdays` from CSV texts, for a draft that is not a file yet (an import's dry run)."""
    return HolidayRows(parse_rows(text, f"text {n}") for n, text in enumerate(texts, start=1)).known_on(None)


def default_workdays() -> Workdays:
    """The packaged table, the packaged overrides, and the file that KECHUANG_HOLIDAYS names, if any. Read once."""
    return _default(os.environ.get(EXTRA_FILE_VARIABLE, ""))


@lru_cache(maxsize=8)
def _default(extra: str) -> Workdays:
    return load_workdays(BUILT_FILE, OVERRIDE_FILE, *([Path(extra)] if extra else []))


def reload_workdays() -> Workdays:
    """`default_workdays` after the files on disk have changed."""
    _default.cache_clear()
    return default_workdays()
