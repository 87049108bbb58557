"""A file to a grid: .xlsx or CSV by its content, the head found among the first rows, rows numbered as the person sees them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from kechuang.core.sheets.columns import EXAMPLE_MARK, EXPLANATIONS, SheetColumn, heads_of, letter, plain_head
from kechuang.core.words import listed
from kechuang.law.batch.read_xlsx import _bad_cells
from kechuang.law.batch.tables import BadCell

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED = 600 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 300
HEAD_ROWS = 10
"""The head is looked for among so many first rows: titles and notes often stand above it."""


class SheetError(Exception):
    """A file that cannot be read as this table: what is wrong, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem, self.remedy = problem, remedy


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file: its number there (the first row is 1) and its cells by column name."""

    number: int
    cells: dict[str, Any]


@dataclass(slots=True)
class Grid:
    """A file as read. heads: the column at each index known; head_row: its number, from 1."""

    rows: list[list[Any]]
    sheet: str
    other_sheets: list[str]
    head_row: int
    heads: dict[int, SheetColumn]
    extra: list[str]
    """Columns that mean nothing here, as 'C 备注': they are not read."""

    def __iter__(self) -> Iterator[Row]:
        """Rows under the head; empty rows and the template's example are passed over."""
        picks = [(index, column.name) for index, column in self.heads.items()]
        for number, cells in enumerate(self.rows[self.head_row :], self.head_row + 1):
            width = len(cells)
            found = {name: cell for index, name in picks if index < width and (cell := cells[index]) not in (None, "")}
            if found and not _blank(found) and not _example(found):
                yield Row(number, found)

    def count(self) -> int:
        return sum(1 for _row in self)


def _blank(cells: dict[str, Any]) -> bool:
    return all(isinstance(cell, str) and not cell.strip() for cell in cells.values())


def _example(cells: dict[str, Any]) -> bool:
    return any(isinstance(cell, str) and cell.startswith(EXAMPLE_MARK) for cell in cells.values())


def read(content: bytes, columns: Sequence[SheetColumn]) -> Grid:
    """The table in a file. Raises SheetError when it is no such file, has no head or lacks a required column."""
    if not content:
        raise SheetError(_("文件是空的"), _("请选填好的表"))
    if len(content) > MOST_BYTES:
        raise SheetError(_("文件超过 %(n)d MB") % {"n": MOST_BYTES // 2**20}, _("请分成几个文件"))
    rows, sheet, others = _xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content)
    if len(rows) > MOST_ROWS:
        raise SheetError(_("超过 %(n)d 行") % {"n": MOST_ROWS}, _("请分成几个文件"))
    at, heads, extra = _head(rows, columns)
    return Grid(rows, sheet, others, at, heads, extra)


# -- the two kinds of file ------------------------------------------------------------------------------


def _xlsx(content: bytes) -> tuple[list[list[Any]], str, list[str]]:
    import python_calamine as calamine

    broken = SheetError(_("不是完好的 Excel 文件"), _("请用 Excel 或 WPS 打开，另存为 .xlsx 再传"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MOST_UNPACKED:
                raise SheetError(_("文件解压后过大"), _("请分成几个文件"))
        book = calamine.load_workbook(io.BytesIO(content))
        visible = [m.name for m in book.sheets_metadata if str(m.visible).endswith("Visible")] or book.sheet_names
        filled = [name for name in visible if book.get_sheet_by_name(name).height]
        if not filled:
            raise SheetError(_("表里没有数据"), _("请下载模板，填好再传"))
        name = filled[0]
        found = book.get_sheet_by_name(name)
        if found.width > MOST_COLUMNS:
            raise SheetError(_("超过 %(n)d 列") % {"n": MOST_COLUMNS}, _("请删去空列和用不到的列"))
        rows: list[list[Any]] = found.to_python(skip_empty_area=False)
        for (row, column), bad in _bad_cells(io.BytesIO(content), name).items():  # type: ignore[arg-type]  # any zip source
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = bad
    except calamine.PasswordError:
        raise SheetError(_("文件有密码"), _("请去掉密码再传")) from None
    except (
        calamine.CalamineError, calamine.XmlError, calamine.ZipError, zipfile.BadZipFile, KeyError, ET.ParseError,
    ):  # fmt: skip
        raise broken from None
    return rows, name, [other for other in filled[1:] if other != EXPLANATIONS]


def _csv(content: bytes) -> tuple[list[list[Any]], str, list[str]]:
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise SheetError(_("是旧的 .xls 文件，或者有密码"), _("请另存为没有密码的 .xlsx 再传"))
    text = _decoded(content)
    first = "".join(text.partition("\n")[0].split('"')[::2])
    delimiter = max(",\t;", key=first.count)
    csv.field_size_limit(1_000_000)
    rows: list[list[Any]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise SheetError(
            _("第 %(n)d 行读不懂") % {"n": len(rows) + 1}, _("看看引号是否成对，或者另存为 .xlsx 再传")
        ) from None
    return rows, "CSV", []


def _decoded(content: bytes) -> str:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetError(_("不是 Excel 表，也不是 UTF-8 或 GB18030 文本"), _("请另存为 .xlsx 再传"))


# -- the head -------------------------------------------------------------------------------------------


def _head(rows: list[list[Any]], columns: Sequence[SheetColumn]) -> tuple[int, dict[int, SheetColumn], list[str]]:
    """The row that names most columns. Where a cell of it is empty because the head is merged, the one above names it."""
    known = heads_of(columns)

    def named(number: int) -> list[str]:
        return ["" if cell is None else str(cell).strip().lstrip("\ufeff") for cell in rows[number]]

    def score(number: int) -> int:
        return len({known[h].name for cell in rows[number] if cell is not None and (h := plain_head(cell)) in known})

    tried = range(min(HEAD_ROWS, len(rows)))
    best = max(tried, key=lambda n: (score(n), -n), default=None)
    if best is None or score(best) == 0:
        raise SheetError(
            _("没有找到列名"),
            _("第一行应为列名，例如：%(heads)s") % {"heads": listed(str(c.label) for c in columns[:4])},
        )
    texts = named(best)
    if best:
        above = named(best - 1)
        texts += [""] * (len(above) - len(texts))
        texts = [
            t or (a if plain_head(a) in known else "")
            for t, a in zip(texts, [*above, *[""] * len(texts)], strict=False)
        ]
    heads: dict[int, SheetColumn] = {}
    seen: dict[str, int] = {}
    extra: list[str] = []
    for index, text in enumerate(texts):
        column = known.get(plain_head(text)) if text else None
        if column is None:
            if text:
                extra.append(f"{letter(index)} {text}")
            continue
        if column.name in seen:
            raise SheetError(
                _("列“%(head)s”出现两次（%(a)s、%(b)s 列）")
                % {"head": text, "a": letter(seen[column.name]), "b": letter(index)},
                _("请删去一列"),
            )
        seen[column.name] = index
        heads[index] = column
    missing = [str(c.label) for c in columns if c.required and c.name not in seen]
    if missing:
        raise SheetError(_("缺少必填的列：%(heads)s") % {"heads": listed(missing)}, _("请下载模板，照它的列名补上"))
    return best + 1, heads, extra


def shown(cell: Any) -> str:
    """A cell as the person typed it, as near as the file tells."""
    import datetime as dt

    if cell is None:
        return ""
    if isinstance(cell, BadCell):
        return cell.shown
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)
