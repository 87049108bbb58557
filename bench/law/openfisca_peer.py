"""OpenFisca-core on the same rows: run by the interpreter of .venv-bench, which knows nothing of this program.

    .venv-bench/bin/python bench/law/openfisca_peer.py FILE.npz row-dates|table|case

row-dates: each row under the law of its own day, by date-named parameter nodes (the documented way). table: an array built
inside the formula. case: one row with its trace. Prints one line of JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date, timedelta
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

DATA = np.load(sys.argv[1])
HOW = sys.argv[2]
DAYS, PER_CENT, FORMULA = DATA["table_days"], DATA["table_per_cent"], DATA["table_formula"]
DAY = "2026-06-01"
EPOCH = date(1970, 1, 1)

Transformation = build_entity(key="transformation", plural="transformations", label="A transformation", is_person=True)
Region = Enum("Region", {f"r{code}": f"region {code}" for code in DATA["regions"]})
Mode = Enum("Mode", {f"m{n}": f"mode {n}" for n in range(PER_CENT.shape[2])})
Situation = Enum("Situation", {f"s{n}": f"situation {n}" for n in range(8)})


def tree(values: np.ndarray) -> dict[str, Any]:
    """before_<day> or after_<day> / region / mode / situation, each leaf with one value from the beginning of time."""
    return {
        _period(p): {
            region.name: {
                mode.name: {
                    situation.name: {"values": {"1900-01-01": {"value": float(values[p, r, m, s])}}}
                    for s, situation in enumerate(Situation)
                }
                for m, mode in enumerate(Mode)
            }
            for r, region in enumerate(Region)
        }
        for p in range(len(DAYS))
    }


def _period(place: int) -> str:
    day = EPOCH + timedelta(int(DAYS[max(place, 1)]))
    return f"{'after' if place else 'before'}_{day.isoformat().replace('-', '_')}"


def variable(name: str, kind: type, period: DateUnit = DateUnit.ETERNITY, **more: Any) -> type[Variable]:
    made = {"value_type": kind, "entity": Transformation, "definition_period": period, "label": name, **more}
    return type(name, (Variable,), made)


def looked_up(row: Any, period: Any, node: Any) -> Any:
    found = node[row("received_on", period)]
    return found[row("region", period)][row("mode", period)][row("situation", period)]


def rate(row: Any, period: Any, parameters: Any) -> Any:
    return looked_up(row, period, parameters(period).rate)


def which(row: Any, period: Any, parameters: Any) -> Any:
    return looked_up(row, period, parameters(period).formula)


def by_array(values: np.ndarray) -> Any:
    def formula(row: Any, period: Any) -> Any:
        days = row("received_on", period).astype("datetime64[D]").astype(np.int64)
        at = np.searchsorted(DAYS, days, side="right") - 1
        keys = (np.asarray(row(name, period)) for name in ("region", "mode", "situation"))
        return values.astype(np.float32)[(at, *keys)]

    return formula


def net(row: Any, period: Any) -> Any:
    one = row("amount", period) - (row("costs", period) - row("fiscal_research_cost", period)) - row("taxes", period)
    two = row("amount", period) - row("taxes", period) - row("maintenance_costs", period) - row("direct_costs", period)
    return np.maximum(np.where(row("formula_in_use", period) == 2, two, one), 0)


def floor(row: Any, period: Any) -> Any:
    return np.where(row("formula_in_use", period) > 0, row("net_income", period) * row("rate_in_use", period) / 100, -1)


AMOUNTS = ("amount", "costs", "fiscal_research_cost", "taxes", "maintenance_costs", "direct_costs")
MONEY = [variable(name, float) for name in AMOUNTS]
CHOICES = [
    variable(name, Enum, possible_values=kind, default_value=next(iter(kind)))
    for name, kind in (("region", Region), ("mode", Mode), ("situation", Situation))
]


class Country(TaxBenefitSystem):
    def __init__(self) -> None:
        super().__init__([Transformation])
        table = HOW == "table"
        self.add_variables(
            *MONEY, *CHOICES, variable("received_on", date),
            variable("rate_in_use", float, DateUnit.DAY, formula=by_array(PER_CENT) if table else rate),
            variable("formula_in_use", float, DateUnit.DAY, formula=by_array(FORMULA) if table else which),
            variable("net_income", float, DateUnit.DAY, formula=net),
            variable("pool_floor", float, DateUnit.DAY, formula=floor),
        )  # fmt: skip
        if not table:
            self.parameters = ParameterNode("", data={"rate": tree(PER_CENT), "formula": tree(FORMULA)})


def simulation(system: Country, rows: int) -> Any:
    made = SimulationBuilder().build_default_simulation(system, count=rows)
    for name, kind in (("region", Region), ("mode", Mode), ("situation", Situation)):
        made.set_input(
            name,
            "ETERNITY",
            EnumArray(DATA["region_place" if name == "region" else name][:rows].astype(np.int16), kind),
        )
    made.set_input("received_on", "ETERNITY", DATA["day"][:rows].astype("datetime64[D]"))
    for name in AMOUNTS:
        made.set_input(name, "ETERNITY", DATA[name][:rows] / 100)  # yuan
    return made


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    system = Country()
    if HOW == "case":
        times = []
        for _ in range(20):
            start = time.perf_counter()
            made = simulation(system, 1)
            made.trace = True
            made.calculate("pool_floor", DAY)
            times.append(time.perf_counter() - start)
        print(json.dumps({"seconds": min(times)}))
        return
    rows = len(DATA["day"])
    times = []
    while len(times) < 3 and sum(times) < 60:
        made = simulation(system, rows)  # keeps its results, so each run needs a new one
        before = peak()
        start = time.perf_counter()
        got = made.calculate("pool_floor", DAY)
        times.append(time.perf_counter() - start)
    want = DATA["want"]
    fen = np.where(got < 0, -1, np.ceil(np.round(np.asarray(got, dtype=np.float64) * 100, 4)))
    worst = np.abs(fen - want)
    print(
        json.dumps(
            {
                "seconds": min(times),
                "worst": float(worst.max()),
                "wrong": float((worst > 0).mean()),
                "extra": peak() - before,
            }
        )
    )


main()
