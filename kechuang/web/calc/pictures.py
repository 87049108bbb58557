"""Time drawn to scale: the days of a notice one by one, the years of idleness on a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kechuang.core.ui.parts import Cell, Ruler, RulerDay, RulerRow
from kechuang.core.words import day_words, in_clauses, month_words
from kechuang.law import Finding
from kechuang.law.calendar import default_workdays
from kechuang.web.calc.case import Case

ONE = dt.timedelta(days=1)
LONGEST = 62
"""Days a ruler shows at most: two months keep the cells readable."""


def notice_ruler(finding: Finding, case: Case, today: dt.date | None) -> Ruler | None:
    """The two notices and the first day to sign, day by day; None while a date is missing or they lie too far apart."""
    told = {o.name: o.value for o in finding.outputs}
    start, until, opens = told.get("notice_from"), told.get("notice_until"), finding.value
    channels = [
        (_("本单位公示"), case.facts.get("notice.unit_on")),
        (_("市场公示"), case.facts.get("notice.market_on")),
        (_("变更后公示"), case.facts.get("notice.changed_on")),
        (_("更正后公示"), case.facts.get("notice.corrected_on")),
    ]
    given = [(label, day) for label, day in channels if day is not None]
    if start is None or until is None or opens is None or not given:
        return None
    first, last = min(day for _label, day in given) - ONE, opens + 2 * ONE
    count = (last - first).days + 1
    if count > LONGEST:
        return None
    workdays = default_workdays().known_on(case.known_on)
    days = [first + n * ONE for n in range(count)]
    length = (until - start).days
    rows = []
    for label, day in given:
        counts = day == start
        cells = [_notice_cell(d, day, length, counts, today) for d in days]
        about = _("%(start)s 发出，次日起算 %(n)s 日") % {"start": day_words(day), "n": length}
        rows.append(
            RulerRow(_("%(label)s（起算）") % {"label": label} if counts and len(given) > 1 else label, cells, about)
        )
    sign = [Cell(_("可签") if d == opens else "", "open" if d >= opens else "") for d in days]
    rows.append(RulerRow(_("签订合同"), sign, _("%(day)s 起可签") % {"day": day_words(opens)}))
    ticks = [RulerDay(d, not workdays.is_workday(d), d == today) for d in days]
    return Ruler(month_words(first), ticks, rows)


def _notice_cell(day: dt.date, start: dt.date, length: int, counts: bool, today: dt.date | None) -> Cell:
    number = (day - start).days
    if number == 0:
        return Cell(_("公示"), "from")
    if not 0 < number <= length:
        return Cell()
    if not counts:
        return Cell(str(number), "idle")
    return Cell(str(number), "done" if today is None or day <= today else "todo")


@dataclass(frozen=True, slots=True)
class Mark:
    label: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Point:
    """A mark of the line: x in per cent, whether it has come by today, on which row its label stands."""

    label: str
    day: dt.date
    x: float
    past: bool
    row: int

    @property
    def anchor(self) -> str:
        return "end" if self.x > 70 else "start"

    @property
    def y(self) -> int:
        return 62 + 20 * self.row


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from the day idleness began; years as ticks."""

    start: dt.date
    points: Sequence[Point]
    today: float | None
    years: Sequence[tuple[float, str]]
    done: float
    label: str
    height: int


def scale(start: dt.date, marks: Sequence[Mark], today: dt.date | None) -> Scale:
    """The marks on a line that runs from the start to half a year past the last of marks and today."""
    ends = [mark.day for mark in marks] + ([today] if today is not None and today > start else [])
    end = max(ends) + dt.timedelta(days=120)
    whole = max((end - start).days, 1)

    def at(day: dt.date) -> float:
        return round(min(max((day - start).days * 100 / whole, 0), 100), 2)

    points = [
        Point(mark.label, mark.day, at(mark.day), today is not None and mark.day <= today, row)
        for row, mark in enumerate(sorted(marks, key=lambda m: m.day))
    ]
    years = [(at(dt.date(year, 1, 1)), str(year)) for year in range(start.year + 1, end.year + 1)]
    words = in_clauses(f"{mark.label} {day_words(mark.day, year=True)}" for mark in marks)
    now = at(today) if today is not None and today >= start else None
    return Scale(start, points, now, years, now if now is not None else 0.0, words, 62 + 20 * len(points))
