"""The graph of a plan in NumPy: one pass over chunks that stay in the cache, into buffers that are made once.

What makes it fast: every operation writes into a buffer that is used again as soon as its last reader is done; every
number is held in the narrowest width its range needs; whatever depends on one small input alone (the period of a day, the
class of a region, a due date with its roll) becomes one table and one gather; branches are arithmetic, not jumps.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kechuang.law.execution.columns.flow import Flow, Steps
from kechuang.law.execution.ranges import Range

Array = NDArray[Any]
CHUNK: Final = 65_536
TABULATED: Final = 1 << 20
"""An input of so few values gets a table of its own for whatever depends on it alone."""
_WIDTHS: Final = (np.int8, np.int16, np.int32, np.int64)
_LEAVES: Final = frozenset({"input", "null", "const"})
_UFUNCS: Final[dict[str, Any]] = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "max": np.maximum, "min": np.minimum,
    "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal,
    "and": np.logical_and, "or": np.logical_or, "not": np.logical_not, "bitor": np.bitwise_or,
}  # fmt: skip


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


# -- one node, plainly -------------------------------------------------------------------------------------


def evaluate(flow: Flow, leaf: Callable[[Flow], Array], done: dict[int, Array] | None = None) -> Array:
    """A node's values by the plainest means, in int64; used to fill tables. leaf: the values of inputs and nulls."""
    kept = {} if done is None else done
    if flow.index not in kept:
        if flow.op in ("input", "null"):
            kept[flow.index] = leaf(flow)
        else:
            kept[flow.index] = _plain(flow, [evaluate(arg, leaf, kept) for arg in flow.args])
    return kept[flow.index]


def _plain(flow: Flow, args: list[Array]) -> Array:
    match flow.op:
        case "const":
            return np.asarray(flow.value, dtype=np.int64)
        case "number":
            return args[0].astype(np.int64)
        case "floordiv":
            return np.floor_divide(args[0], flow.data)
        case "bitand":
            return np.bitwise_and(args[0], flow.data)
        case "popcount":
            return np.bitwise_count(args[0]).astype(np.int64)
        case "select":
            return np.where(args[0], args[1], args[2])
        case "table":
            return np.asarray(flow.data, dtype=np.int64)[args[0]]
        case "steps":
            data: Steps = flow.data
            return np.asarray(data.values, dtype=np.int64)[np.searchsorted(data.starts, args[0], side="right")]
        case "sparse":
            return _sparse(flow.data, args[0], args[1])
        case "year":
            return _years(args[0]) + 1970
        case "month_day":
            return _month_day(args[0])
        case "add_months":
            return _add_months(args[0], args[1])
    found: Array = _UFUNCS[flow.op](*args)
    return found


def _sparse(items: Sequence[tuple[int, int]], x: Array, default: Array) -> Array:
    keys = np.array([k for k, _ in items], dtype=np.int64)
    values = np.array([v for _, v in items], dtype=np.int64)
    at = np.searchsorted(keys, x).clip(0, len(keys) - 1)
    return np.where(keys[at] == x, values[at], default)


def _years(day: Array) -> Array:
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)


def _month_day(day: Array) -> Array:
    when = day.astype("datetime64[D]")
    month = when.astype("datetime64[M]")
    number = month.astype(np.int64) % 12 + 1
    found: Array = number * 100 + (when - month.astype("datetime64[D]")).astype(np.int64) + 1
    return found


def _add_months(day: Array, months: Array) -> Array:
    when = day.astype("datetime64[D]")
    month = when.astype("datetime64[M]")
    target = month + months.astype("timedelta64[M]")
    first = target.astype("datetime64[D]").astype(np.int64)
    length = (target + 1).astype("datetime64[D]").astype(np.int64) - first
    offset = day - month.astype("datetime64[D]").astype(np.int64)
    found: Array = first + np.minimum(offset, length - 1)
    return found


# -- the program -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """One call: run(args as arrays or numbers, out). args and out are register numbers; fixed ones hold constants."""

    run: Callable[..., Any]
    args: tuple[int, ...]
    out: int


