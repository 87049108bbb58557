"""A graph ready to run in NumPy: what to call in which order, on which buffers.

One pass over chunks that stay in the cache; every operation writes into a buffer that is used again as soon as its last
reader is done. build.py makes kernels, run.py hands them chunks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
CHUNK, LARGE_CHUNK, LARGE = 1 << 17, 1 << 18, 4_000_000
"""Rows at a time; of a large frame twice as many, since threads meet between operations (at the interpreter's lock)."""


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


# -- buffers used again ---------------------------------------------------------------------------------------


def reuse(kernel: Kernel) -> Kernel:
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
        elementwise = step.run not in (take, copy)
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


# -- operations that are no ufunc ----------------------------------------------------------------------------


def copy(source: Array, out: Array) -> None:
    """The same values in the type of out."""
    np.copyto(out, source, casting="unsafe")


def take(table: Array, index: Array, out: Array) -> None:
    """table[index], the index taken modulo the size."""
    np.take(table, index, out=out, mode="wrap")  # "raise" would buffer the whole output, "clip" mispredicts branches


def divide_positive(a: Array, divisor: Any, out: Array) -> None:
    """a // divisor where no a is negative: unsigned division is twice as fast."""
    np.floor_divide(a.view(np.uint64), np.uint64(divisor), out=out.view(np.uint64))
