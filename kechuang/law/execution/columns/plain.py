"""The operations of a graph in NumPy, one at a time by the plainest means; tables are filled with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kechuang.law.execution.columns.flow import Flow, Steps

Array = NDArray[Any]
UFUNCS: Final[dict[str, Any]] = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "quotient": np.floor_divide, "max": np.maximum, "min": np.minimum,
    "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater, "ge": np.greater_equal,
    "and": np.logical_and, "or": np.logical_or, "not": np.logical_not, "bitor": np.bitwise_or,
}  # fmt: skip


def evaluate(flow: Flow, leaf: Callable[[Flow], Array], done: dict[int, Array] | None = None) -> Array:
    """A node's values by the plainest means, in int64; used to fill tables. leaf: the values of inputs and nulls."""
    kept = {} if done is None else done
    if flow.index not in kept:
        if flow.op in ("input", "null"):
            kept[flow.index] = leaf(flow)
        else:
            kept[flow.index] = plain(flow, [evaluate(arg, leaf, kept) for arg in flow.args])
    return kept[flow.index]


def plain(flow: Flow, args: list[Array]) -> Array:
    """One node's values from those of its operands."""
    found: Array
    match flow.op:
        case "const":
            return np.asarray(flow.value, dtype=np.int64)
        case "number":
            return args[0].astype(np.int64)
        case "floordiv":
            found = np.floor_divide(args[0], flow.data)
            return found
        case "bitand":
            found = np.bitwise_and(args[0], flow.data)
            return found
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
    found = UFUNCS[flow.op](*args)
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
