"""A list as a sheet: every row it has, not only the page, in the columns shown. No cell can become a formula."""

from __future__ import annotations

import contextvars
import csv
import datetime as dt
import io
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from kechuang.core import clock
from kechuang.core.ui.sites import Column
from kechuang.web.cases.cells import plain

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 500


def safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value


def export(kind: str, rows: QuerySet[Any], columns: list[Column], name: str) -> HttpResponseBase:
    """csv or xlsx."""
    filename = f"{name}-{clock.today().isoformat()}.{kind}"
    made = _csv(rows, columns) if kind == "csv" else _xlsx(rows, columns)
    made["Content-Disposition"] = f'attachment; filename="{filename}"'
    return made


def _csv(rows: QuerySet[Any], columns: list[Column]) -> StreamingHttpResponse:
    def lines() -> Iterator[bytes]:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        buffer.write("\ufeff")  # so that a spreadsheet reads it as UTF-8
        writer.writerow([str(c.label) for c in columns])
        for n, row in enumerate(rows.iterator(CHUNK), 1):
            writer.writerow([safe(_iso(plain(c, row))) for c in columns])
            if n % CHUNK == 0:
                yield buffer.getvalue().encode()
                buffer.seek(0)
                buffer.truncate()
        yield buffer.getvalue().encode()

    return StreamingHttpResponse(_in_this_context(lines()), content_type="text/csv; charset=utf-8")


def _in_this_context(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Run the rest of a stream with the language and the clock of the request that asked for it."""
    context = contextvars.copy_context()
    end = object()

    def walk() -> Iterator[bytes]:
        while (chunk := context.run(next, chunks, end)) is not end:
            yield chunk  # type: ignore[misc]  # `end` has been told apart

    return walk()


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else "" if value is None else value


def _xlsx(rows: QuerySet[Any], columns: list[Column]) -> FileResponse:
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "yuan": book.add_format({"num_format": "#,##0.00"}),
    }
    for n, column in enumerate(columns):
        sheet.set_column(n, n, 34 if column.kind == "title" else 16)
        sheet.write_string(0, n, str(column.label), bold)
    sheet.freeze_panes(1, 0)
    for y, row in enumerate(_chunks(rows), 1):
        for x, column in enumerate(columns):
            value = plain(column, row)
            if isinstance(value, dt.date):
                sheet.write_datetime(y, x, dt.datetime(value.year, value.month, value.day), formats["date"])  # noqa: DTZ001
            elif isinstance(value, int | Decimal):
                sheet.write_number(y, x, value, formats["yuan"] if column.kind == "yuan" else None)
            elif value is not None:
                sheet.write_string(y, x, value)
    book.close()
    file.seek(0)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, content_type=kind)


def _chunks(rows: QuerySet[Any]) -> Iterable[Any]:
    return rows.iterator(CHUNK)
