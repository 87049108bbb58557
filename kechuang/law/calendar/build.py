"""Rebuild ``data/holidays.csv`` from the packages chinesecalendar and holidays (development only).

    python -m kechuang.law.calendar.build            writes the file
    python -m kechuang.law.calendar.build --check    exits 1 if the file is not what the packages give

chinesecalendar has the notices (days off and make-up days, from 2004); holidays has the statutory days of every year by
the holiday rule then in force. Neither states the day of a notice, so `published` stays empty here; the days that were
read in a source stand in ``data/overrides.csv``. Where the two packages disagree on a day, the build stops unless an
override decides it. The same package versions always give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from importlib import import_module
from importlib.metadata import version
from itertools import groupby
from typing import Final, NamedTuple

from .rows import COLUMNS, SATURDAY, read_rows
from .workdays import BUILT_FILE, OVERRIDE_FILE

FIRST_STATUTORY_YEAR: Final = 1990
LAST_STATUTORY_YEAR: Final = 2100

# The 2024 revision of the holiday rule added two days from 2025 on; its decree (No. 795) is of this day.
REVISION_2024: Final = date(2024, 11, 10)
REVISED_FROM: Final = 2025
EVE: Final = "除夕"

# chinesecalendar's English name -> the names we show.
NOTICE_NAMES: Final = {
    "New Year's Day": ("元旦", "New Year's Day"),
    "Spring Festival": ("春节", "Spring Festival"),
    "Tomb-sweeping Day": ("清明节", "Qingming Festival"),
    "Labour Day": ("劳动节", "Labour Day"),
    "Dragon Boat Festival": ("端午节", "Dragon Boat Festival"),
    "National Day": ("国庆节", "National Day"),
    "Mid-autumn Festival": ("中秋节", "Mid-Autumn Festival"),
    "Anti-Fascist 70th Day": ("抗战胜利七十周年纪念日", "70th Anniversary of Victory Day"),
}
# The names of the holiday rule, as the holidays package writes them; its other labels are days moved by a notice.
STATUTORY_NAMES: Final = {
    "农历除夕": (EVE, "Spring Festival Eve"),
    **{zh: (zh, en) for zh, en in NOTICE_NAMES.values() if zh != "抗战胜利七十周年纪念日"},
}


class Line(NamedTuple):
    """One line of the file, in the order of its columns."""

    kind: str
    first: str
    last: str
    zh: str
    en: str
    published: str = ""
    note: str = ""


class Named(NamedTuple):
    """A day and the holiday it belongs to."""

    day: date
    zh: str
    en: str
    published: str = ""


def statutory_days() -> list[Named]:
    """The days off that the holiday rule itself names, moved by nothing, for every year of the table."""
    holidays = import_module("holidays")
    found: list[Named] = []
    for year in range(FIRST_STATUTORY_YEAR, LAST_STATUTORY_YEAR + 1):
        listed = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
        for day, label in sorted(listed.items()):
            name = next((STATUTORY_NAMES[part] for part in label.split("; ") if part in STATUTORY_NAMES), None)
            if name is None or day.year != year:
                continue
            added = year >= REVISED_FROM and (name[0] == EVE or (day.month, day.day) == (5, 2))
            found.append(Named(day, *name, REVISION_2024.isoformat() if added else ""))
    return found


def notice_days() -> tuple[list[Named], list[Named]]:
    """Days off and make-up working days, by the notices."""
    constants = import_module("chinese_calendar.constants")

    def named(table: dict[date, str]) -> list[Named]:
        return [Named(day, *NOTICE_NAMES[name]) for day, name in sorted(table.items())]

    return named(constants.holidays), named(constants.workdays)


def disagreements() -> list[date]:
    """Days that the two packages hold differently, worked or off, over the years that both cover."""
    holidays = import_module("holidays")
    off, make_up = ({item.day for item in items} for items in notice_days())
    years = {day.year for day in off}
    # The day before a year can be a make-up day of that year's notice, so a year is listed with its neighbours.
    listed = holidays.country_holidays("CN", years=range(min(years) - 1, max(years) + 2), language="zh_CN")
    worked_weekends = set(listed.weekend_workdays)
    found: list[date] = []
    day = date(min(years), 1, 1)
    while day.year <= max(years):
        weekend = day.weekday() >= SATURDAY
        ours = day in off or (weekend and day not in make_up)
        theirs = day in listed or (weekend and day not in worked_weekends)
        if ours != theirs:
            found.append(day)
        day += timedelta(days=1)
    return found


def ranges(kind: str, days: Iterable[Named]) -> Iterator[Line]:
    """Runs of neighbouring days with one name become one line, as a notice writes them; no run crosses a year."""
    ordered = sorted(days)
    keys = [(item.day.toordinal() - index, item.day.year, item[1:]) for index, item in enumerate(ordered)]
    for _, run in groupby(zip(keys, ordered, strict=True), key=lambda pair: pair[0]):
        items = [item for _, item in run]
        first, last = items[0], items[-1]
        end = last.day.isoformat() if last.day != first.day else ""
        yield Line(kind, first.day.isoformat(), end, first.zh, first.en, first.published)


def build() -> str:
    """The whole file as text."""
    off, make_up = notice_days()
    years = sorted({item.day.year for item in off})
    lines = [Line("year", str(year), "", "", "") for year in years]
    lines += [*ranges("holiday", off), *ranges("workday", make_up), *ranges("statutory", statutory_days())]
    order = ("year", "holiday", "workday", "statutory")
    lines.sort(key=lambda line: (line.first[:4], order.index(line.kind), line.first))
    text = io.StringIO()
    text.write(header())
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(lines)
    return text.getvalue()


def header() -> str:
    """The comment that opens the file: what made it, and where changes belong."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("chinesecalendar", "holidays"))
    return (
        f"# Built by `python -m kechuang.law.calendar.build` from {packages}.\n"
        "# Do not edit: corrections and new years go into overrides.csv.\n"
    )


def main(arguments: list[str] | None = None) -> int:
    """The command: 0 when done or unchanged, 1 when --check finds a difference or a disagreement is undecided."""
    parser = argparse.ArgumentParser(
        prog="python -m kechuang.law.calendar.build", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if the file would change")
    check: bool = parser.parse_args(arguments).check
    decided = {row.day for row in read_rows(OVERRIDE_FILE) if row.kind != "year"}
    if undecided := [day for day in disagreements() if day not in decided]:
        days = ", ".join(day.isoformat() for day in undecided)
        print(f"the packages disagree on {days}: decide each by a line in {OVERRIDE_FILE.name}", file=sys.stderr)
        return 1
    text = build()
    if check:
        same = BUILT_FILE.exists() and BUILT_FILE.read_text(encoding="utf-8") == text
        print(f"{BUILT_FILE.name} is {'as the packages give it' if same else 'out of date: run the build'}")
        return 0 if same else 1
    BUILT_FILE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{BUILT_FILE.name}: {len(text.splitlines()) - 3} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
