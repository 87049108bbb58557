"""Cells of a list: as the page draws them, and as a sheet keeps them."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kechuang.core import words
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


_DRAWN = {
    "link": '<td><a href="{url}">{text}</a></td>',
    "title": '<td class="k-titlecell"><a class="k-b" href="{url}">{text}</a></td>',
    "late": '<td class="num"><b class="k-err">{text}</b></td>',
    "soon": '<td class="num"><b class="k-soon">{text}</b></td>',
    "num": '<td class="num">{text}</td>',
    "": "<td>{text}</td>",
}


def drawn(columns: Sequence[Column], row: Any, url: str) -> SafeString:
    """The cells of a row as the page has them, escaped. Made here and not in the template: a page has hundreds of them."""
    made, address = [], html.escape(url)
    for column in columns:
        one = cell(column, row)
        how = one.kind if one.kind in ("link", "title") else one.tone or one.align
        made.append(_DRAWN[how].format(text=html.escape(one.text), url=address))
    return mark_safe("".join(made))  # noqa: S308  # both values are escaped


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
