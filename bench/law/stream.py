"""A Parquet file larger than memory: python -m bench.law.stream ROWS FOLDER. Prints one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from bench.law.data import NONE, expected, make_rows, make_table
from bench.law.engines import frame, program
from bench.law.one import forget_peak, memory

GROUP = 1_000_000


def write(file: Path, count: int) -> tuple[int, int]:
    """Rows in groups of a million, each group the same; the sum of their floors and the bytes they weigh in memory."""
    group = min(GROUP, count)
    assert count % group == 0, f"rows: a multiple of {group}"
    rows = make_rows(group)
    want = expected(rows, make_table())
    table = frame(rows).to_arrow()
    with pq.ParquetWriter(file, table.schema, compression="zstd", compression_level=1) as writer:
        for _ in range(count // group):
            writer.write_table(table)
    return int(want[want != NONE].sum()) * (count // group), table.nbytes * (count // group)


def measure(count: int, folder: Path) -> dict[str, object]:
    from kechuang.law.execution.polars import run_parquet

    source, target = folder / "deals.parquet", folder / "answers.parquet"
    total, weight = write(source, count)
    ready = program()
    forget_peak()
    start = time.perf_counter()
    done = run_parquet(ready, source, target, keep=(), outputs=False)
    seconds = time.perf_counter() - start
    peak = memory("VmHWM:")
    import polars as pl

    got = pl.scan_parquet(target).select(pl.col("reward_pool_floor").sum()).collect().item()
    return {"rows": done, "seconds": seconds, "peak": peak, "bytes": weight, "worst": abs(got - total)}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), Path(sys.argv[2]))))
