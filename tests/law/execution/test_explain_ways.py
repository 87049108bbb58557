"""A case told by a way met before says exactly what its own account would; nothing is shared that differs."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

import kechuang.law.rules  # noqa: F401
from kechuang.law import REGISTRY, Context, Determination, explain, explain_case, link, load
from kechuang.law.execution.explain import Account, machine_of
from kechuang.law.finding import Finding
from kechuang.law.link import Program
from tests.law.execution.law_executions import Row, batches

RULES = sorted(REGISTRY)


def slowly(program: Program, facts: dict[str, Any]) -> Finding:
    """The finding by an account of its own."""
    return Account(program, facts, *machine_of(program, None).run(facts), {}).finding()


def fields(finding: Finding) -> dict[str, Any]:
    return {field.name: getattr(finding, field.name) for field in dataclasses.fields(finding)}


@pytest.mark.parametrize("name", RULES[::4])
def test_a_kept_way_tells_what_the_account_tells(name: str) -> None:
    program = link(REGISTRY[name], load(), Context(simulate=len(name) % 2 == 0))

    @settings(max_examples=2, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(batches(program, 25))
    def same(rows: list[Row]) -> None:
        for row in [*rows, *rows[:5]]:
            facts = {**row, "as_of": dt.date(2025, 6, 10), "nobody.asks": 1}
            wanted, told = slowly(program, facts), explain_case(program, facts)
            assert fields(told) == fields(wanted)
            assert told.citations == wanted.citations
            assert told == wanted

    same()


CASE: dict[str, Any] = {
    "territory": "330802", "deal.received_on": dt.date(2025, 6, 10), "deal.mode": "licence", "deal.costs": 20_000_000,
    "deal.fiscal_research_cost": 5_000_000, "deal.taxes": 3_000_000, "deal.agreed": False, "unit.public_platform": True,
}  # fmt: skip


def test_figures_are_those_of_the_case() -> None:
    program = link(REGISTRY["reward_pool_floor"], load())
    cases = [{**CASE, "deal.amount": 10**8 + n} for n in range(3)]
    first, second, third = (explain_case(program, case) for case in cases)
    assert [f.value for f in (first, second, third)] == [65_600_000, 65_600_001, 65_600_002]
    amounts = [step.value for step in third.step.walk() if step.name == "deal.amount"]
    assert amounts
    assert set(amounts) == {10**8 + 2}
    assert next(step.value for step in first.step.walk() if step.name == "deal.amount") == 10**8
    assert first.context["territory"] == "330802"
    assert second.step is second.step


def test_dates_tell_their_own_shifts() -> None:
    one, two = (
        explain("reward_payment", {**CASE, "deal.amount": 1, "deal.received_on": day}, territory="330802")
        for day in (dt.date(2025, 3, 3), dt.date(2026, 8, 31))
    )
    told = [{shift.day for step in f.step.walk() for shift in step.shifts} for f in (one, two)]
    assert told[0]
    assert told[1]
    assert told[0].isdisjoint(told[1])
    assert (one.provisional, two.provisional) == (False, True)


def test_determinations_are_told_with_the_case_they_belong_to() -> None:
    answer = Determination("unit.public_platform", True, by="officer", on=dt.date(2025, 6, 1))
    case = {**CASE, "deal.amount": 10**8}
    del case["unit.public_platform"]
    plain = explain("reward_pool_floor", {**case, "unit.public_platform": True})
    determined = explain("reward_pool_floor", case, determinations=[answer])
    assert determined.value == plain.value
    assert (determined.determinations, plain.determinations) == ((answer,), ())


def test_a_finding_can_be_copied_and_kept() -> None:
    told = explain_case(link(REGISTRY["reward_pool_floor"], load()), {**CASE, "deal.amount": 10**8})
    assert copy.copy(told) == told
    assert dataclasses.replace(told, rule="x").step == told.step
    assert repr(told).startswith("Finding(rule='reward_pool_floor'")
    with pytest.raises(dataclasses.FrozenInstanceError):
        told.value = 1  # type: ignore[misc]
    with pytest.raises(AttributeError):
        told.nothing  # noqa: B018


def test_threads_share_a_program() -> None:
    program = link(REGISTRY["reward_pool_floor"], load())
    cases = [{**CASE, "deal.amount": 10**8 + n, "territory": ("330802", "11", "33")[n % 3]} for n in range(600)]
    wanted = [slowly(program, case) for case in cases]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda case: explain_case(program, case), cases)) == wanted
