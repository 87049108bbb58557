"""How large a value can become, in whole units (fen, days, codes), before anything runs.

Columns are int64. A rule whose intermediate result could leave int64 is refused when it is compiled for columns, with
the step named, instead of wrapping silently in the one row where it does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from kechuang.law.types import FIRST_DAY, LAST_DAY, MOST_FEN, SHARE_SCALE, Kind, Type

MOST_COUNT: Final = 10**9
MOST_SHARE: Final = 1000
EXACT_DOUBLE: Final = 2**53
"""Up to here a double holds every whole number."""


class Range(NamedTuple):
    """The least and the greatest value, both included."""

    low: int
    high: int

    @property
    def single(self) -> bool:
        return self.low == self.high

    @property
    def width(self) -> int:
        """How many whole numbers it holds."""
        return self.high - self.low + 1

    def within(self, other: Range) -> bool:
        return other.low <= self.low and self.high <= other.high


COMPARISONS: Final[dict[str, Callable[[int, int], bool]]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}
INT64: Final = Range(-(2**63), 2**63 - 1)
FLAG: Final = Range(0, 1)


def hull(*ranges: Range) -> Range:
    """The smallest range that holds all of these."""
    return Range(min(r.low for r in ranges), max(r.high for r in ranges))


def add(a: Range, b: Range) -> Range:
    """The range of a sum."""
    return Range(a.low + b.low, a.high + b.high)


def subtract(a: Range, b: Range) -> Range:
    """The range of a difference."""
    return Range(a.low - b.high, a.high - b.low)


def multiply(a: Range, b: Range) -> Range:
    """The range of a product."""
    corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    return Range(min(corners), max(corners))


def floor_divide(a: Range, divisor: int) -> Range:
    """The range of a quotient rounded down; the divisor is positive."""
    return Range(a.low // divisor, a.high // divisor)


def greatest(a: Range, b: Range) -> Range:
    """The range of the larger of two."""
    return Range(max(a.low, b.low), max(a.high, b.high))


def least(a: Range, b: Range) -> Range:
    """The range of the smaller of two."""
    return Range(min(a.low, b.low), min(a.high, b.high))


def decide(op: str, a: Range, b: Range) -> bool | None:
    """What the ranges alone say of a comparison."""
    if a.single and b.single:
        return COMPARISONS[op](a.low, b.low)
    if a.high < b.low:
        return op in ("lt", "le", "ne")
    if a.low > b.high:
        return op in ("gt", "ge", "ne")
    if (op in ("le", "gt") and a.high <= b.low) or (op in ("ge", "lt") and a.low >= b.high):
        return op in ("le", "ge")
    return None


def of_values(values: Iterable[int]) -> Range:
    """The range of these values; at least one."""
    seen = list(values)
    return Range(min(seen), max(seen))


def of_type(kind: Type, names: int = 0) -> Range:
    """What a fact of this type may be in a column; names: how many items its checklist has.

    Fen, counts and days as such; shares in hundred-millionths; dates in days since 1970-01-01; regions as six digits;
    a choice as its place among its options; items as a bit mask.
    """
    match kind.kind:
        case Kind.FEN:
            return Range(-MOST_FEN, MOST_FEN)
        case Kind.COUNT:
            return Range(-MOST_COUNT, MOST_COUNT)
        case Kind.SHARE:
            return Range(-MOST_SHARE * SHARE_SCALE, MOST_SHARE * SHARE_SCALE)
        case Kind.DATE:
            return Range(FIRST_DAY.toordinal() - EPOCH_ORDINAL, LAST_DAY.toordinal() - EPOCH_ORDINAL)
        case Kind.FLAG:
            return FLAG
        case Kind.CHOICE:
            return Range(0, max(len(kind.options) - 1, 0))
        case Kind.ITEMS:
            return Range(0, 2**names - 1)
    return Range(100_000, 999_999)


EPOCH_ORDINAL: Final = 719_163
"""date(1970, 1, 1).toordinal()."""
