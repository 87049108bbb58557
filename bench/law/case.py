"""One case explained: how long from facts to a finding, over a thousand different cases one after another."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from bench.law.data import AMOUNTS, EPOCH, FLAGS, MODES, make_rows, region_prefix
from bench.law.engines import program

CASES = 1_000


def cases() -> list[dict[str, Any]]:
    """Typed facts, mixed like the rows."""
    rows = make_rows(CASES, seed=2)
    return [
        {
            "territory": region_prefix(int(rows["region"][n])),
            "deal.received_on": EPOCH + dt.timedelta(int(rows["day"][n])),
            "deal.mode": MODES[rows["mode"][n]],
            **{f"deal.{name}": int(rows[name][n]) for name in AMOUNTS},
            **{name: bool(rows[name][n]) for name in FLAGS},
        }
        for n in range(CASES)
    ]


def best(call: Callable[[dict[str, Any]], Any], given: list[dict[str, Any]], rounds: int = 15) -> float:
    """Seconds for one case, in the best round over all of them."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        for case in given:
            call(case)
        found.append((time.perf_counter() - start) / len(given))
    return min(found)


def measure() -> dict[str, float]:
    """Microseconds for one case, by how much of the finding is looked at."""
    from kechuang.law import explain, explain_case
    from kechuang.law.execution.explain import Account, machine_of

    ready, typed = program(), cases()
    raw = [{name: plain(value) for name, value in case.items()} for case in typed]
    machine = machine_of(ready, None)

    def whole(case: dict[str, Any]) -> Any:
        told = explain_case(ready, case)
        return told.step, told.citations, told.outputs, told.considered

    def answer(case: dict[str, Any]) -> Any:
        told = explain_case(ready, case)
        return told.verdict, told.value, told.citations

    found = {
        "values and states of all slots (no finding)": best(machine.run, typed),
        "verdict, value, citations": best(answer, typed),
        "the whole finding, every step made": best(whole, typed),
        "from raw facts as in JSON, read and checked": best(lambda case: explain("reward_pool_floor", case), raw),
        "an account of its own (a way not met before)": best(
            lambda case: Account(ready, case, *machine.run(case), {}).finding(), typed, 3
        ),
    }
    return {name: seconds * 1e6 for name, seconds in found.items()}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
