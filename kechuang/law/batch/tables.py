"""What a table is while it is read: heads once, then parts of rows whose numbers are those the person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kechuang.law.errors import LawError

PART_ROWS = 20_000
"""Rows held at a time."""


class TableError(LawError):
    """A file that cannot be read or written as a table: what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that gives no fact: an Excel error, or a formula whose result would be taken on trust.

    kept: what a carried column repeats, the error itself or the formula's last result.
    """

    shown: str
    zh: str
    en: str
    kept: Any = None

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not fit the heads: it is rejected whole."""

    number: int
    zh: str
    en: str


@dataclass(slots=True)
class Part:
    """Some rows, by column. numbers: the row of each in the file, the heads being row 1. blank: rows without a cell."""

    numbers: list[int]
    columns: list[Sequence[Any]]
    bad: list[BadRow] = field(default_factory=list)
    blank: int = 0


@dataclass(slots=True)
class Table:
    """An open table. measure() tells how far reading has come as (done, all), in bytes or rows; types: those of Parquet."""

    heads: list[str]
    parts: Callable[[], Iterator[Part]]
    measure: Callable[[], tuple[int, int]]
    close: Callable[[], None]
    types: list[Any] | None = None
    note: tuple[str, str] | None = None


def letter(index: int) -> str:
    """The letter of a column as spreadsheets show it: A, B, ... Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def checked_heads(texts: Sequence[Any]) -> list[str]:
    """Heads without the empty ones at the end. Raises TableError for none, for one missing in the middle, for two alike."""
    heads = [str(text).strip().lstrip("\ufeff") if text is not None else "" for text in texts]
    while heads and not heads[-1]:
        heads.pop()
    if not heads:
        raise TableError("第 1 行应为列名，而它是空的", "row 1 must hold the column names, and it is empty")
    nameless = [letter(index) for index, head in enumerate(heads) if not head]
    if nameless:
        raise TableError(f"第 {'、'.join(nameless)} 列没有列名", f"no column name over column {', '.join(nameless)}")
    seen: dict[str, int] = {}
    for index, head in enumerate(heads):
        if head in seen:
            raise TableError(
                f"列名“{head}”出现两次（第 {letter(seen[head])}、{letter(index)} 列）",
                f"the column name “{head}” stands twice (columns {letter(seen[head])} and {letter(index)})",
            )
        seen[head] = index
    return heads


def make_part(rows: Sequence[tuple[int, Sequence[Any]]], width: int, bad: list[BadRow], blank: int) -> Part:
    """Rows turned into columns; a short row is filled with empty cells."""
    numbers = [number for number, _ in rows]
    full = [row if len(row) == width else [*row, *[None] * (width - len(row))] for _, row in rows]
    columns: list[Sequence[Any]] = [list(column) for column in zip(*full, strict=True)] if full else [[]] * width
    return Part(numbers, columns, bad, blank)


def too_wide(number: int, row: Sequence[Any], width: int) -> BadRow | None:
    """Why a row with more cells than heads is rejected; None when the rest is empty."""
    more = [cell for cell in row[width:] if cell not in (None, "")]
    if not more:
        return None
    return BadRow(number, f"比列名多出 {len(more)} 格", f"{len(more)} more cells than column names")
