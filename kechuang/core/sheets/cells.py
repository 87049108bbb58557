"""A cell to the text a form reads, by the kind of its column; or what is wrong with it and how to mend it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.sheets.columns import SheetColumn, plain_head
from kechuang.core.words import half_width, listed
from kechuang.law.batch.tables import BadCell

_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"[-+−]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[-+−]?\d+(?:\.\d+)?")
_TENS = re.compile(r"([\d.,，]+)\s*(万|亿)元?")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_YES, _NO = (
    frozenset({"是", "有", "1", "true", "yes", "y", "√"}),
    frozenset({"否", "无", "0", "false", "no", "n", "×", ""}),
)
_SEPARATORS = re.compile(r"[;；、\n]+")
FIRST_DAY = dt.date(1901, 1, 1)
"""Before it stand only numbers that a spreadsheet took for dates: its calendar begins in 1900."""


class CellProblem(Exception):
    """A cell that cannot be read: what is wrong, and what to type instead."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def reader(column: SheetColumn) -> Callable[[Any], str | list[str]]:
    """What reads the cells of a column: text for a form (a list for `keys`). Raises CellProblem."""
    convert = _READERS[column.kind](column)

    def read(cell: Any) -> str | list[str]:
        if isinstance(cell, str):
            text = cell.strip()
            if text[:1] == "'":
                text = text[1:]  # the mark of text cells, as some exports write it out
            if text[:1] == "=" and len(text) > 1:
                raise _formula()
            if text[:1] == "#" and text.upper() in _ERRORS:
                raise _error_value(text)
            return convert(text)
        if isinstance(cell, BadCell):
            raise _formula() if cell.shown.startswith("=") else _error_value(cell.shown)
        return convert(cell)

    return read


def _formula() -> CellProblem:
    return CellProblem(_("是公式"), _("请选择性粘贴为数值"))


def _error_value(shown: str) -> CellProblem:
    return CellProblem(_("是 Excel 错误值 %(value)s") % {"value": shown}, _("请改好公式，再粘贴为数值"))


def _whole(cell: Any) -> str | None:
    """A number cell without a fraction as its digits; None when it is none, or so large that digits are lost."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return str(int(cell)) if float(cell).is_integer() and abs(cell) < 10**15 else None


def _text(column: SheetColumn) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        if isinstance(cell, str):
            return cell
        if isinstance(cell, bool):
            return _("是") if cell else _("否")
        if isinstance(cell, float | int):
            return _whole(cell) or f"{Decimal(repr(cell)):f}"
        if isinstance(cell, dt.datetime) and cell.time() == dt.time():
            return cell.date().isoformat()
        return str(cell)

    return convert


def _code(column: SheetColumn) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        if isinstance(cell, str):
            return cell
        raise CellProblem(
            _("这一栏是编码，单元格却是数字，末几位可能已经丢失"), _("把这一列设为“文本”格式，再重新填写编码")
        )

    return convert


def _key(column: SheetColumn) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        if isinstance(cell, str):
            return cell
        digits = _whole(cell)
        if digits is None or len(digits) > 9:
            raise CellProblem(_("单元格不是文本，末几位可能已经丢失"), _("把这一列设为“文本”格式，再重新填写"))
        return digits  # short codes lose nothing, and are looked up anyway

    return convert


def _keys(column: SheetColumn) -> Callable[[Any], list[str]]:
    one = _key(column)

    def convert(cell: Any) -> list[str]:
        parts = (part.strip() for part in _SEPARATORS.split(one(cell)))
        return list(dict.fromkeys(part for part in parts if part))

    return convert


def _day(column: SheetColumn) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        if isinstance(cell, dt.datetime):
            cell = cell.date()
        if isinstance(cell, dt.date):
            day = cell
        elif isinstance(cell, str):
            if not cell:
                return ""
            found = _DAY.fullmatch(cell) or _DIGITS.fullmatch(cell) or _DAY.match(cell.partition(" ")[0])
            if found is None:
                raise CellProblem(_("不是日期"), _("写成 2026-05-01 这样"))
            try:
                day = dt.date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                raise CellProblem(_("没有这一天"), _("请核对年月日")) from None
        else:
            raise CellProblem(_("是数字，不是日期"), _("把单元格设为日期格式，或者写成 2026-05-01 这样"))
        if day < FIRST_DAY:
            raise CellProblem(_("是 1900 年前后的日期，多半是数字被当成了日期"), _("写成 2026-05-01 这样"))
        return day.isoformat()

    return convert


def _number(column: SheetColumn) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        if isinstance(cell, bool):
            raise CellProblem(_("不是数字"), _("只写数字"))
        if isinstance(cell, int | float):
            return _whole(cell) or f"{Decimal(repr(cell)):f}"
        if not isinstance(cell, str):
            raise CellProblem(_("是日期，不是数字"), _("把单元格设为数值格式，再重新填写"))
        cell = half_width(cell)  # １，０００．５ as 1,000.5
        if not cell:
            return ""
        if _NUMBER.fullmatch(cell):
            return cell.replace(",", "").replace("，", "").replace("−", "-")
        tens = _TENS.fullmatch(cell)
        if tens and _NUMBER.fullmatch(tens[1]):
            value = Decimal(tens[1].replace(",", "").replace("，", "")) * (10_000 if tens[2] == "万" else 100_000_000)
            raise CellProblem(_("不是数字"), _("写成 %(value)s") % {"value": f"{value.normalize():f}"})
        raise CellProblem(_("不是数字"), _("只写数字，不带单位和文字"))

    return convert


def _choice(column: SheetColumn) -> Callable[[Any], str]:
    known: dict[str, str] = {}
    for value, words in column.choices:
        for text in (value, words.zh, words.en):
            known.setdefault(plain_head(text), value)

    def convert(cell: Any) -> str:
        text = cell if isinstance(cell, str) else _whole(cell) or str(cell)
        if not text:
            return ""
        found = known.get(plain_head(text))
        if found is None:
            options = listed(str(words) for _value, words in column.choices)
            raise CellProblem(_("不在可选的值之中"), _("可选：%(options)s") % {"options": options})
        return found

    return convert


def _choices(column: SheetColumn) -> Callable[[Any], list[str]]:
    one = _choice(column)

    def convert(cell: Any) -> list[str]:
        text = cell if isinstance(cell, str) else _whole(cell) or str(cell)
        return list(dict.fromkeys(found for part in _SEPARATORS.split(text) if (found := one(part.strip()))))

    return convert


def _flag(column: SheetColumn) -> Callable[[Any], str]:
    def convert(cell: Any) -> str:
        if isinstance(cell, bool):
            return "on" if cell else ""
        text = (cell if isinstance(cell, str) else _whole(cell) or str(cell)).casefold()
        if text in _YES:
            return "on"
        if text in _NO:
            return ""
        raise CellProblem(_("不是“是”或“否”"), _("写“是”或“否”"))

    return convert


_READERS: dict[str, Callable[[SheetColumn], Callable[[Any], Any]]] = {
    "text": _text, "code": _code, "whole": _number, "decimal": _number, "day": _day, "choice": _choice, "choices": _choices, "flag": _flag,
    "key": _key, "keys": _keys,
}  # fmt: skip
