"""Excel: one sheet, row 1 its heads. Errors and formulas are found in the file itself, as readers show neither."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from kechuang.law.batch.tables import (
    PART_ROWS,
    BadCell,
    BadRow,
    Part,
    Table,
    TableError,
    checked_heads,
    make_part,
    too_wide,
)

_CELL = re.compile(r"([A-Z]+)(\d+)")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def open_xlsx(path: Path, sheet: str | None = None) -> Table:
    """The table of a sheet: the one named, else the first visible one that holds anything."""
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(str(path))
        name, others = _sheet(book, sheet, path)
        grid: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except calamine.PasswordError:
        raise TableError(f"{path} 有密码，请先解密", f"{path} has a password; save it without one") from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError) as error:
        raise TableError(
            f"{path} 不是完好的 Excel 文件：{error}", f"{path} is not a sound Excel file: {error}"
        ) from None
    if not grid:
        raise TableError(f"{path} 的工作表“{name}”是空的", f"{path}: sheet “{name}” is empty")
    try:
        for (row, column), bad in _bad_cells(path, name).items():
            if row < len(grid) and column < len(grid[row]):
                kept = bad.shown if grid[row][column] in (None, "") else grid[row][column]
                grid[row][column] = replace(bad, kept=kept)
    except (KeyError, ET.ParseError, zipfile.BadZipFile) as error:
        raise TableError(
            f"{path} 不是完好的 Excel 文件：{error}", f"{path} is not a sound Excel file: {error}"
        ) from None
    heads = checked_heads([head if head != "" else None for head in grid[0]])
    progress = [0]
    note = (f"只读工作表“{name}”，没有读：{'、'.join(others)}", f"read sheet “{name}” only, not: {', '.join(others)}")
    return Table(
        heads, lambda: _parts(grid, len(heads), progress), lambda: (progress[0], max(1, len(grid) - 1)), lambda: None,
        note=note if others else None,
    )  # fmt: skip


def _sheet(book: Any, asked: str | None, path: Path) -> tuple[str, list[str]]:
    names = list(book.sheet_names)
    if asked is not None:
        if asked not in names:
            raise TableError(
                f"{path} 没有工作表“{asked}”；有：{'、'.join(names)}",
                f"{path} has no sheet “{asked}”; it has {', '.join(names)}",
            )
        return asked, []
    visible = [meta.name for meta in book.sheets_metadata if str(meta.visible).endswith("Visible")] or names
    filled = [name for name in visible if book.get_sheet_by_name(name).height]
    if not filled:
        raise TableError(f"{path} 没有数据", f"{path} holds no data")
    return filled[0], filled[1:]


def _parts(grid: list[list[Any]], width: int, progress: list[int]) -> Iterator[Part]:
    held: list[tuple[int, list[Any]]] = []
    bad: list[BadRow] = []
    blank = 0
    for number, row in enumerate(grid[1:], start=2):
        cells = [None if cell == "" else cell for cell in row]
        if all(cell is None for cell in cells):
            blank += 1
        elif len(cells) > width and (wrong := too_wide(number, cells, width)):
            bad.append(wrong)
        else:
            held.append((number, cells[:width]))
        if len(held) >= PART_ROWS:
            progress[0] = number - 1
            yield make_part(held, width, bad, blank)
            held, bad, blank = [], [], 0
    progress[0] = len(grid) - 1
    if held or bad or blank:
        yield make_part(held, width, bad, blank)


# -- errors and formulas -------------------------------------------------------------------------------


def _bad_cells(path: Path, sheet: str) -> dict[tuple[int, int], BadCell]:
    """Cells with an error or a formula, by (row, column) from 0."""
    with zipfile.ZipFile(path) as package:
        part = _sheet_part(package, sheet)
        with package.open(part) as file:
            if not _may_hold_any(file):
                return {}
        found: dict[tuple[int, int], BadCell] = {}
        with package.open(part) as file:
            row = column = -1
            for event, cell in ET.iterparse(file, events=("start", "end")):  # noqa: S314  expat >= 2.4 is guarded
                if event == "start":
                    if cell.tag == f"{_MAIN}row":
                        row, column = int(cell.get("r", row + 2)) - 1, -1
                    continue
                if cell.tag == f"{_MAIN}row":
                    cell.clear()
                if cell.tag != f"{_MAIN}c":
                    continue
                place = _CELL.fullmatch(cell.get("r", ""))
                column = _column(place[1]) if place else column + 1
                bad = _bad(cell)
                if bad is not None:
                    found[row, column] = bad
        return found


def _may_hold_any(file: Any) -> bool:
    tail = b""
    while block := file.read(1 << 20):
        seen = tail + block
        if b"<f" in seen or b't="e"' in seen or b"t='e'" in seen:
            return True
        tail = block[-8:]
    return False


def _bad(cell: ET.Element) -> BadCell | None:
    formula = cell.find(f"{_MAIN}f")
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.get("t") == "e":
        return BadCell(value, f"是 Excel 错误值 {value}", f"is the Excel error {value}")
    if formula is not None:
        shown = f"={formula.text or '…'}"
        return BadCell(shown, "是公式，请粘贴为数值", "is a formula; paste it as a value")
    return None


def _sheet_part(package: zipfile.ZipFile, sheet: str) -> str:
    """The part of the package that holds a sheet."""
    book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314  expat >= 2.4 is guarded
    relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id"): one.get("Target", "") for one in relations.iter(f"{_PACKAGE}Relationship")}
    for one in book.iter(f"{_MAIN}sheet"):
        if one.get("name") == sheet:
            target = targets[one.get(_RELATION)]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _column(letters: str) -> int:
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - ord("A") + 1
    return number - 1
