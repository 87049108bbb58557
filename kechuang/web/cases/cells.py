"""Cells of a list: as the page draws them, and as a sheet keeps them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.ui import words
from kechuang.core.ui.sites import Column

Plain = str | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; tone colours it together with its word, url makes it a link."""

    text: str
    kind: str
    tone: str = ""
    align: str = ""


def cell(column: Column, row: Any) -> Cell:
    value = column.value(row)
    if column.kind == "left":
        if value is None:
            return Cell("–", "left", align="num")
        if value < 0:
            return Cell(_("逾期 %(n)d") % {"n": -value}, "left", "late", "num")
        return Cell(str(value) if value else _("今天"), "left", "soon" if value <= 3 else "", "num")
    return Cell(_text(column, value), column.kind, align=column.align)


def _text(column: Column, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(value, dt.date):
        return words.day_words(value, weekday=False)
    if column.kind == "yuan":
        return f"{value:,.2f}"
    if isinstance(value, list | tuple):
        return words.listed([str(v) for v in value])
    return str(value)


def plain(column: Column, row: Any) -> Plain:
    """The value as a sheet keeps it: numbers and dates as such, the rest as text."""
    value = column.value(row)
    if value is None or isinstance(value, int | Decimal | dt.date):
        return value
    if isinstance(value, list | tuple):
        return words.listed([str(v) for v in value])
    return str(value)
