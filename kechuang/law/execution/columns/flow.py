"""What a rule becomes for columns: a graph of whole-number operations that every column engine has.

Slots with reasons, look-ups and dates are lowered (lower.py) to some thirty plain operations, so that NumPy and SQL run
the same thing. A node is made once for the same operation on the same operands, is folded when it is decided already
(by a constant, or by the ranges of its operands), and knows its range, so that what could leave int64 is known beforehand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.law.execution import ranges as r
from kechuang.law.execution.ranges import FLAG, INT64, Range

_MIRROR = {"eq": "eq", "ne": "ne", "lt": "gt", "le": "ge", "gt": "lt", "ge": "le"}
_CONTRARY = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}


@dataclass(frozen=True, eq=False, slots=True)
class Flow:
    """One operation on columns.

    op: input null const number add sub mul floordiv quotient min max bitand bitor popcount eq ne lt le gt ge and or not select
        table (gather by a computed index) steps (piecewise constant) sparse (exceptions over a default)
        nth (a long table by an ordinal) year month_day (100 × month + day) add_months.
    flag: it yields true or false rather than a number. index: a node's operands have lower ones.
    """

    index: int
    op: str
    args: tuple[Flow, ...]
    range: Range
    data: Any = None
    flag: bool = False

    @property
    def constant(self) -> bool:
        return self.op == "const"

    @property
    def wide(self) -> bool:
        """Whether it could leave int64."""
        return not self.range.within(INT64)

    @property
    def value(self) -> int:
        """The value of a constant."""
        return self.range.low


@dataclass(frozen=True, slots=True)
class Steps:
    """values[k] from starts[k-1] on and before starts[k]; values has one more than starts."""

    starts: tuple[int, ...]
    values: tuple[int, ...]

    def at(self, x: int) -> int:
        return self.values[bisect_right(self.starts, x)]


class Graph:
    """Makes the nodes of one plan."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.nodes: list[Flow] = []
        self._made: dict[tuple[Any, ...], Flow] = {}
        self.true, self.false = self.const(1, flag=True), self.const(0, flag=True)
        self.zero = self.const(0)

    # -- leaves ----------------------------------------------------------------------------------------

    def const(self, value: int, *, flag: bool = False) -> Flow:
        return self._node("const", (), Range(value, value), value, flag)

    def flag(self, value: bool) -> Flow:
        return self.true if value else self.false

    def input(self, name: str, span: Range, *, flag: bool = False) -> Flow:
        """The column of a fact; where it is missing it holds any value of its range."""
        return self._node("input", (), span, name, flag)

    def null(self, name: str) -> Flow:
        """Whether a fact is missing."""
        return self._node("null", (), FLAG, name, True)

    # -- arithmetic ------------------------------------------------------------------------------------

    def number(self, a: Flow) -> Flow:
        """A flag as 0 or 1."""
        if not a.flag:
            return a
        return self.const(a.value) if a.constant else self._node("number", (a,), FLAG)

    def add(self, a: Flow, b: Flow) -> Flow:
        if a.constant:
            a, b = b, a
        if a.constant and b.constant:
            return self.const(a.value + b.value)
        if b.constant and b.value == 0:
            return a
        if b.constant and a.op in ("steps", "table") and not a.flag:
            return self._shift(a, lambda v: v + b.value)
        if b.constant and a.op == "add" and a.args[1].constant:
            return self.add(a.args[0], self.const(a.args[1].value + b.value))
        return self._node("add", (a, b), r.add(a.range, b.range))

    def sub(self, a: Flow, b: Flow) -> Flow:
        if b.constant:
            return self.add(a, self.const(-b.value))
        if a is b:
            return self.zero
        return self._node("sub", (a, b), r.subtract(a.range, b.range))

    def mul(self, a: Flow, b: Flow) -> Flow:
        if a.constant:
            a, b = b, a
        if a.constant and b.constant:
            return self.const(a.value * b.value)
        if b.constant and b.value in (0, 1):
            return a if b.value else self.zero
        if b.constant and a.op in ("steps", "table") and not a.flag:
            return self._shift(a, lambda v: v * b.value)
        return self._node("mul", (a, b), r.multiply(a.range, b.range))

    def floordiv(self, a: Flow, divisor: int) -> Flow:
        """a divided by a positive number, rounded down."""
        if divisor == 1:
            return a
        if a.constant:
            return self.const(a.value // divisor)
        span = r.floor_divide(a.range, divisor)
        return self.const(span.low) if span.single else self._node("floordiv", (a,), span, divisor)

    def quotient(self, a: Flow, b: Flow, most: int) -> Flow:
        """a divided by b, rounded down, and known to be at most so much. a is not negative, b is positive."""
        assert a.range.low >= 0, "divided only where nothing is negative"
        assert b.range.low > 0, "divided only by what is never 0"
        span = Range(a.range.low // b.range.high, min(a.range.high // b.range.low, most))
        return self.const(span.low) if span.single else self._node("quotient", (a, b), span)

    def mul_within(self, a: Flow, b: Flow, most: int) -> Flow:
        """a × b, neither negative, where the product is known from elsewhere to be at most so much."""
        made = self.mul(a, b)
        return made if made.constant else self._narrow(made, 0, most)

    def modulo(self, a: Flow, divisor: int) -> Flow:
        """a less the multiple of the divisor at or below it."""
        return self._narrow(self.sub(a, self.mul(self.floordiv(a, divisor), self.const(divisor))), 0, divisor - 1)

    def greatest(self, *args: Flow) -> Flow:
        return self._fold(self._greatest, args)

    def least(self, *args: Flow) -> Flow:
        return self._fold(self._least, args)

    def _greatest(self, a: Flow, b: Flow) -> Flow:
        if a is b or a.range.low >= b.range.high:
            return a
        if b.range.low >= a.range.high:
            return b
        if a.op == b.op == "select" and all(x.args[2].constant and x.args[1].constant for x in (a, b)):
            one, two = a.args[1:], b.args[1:]
            if one == two and one[0].value > one[1].value:
                return self.select(self.either(a.args[0], b.args[0]), *one)
        return self._node("max", _ordered(a, b), r.greatest(a.range, b.range))

    def _least(self, a: Flow, b: Flow) -> Flow:
        if a is b or a.range.high <= b.range.low:
            return a
        if b.range.high <= a.range.low:
            return b
        return self._node("min", _ordered(a, b), r.least(a.range, b.range))

    def bit_and(self, a: Flow, mask: int) -> Flow:
        if a.constant:
            return self.const(a.value & mask)
        return self._node("bitand", (a,), Range(0, mask), mask) if mask else self.zero

    def bit_or(self, a: Flow, b: Flow) -> Flow:
        if a.constant and b.constant:
            return self.const(a.value | b.value)
        if a.constant:
            a, b = b, a
        if b.constant and b.value == 0:
            return a
        return self._node("bitor", (a, b), Range(0, (1 << max(a.range.high, b.range.high).bit_length()) - 1))

    def popcount(self, a: Flow) -> Flow:
        if a.constant:
            return self.const(a.value.bit_count())
        return self._node("popcount", (a,), Range(0, a.range.high.bit_length()))

    # -- yes or no --------------------------------------------------------------------------------------

    def compare(self, op: str, a: Flow, b: Flow) -> Flow:
        if a.constant and not b.constant:
            return self.compare(_MIRROR[op], b, a)
        if a is b:
            return self.flag(r.COMPARISONS[op](0, 0))
        decided = r.decide(op, a.range, b.range)
        if decided is not None:
            return self.flag(decided)
        if b.constant:
            if a.flag:  # against the other side of a yes or no it says the same or the contrary
                return a if r.COMPARISONS[op](1, b.value) else self.negate(a)
            if a.op == "number":
                return self.compare(op, a.args[0], b)
            if a.op == "add" and a.args[1].constant:
                return self.compare(op, a.args[0], self.const(b.value - a.args[1].value))
            if a.op == "select" and any(x.constant or x.op == "select" for x in a.args[1:]):
                return self.select(a.args[0], self.compare(op, a.args[1], b), self.compare(op, a.args[2], b))
        return self._node(op, (a, b), FLAG, flag=True)

    def both(self, *args: Flow) -> Flow:
        return self._fold(self._both, args) if args else self.true

    def either(self, *args: Flow) -> Flow:
        return self._fold(self._either, args) if args else self.false

    def negate(self, a: Flow) -> Flow:
        if a.constant:
            return self.flag(not a.value)
        if a.op == "not":
            return a.args[0]
        if a.op in _CONTRARY:
            return self._node(_CONTRARY[a.op], a.args, FLAG, flag=True)
        return self._node("not", (a,), FLAG, flag=True)

    def _both(self, a: Flow, b: Flow) -> Flow:
        if a.constant or b.constant:
            fixed, other = (a, b) if a.constant else (b, a)
            return other if fixed.value else self.false
        if a is b:
            return a
        if self.negate(a) is b:
            return self.false
        for one, two in ((a, b), (b, a)):  # x and (x and y), x and (x or y)
            if two.op == "and" and one in two.args:
                return two
            if two.op == "or" and one in two.args:
                return one
        return self._node("and", _ordered(a, b), FLAG, flag=True)

    def _either(self, a: Flow, b: Flow) -> Flow:
        if a.constant or b.constant:
            fixed, other = (a, b) if a.constant else (b, a)
            return self.true if fixed.value else other
        if a is b:
            return a
        if self.negate(a) is b:
            return self.true
        for one, two in ((a, b), (b, a)):
            if two.op == "or" and one in two.args:
                return two
            if two.op == "and" and one in two.args:
                return one
        return self._node("or", _ordered(a, b), FLAG, flag=True)

    def select(self, condition: Flow, then: Flow, otherwise: Flow) -> Flow:
        """then where the condition holds, else otherwise."""
        if condition.constant:
            return then if condition.value else otherwise
        if then is otherwise:
            return then
        if condition.op == "not":
            return self.select(condition.args[0], otherwise, then)
        if then.flag:
            if then.constant or otherwise.constant:
                return self._select_flag(condition, then, otherwise)
            return self.either(self.both(condition, then), self.both(self.negate(condition), otherwise))
        if then.op == "select" and then.args[0] is condition:
            return self.select(condition, then.args[1], otherwise)
        if otherwise.op == "select" and otherwise.args[0] is condition:
            return self.select(condition, then, otherwise.args[2])
        if otherwise.op == "select" and otherwise.args[1] is then:
            return self.select(self.either(condition, otherwise.args[0]), then, otherwise.args[2])
        if condition.op == "ne" and condition.args[0] is then and otherwise is condition.args[1]:
            return then  # x where x is not 0, else 0
        if condition.op == "eq" and condition.args[0] is otherwise and then is condition.args[1]:
            return otherwise
        return self._node("select", (condition, then, otherwise), r.hull(then.range, otherwise.range))

    def _select_flag(self, condition: Flow, then: Flow, otherwise: Flow) -> Flow:
        if then.constant:
            if then.value:
                return self.either(condition, otherwise)
            return self.both(self.negate(condition), otherwise)
        if otherwise.value:
            return self.either(self.negate(condition), then)
        return self.both(condition, then)

    # -- tables -----------------------------------------------------------------------------------------

    def table(self, index: Flow, values: Sequence[int], *, flag: bool = False) -> Flow:
        """values[index]; the index must be known to lie within them."""
        span = index.range
        if span.low < 0 or span.high >= len(values):
            raise AssertionError(f"{self.title}: a table of {len(values)} is asked for {span}")
        if index.constant:
            return self.const(values[index.value], flag=flag)
        reached = r.of_values(values[span.low : span.high + 1])
        if reached.single:
            return self.const(reached.low, flag=flag)
        if flag and index.range.high == 1:
            held = self.compare("eq", index, self.const(1))
            return held if values[1] else self.negate(held)
        if index.op == "table":
            return self.table(index.args[0], [values[v] for v in index.data], flag=flag)
        if index.op == "steps":
            return self.steps(index.args[0], Steps(index.data.starts, tuple(values[v] for v in index.data.values)))
        return self._node("table", (index,), reached, tuple(values), flag)

    def steps(self, x: Flow, steps: Steps) -> Flow:
        """A value that changes at given points only: the period of a day, the class of a region."""
        starts: list[int] = []
        values = [steps.at(x.range.low)]
        for start, value in zip(steps.starts, steps.values[1:], strict=True):
            if x.range.low < start <= x.range.high and value != values[-1]:
                starts.append(start)
                values.append(value)
        if not starts:
            return self.const(values[0])
        return self._node("steps", (x,), r.of_values(values), Steps(tuple(starts), tuple(values)))

    def sparse(self, x: Flow, default: Flow, exceptions: Mapping[int, int]) -> Flow:
        """exceptions[x] where there is one, else the default."""
        within = {k: v for k, v in exceptions.items() if x.range.low <= k <= x.range.high}
        if not within:
            return default
        span = r.hull(default.range, r.of_values(within.values()))
        return self._node("sparse", (x, default), span, tuple(sorted(within.items())))

    def nth(self, x: Flow, first: int, values: tuple[int, ...]) -> Flow:
        """values[x - first], for long tables; x is clipped into it."""
        return self._node("nth", (x,), r.of_values(values), (first, values))

    # -- calendar ---------------------------------------------------------------------------------------

    def year(self, day: Flow) -> Flow:
        low, high = (_year_of(d) for d in day.range)
        return self.const(low) if low == high else self._node("year", (day,), Range(low, high))

    def month_day(self, day: Flow) -> Flow:
        return self._node("month_day", (day,), Range(101, 1231))

    def add_months(self, day: Flow, months: Flow) -> Flow:
        """The corresponding day so many months on, or the last of that month."""
        span = Range(day.range.low + _fewest_days(months.range.low), day.range.high + _most_days(months.range.high))
        return self._node("add_months", (day, months), span)

    # -- making one -------------------------------------------------------------------------------------

    def narrow(self, a: Flow, low: int, high: int) -> Flow:
        """The same value, brought into a range where it may lie outside only if nobody looks."""
        return self.least(self.greatest(a, self.const(low)), self.const(high))

    def within(self, a: Flow, low: int, high: int) -> Flow:
        """The same value, known from elsewhere to lie in a range."""
        return self._narrow(a, low, high)

    def _narrow(self, a: Flow, low: int, high: int) -> Flow:
        """The same node with the range that is known from elsewhere."""
        if a.range.within(Range(low, high)):
            return a
        return self._node(a.op, a.args, Range(max(a.range.low, low), min(a.range.high, high)), a.data, a.flag)

    def _shift(self, a: Flow, change: Callable[[int], int]) -> Flow:
        if a.op == "steps":
            data: Steps = a.data
            return self.steps(a.args[0], Steps(data.starts, tuple(change(v) for v in data.values)))
        return self.table(a.args[0], [change(v) for v in a.data])

    @staticmethod
    def _fold(combine: Callable[[Flow, Flow], Flow], args: Iterable[Flow]) -> Flow:
        first, *rest = args
        for arg in rest:
            first = combine(first, arg)
        return first

    def _node(self, op: str, args: tuple[Flow, ...], span: Range, data: Any = None, flag: bool = False) -> Flow:
        key = (op, tuple(a.index for a in args), span, data, flag)
        if key not in self._made:
            self._made[key] = Flow(len(self.nodes), op, args, span, data, flag)
            self.nodes.append(self._made[key])
        return self._made[key]


def _ordered(a: Flow, b: Flow) -> tuple[Flow, Flow]:
    """Operands whose order does not matter, in one order; a constant last."""
    return (a, b) if b.constant or (not a.constant and a.index <= b.index) else (b, a)


def _year_of(epoch_day: int) -> int:
    """The Gregorian year of an epoch day, also outside what datetime.date holds."""
    era, of_era = divmod(epoch_day + 719_468, 146_097)  # eras of 400 years from 0000-03-01
    of_year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    day = of_era - (365 * of_year + of_year // 4 - of_year // 100)
    return era * 400 + of_year + (day >= 306)


def _fewest_days(months: int) -> int:
    """No fewer days lie in so many months; the last of a month may stand in for a day it lacks."""
    return months * (31 if months < 0 else 28) - 31


def _most_days(months: int) -> int:
    return months * (28 if months < 0 else 31) + 31
