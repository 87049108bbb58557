"""The file back, with what is wrong in it: the person's own rows, wrong cells coloured and commented, a column that says why."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from kechuang.core.sheets.reading import Grid, shown
from kechuang.core.sheets.writing import LONGEST_TEXT, sheet_name
from kechuang.core.words import in_clauses
from kechuang.law.batch.tables import BadCell

MOST_COMMENTS = 20_000


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a row: at a column (by name) or of the row as a whole (empty), wrong or only doubtful."""

    column: str
    text: str
    wrong: bool


def annotated(grid: Grid, notes: Mapping[int, Iterable[Note]], *, only_noted: bool = False) -> IO[bytes]:
    """The sheet with a column of problems at its right; it can be mended and uploaded again as it is.

    notes: by row number in the file. only_noted: leave out rows without a note. A temporary file, at its beginning.
    """
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    book = xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    sheet = book.add_worksheet(sheet_name(grid.sheet))
    styles = _Styles(book)
    texts = {index for index, column in grid.heads.items() if column.as_text}
    width = max([len(row) for row in grid.rows] or [0])
    names = {column.name: index for index, column in grid.heads.items()}
    for index in range(width):
        sheet.set_column(index, index, 18, styles.get(text=index in texts))
    sheet.set_column(width, width, 60)
    comments = 0
    y = 0
    for number, row in enumerate(grid.rows, 1):
        noted = list(notes.get(number, ()))
        head = number <= grid.head_row
        if only_noted and not head and not noted:
            continue
        marks = {names[n.column]: n for n in sorted(noted, key=lambda n: n.wrong) if n.column in names}
        for index, cell in enumerate(row):
            mark = marks.get(index)
            tone = "" if mark is None else "wrong" if mark.wrong else "doubt"
            _write(sheet, y, index, cell, styles, index in texts and not head, tone)
        for index, mark in marks.items():
            if comments < MOST_COMMENTS:
                sheet.write_comment(y, index, mark.text, {"x_scale": 2})
                comments += 1
        if number == grid.head_row:
            sheet.write_string(y, width, _("问题和改法"), styles.bold)
        elif noted:
            wrong = any(n.wrong for n in noted)
            text = in_clauses(dict.fromkeys(n.text for n in noted))[:LONGEST_TEXT]
            sheet.write_string(y, width, text, styles.get(tone="wrong" if wrong else "doubt", wrap=True))
        y += 1
    sheet.freeze_panes(grid.head_row, 0)
    book.close()
    file.seek(0)
    return file


def _write(sheet: Any, y: int, x: int, cell: Any, styles: _Styles, text: bool, tone: str) -> None:
    if isinstance(cell, BadCell):
        sheet.write_string(y, x, cell.shown, styles.get(tone=tone))
    elif cell is None or cell == "":
        if tone:
            sheet.write_blank(y, x, None, styles.get(tone=tone))
    elif isinstance(cell, bool):
        sheet.write_boolean(y, x, cell, styles.get(tone=tone))
    elif isinstance(cell, int | float) and abs(cell) < 1e15:
        sheet.write_number(y, x, cell, styles.get(tone=tone))
    elif isinstance(cell, dt.datetime | dt.date) and cell.year >= 1901:
        day = cell if isinstance(cell, dt.datetime) else dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
        sheet.write_datetime(y, x, day.replace(tzinfo=None), styles.get(tone=tone, day=True))
    else:
        sheet.write_string(y, x, shown(cell)[:LONGEST_TEXT], styles.get(tone=tone, text=text))


class _Styles:
    """Formats by what they combine, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "bottom": 1})
        self.kept: dict[tuple[str, bool, bool, bool], Any] = {}

    def get(self, *, tone: str = "", text: bool = False, day: bool = False, wrap: bool = False) -> Any:
        key = (tone, text, day, wrap)
        if key == ("", False, False, False):
            return None
        if key not in self.kept:
            form: dict[str, Any] = {"text_wrap": wrap, "valign": "top"} if wrap else {}
            if text:
                form["num_format"] = "@"
            if day:
                form["num_format"] = "yyyy-mm-dd"
            if tone:
                form["bg_color"] = "#F8D7D3" if tone == "wrong" else "#FBEFCF"
                if not wrap:
                    form |= {"border": 1, "border_color": "#B3261E" if tone == "wrong" else "#8A6100"}
            self.kept[key] = self.book.add_format(form)
        return self.kept[key]
