"""From a graph to a kernel.

Every number is held in the narrowest width its range needs; whatever depends on one small input alone (the period of a day,
the class of a region, a due date with its roll) becomes one table and one gather; branches are arithmetic, not jumps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kechuang.law.execution import ranges
from kechuang.law.execution.columns.flow import Flow
from kechuang.law.execution.columns.joint import Joint, joints
from kechuang.law.execution.columns.kernel import Kernel, Register, Step, copy, divide_positive, reuse, take
from kechuang.law.execution.columns.plain import UFUNCS, evaluate, plain
from kechuang.law.execution.ranges import Range

Array = NDArray[Any]
TABULATED: Final = 1 << 20
"""An input of so few values gets a table of its own for whatever depends on it alone."""
_WIDTHS: Final = (np.int8, np.int16, np.int32, np.int64)
_LEAVES: Final = frozenset({"input", "null", "const"})


def width(flow: Flow) -> type[np.generic]:
    """The type a node's values are held in."""
    if flow.flag:
        return np.bool_
    return narrowest(flow.range)


def narrowest(span: Range) -> type[np.generic]:
    """The narrowest whole-number type that holds a range."""
    for dtype in _WIDTHS:
        info = np.iinfo(dtype)
        if info.min <= span.low and span.high <= info.max:
            return dtype
    return np.object_  # what may leave int64 is counted with Python's own whole numbers: slow, but never wrong


def build(roots: Sequence[Flow]) -> Kernel:
    """The kernel that computes these nodes."""
    return _Builder(roots).kernel()


