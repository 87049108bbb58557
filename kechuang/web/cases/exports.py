"""A list as a sheet: every row it has, not only the page, in the columns shown. Written as every sheet is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from kechuang.core import clock
from kechuang.core.sheets.writing import CSV, XLSX, Head, csv_lines, in_this_context, xlsx_file
from kechuang.core.ui.sites import Column
from kechuang.web.cases.cells import plain
from kechuang.web.cases.downloads import guarded

AT_A_TIME = 500


def export(kind: str, rows: QuerySet[Any], columns: list[Column], name: str) -> HttpResponseBase:
    """csv or xlsx."""
    heads = [_head(column) for column in columns]
    made: HttpResponseBase
    if kind == "csv":
        made = StreamingHttpResponse(in_this_context(csv_lines(heads, _lines(rows, columns))), content_type=CSV)
    else:
        made = FileResponse(xlsx_file(heads, _lines(rows, columns), name), content_type=XLSX)
    return guarded(made, f"{name}-{clock.today().isoformat()}.{kind}")


def _head(column: Column) -> Head:
    width = 34 if column.kind == "title" else 16
    return Head(str(column.label), width, code=column.name == "number", yuan=column.kind == "yuan")


def _lines(rows: QuerySet[Any], columns: list[Column]) -> Iterator[list[Any]]:
    for row in rows.iterator(AT_A_TIME):
        yield [plain(column, row) for column in columns]
