"""A cell to a typed value, or the reason why not. The reading itself is that of `types.read`, as everywhere else.

What a spreadsheet adds: whole numbers that come as floats, decimals of yuan, dates as dates, error cells. A float never
becomes money by arithmetic: its shortest decimal form is taken, and refused when it is finer than a fen.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kechuang.law.batch.heads import Head
from kechuang.law.batch.tables import BadCell
from kechuang.law.errors import FactError, LawError
from kechuang.law.execution.explain import item_ids
from kechuang.law.library import Library
from kechuang.law.types import MOST_FEN, Kind, read

_BARE = re.compile(r"[-+−]?[\d,，]*\.?\d+")
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}

_NEVER = object()

Read = tuple[list[Any], list[tuple[int, Any, LawError]]]
"""Typed values (None where the cell is empty or wrong), and (place, cell, why) of those that are wrong."""


def read_column(cells: Sequence[Any], head: Head, library: Library) -> Read:
    """One column of a part. A value met again is not read again."""
    convert = reader(head, library)
    kept: dict[Any, tuple[Any, LawError | None]] = {None: (None, None), "": (None, None)}

    def met(key: Any, cell: Any) -> tuple[Any, LawError | None]:
        try:
            found: tuple[Any, LawError | None] = (convert(cell), None)
        except LawError as why:
            found = (None, why)
        if key is not _NEVER:
            kept[key] = found
        return found

    keys = [cell if cell.__class__ is str or cell is None else _key(cell) for cell in cells]
    found = [kept.get(key) or met(key, cell) for key, cell in zip(keys, cells, strict=True)]
    wrong = [(place, cells[place], why) for place, (_, why) in enumerate(found) if why is not None]
    return [value for value, _ in found], wrong


def _key(cell: Any) -> Any:
    """What a cell that is no text is remembered by; a list is not remembered. 1, 1.0 and true are three cells."""
    return _NEVER if isinstance(cell, list) else (cell.__class__, cell)


def reader(head: Head, library: Library) -> Callable[[Any], Any]:
    """What reads a cell of this column: a typed value, None for an empty cell; raises LawError with the reason."""
    kind, name = head.kind, head.fact

    def convert(cell: Any) -> Any:
        if isinstance(cell, BadCell):
            raise FactError(name, cell.shown, cell.zh, cell.en)
        if isinstance(cell, str):
            cell = cell.strip()
            if not cell:
                return None
            if cell.upper() in _ERRORS:
                raise FactError(name, cell, "是 Excel 错误值", "a value, not an Excel error")
            if cell.startswith("="):
                raise FactError(name, cell, "是公式，请粘贴为数值", "a value, not a formula")
        elif isinstance(cell, float):
            if math.isnan(cell):
                return None
            if math.isinf(cell):
                raise FactError(name, cell, "不是有限的数", "a finite number")
            cell = int(cell) if cell.is_integer() else _decimal(cell)
        elif isinstance(cell, Decimal):
            cell = int(cell) if cell == cell.to_integral_value() else f"{cell:f}"
        elif isinstance(cell, dt.time | dt.timedelta):
            raise FactError(name, str(cell), "是时刻，不是这一列要的值", "not a time of day")
        if kind.kind is Kind.FEN and head.scale is not None:
            return _money(cell, head, name)
        if kind.kind is Kind.SHARE and head.per_cent:
            cell = _per_cent(cell, name)
        value = read(cell, kind, name)
        return item_ids(library, kind.checklist, value, name) if kind.kind is Kind.ITEMS else value

    return convert


def _decimal(number: float) -> str:
    """The shortest decimal that is this float, without an exponent: 12345678.9, never 12345678.900000000372."""
    return f"{Decimal(repr(number)):f}"


def _money(cell: Any, head: Head, name: str) -> Any:
    """A bare number is in the unit of the head; one that names its own unit (¥, 万元) keeps it."""
    text = str(cell).strip()
    if isinstance(cell, bool) or not _BARE.fullmatch(text):
        return read(cell, head.kind, name)
    assert head.scale is not None
    whole, _, decimals = text.replace(",", "").replace("，", "").replace("−", "-").partition(".")
    if len(text) > 40:
        raise FactError(name, text, "数太长", "a shorter number")
    fen, finer = divmod(int(f"{whole}{decimals}") * head.scale, 10 ** len(decimals))
    if finer:
        raise FactError(name, text, "金额细过一分", "an amount of whole fen")
    return fen if -MOST_FEN <= fen <= MOST_FEN else read(fen, head.kind, name)


def _per_cent(cell: Any, name: str) -> Any:
    """A bare number under a head in per cent. 0.8 is refused: it is 80 % in a cell shown as per cent, 0.8 % as typed."""
    text = str(cell).strip()
    if isinstance(cell, bool) or not _BARE.fullmatch(text):
        return cell
    number = Fraction(text.replace(",", "").replace("，", "").replace("−", "-")) if len(text) <= 40 else Fraction(2)
    if 0 < abs(number) <= 1:
        raise FactError(
            name, text, "列名已写百分号，分不清是百分之几还是小数，请写成 80% 这样",
            "a per cent sign: under a head in per cent this may be a fraction or per cent",
        )  # fmt: skip
    return f"{text}%"
