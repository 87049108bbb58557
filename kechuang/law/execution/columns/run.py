"""A kernel over whole columns: chunks handed to as many threads as there are processors, answers put where they belong."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kechuang.law.execution.columns.build import width
from kechuang.law.execution.columns.feed import Feed
from kechuang.law.execution.columns.kernel import CHUNK, LARGE, LARGE_CHUNK, Kernel
from kechuang.law.execution.columns.plan import Plan

Array = NDArray[Any]


class Answers:
    """Where answers go: one array for each root of a plan, flags as bitmaps; a constant root keeps its one value."""

    def __init__(self, plan: Plan, rows: int) -> None:
        self.rows = rows
        self.constants: list[int | None] = [root.value if root.constant else None for root in plan.roots]
        self.flags = [root.flag for root in plan.roots]
        self.arrays: list[Array] = [
            np.empty(
                0 if root.constant else (rows + 7) // 8 if root.flag else rows, np.uint8 if root.flag else width(root)
            )
            for root in plan.roots
        ]

    def sinks(self, kernel: Kernel, start: int, rows: int) -> dict[int, Array]:
        """Where the kernel may write its results itself."""
        found: dict[int, Array] = {}
        for register, array, constant, flag in zip(
            kernel.results, self.arrays, self.constants, self.flags, strict=True
        ):
            computed = kernel.registers[register].source is None
            if constant is None and not flag and computed:
                found.setdefault(register, array[start : start + rows])
        return found

    def put(self, kernel: Kernel, values: Sequence[Any], sinks: Mapping[int, Array], start: int, rows: int) -> None:
        """Keep what is not yet where it belongs."""
        for register, array, constant, flag, value in zip(
            kernel.results, self.arrays, self.constants, self.flags, values, strict=True
        ):
            if constant is not None:
                continue
            if flag:
                array[start // 8 : (start + rows + 7) // 8] = np.packbits(value, bitorder="little")
            elif register not in sinks or not np.may_share_memory(sinks[register], array):
                array[start : start + rows] = value


def compute(plan: Plan, kernel: Kernel, columns: Mapping[str, Feed], rows: int, threads: int | None = None) -> Answers:
    """The plan's answers for all rows. Raises FactError for a value out of range."""
    answers = Answers(plan, rows)
    chunk = CHUNK if rows < LARGE else LARGE_CHUNK
    starts = range(0, rows, chunk)
    workers = max(1, min(threads or os.cpu_count() or 1, len(starts) // 2))  # a thread for one chunk does not pay
    queue = itertools.count()  # next() on it is atomic

    def work() -> None:
        buffers = kernel.buffers(min(chunk, rows))
        while (number := next(queue)) < len(starts):
            start = starts[number]
            size = min(chunk, rows - start)
            sinks = answers.sinks(kernel, start, size)
            values = kernel.run(_read(kernel, columns, start, size), size, buffers, sinks)
            answers.put(kernel, values, sinks, start, size)

    if workers == 1:
        work()
    else:
        with ThreadPoolExecutor(workers) as pool:
            for done in [pool.submit(work) for _ in range(workers)]:
                done.result()
    return answers


def _read(kernel: Kernel, columns: Mapping[str, Feed], start: int, rows: int) -> dict[tuple[str, str], Array]:
    """The input arrays of one chunk, each column read once."""
    wanted: dict[str, type[np.generic]] = {}
    for register in kernel.registers:
        if register.source is not None:
            op, name = register.source
            if op == "input" or name not in wanted:
                wanted[name] = register.dtype
    found: dict[tuple[str, str], Array] = {}
    for name, dtype in wanted.items():
        values, missing = columns[name].chunk(start, rows, dtype)
        found["input", name] = values
        found["null", name] = np.zeros(rows, np.bool_) if missing is None else missing
    return found
