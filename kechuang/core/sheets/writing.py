"""Rows out: CSV in a stream, .xlsx through a file of constant memory. No cell can become a formula; codes stay text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BOOK = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
_LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_LINES = 500
LARGEST = 10**15
"""From here on a spreadsheet's numbers lose digits; such a number is written as text."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column on its way out. code: an identifier, kept as text even where a reader would see a number."""

    text: str
    width: int = 16
    code: bool = False
    yuan: bool = False


def safe(text: str) -> str:
    """A text that no spreadsheet runs as a formula: with an apostrophe before it where it could."""
    return f"'{text}" if text.startswith(_LIVE) and not _NUMBER.fullmatch(text) else text


def plain(value: Any) -> str | int | Decimal | dt.date | None:
    """A value as a cell holds it: text, number, day, or None."""
    if isinstance(value, str | int | Decimal | dt.date) or value is None:
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return "；".join(str(part) for part in value)
    return str(value)


def csv_lines(heads: Sequence[Head], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV in parts, UTF-8 with a mark so that Excel shows Chinese.

    CSV has no text format: Excel takes a code of digits for a number when it opens one. Offer .xlsx first.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow([safe(head.text) for head in heads])
    for n, row in enumerate(rows, 1):
        writer.writerow([_in_csv(cell) for cell in row])
        if n % _LINES == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _in_csv(cell: Any) -> Any:
    cell = plain(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return cell.isoformat() if isinstance(cell, dt.date) else safe(cell) if isinstance(cell, str) else cell


def xlsx_file(heads: Sequence[Head], rows: Iterable[Sequence[Any]], name: str = "") -> IO[bytes]:
    """An .xlsx in a temporary file, at its beginning; it goes when closed. Rows are written as they come."""
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115  the caller closes it
    book = xlsxwriter.Workbook(file, BOOK)
    sheet = book.add_worksheet(sheet_name(name))
    formats = Formats(book)
    for x, head in enumerate(heads):
        sheet.set_column(x, x, head.width, formats.text if head.code else None)
        sheet.write_string(0, x, head.text, formats.head)
    sheet.freeze_panes(1, 0)
    last = 0
    for y, row in enumerate(rows, 1):
        if y > MOST_ROWS:
            break  # a sheet holds no more; the caller exports CSV beyond that
        last = y
        for x, (head, cell) in enumerate(zip(heads, row, strict=True)):
            formats.write(sheet, y, x, cell, head)
    if heads and last:
        sheet.autofilter(0, 0, last, len(heads) - 1)
    book.close()
    file.seek(0)
    return file


class Formats:
    """The cell formats of a book, and the writing of one cell by what it holds."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9EDEB", "valign": "vcenter"})
        self.text = book.add_format({"num_format": "@"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.yuan = book.add_format({"num_format": "#,##0.00"})

    def write(self, sheet: Any, y: int, x: int, cell: Any, head: Head) -> None:
        cell = plain(cell)
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(y, x, cell)
        elif isinstance(cell, dt.date) and cell.year >= 1901:
            sheet.write_datetime(y, x, dt.datetime(cell.year, cell.month, cell.day), self.day)  # noqa: DTZ001  a day
        elif isinstance(cell, int | Decimal) and not head.code and -LARGEST < cell < LARGEST:
            sheet.write_number(y, x, cell, self.yuan if head.yuan else None)
        else:
            sheet.write_string(y, x, str(cell)[:LONGEST_TEXT], self.text if head.code else None)


def sheet_name(name: str) -> str:
    """A name a sheet may bear: at most 31 characters, none of []:*?/\\ and no apostrophe at its ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31] or "Sheet1"


def in_this_context(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The rest of a stream run with the language and the clock of the request that asked for it."""
    context = copy_context()  # now, not at the first part: by then the request is over
    end = object()

    def walk() -> Iterator[bytes]:
        while (part := context.run(next, parts, end)) is not end:
            yield part  # type: ignore[misc]  # `end` has been told apart

    return walk()
