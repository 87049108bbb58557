"""An empty table to fill in: columns in the right format, drop-downs, an example, and a sheet that explains each column."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.sheets.columns import EXAMPLE_MARK, EXPLANATIONS, SheetColumn
from kechuang.core.sheets.writing import sheet_name

ROWS = 10_000
"""So many rows get formats and drop-downs; more may be filled in."""
_LISTED_AT_ONCE = 255
"""A drop-down typed into the cell rule itself may hold so many characters; longer ones stand on a hidden sheet."""


def xlsx_template(
    columns: Sequence[SheetColumn],
    title: str,
    *,
    rows: Sequence[Mapping[str, Any]] = (),
    aside: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The template as .xlsx, its heads in the present language, its explanations in both.

    rows: what is filled in already, by the name of the column, instead of the example. aside: (name, head) of what the rows
    say for reading only, after the codes that name a row; nothing is read of it.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title})
    sheet = book.add_worksheet(sheet_name(title))
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    must = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9EDEB"})
    may = book.add_format({"bottom": 1, "bg_color": "#F4F6F5"})
    example = book.add_format({"italic": True, "font_color": "#777777", "num_format": "@"})
    told = book.add_format({"font_color": "#555555", "num_format": "@", "bg_color": "#F4F6F5"})
    lists: list[tuple[SheetColumn, list[str]]] = []
    codes = next((n for n, column in enumerate(columns) if column.kind != "code"), len(columns)) if aside else 0
    for n, (name, head) in enumerate(aside):
        sheet.set_column(codes + n, codes + n, 24 if n == 0 else 14)
        sheet.write_string(0, codes + n, head, may)
        for y, row in enumerate(rows, 1):
            sheet.write_string(y, codes + n, str(row.get(name, "")), told)
    for place, column in enumerate(columns):
        x = place if place < codes or not aside else place + len(aside)
        form = text if column.as_text else day if column.kind == "day" else None
        sheet.set_column(x, x, _width(column), form)
        sheet.write_string(0, x, column.head(), must if column.required else may)
        note = _note(column)
        if note:
            sheet.write_comment(0, x, note, {"x_scale": 2})
        if column.example and not rows:
            sheet.write_string(1, x, column.example, example)
        for y, row in enumerate(rows, 1):
            _write(sheet, y, x, column, row.get(column.name, ""), form)
        options = _options(column) if column.kind != "choices" else []  # a list would allow only one
        if options:
            lists.append((column, options))
            sheet.data_validation(1, x, ROWS, x, _rule(options, len(lists) - 1))
    if columns and columns[0].kind in ("text", "code") and not rows:
        sheet.write_string(1, 0, f"{EXAMPLE_MARK}{columns[0].example}", example)
    sheet.freeze_panes(1, codes or 1)
    _explanations(book, columns)
    _lists(book, lists)
    book.close()
    return out.getvalue()


_DIGITS = 15
"""A number cell keeps so many digits; a longer number is written as text."""


def _write(sheet: Any, y: int, x: int, column: SheetColumn, value: Any, form: Any) -> None:
    content = str(value)
    if not content:
        return
    if column.kind in ("whole", "decimal") and sum(c.isdigit() for c in content) <= _DIGITS:
        sheet.write_number(y, x, float(content), form)
    else:
        sheet.write_string(y, x, content, form)


def csv_template(columns: Sequence[SheetColumn]) -> bytes:
    """The template as CSV: its heads and its example."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.head() for column in columns])
    writer.writerow([f"{EXAMPLE_MARK if n == 0 else ''}{column.example}" for n, column in enumerate(columns)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _width(column: SheetColumn) -> int:
    if column.kind == "code":
        return 24
    wide = column.longest is None or column.longest > 60
    return max(12, 2 * len(column.head()) + 2, 28 if column.kind in ("text", "key", "keys") and wide else 0)


def _options(column: SheetColumn) -> list[str]:
    if column.kind == "flag":
        return [_("是"), _("否")]
    return [str(words) for _value, words in column.choices]


def _rule(options: list[str], index: int) -> dict[str, Any]:
    joined = ",".join(options)
    typed_in = len(joined) <= _LISTED_AT_ONCE and not any("," in option for option in options)
    letter = chr(ord("A") + index)
    return {
        "validate": "list",
        "source": options if typed_in else f"=_lists!${letter}$1:${letter}${len(options)}",
        "error_title": _("不在可选的值之中"),
        "error_message": _("请从列表中选"),
    }


def _note(column: SheetColumn) -> str:
    parts = [str(column.takes), column.standard]
    return "\n".join(part for part in parts if part)


def _explanations(book: Any, columns: Sequence[SheetColumn]) -> None:
    """A sheet with a line for each column, in Chinese and English."""
    sheet = book.add_worksheet(EXPLANATIONS)
    bold, wrap = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True, "valign": "top"})
    heads = ("列", "Column", "必填 Required", "填什么", "What to fill in", "可选的值", "Values", "例 Example")
    for x, head in enumerate(heads):
        sheet.set_column(x, x, (18, 24, 14, 34, 40, 34, 40, 24)[x])
        sheet.write_string(0, x, head, bold)
    for y, column in enumerate(columns, 1):
        cells = (
            column.label.zh, column.label.en, "是 Yes" if column.required else "否 No",
            "；".join(t for t in (column.takes.zh, column.standard) if t),
            "; ".join(t for t in (column.takes.en, column.standard) if t),
            "、".join(w.zh for _v, w in column.choices), "; ".join(w.en for _v, w in column.choices), column.example,
        )  # fmt: skip
        for x, cell in enumerate(cells):
            sheet.write_string(y, x, cell, wrap)
    last = len(columns) + 2
    sheet.write_string(
        last, 0, f"以“{EXAMPLE_MARK}”开头的行不会导入。列的次序可以变，认不得的列不读。公式要粘贴为数值。"
    )
    sheet.write_string(
        last + 1, 0,
        f"A row that begins with “{EXAMPLE_MARK}” is not imported. Columns may stand in any order; unknown ones are not read. "
        "Paste formulas as values.",
    )  # fmt: skip
    sheet.freeze_panes(1, 1)


def _lists(book: Any, lists: list[tuple[SheetColumn, list[str]]]) -> None:
    if not lists:
        return
    sheet = book.add_worksheet("_lists")
    for x, (_column, options) in enumerate(lists):
        for y, option in enumerate(options):
            sheet.write_string(y, x, option)
    sheet.very_hidden()