@dataclass(frozen=True, slots=True)
class Register:
    """A buffer, by its type; `source` names the input or null column it is read from, `fixed` a constant."""

    dtype: type[np.generic]
    source: tuple[str, str] | None = None
    fixed: Any = None


@dataclass(frozen=True, slots=True)
class Kernel:
    """What to call in which order. results: the register of each root, in the order of Plan.roots."""

    steps: tuple[Step, ...]
    registers: tuple[Register, ...]
    results: tuple[int, ...]

    def buffers(self, rows: int) -> list[Any]:
        """Fresh buffers for one worker."""
        return [
            register.fixed
            if register.fixed is not None
            else None
            if register.source
            else np.empty(rows, dtype=register.dtype)
            for register in self.registers
        ]

    def run(
        self,
        columns: Mapping[tuple[str, str], Array],
        rows: int,
        buffers: list[Any],
        sinks: Mapping[int, Array] | None = None,
    ) -> list[Any]:
        """The roots' values for one chunk: arrays that live until the next chunk, or numbers for constants.

        sinks: for the register of a root, the array it is to be written into.
        """
        here: list[Any] = []
        for register, buffer in zip(self.registers, buffers, strict=True):
            if register.source:
                here.append(columns[register.source])
            elif register.fixed is not None or len(buffer) == rows:
                here.append(buffer)
            else:
                here.append(buffer[:rows])
        if sinks:
            for number, sink in sinks.items():
                here[number] = sink
        for step in self.steps:
            step.run(*[here[arg] for arg in step.args], out=here[step.out])
        return [here[register] for register in self.results]


def build(roots: Sequence[Flow]) -> Kernel:
    """The kernel that computes these nodes."""
    return _Builder(roots).kernel()


class _Builder:
    def __init__(self, roots: Sequence[Flow]) -> None:
        self.roots = roots
        self.lone: dict[int, Flow | None] = {}
        self.steps: list[Step] = []
        self.registers: list[Register] = []
        self.at: dict[tuple[int, type[np.generic]], int] = {}
        self.fixed: dict[tuple[int, type[np.generic]], int] = {}

    def kernel(self) -> Kernel:
        results = tuple(self.place(root, width(root)) for root in self.roots)
        return _reuse(Kernel(tuple(self.steps), tuple(self.registers), results))

    # -- registers ---------------------------------------------------------------------------------------

    def register(self, register: Register) -> int:
        self.registers.append(register)
        return len(self.registers) - 1

    def constant(self, value: int, dtype: type[np.generic]) -> int:
        key = (value, dtype)
        if key not in self.fixed:
            fixed = value if dtype is np.object_ else dtype(value)  # type: ignore[call-arg]
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
            elif dtype is not width(flow):
                self.at[key] = self.call(_copy, [self.place(flow, width(flow))], dtype)
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
                return self.call(_copy, [self.place(flow.args[0], np.bool_)], dtype)
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
                wide = self.call(np.bitwise_and, [self.place(flow.args[0], np.int64), mask], np.int64)
                return wide if dtype is np.int64 else self.call(_copy, [wide], dtype)
            case "popcount" | "year" | "month_day" | "add_months" | "steps" | "sparse":
                wide = [self.place(arg, np.int64) for arg in flow.args]
                return self.call(_rarely(flow), wide, dtype)
        if flow.op in ("and", "or"):
            return self.call(_UFUNCS[flow.op], [self.place(arg, np.bool_) for arg in flow.args], dtype)
        if flow.flag:
            return self.compare(flow)
        common = narrowest(
            Range(min(a.range.low for a in (flow, *flow.args)), max(a.range.high for a in (flow, *flow.args)))
        )
        made = self.call(_UFUNCS[flow.op], [self.place(arg, common) for arg in flow.args], common)
        return made if common is dtype else self.call(_copy, [made], dtype)

    def compare(self, flow: Flow) -> int:
        one, two = flow.args
        if one.flag and two.flag:
            common: type[np.generic] = np.bool_
        else:
            common = narrowest(Range(min(one.range.low, two.range.low), max(one.range.high, two.range.high)))
        return self.call(_UFUNCS[flow.op], [self.place(arg, common) for arg in flow.args], np.bool_)

    def gather(self, values: Array, index: int, dtype: type[np.generic]) -> int:
        return self.call(_take, [self.table(values), index], dtype)

    def divide(self, flow: Flow, dtype: type[np.generic]) -> int:
        base = flow.args[0]
        common: type[np.generic] = np.object_ if base.wide else np.int64
        run = _divide_positive if base.range.low >= 0 and not base.wide else np.floor_divide
        made = self.call(run, [self.place(base, common), self.constant(flow.data, common)], common)
        return made if dtype is common else self.call(_copy, [made], dtype)

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
        return self.call(_take, [table, self.place(source, np.int64)], dtype)


