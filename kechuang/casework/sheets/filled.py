"""A sheet filled in with what stands in a case: to be read, changed and uploaded again, or uploaded as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.sheets.declare import CASE, SheetImport
from kechuang.casework.sheets.rows import RowReader
from kechuang.core.sheets.reading import Row
from kechuang.core.sheets.template import xlsx_template


def cells(declared: SheetImport, case: Any, by: Any) -> list[dict[str, Any]]:
    """The rows of a case as they stand, each cell as a person would type it, and what is shown beside by its name."""
    if declared.filled is None:
        raise ValueError(f"{declared.action.key} has no filled sheet")
    found = []
    for values in declared.filled(case, by):
        row = {column.name: _cell(values.get(column.name), dict(column.choices)) for column in declared.sheet_columns}
        row |= {name: str(values.get(name) or "") for name, _label in declared.aside}
        found.append(row | {CASE: case.number})
    return found


def _cell(value: Any, words: Mapping[str, Any]) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(words.get(str(value), value))


def filled_xlsx(declared: SheetImport, case: Any, by: Any) -> bytes:
    """The filled sheet as .xlsx; its heads in the present language."""
    aside = [(name, str(label)) for name, label in declared.aside]
    return xlsx_template(declared.sheet_columns, str(declared.title), rows=cells(declared, case, by), aside=aside)


def standing(declared: SheetImport, case: Any, by: Any, reader: RowReader) -> list[dict[str, Any]]:
    """The rows of a case as the input of the action, to tell a row that changes nothing."""
    rows = [
        Row(n, {name: text for name, text in row.items() if text != "" and declared.column(name) is not None})
        for n, row in enumerate(cells(declared, case, by))
    ]
    return [typed.data for typed in reader.read(rows)]
