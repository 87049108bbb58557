"""Answers into a file: written beside it and put in place at the end, so that a broken run leaves nothing behind.

A text that a spreadsheet would take for a formula (it begins with = + - @ or a tab) is never left live: in CSV it gets a
leading apostrophe, in Excel it is a string cell. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from kechuang.law.batch.answering import AnswerColumn
from kechuang.law.batch.tables import BadCell, TableError
from kechuang.law.types import Kind

FORMATS = (".csv", ".xlsx", ".parquet")
EXCEL_ROWS = 1_048_575
EXCEL_TEXT = 32_767
EXCEL_WHOLE = 10**15
"""Beyond it Excel's numbers lose digits; such a number is written as text."""
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?%?")
_LIVE = frozenset("=+-@\t\r")


class Writer(Protocol):
    """What takes parts of rows, by column. close() finishes the file; abandon() only lets go of it."""

    def part(self, columns: Sequence[Sequence[Any]]) -> None:
        """Write these rows, after those before."""

    def close(self) -> None:
        """Finish the file."""

    def abandon(self) -> None:
        """Let go of the file, unfinished."""


def safe(text: str) -> str:
    """A text that no spreadsheet runs as a formula."""
    return f"'{text}" if text[:1] in _LIVE and not _NUMBER.fullmatch(text) else text


def in_words(cell: Any) -> Any:
    """A cell as CSV and text columns carry it: whole floats without .0, dates ISO, yes-or-no as true and false."""
    if cell is None:
        return ""
    if isinstance(cell, BadCell):
        return in_words(cell.kept)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    if isinstance(cell, list):
        return ";".join(str(part) for part in cell)
    return cell


def _as_text(column: Sequence[Any]) -> list[Any]:
    """A column for CSV. Most cells are harmless texts and whole numbers, which go as they are."""
    return [
        cell
        if cell is None or cell.__class__ is int or (cell.__class__ is str and cell[:1] not in _LIVE)
        else safe(words) if isinstance(words := in_words(cell), str) else words
        for cell in column
    ]  # fmt: skip


class CsvWriter:
    """UTF-8 with a mark, so that Excel shows Chinese."""

    def __init__(self, path: Path, heads: Sequence[str]) -> None:
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow([safe(head) for head in heads])

    def part(self, columns: Sequence[Sequence[Any]]) -> None:
        """Write these rows, after those before."""
        self.writer.writerows(zip(*[_as_text(column) for column in columns], strict=True))

    def close(self) -> None:
        """Finish the file."""
        self.file.close()

    abandon = close


class XlsxWriter:
    """One sheet, its heads frozen; dates as dates, numbers as numbers."""

    def __init__(self, path: Path, heads: Sequence[str]) -> None:
        import xlsxwriter

        self.book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
        self.sheet = self.book.add_worksheet("kechuang")
        self.date = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        bold = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            self.sheet.write_string(0, column, head, bold)
            self.sheet.set_column(column, column, min(40, max(12, 2 * len(head))))
        self.at = 0

    def part(self, columns: Sequence[Sequence[Any]]) -> None:
        """Write these rows, after those before. Raises TableError beyond what a sheet holds."""
        for row in zip(*columns, strict=True):
            self.at += 1
            if self.at > EXCEL_ROWS:
                raise TableError(
                    f"Excel 工作表至多 {EXCEL_ROWS} 行，请输出 .csv 或 .parquet",
                    f"a sheet holds {EXCEL_ROWS} rows; write .csv or .parquet",
                )
            for column, cell in enumerate(row):
                self._cell(column, cell)

    def _cell(self, column: int, cell: Any) -> None:
        sheet, at = self.sheet, self.at
        if isinstance(cell, BadCell):
            cell = cell.kept
        if cell is None or cell == "":
            return
        if isinstance(cell, bool):
            sheet.write_boolean(at, column, cell)
        elif isinstance(cell, int | float) and abs(cell) < EXCEL_WHOLE and cell == cell:
            sheet.write_number(at, column, cell)
        elif isinstance(cell, dt.datetime) and cell.time() != dt.time():
            sheet.write_datetime(at, column, cell.replace(tzinfo=None), self.moment)
        elif isinstance(cell, dt.date) and cell.year >= 1900:
            sheet.write_datetime(at, column, dt.datetime(cell.year, cell.month, cell.day), self.date)  # noqa: DTZ001  a day
        else:
            text = str(in_words(cell))
            if len(text) > EXCEL_TEXT:
                raise TableError(
                    f"第 {at + 1} 行的一格超过 {EXCEL_TEXT} 字，Excel 放不下，请输出 .csv 或 .parquet",
                    f"a cell of row {at + 1} is longer than the {EXCEL_TEXT} characters Excel holds; write .csv or .parquet",
                )
            sheet.write_string(at, column, text)

    def close(self) -> None:
        """Finish the file."""
        self.book.close()

    def abandon(self) -> None:
        """Let go of the file, unfinished."""
        self.book.fileclosed = True


class ParquetWriter:
    """Columns with types: those carried from Parquet keep theirs, other carried ones are text."""

    def __init__(self, path: Path, heads: Sequence[str], kinds: Sequence[Any]) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.schema = pa.schema(list(zip(heads, kinds, strict=True)))
        self.text = [pa.types.is_string(kind) for kind in kinds]
        self.writer = pq.ParquetWriter(path, self.schema)

    def part(self, columns: Sequence[Sequence[Any]]) -> None:
        """Write these rows as one group."""
        import pyarrow as pa

        if not columns[0]:
            return
        made = [
            [None if cell is None or cell == "" else str(in_words(cell)) for cell in column] if text else column
            for column, text in zip(columns, self.text, strict=True)
        ]
        arrays = [pa.array(column, field.type) for column, field in zip(made, self.schema, strict=True)]
        self.writer.write_table(pa.Table.from_arrays(arrays, schema=self.schema))

    def close(self) -> None:
        """Finish the file."""
        self.writer.close()

    abandon = close


def open_writer(
    path: Path, ending: str, heads: Sequence[str], answers: Sequence[AnswerColumn], types: Sequence[Any] | None
) -> Writer:
    """The writer of a format. types: those of the carried columns, where the source has any."""
    if ending == ".csv":
        return CsvWriter(path, heads)
    if ending == ".xlsx":
        return XlsxWriter(path, heads)
    import pyarrow as pa

    carried = list(types) if types is not None else [pa.string()] * (len(heads) - len(answers))
    whole = {Kind.FEN: pa.int64(), Kind.COUNT: pa.int64(), Kind.DATE: pa.date32(), Kind.FLAG: pa.bool_()}
    own = [pa.string() if c.kind is None else whole.get(c.kind.kind, pa.string()) for c in answers]
    return ParquetWriter(path, heads, [*carried, *own])


class Rejects:
    """The rows refused: row, column, value, reason; made when the first one comes."""

    HEADS = ("row", "column", "value", "reason")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: CsvWriter | None = None

    def add(self, row: int, column: str, value: Any, reason: str) -> None:
        """One refused cell, or with an empty column a whole row."""
        if self.writer is None:
            self.writer = CsvWriter(self.path, self.HEADS)
        shown = value.shown if isinstance(value, BadCell) else in_words(value)
        self.writer.part([[row], [column], [shown], [reason]])

    def close(self) -> bool:
        """Finish; whether there were any."""
        if self.writer is not None:
            self.writer.close()
        return self.writer is not None


def beside(path: Path) -> Path:
    """A new, empty file in the same folder, to be moved to `path` when it is whole."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=".part")
    os.close(handle)
    return Path(name)
