"""Reading the holiday files: CSV lines in, one `Row` per day out, every mistake named by file and line.

Columns: ``kind,first,last,zh,en,published,note``. Lines that start with ``#`` are comments.

========== ===================================================================================================
kind       meaning
========== ===================================================================================================
year       the State Council's notice for this year is in the file; ``first`` is the year (``2027``)
holiday    the days ``first`` to ``last`` are days off by the notice (weekends inside the holiday included)
workday    make-up working days: a Saturday or Sunday that is worked
statutory  days off by the holiday rule alone (全国年节及纪念日放假办法); used in a year without a notice
clear      undo what an earlier file says of these days: they follow the weekday, or the statutory rule, again
========== ===================================================================================================

``last`` empty means one day. ``published`` is the day the line became known (the notice's day); empty means the
day of its year's notice, and always known where that is not stated either.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast, get_args

RowKind = Literal["year", "holiday", "workday", "statutory", "clear"]
KINDS: Final[tuple[str, ...]] = get_args(RowKind)
COLUMNS: Final = ("kind", "first", "last", "zh", "en", "published", "note")
SATURDAY: Final = 5

# The longest holiday ever announced was ten days. A longer line is a mistyped month.
LONGEST_RANGE_DAYS: Final = 31


class HolidayFileError(ValueError):
    """A holiday file cannot be used; the message names the file, the line and what to write instead."""


class Row(NamedTuple):
    """What one file says about one day (a ``year`` row stands on 1 January of that year)."""

    kind: RowKind
    day: date
    zh: str
    en: str
    published: date | None
    line: int


def read_rows(path: Path) -> list[Row]:
    """Every row of the holiday file at `path`, ranges laid out day by day, in file order.

    Raises `HolidayFileError` for a missing file or the first line that cannot be true.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise HolidayFileError(f"{path}: cannot read the holiday file, a CSV in UTF-8 ({error})") from error
    return parse_rows(text, path.name)


def parse_rows(text: str, name: str) -> list[Row]:
    """`read_rows` for a text already in memory; `name` is the file's name in messages."""
    rows = list(_days(_cells(text, name), name))
    said: dict[tuple[date, date | None], Row] = {}
    for row in rows:
        if row.kind in ("year", "statutory"):
            continue
        other = said.setdefault((row.day, row.published), row)
        if other.kind != row.kind:
            raise _error(name, row.line, f"{row.day} is a {row.kind} here and a {other.kind} on line {other.line}")
    return rows


def _cells(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    header: list[str] | None = None
    for line, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        cells = [cell.strip() for cell in next(csv.reader([raw]))]
        if header is None:
            header = cells
            if tuple(header) != COLUMNS:
                raise _error(name, line, f"the columns must be {','.join(COLUMNS)}, not {raw.strip()}")
            continue
        if len(cells) > len(COLUMNS):
            raise _error(name, line, f"{len(cells)} cells where {len(COLUMNS)} are expected; quote a text with commas")
        yield line, dict(zip(COLUMNS, cells + [""] * (len(COLUMNS) - len(cells)), strict=True))


def _days(lines: Iterable[tuple[int, dict[str, str]]], name: str) -> Iterator[Row]:
    for line, cell in lines:
        if cell["kind"] not in KINDS:
            raise _error(name, line, f"kind is '{cell['kind']}'; it must be one of {', '.join(KINDS)}")
        kind = cast(RowKind, cell["kind"])
        published = _date(cell["published"], "published", name, line) if cell["published"] else None
        if kind == "year":
            first = last = _year(cell["first"], name, line)
        else:
            first = _date(cell["first"], "first", name, line)
            last = _date(cell["last"], "last", name, line) if cell["last"] else first
        if not 0 <= (last - first).days < LONGEST_RANGE_DAYS:
            raise _error(name, line, f"{first} to {last} is not a range of 1 to {LONGEST_RANGE_DAYS} days")
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if kind == "workday" and day.weekday() < SATURDAY:
                raise _error(
                    name, line, f"workday {day} is a {day:%A}, worked anyway; to undo a holiday write kind clear"
                )
            yield Row(kind, day, cell["zh"], cell["en"], published, line)


def _year(text: str, name: str, line: int) -> date:
    if len(text) != 4 or not text.isdecimal():
        raise _error(name, line, f"first is '{text}'; a year row needs the year, as 2027")
    return date(int(text), 1, 1)


def _date(text: str, column: str, name: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _error(name, line, f"{column} is '{text}'; write the date as 2027-01-01") from None


def _error(name: str, line: int, why: str) -> HolidayFileError:
    return HolidayFileError(f"{name} line {line}: {why}")
