"""Real files for the tests, made as people make them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from kechuang.casework.parties.identifiers import _CREDIT

HEADS = (
    "名称", "统一社会信用代码", "所在地", "类型", "设立资金", "法人形式", "共建主体", "设立日", "约定运营起算日", "场地面积（平方米）",
)  # fmt: skip


def credit_code(number: int) -> str:
    body = f"12330600{number:09d}"
    total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _CREDIT[(31 - total % 31) % 31]


def platform_row(number: int, **changes: Any) -> list[Any]:
    cells = {
        "名称": f"第{number}研究院",
        "统一社会信用代码": credit_code(number),
        "所在地": "330603",
        "类型": "技术创新型",
        "设立资金": "利用财政性资金设立",
        "法人形式": "事业单位",
        "共建主体": "kq-university；kq-firm" if number % 2 else "kq-university",
        "设立日": "2024-05-01",
        "约定运营起算日": "",
        "场地面积（平方米）": 1200,
    } | changes
    return [cells[head] for head in HEADS]


def xlsx(rows: Sequence[Sequence[Any]], more: Callable[[Any, Any], None] | None = None) -> bytes:
    """Rows as they come; text cells stay text, a str that begins with = becomes a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("平台")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if isinstance(cell, str) and not cell.startswith("="):
                sheet.write_string(y, x, cell)
            elif hasattr(cell, "isoformat"):
                sheet.write_datetime(y, x, cell, day)
            elif cell not in (None, ""):
                sheet.write(y, x, cell)
    if more is not None:
        more(book, sheet)
    book.close()
    return out.getvalue()


def platforms(rows: Sequence[Sequence[Any]]) -> bytes:
    return xlsx([HEADS, *rows])
