"""All rows of a kind of case that a person may see, read by a cursor of the database and written as they come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from kechuang.casework.sheets.declare import SheetExport, export_of
from kechuang.core import clock
from kechuang.core.sheets.writing import CSV, XLSX, csv_lines, in_this_context, xlsx_file
from kechuang.web.account.guard import signed_in

AT_A_TIME = 500


@require_safe
@signed_in
def export(request: HttpRequest, kind: str, form: str) -> HttpResponseBase:
    """The whole register as .xlsx or .csv."""
    try:
        declared = export_of(kind)
    except KeyError:
        raise Http404 from None
    heads = [column.made() for column in declared.columns]
    rows = _rows(declared, request.user)
    made: HttpResponseBase
    if form == "csv":
        made = StreamingHttpResponse(in_this_context(csv_lines(heads, rows)), content_type=CSV)
    else:
        made = FileResponse(xlsx_file(heads, rows, str(declared.title)), content_type=XLSX)
    made["Content-Disposition"] = disposition(f"{declared.title}-{clock.today().isoformat()}.{form}")
    return made


def _rows(declared: SheetExport, user: Any) -> Iterator[list[Any]]:
    for row in declared.rows(user).iterator(AT_A_TIME):
        yield [column.value(row) for column in declared.columns]


def disposition(name: str) -> str:
    """The header that names a download, Chinese names included."""
    return f"attachment; filename*=UTF-8''{quote(name)}"
