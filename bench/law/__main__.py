"""Prints the figures of bench/law; see there."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bench.law import case
from bench.law.data import FLAGS, REGIONS, expected, make_rows, make_table
from bench.law.engines import ENGINES

ROOT = Path(__file__).parents[2]
PEER = ROOT / ".venv-bench" / "bin" / "python"
GOALS = {"case": 25.0, "kechuang-polars": 100e6, "kechuang-duckdb": 30e6, "memory": 2.0, "stream": 2 * 2**30}
MOST_FOR_ROW_DATES = 10**6
"""OpenFisca's documented way takes a minute for a million rows; larger sizes are left out."""


def main() -> None:
    options = _options()
    _machine()
    _case()
    found = []
    for rows in options.rows:
        found += _size(rows, options.only)
    if options.stream:
        _stream(options.stream)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.law", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10**5, 10**6, 10**7])
    parser.add_argument("--only", nargs="+", choices=[*ENGINES, "openfisca"], default=[*ENGINES, "openfisca"])
    parser.add_argument("--stream", type=int, default=10**7, help="rows from Parquet to Parquet; 0: leave it out")
    return parser.parse_args()


def _machine() -> None:
    versions = " ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("numpy", "polars", "duckdb", "ibis-framework", "pyarrow")
    )
    print(f"machine   {_processor()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    print(f"versions  Python {platform.python_version()}, {versions}, {_peer_version()}")
    print("rule      reward_pool_floor; best of up to 7 runs; ratio: how many times longer than kechuang-polars\n")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _peer_version() -> str:
    if not PEER.exists():
        return "OpenFisca-core not installed (make bench)"
    code = "import importlib.metadata as m; print('OpenFisca-core', m.version('openfisca-core'))"
    return subprocess.run([PEER, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _case() -> None:
    print("one case explained                                      µs      goal")
    found = case.measure()
    for name, microseconds in found.items():
        goal = f"{GOALS['case']:6.0f} {_met(microseconds <= GOALS['case'])}" if "every step" in name else ""
        print(f"  {name:48}{microseconds:8.1f}   {goal}")
    if PEER.exists():
        with tempfile.TemporaryDirectory() as folder:
            told = _openfisca(_peer_data(Path(folder), 1), "case")
        ratio = told["seconds"] * 1e6 / found["the whole finding, every step made"]
        print(
            f"  {'OpenFisca-core, one row with its trace':48}{told['seconds'] * 1e6:8.1f}   {ratio:.0f} times as long"
        )
    print()


def _met(holds: bool) -> str:
    return "met" if holds else "MISSED"


def _size(rows: int, only: list[str]) -> list[dict[str, Any]]:
    print(f"{rows:,} rows                          s   M rows/s    ratio   memory   worst fen")
    found = [_run([sys.executable, "-m", "bench.law.one", name, str(rows)]) for name in ENGINES if name in only]
    base = next((told["seconds"] for told in found if told["engine"] == "kechuang-polars"), None)
    for told in found:
        _line(told, base, ENGINES[told["engine"]].what)
    if "openfisca" in only and PEER.exists():
        with tempfile.TemporaryDirectory() as folder:
            data = _peer_data(Path(folder), rows)
            for how in ("table", "row-dates"):
                if how == "row-dates" and rows > MOST_FOR_ROW_DATES:
                    print(f"  {'openfisca-row-dates':24}  left out: see the size before")
                    continue
                told = _openfisca(data, how)
                told |= {"engine": f"openfisca-{how}", "rows": rows, "memory": None}
                _line(told, base, f"float32; wrong by a fen or more in {told['wrong']:.0%} of rows")
    print()
    return found


def _line(told: dict[str, Any], base: float | None, what: str) -> None:
    speed = told["rows"] / told["seconds"]
    goal = GOALS.get(told["engine"])
    large = told["rows"] >= 10**7
    ratio = f"{told['seconds'] / base:8.2f}" if base else " " * 8
    memory = f"{told['memory']:8.2f}" if told["memory"] else " " * 8
    asked = f"  [goal {goal / 1e6:.0f} M: {_met(speed >= goal)}]" if goal and large else ""
    if told["engine"] == "kechuang-polars" and large and told["memory"]:
        asked += f" [goal {GOALS['memory']:.0f} × input: {_met(told['memory'] <= GOALS['memory'])}]"
    print(
        f"  {told['engine']:22}{told['seconds']:9.4f}{speed / 1e6:11.2f}{ratio} {memory}{told['worst']:11,.0f}   {what}{asked}"
    )


def _run(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr.strip()[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def _peer_data(folder: Path, rows: int) -> Path:
    """The rows and the table as a file for the other interpreter."""
    made, table = make_rows(rows), make_table()
    order = np.argsort(REGIONS)
    file = folder / "rows.npz"
    np.savez(
        file, **made, regions=np.array(REGIONS), situation=sum(made[name].astype(np.int8) << bit for bit, name in enumerate(FLAGS)),
        table_days=np.array(table.days), table_per_cent=table.per_cent, table_formula=table.formula,
        want=expected(made, table), region_place=order[np.searchsorted(np.array(REGIONS)[order], made["region"])],
    )  # fmt: skip
    return file


def _openfisca(data: Path, how: str) -> dict[str, Any]:
    return _run([str(PEER), str(Path(__file__).parent / "openfisca_peer.py"), str(data), how])


def _stream(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        told = _run([sys.executable, "-m", "bench.law.stream", str(rows), folder])
    print("Parquet to Parquet in a stream")
    print(
        f"  {told['rows']:,} rows ({told['bytes'] / 2**30:.1f} GiB as columns) in {told['seconds']:.1f} s: "
        f"{told['rows'] / told['seconds'] / 1e6:.1f} M rows/s, peak {told['peak'] / 2**30:.2f} GiB "
        f"[goal under 2 GiB: {_met(told['peak'] < GOALS['stream'])}], off by {told['worst']} fen in all"
    )


if __name__ == "__main__":
    main()
