"""What a page has by the hundred, drawn here and not by a template each time: the rows of panels, and verdicts."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from kechuang.core.ui.parts import Badge, Crumb, Tone
from kechuang.core.ui.sites import Sheet


def table_rows(sheet: Sheet) -> SafeString:
    """The rows of a sheet's table, escaped. In a table that becomes cards on a phone each cell bears its head."""
    stacks, heads = sheet.stacks, [html.escape(str(head)) for head in sheet.head]
    begins = '<tr role="row">' if stacks else "<tr>"
    before = []
    for place in range(max(map(len, sheet.rows), default=0)):
        number = ' class="num"' if place in sheet.numeric else ""
        head = heads[place] if place < len(heads) else ""
        before.append(f'<td{number} role="cell" data-label="{head}">' if stacks else f"<td{number}>")
    none = [_with_class(td, "k-none") for td in before] if stacks else before  # a card leaves out what there is none of
    made = []
    for row in sheet.rows:
        drawn = [_cell(value) for value in row]
        cells = "".join(f"{none[n] if cell == '–' else before[n]}{cell}</td>" for n, cell in enumerate(drawn))
        made.append(f"{begins}{cells}</tr>")
    return mark_safe("".join(made))  # noqa: S308  # every value is escaped


def _with_class(td: str, name: str) -> str:
    return (
        td.replace(' class="', f' class="{name} ', 1)
        if " class=" in td
        else td.replace("<td", f'<td class="{name}"', 1)
    )


def _cell(value: Any) -> str:
    if type(value) is str:
        return html.escape(value)
    if value is None:
        return "–"
    if isinstance(value, Badge):
        return verdict_drawn(value.tone, value.word)
    if isinstance(value, Crumb):
        return _link(value.label, value.url)
    if isinstance(value, Mapping):
        return _link(value["label"], value["url"])
    return conditional_escape(localize(value))


def _link(label: Any, url: str) -> str:
    words = conditional_escape(label)
    return f'<a href="{conditional_escape(url)}">{words}</a>' if url else words


@lru_cache(maxsize=1024)
def verdict_drawn(tone: Tone, word: str) -> SafeString:
    """The shape, colour and word of a verdict, drawn once."""
    return render_to_string("ui/verdict.html", {"badge": Badge(tone, word)})