def _cost(flow: Flow, seen: dict[int, int]) -> int:
    """How many operations stand below a node; dates and tables count for several."""
    if flow.op in _LEAVES or flow.index in seen:
        return 0
    seen[flow.index] = 1
    own = 4 if flow.op in ("steps", "sparse", "year", "month_day", "add_months", "floordiv", "table") else 1
    return own + sum(_cost(arg, seen) for arg in flow.args)


def _wrapped(value: int, dtype: type[np.generic]) -> int:
    if dtype is np.object_:
        return value
    bits = np.iinfo(dtype).bits  # type: ignore[type-var]
    return (value + (1 << (bits - 1))) % (1 << bits) - (1 << (bits - 1))


# -- operations that are no ufunc ----------------------------------------------------------------------------


def _copy(source: Array, out: Array) -> None:
    np.copyto(out, source, casting="unsafe")


def _take(table: Array, index: Array, out: Array) -> None:
    np.take(table, index, out=out, mode="wrap")  # "raise" would buffer the whole output, "clip" mispredicts branches


def _divide_positive(a: Array, divisor: Any, out: Array) -> None:
    np.floor_divide(a.view(np.uint64), np.uint64(divisor), out=out.view(np.uint64))


def _rarely(flow: Flow) -> Callable[..., None]:
    def run(*args: Any, out: Array) -> None:
        out[...] = _plain(flow, [np.asarray(arg) for arg in args])

    return run


# -- buffers used again ---------------------------------------------------------------------------------------


def _reuse(kernel: Kernel) -> Kernel:
    """The same kernel with registers given free after their last reader."""
    last: dict[int, int] = {}
    for number, step in enumerate(kernel.steps):
        for arg in (*step.args, step.out):
            last[arg] = number
    for result in kernel.results:
        last[result] = len(kernel.steps)
    registers: list[Register] = []
    moved: dict[int, int] = {}
    free: dict[type[np.generic], list[int]] = {}

    def keep(register: Register) -> int:
        registers.append(register)
        return len(registers) - 1

    for number, register in enumerate(kernel.registers):
        if register.source or register.fixed is not None:
            moved[number] = keep(register)
    steps = []
    for number, step in enumerate(kernel.steps):
        args = tuple(moved[arg] for arg in step.args)
        dying = [arg for arg in dict.fromkeys(step.args) if last[arg] == number and arg in moved]
        dying = [arg for arg in dying if not kernel.registers[arg].source and kernel.registers[arg].fixed is None]
        elementwise = step.run not in (_take, _copy)
        if elementwise:  # an operand that dies here may be written over
            for arg in dying:
                free.setdefault(kernel.registers[arg].dtype, []).append(moved[arg])
        dtype = kernel.registers[step.out].dtype
        spare = free.get(dtype)
        kept = step.out in kernel.results  # written straight into the caller's array, so it has a register to itself
        moved[step.out] = spare.pop() if spare and not kept else keep(Register(dtype))
        if not elementwise:
            for arg in dying:
                free.setdefault(kernel.registers[arg].dtype, []).append(moved[arg])
        if last[step.out] == number:  # nobody reads it
            free.setdefault(dtype, []).append(moved[step.out])
        steps.append(Step(step.run, args, moved[step.out]))
    return Kernel(tuple(steps), tuple(registers), tuple(moved[result] for result in kernel.results))
