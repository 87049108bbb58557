"""Rows, the table of rates that all engines share, and the answers counted in whole fen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

REGIONS = (330802, 330803, 330603, 330108, 330100, 310000, 110000)
MODES = ("transfer", "licence", "equity", "self_implementation", "joint_implementation")
FLAGS = ("deal.agreed", "unit.public_platform", "unit.public_research_unit")
AMOUNTS = ("amount", "costs", "fiscal_research_cost", "taxes", "maintenance_costs", "direct_costs")
PARTS = dict(zip(AMOUNTS[1:], (0.6, 0.2, 0.1, 0.1, 0.4), strict=True))
"""Each is at most so much of the amount."""
FIRST, LAST = dt.date(2014, 1, 1), dt.date(2026, 12, 31)
EPOCH = dt.date(1970, 1, 1)
NONE = -1
"""The answer where the rule yields no amount."""

Rows = dict[str, np.ndarray]


def make_rows(count: int, seed: int = 1) -> Rows:
    """Transformations: region (six digits), day (days since 1970), mode (place), amounts in fen, flags."""
    rng = np.random.default_rng(seed)
    amount = rng.integers(100_000, 500_000_000, count)
    return {
        "region": np.array(REGIONS, np.int32)[rng.integers(0, len(REGIONS), count)],
        "day": rng.integers((FIRST - EPOCH).days, (LAST - EPOCH).days + 1, count).astype(np.int32),
        "mode": rng.integers(0, len(MODES), count).astype(np.int8),
        "amount": amount,
        **{name: (amount * (rng.random(count) * part)).astype(np.int64) for name, part in PARTS.items()},
        **{name: rng.random(count) < 0.5 for name in FLAGS},
    }  # fmt: skip


@dataclass(frozen=True)
class Table:
    """What holds for each kind of case: [period, region, mode, situation]; a situation is the three flags as bits.

    per_cent: the rate, 0 where there is none. formula: 0 none, 1 with costs less fiscal money, 2 with direct costs.
    """

    days: tuple[int, ...]
    per_cent: np.ndarray
    formula: np.ndarray


PROBE = {
    "amount": 1_000_000,
    "costs": 300_000,
    "fiscal_research_cost": 10_000,
    "taxes": 7_000,
    "maintenance_costs": 500,
    "direct_costs": 20,
}
NETS = {1_000_000 - 290_000 - 7_000: 1, 1_000_000 - 7_000 - 520: 2}


def make_table() -> Table:
    """The table, from one explained case of each kind."""
    from kechuang.law import REGISTRY, explain_case, find_rule, link, load

    find_rule("reward_pool_floor")
    program = link(REGISTRY["reward_pool_floor"], load())
    changes = sorted({day for slot in program.slots if slot.lookup for day in slot.lookup.change_days})
    days = [FIRST, *(day for day in changes if FIRST < day <= LAST)]
    shape = (len(days), len(REGIONS), len(MODES), 8)
    per_cent, formula = np.zeros(shape, np.int64), np.zeros(shape, np.int8)
    for at in product(*map(range, shape)):
        period, region, mode, situation = at
        facts: dict[str, Any] = {f"deal.{name}": value for name, value in PROBE.items()}
        facts |= {name: bool(situation >> bit & 1) for bit, name in enumerate(FLAGS)}
        facts |= {
            "territory": region_prefix(REGIONS[region]),
            "deal.received_on": days[period],
            "deal.mode": MODES[mode],
        }
        told = explain_case(program, facts)
        if told.value is not None:
            rate = told.output("pool_share") * 100
            assert rate.denominator == 1
            per_cent[at], formula[at] = int(rate), NETS[told.output("net_income")]
            assert told.value == -(-told.output("net_income") * int(rate) // 100)
    return Table(tuple((day - EPOCH).days for day in days), per_cent, formula)


def region_prefix(code: int) -> str:
    from kechuang.law.types import region_prefix

    return region_prefix(str(code))


def expected(rows: Rows, table: Table) -> np.ndarray:
    """The floor of every row in fen, rounded up; NONE where there is none. Whole numbers throughout."""
    order = np.argsort(REGIONS)
    region = order[np.searchsorted(np.array(REGIONS)[order], rows["region"])]
    period = np.searchsorted(np.array(table.days), rows["day"], side="right") - 1
    situation = sum(rows[name].astype(np.int64) << bit for bit, name in enumerate(FLAGS))
    rate = table.per_cent[period, region, rows["mode"], situation]
    formula = table.formula[period, region, rows["mode"], situation]
    one = rows["amount"] - (rows["costs"] - rows["fiscal_research_cost"]) - rows["taxes"]
    two = rows["amount"] - rows["taxes"] - rows["maintenance_costs"] - rows["direct_costs"]
    net = np.maximum(np.where(formula == 2, two, one), 0)
    return np.where(formula > 0, -(-net * rate // 100), NONE)


def input_bytes(rows: Rows) -> int:
    """What the columns weigh."""
    return sum(column.nbytes for column in rows.values())
