"""Columns as they come, as the numbers a kernel reads: checked, without copies where that can be.

A column may hold the numbers themselves (fen, counts, shares in hundred-millionths, regions as six digits, choices by
place, items as a bit mask, dates as dates) or text, which is read value by value as everywhere else.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from itertools import accumulate
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kechuang.law.calendar.tables import calendar_day, epoch_day
from kechuang.law.errors import FactError, LawError
from kechuang.law.execution.columns.cells import fact_range
from kechuang.law.execution.columns.cubes import code_span
from kechuang.law.execution.columns.plan import WIDTHS, Column, item_names
from kechuang.law.execution.explain import item_ids
from kechuang.law.execution.ranges import Range
from kechuang.law.link import Program
from kechuang.law.types import SHARE_SCALE, Kind, Type, read

Array = NDArray[Any]


class Feed:
    """One input column: `series` in the physical form of its kind, and what is known of it."""

    def __init__(self, program: Program, name: str, series: pl.Series) -> None:
        self.name = name
        self.kind = program.slots[program.facts[name]].type
        self.span = fact_range(program, name)
        self.series = _physical(program, name, self.kind, series)
        self.nulls = self.series.null_count() > 0
        pieces = [piece.to_arrow() for piece in self.series.get_chunks()]
        self.starts = [0, *accumulate(len(piece) for piece in pieces)]
        self.pieces = [_Piece(piece, WIDTHS[self.kind.kind]) for piece in pieces]

    def column(self, bounds: Range | None = None) -> Column:
        return Column(self.nulls, bounds)

    def bounds(self) -> Range:
        """The values it really holds, rounded outwards to powers of two so that few plans are made."""
        low, high = self.series.min(), self.series.max()
        if self.kind.kind is Kind.FLAG or low is None or high is None:
            return self.span
        least, most = int(low), int(high)  # type: ignore[arg-type]
        return Range(
            max(self.span.low, -(1 << (-least).bit_length()) if least < 0 else 0),
            min(self.span.high, (1 << most.bit_length()) if most > 0 else 0),
        )

    def chunk(self, start: int, rows: int, dtype: type[np.generic]) -> tuple[Array, Array | None]:
        """The values in this type and, if some may be missing, where they are. Raises FactError for one out of range."""
        at = bisect_right(self.starts, start) - 1
        values, present = self.pieces[at].part(start - self.starts[at], rows)
        if len(values) < rows:
            values, present = self._over_pieces(at, start, rows)
        if present is not None:
            if self.kind.kind is not Kind.FLAG:
                values = np.where(present, values, values.dtype.type(self._neutral()))
            present = np.logical_not(present)
        if self.kind.kind is not Kind.FLAG:
            self._check(values, start)
        return values if values.dtype == dtype else values.astype(dtype), present

    def _over_pieces(self, at: int, start: int, rows: int) -> tuple[Array, Array | None]:
        """A chunk that the frame holds in several pieces, put together."""
        parts = []
        while rows:
            part = self.pieces[at].part(start - self.starts[at], rows)
            parts.append(part)
            start, rows, at = start + len(part[0]), rows - len(part[0]), at + 1
        present = None
        if any(there is not None for _, there in parts):
            present = np.concatenate([np.ones(len(v), np.bool_) if p is None else p for v, p in parts])
        return np.concatenate([values for values, _ in parts]), present

    def _neutral(self) -> int:
        return min(max(0, self.span.low), self.span.high)

    def _check(self, values: Array, start: int) -> None:
        if np.minimum.reduce(values) >= self.span.low and np.maximum.reduce(values) <= self.span.high:
            return
        at = int(np.flatnonzero((values < self.span.low) | (values > self.span.high))[0])
        value = int(values[at])
        shown: Any = calendar_day(value) if self.kind.kind is Kind.DATE and abs(value) < 700_000 else value
        low, high = self.span
        raise FactError(
            self.name, shown, f"第 {start + at + 1} 行超出范围 {low} 至 {high}",
            f"row {start + at + 1}: a value from {low} to {high}",
        )  # fmt: skip


class _Piece:
    """One piece of a column as Arrow holds it: values (or bits), and which of them are there."""

    def __init__(self, arrow: Any, width: str) -> None:
        validity, self.data = arrow.buffers()
        self.validity = validity if arrow.null_count else None
        self.offset, self.rows = arrow.offset, len(arrow)
        self.values: Array | None = None
        if width != "bool":
            self.values = np.frombuffer(self.data, width)[self.offset : self.offset + self.rows]

    def part(self, start: int, rows: int) -> tuple[Array, Array | None]:
        """At most so many values from a place on, and where they are there (None: everywhere)."""
        rows, at = min(rows, self.rows - start), self.offset + start
        present = None if self.validity is None else _bits(self.validity, at, rows)
        if self.values is None:
            return _bits(self.data, at, rows), present
        return self.values[start : start + rows], present


def _bits(buffer: Any, offset: int, rows: int) -> Array:
    """A bitmap as booleans."""
    first, skip = divmod(offset, 8)
    packed = np.frombuffer(buffer, np.uint8)[first : first + (skip + rows + 7) // 8]
    return np.unpackbits(packed, bitorder="little", count=skip + rows)[skip:].view(np.bool_)


# -- what may stand in a column ------------------------------------------------------------------------------


def _physical(program: Program, name: str, kind: Type, series: pl.Series) -> pl.Series:
    """The column as numbers of the width its kind has."""
    dtype = series.dtype
    if dtype == pl.Null:
        return pl.Series(name, [None] * len(series), dtype=_TYPES[WIDTHS[kind.kind]])
    if isinstance(dtype, pl.List) and kind.kind is Kind.ITEMS:
        series = series.cast(pl.List(pl.String)).list.join(";")
        return _texts(program, name, kind, series, empty=0)
    if isinstance(dtype, pl.Enum) and kind.kind is Kind.CHOICE and tuple(dtype.categories) == kind.codes:
        return series.to_physical().cast(pl.Int8)
    if dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum):
        return _texts(program, name, kind, series.cast(pl.String))
    if kind.kind is Kind.DATE and dtype.is_temporal() and dtype in (pl.Date, pl.Datetime):
        return series.cast(pl.Date).to_physical()
    fits = dtype == pl.Boolean if kind.kind is Kind.FLAG else dtype.is_integer()
    if not fits:
        raise FactError(name, str(dtype), f"这一列的类型不能用于 {kind.kind}", f"a column of {_WANTED[kind.kind]}")
    if kind.kind is Kind.REGION:
        series = _six_digits(series)
    target = _TYPES[WIDTHS[kind.kind]]
    if dtype == target:
        return series
    try:
        return series.cast(target, strict=True)
    except pl.exceptions.PolarsError as error:
        raise FactError(name, str(dtype), "有的值超出范围", f"values that fit {target}") from error


def _texts(program: Program, name: str, kind: Type, series: pl.Series, empty: int | None = None) -> pl.Series:
    """Each distinct text read once; an empty one is missing (or the empty list)."""
    target = _TYPES[WIDTHS[kind.kind]]
    distinct = [text for text in series.unique().to_list() if text is not None]
    codes = [empty if not text.strip() else _code(program, text, kind, name) for text in distinct]
    if not distinct:
        return pl.Series(name, [None] * len(series), dtype=target)
    return series.replace_strict(distinct, codes, return_dtype=target)


def _code(program: Program, text: str, kind: Type, name: str) -> int:
    value = read(text, kind, name)
    match kind.kind:
        case Kind.CHOICE:
            return kind.codes.index(value)
        case Kind.REGION:
            return code_span(value)[0]
        case Kind.DATE:
            assert isinstance(value, dt.date)
            return epoch_day(value)
        case Kind.SHARE:
            if (value * SHARE_SCALE).denominator != 1:
                raise FactError(name, text, "按列计算的比例至多八位小数", "a share of at most eight decimal places")
            return int(value * SHARE_SCALE)
        case Kind.ITEMS:
            names = item_names(program, kind.checklist)
            return sum(1 << names.index(item) for item in item_ids(program.library, kind.checklist, value, name))
    return int(value)


def _six_digits(series: pl.Series) -> pl.Series:
    """33 and 3308 are 330000 and 330800."""
    return (
        series.to_frame("code")
        .select(
            pl.when(pl.col("code") < 100)
            .then(pl.col("code").cast(pl.Int64) * 10_000)
            .when(pl.col("code") < 10_000)
            .then(pl.col("code").cast(pl.Int64) * 100)
            .otherwise(pl.col("code").cast(pl.Int64))
        )
        .to_series()
        if len(series) and (series.min() or 0) < 100_000  # type: ignore[operator]
        else series
    )


_TYPES = {"int64": pl.Int64(), "int32": pl.Int32(), "int8": pl.Int8(), "bool": pl.Boolean()}
_WANTED = {
    Kind.FEN: "whole fen (integers, or text)",
    Kind.COUNT: "whole numbers",
    Kind.SHARE: "hundred-millionths (integers, or text such as 80%)",
    Kind.DATE: "dates (or text)",
    Kind.FLAG: "booleans (or text)",
    Kind.CHOICE: "option names (or their places)",
    Kind.ITEMS: "lists of item names (or text, or bit masks)",
    Kind.REGION: "region codes (integers or text)",
}


def feeds(program: Program, frame: pl.DataFrame) -> dict[str, Feed]:
    """The columns of a frame that the program asks for."""
    found = {name: Feed(program, name, frame[name]) for name in program.facts if name in frame.columns}
    if not found:
        names = ", ".join(sorted(program.facts))
        raise LawError(f"没有一列是这一规则要用的事实：{names}", f"no column is a fact of this rule: {names}")
    return found
