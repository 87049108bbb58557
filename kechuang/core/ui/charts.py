"""Amounts to scale as bars in HTML and SVG: no script, sharp at any width, with the table of the same numbers beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TONES = ("c1", "c2", "c3", "c4", "c5", "c6")
"""The colours of series in their order (tokens.css); a sixth is hatched as well."""


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: name is its key among the values of a row. falls: it takes away, and is hatched."""

    name: str
    label: str
    tone: str
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a bar, in per cent of the widest bar. words: what it says, for those who point at it."""

    tone: str
    x: float
    width: float
    words: str
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its label, its pieces and its total in words. below: the total is less than nothing and drawn so."""

    label: str
    segments: Sequence[Segment]
    total: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, their legend, and the numbers as a table. words: what the drawing shows, for those who do not see it."""

    id: str
    words: str
    series: Sequence[Series]
    bars: Sequence[Bar]
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def series(labels: Mapping[str, Any]) -> list[Series]:
    """Series in their order, each with its colour. Raises ValueError when there are more than colours."""
    if len(labels) > len(TONES):
        raise ValueError(f"{len(labels)} series are more than {len(TONES)} colours tell apart")
    return [Series(name, str(label), tone) for (name, label), tone in zip(labels.items(), TONES, strict=False)]


@dataclass(frozen=True, slots=True)
class Row:
    """What one bar shows: a value for each series that has one."""

    label: str
    values: Mapping[str, int]
    url: str = ""
    current: bool = False


def chart(ident: str, words: str, of: Sequence[Series], rows: Sequence[Row], told: Any, first: str) -> Chart:
    """A chart of rows. told(value): a value in words; first: the head of the table's first column.

    A negative value (more taken back than received) has no length; its number stands in the table and the total. What falls
    is given without its sign: the table and the total have it.
    """
    most = max((sum(max(v, 0) for v in row.values.values()) for row in rows), default=0) or 1
    many = len(of) > 1
    bars = []
    for row in rows:
        x, segments = 0.0, []
        for one in of:
            value = max(row.values.get(one.name, 0), 0)
            if value:
                width = value * 100 / most
                words = f"{one.label} {told(_signed(one, row))}"
                segments.append(Segment(one.tone, round(x, 3), round(width, 3), words, one.falls))
                x += width
        bars.append(Bar(row.label, segments, told(_sum(of, row)), row.url, row.current))
    total = (_total(),) if many else ()
    table = [
        [
            row.label,
            *(told(_signed(one, row)) for one in of),
            *((told(_sum(of, row)),) if many else ()),
        ]
        for row in rows
    ]
    return Chart(ident, words, of if many else (), bars, [first, *(one.label for one in of), *total], table)


def _signed(one: Series, row: Row) -> int:
    value = row.values.get(one.name, 0)
    return -value if one.falls else value


def _sum(of: Sequence[Series], row: Row) -> int:
    return sum(_signed(one, row) for one in of)


def _total() -> str:
    from django.utils.translation import gettext as _

    return _("合计")
