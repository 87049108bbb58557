"""One engine on one size, in a process of its own: python -m bench.law.one ENGINE ROWS. Prints one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.law.data import NONE, expected, input_bytes, make_rows, make_table
from bench.law.engines import ENGINES, floors

RUNS, LONGEST = 7, 20.0


def memory(field: str) -> int:
    """A line of /proc/self/status in bytes; 0 where there is no such file."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(field)), 0)


def forget_peak() -> None:
    """Let the peak start again from what is in use now."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def measure(name: str, count: int) -> dict[str, Any]:
    engine = ENGINES[name]
    rows, table = make_rows(count), make_table()
    want = expected(rows, table)
    load, compute = engine.make(rows, table)
    held = load()
    compute(held)  # compiles what is compiled once
    times: list[float] = []
    extra = 0
    got: Any = None
    while len(times) < RUNS and sum(times) < LONGEST:
        del got
        forget_peak()
        before = memory("VmRSS:")
        start = time.perf_counter()
        got = compute(held)
        times.append(time.perf_counter() - start)
        extra = max(extra, memory("VmHWM:") - before)
    there = want != NONE
    if engine.answers == "total":
        worst = abs(int(got[0]) - int(want[there].sum())) + abs(int(got[1]) - int(there.sum()))
    elif engine.answers == "table":
        total = held.execute("select sum(floor), count(floor), count(*) from answers").fetchone()
        worst = abs(total[0] - int(want[there].sum())) + abs(total[1] - int(there.sum())) + abs(total[2] - count)
    else:
        answers = floors(got) if engine.answers == "frame" else got
        worst = int(np.abs(answers - want).max())
    return {
        "engine": name, "rows": count, "seconds": min(times), "median": sorted(times)[len(times) // 2], "worst": worst,
        "memory": 1 + extra / input_bytes(rows) if memory("VmRSS:") else None,
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
