"""Dates over columns are those of the calendar, for every start day of three decades and all lengths and units."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from kechuang.law.calendar import Deadline, default_workdays
from kechuang.law.calendar.tables import calendar_day, epoch_day
from kechuang.law.execution.columns.build import build
from kechuang.law.execution.columns.days import Counter
from kechuang.law.execution.columns.flow import Graph
from kechuang.law.execution.dates import MOST_UNITS, counter
from kechuang.law.execution.ranges import Range

FIRST, LAST = dt.date(2004, 12, 1), dt.date(2030, 3, 31)
DAYS = np.arange(epoch_day(FIRST), epoch_day(LAST) + 1)
HOWS: list[dict[str, Any]] = [
    *({"how": "act_within", "unit": unit, "roll": roll} for unit in MOST_UNITS for roll in (True, False)),
    *({"how": "minimum_until", "unit": unit, "roll": roll} for unit in MOST_UNITS for roll in (True, False)),
    *({"how": "opens_after_over", "unit": unit} for unit in ("day", "month", "year")),
    *({"how": how} for how in ("latest_start", "plus_days", "plus_months", "plus_years")),
]


def over_columns(data: dict[str, Any], days: np.ndarray, lengths: np.ndarray) -> list[Any]:
    graph = Graph("days")
    start = graph.input("start", Range(-7_397, 47_846))
    length = graph.input("length", Range(-(10**9), 10**9))
    made = Counter(graph, default_workdays()).count(data, (start, length), {})
    kernel = build([made.value, made.exists, made.provisional])
    columns = {("input", "start"): days.astype(np.int32), ("input", "length"): lengths.astype(np.int32)}
    value, exists, provisional = (
        np.broadcast_to(part, days.shape) for part in kernel.run(columns, len(days), kernel.buffers(len(days)))
    )
    return [(calendar_day(v), bool(p)) if e else None for v, e, p in zip(value, exists, provisional, strict=True)]


def one_by_one(data: dict[str, Any], days: np.ndarray, lengths: np.ndarray) -> list[Any]:
    count = counter(data, default_workdays())
    found = []
    for day, length in zip(days, lengths, strict=True):
        made = count(calendar_day(int(day)), int(length))
        found.append(
            made if made is None else (made.due, made.provisional) if isinstance(made, Deadline) else (made, False)
        )
    return found


@pytest.mark.parametrize("data", HOWS, ids=lambda data: "-".join(str(part) for part in data.values()))
@pytest.mark.parametrize("length", [1, 6, 15, 37])
def test_each_day(data: dict[str, Any], length: int) -> None:
    days = DAYS[length % 7 :: 11]
    lengths = np.full(len(days), length)
    assert over_columns(data, days, lengths) == one_by_one(data, days, lengths)


@pytest.mark.parametrize("data", HOWS, ids=lambda data: "-".join(str(part) for part in data.values()))
def test_absurd_lengths_and_the_edges_of_the_calendar(data: dict[str, Any]) -> None:
    lengths = [0, -1, -5_000, 300, 301, 3_600, 3_601, 60_000, 110_000, 110_001, 10**9, -(10**9)]
    starts = [epoch_day(day) for day in (dt.date(1949, 10, 1), dt.date(2100, 12, 31), dt.date(2024, 2, 29))]
    pairs = np.array([(start, length) for start in starts for length in lengths])
    if data.get("unit") == "workday" or "roll" in data:
        pairs = pairs[np.abs(pairs[:, 1]) < 5_000]  # counting working days one by one is slow
    assert over_columns(data, pairs[:, 0], pairs[:, 1]) == one_by_one(data, pairs[:, 0], pairs[:, 1])