class _Builder:
    def __init__(self, roots: Sequence[Flow]) -> None:
        self.roots = roots
        self.lone: dict[int, Flow | None] = {}
        self.joint = joints(roots)
        self.shared: dict[int, int] = {}
        self.steps: list[Step] = []
        self.registers: list[Register] = []
        self.at: dict[tuple[int, type[np.generic]], int] = {}
        self.fixed: dict[tuple[int, type[np.generic]], int] = {}

    def kernel(self) -> Kernel:
        results = tuple(self.place(root, width(root)) for root in self.roots)
        return reuse(Kernel(tuple(self.steps), tuple(self.registers), results))

    # -- registers ---------------------------------------------------------------------------------------

    def register(self, register: Register) -> int:
        self.registers.append(register)
        return len(self.registers) - 1

    def constant(self, value: int, dtype: type[np.generic]) -> int:
        key = (value, dtype)
        if key not in self.fixed:
            fixed = value if dtype is np.object_ else dtype(value)
            self.fixed[key] = self.register(Register(dtype, fixed=fixed))
        return self.fixed[key]

    def table(self, values: Array) -> int:
        values.flags.writeable = False
        return self.register(Register(values.dtype.type, fixed=values))

    def call(self, run: Callable[..., Any], args: Sequence[int], dtype: type[np.generic]) -> int:
        out = self.register(Register(dtype))
        self.steps.append(Step(run, tuple(args), out))
        return out

    def place(self, flow: Flow, dtype: type[np.generic]) -> int:
        """The register that holds a node's values in this type."""
        key = (flow.index, dtype)
        if key not in self.at:
            if flow.constant:
                self.at[key] = self.constant(flow.value, dtype)
            elif flow.index in self.joint:
                self.at[key] = self.over_codes(flow, dtype)
            elif dtype is not width(flow):
                self.at[key] = self.call(copy, [self.place(flow, width(flow))], dtype)
            else:
                self.at[key] = self.compute(flow, dtype)
        return self.at[key]

    # -- one node ----------------------------------------------------------------------------------------

    def compute(self, flow: Flow, dtype: type[np.generic]) -> int:
        if flow.op in ("input", "null"):
            return self.register(Register(dtype, source=(flow.op, flow.data)))
        source = self.alone(flow)
        if source is not None and self.worth(flow):
            return self.tabulate(flow, source, dtype)
        match flow.op:
            case "number":
                return self.call(copy, [self.place(flow.args[0], np.bool_)], dtype)
            case "not":
                return self.call(np.logical_not, [self.place(flow.args[0], np.bool_)], dtype)
            case "select":
                return self.select(flow, dtype)
            case "table":
                values = np.asarray(flow.data).astype(dtype)
                return self.gather(values, self.place(flow.args[0], np.int64), dtype)
            case "floordiv":
                return self.divide(flow, dtype)
            case "bitand":
                mask = self.constant(flow.data, np.int64)
                held = self.call(np.bitwise_and, [self.place(flow.args[0], np.int64), mask], np.int64)
                return held if dtype is np.int64 else self.call(copy, [held], dtype)
            case "popcount" | "year" | "month_day" | "add_months" | "steps" | "sparse":
                wide = [self.place(arg, np.int64) for arg in flow.args]
                return self.call(_rarely(flow), wide, dtype)
        if flow.op in ("and", "or"):
            return self.call(UFUNCS[flow.op], [self.place(arg, np.bool_) for arg in flow.args], dtype)
        if flow.flag:
            return self.compare(flow)
        common = narrowest(ranges.hull(flow.range, *(arg.range for arg in flow.args)))
        made = self.call(UFUNCS[flow.op], [self.place(arg, common) for arg in flow.args], common)
        return made if common is dtype else self.call(copy, [made], dtype)

    def compare(self, flow: Flow) -> int:
        one, two = flow.args
        if one.flag and two.flag:
            common: type[np.generic] = np.bool_
        else:
            common = narrowest(ranges.hull(one.range, two.range))
        return self.call(UFUNCS[flow.op], [self.place(arg, common) for arg in flow.args], np.bool_)

    def gather(self, values: Array, index: int, dtype: type[np.generic]) -> int:
        return self.call(take, [self.table(values), index], dtype)

    def divide(self, flow: Flow, dtype: type[np.generic]) -> int:
        base = flow.args[0]
        common: type[np.generic] = np.object_ if base.wide else np.int64
        run = divide_positive if base.range.low >= 0 and not base.wide else np.floor_divide
        made = self.call(run, [self.place(base, common), self.constant(flow.data, common)], common)
        return made if dtype is common else self.call(copy, [made], dtype)

    def select(self, flow: Flow, dtype: type[np.generic]) -> int:
        """otherwise + condition × (then - otherwise): wraps and unwraps in two's complement, so it is exact."""
        condition, then, otherwise = flow.args
        chosen = self.place(condition, dtype)
        if then.constant and otherwise.constant:
            gap = self.constant(_wrapped(then.value - otherwise.value, dtype), dtype)
            scaled = self.call(np.multiply, [chosen, gap], dtype)
        elif otherwise.constant and otherwise.value == 0:
            return self.call(np.multiply, [self.place(then, dtype), chosen], dtype)
        else:
            apart = self.call(np.subtract, [self.place(then, dtype), self.place(otherwise, dtype)], dtype)
            scaled = self.call(np.multiply, [apart, chosen], dtype)
        if otherwise.constant and otherwise.value == 0:
            return scaled
        return self.call(np.add, [scaled, self.place(otherwise, dtype)], dtype)

    # -- tables over several small codes ---------------------------------------------------------------------

    def over_codes(self, flow: Flow, dtype: type[np.generic]) -> int:
        """A node as a table over the index it shares with others."""
        joint = self.joint[flow.index]
        if id(joint) not in self.shared:
            self.shared[id(joint)] = self.common_index(joint)
        return self.gather(joint.values(flow).astype(dtype), self.shared[id(joint)], dtype)

    def common_index(self, joint: Joint) -> int:
        """The place of a row among all combinations of the codes, in the narrowest type on the way."""
        total, stride, low = -1, 1, 0
        for code in joint.codes:
            low += code.range.low * stride
            most = stride * (code.range.width - 1)
            kind = narrowest(Range(min(low, 0, code.range.low * stride), max(stride + most, code.range.high * stride)))
            part = self.place(code, kind)
            if stride > 1:
                part = self.call(np.multiply, [part, self.constant(stride, kind)], kind)
            if total >= 0:
                held = self.registers[total].dtype
                first = total if held is kind else self.call(copy, [total], kind)
                part = self.call(np.add, [first, part], kind)
            total, stride = part, stride * code.range.width
        if low:
            kind = self.registers[total].dtype
            # The sum may have wrapped on the way, and the lowest too: their difference, the place itself, fits.
            total = self.call(np.subtract, [total, self.constant(_wrapped(low, kind), kind)], kind)
        return self.call(copy, [total], np.int64)

    # -- tables over one input -----------------------------------------------------------------------------

    def alone(self, flow: Flow) -> Flow | None:
        """The one input of few values that everything below a node depends on, if that is so."""
        if flow.index not in self.lone:
            found: Flow | None = None
            if flow.op == "input" and not flow.flag and flow.range.width <= TABULATED:
                found = flow
            elif flow.op not in _LEAVES:
                below = [arg for arg in flow.args if not arg.constant]
                sources = {self.alone(arg) for arg in below}
                found = sources.pop() if len(sources) == 1 else None
            self.lone[flow.index] = found
        return self.lone[flow.index]

    @staticmethod
    def worth(flow: Flow) -> bool:
        """A table costs a gather: too much for one cheap operation."""
        if flow.op in ("steps", "sparse", "year", "month_day", "add_months", "table"):
            return True
        return _cost(flow, {}) > 3

    def tabulate(self, flow: Flow, source: Flow, dtype: type[np.generic]) -> int:
        """The answers for every value of the source, each at its place modulo the size, so that no offset is taken off."""
        low, high = source.range
        domain = np.arange(low, high + 1, dtype=np.int64)
        values = np.broadcast_to(evaluate(flow, lambda _: domain), domain.shape).astype(dtype)
        table = self.table(np.roll(values, low % len(values)))
        return self.call(take, [table, self.place(source, np.int64)], dtype)


def _cost(flow: Flow, seen: dict[int, int]) -> int:
    """How many operations stand below a node; dates and tables count for several."""
    if flow.op in _LEAVES or flow.index in seen:
        return 0
    seen[flow.index] = 1
    own = 4 if flow.op in ("steps", "sparse", "year", "month_day", "add_months", "floordiv", "quotient", "table") else 1
    return own + sum(_cost(arg, seen) for arg in flow.args)


def _wrapped(value: int, dtype: type[np.generic]) -> int:
    if dtype is np.object_:
        return value
    bits = np.iinfo(dtype).bits  # type: ignore[type-var]
    return (value + (1 << (bits - 1))) % (1 << bits) - (1 << (bits - 1))


def _rarely(flow: Flow) -> Callable[..., None]:
    def run(*args: Any, out: Array) -> None:
        out[...] = plain(flow, [np.asarray(arg) for arg in args])

    return run
