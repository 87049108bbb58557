"""A plan says what the law says by every way of asking it: one case explained, Polars, DuckDB, PostgreSQL, and the batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import kechuang.law.rules  # noqa: F401  the rules register themselves
from kechuang.domains.rewards.computing import MAIN, OTHER, TRANSFER, ClassSums, Income, Member, check, measure, suggest
from kechuang.domains.rewards.computing.batch import income_frame, recompute
from kechuang.domains.rewards.computing.measuring import FLOOR_RULES
from kechuang.law import REGISTRY, Finding, Verdict, explain, link, load
from tests.law.execution.law_executions import by_polars, by_sql, explained, narrow_bounds

REGIONS = ("330802", "330108", "330603", "310000")
DAYS = st.sampled_from(
    [dt.date(2025, 2, 28), dt.date(2025, 3, 1), dt.date(2016, 5, 1), dt.date(2017, 5, 1), dt.date(2024, 2, 29)]
) | st.dates(dt.date(2014, 1, 1), dt.date(2027, 12, 31))
FEN = st.sampled_from([0, 1, 3, 99, 101, 10**11]) | st.integers(0, 10**11)
FLAG = st.sampled_from([True, False, None])
ON = dt.date(2027, 6, 1)


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """A plan with its incomes and members; facts of the unit known or not."""
    source = draw(st.sampled_from(["receipts", "receipts", "receipts", "equity", "profit"]))
    unit = {
        "unit.public_platform": draw(FLAG),
        "unit.public_research_unit": draw(FLAG),
        "unit.state_established": draw(FLAG),
        "deal.agreed": draw(FLAG),
    }
    incomes = []
    for _ in range(1 if source != "receipts" else draw(st.integers(1, 4))):
        fen, day = draw(FEN), draw(DAYS)
        facts: dict[str, Any] = {name: value for name, value in unit.items() if value is not None}
        if source == "equity":
            facts |= {"deal.mode": "equity", "deal.stake_value": fen, "deal.equity_registered_on": day}
        elif source == "profit":
            facts |= {
                "deal.mode": "self_implementation", "deal.operating_profit": fen, "deal.profit_year": day.year,
                "deal.production_on": draw(DAYS), "deal.received_on": dt.date(day.year, 12, 31),
            }  # fmt: skip
        else:
            mode = draw(st.sampled_from(["licence", "transfer", "licence", "self_implementation"]))
            facts |= {"deal.mode": mode, "deal.net_income": fen, "deal.received_on": day}
        incomes.append(Income(len(incomes), fen, facts))
    members = [
        Member(n, group, draw(st.integers(0, 1_000_000)), draw(st.booleans()))
        for n, group in enumerate(draw(st.lists(st.sampled_from([MAIN, MAIN, TRANSFER, OTHER]), max_size=5)))
    ]
    pool = draw(st.none() | FEN)
    return {
        "source": source,
        "territory": draw(st.sampled_from(REGIONS)),
        "incomes": incomes,
        "members": members,
        "pool": pool,
    }


def asker(territory: str) -> Any:
    def ask(rule: str, facts: Mapping[str, Any]) -> Finding:
        return explain(rule, {"on": ON, "as_of": ON, **facts}, territory=territory)

    return ask


def frames(cases: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    rows = [
        (n, case["source"], case["territory"], ON, income) for n, case in enumerate(cases) for income in case["incomes"]
    ]  # fmt: skip
    pools = pl.DataFrame([(n, case["pool"]) for n, case in enumerate(cases)], schema=NUMBERS, orient="row")
    people = [(n, m.group, m.weight, m.left_out) for n, case in enumerate(cases) for m in case["members"]]
    return income_frame(rows), pools, pl.DataFrame(people, schema=PEOPLE, orient="row")


NUMBERS = {"plan": pl.Int64, "pool": pl.Int64}
PEOPLE = {"plan": pl.Int64, "group": pl.String, "weight": pl.Int64, "left_out": pl.Boolean}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(plans(), min_size=1, max_size=6))
def test_a_batch_says_what_each_plan_says_alone(cases: list[dict[str, Any]]) -> None:
    told = recompute(*frames(cases))
    incomes, members = told.incomes.partition_by("plan", as_dict=True), told.members
    for n, case in enumerate(cases):
        alone = measure(asker(case["territory"]), case["source"], case["incomes"], case["pool"])
        row = told.plans.row(n, named=True)
        assert row["pool"] == alone.pool
        assert (row["floor"], row["open"]) == (alone.floor, alone.open)
        assert (row["main_floor"], row["staff_floor"]) == (alone.main_floor, alone.staff_floor)
        assert row["income"] == alone.income
        assert incomes[(n,)]["floor"].to_list() == [floor.fen for floor in alone.floors]
        assert incomes[(n,)]["part"].to_list() == list(alone.parts)
        amounts = members.filter(pl.col("plan") == n)["amount"].to_list()
        assert amounts == list(suggest(alone.pool, alone.staff_floor or 0, case["members"]))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans(), FEN, FEN, FEN, st.integers(0, 3))
def test_what_a_plan_lacks_is_what_the_law_says_it_lacks(
    case: dict[str, Any], main: int, staff: int, other: int, staff_count: int
) -> None:
    """The shortfalls of the incomes sum to the shortfall of the plan; a class reaches its floor or the law says how much lacks."""
    ask = asker(case["territory"])
    staff = staff if staff_count else 0
    measured = measure(ask, case["source"], case["incomes"], main + staff + other)
    sums = ClassSums(main, staff, other, completers=main, staff_count=staff_count)
    if case["source"] != "receipts":
        return
    found = check(ask, measured, sums)
    if measured.floor is not None:
        assert found.shortfall == max(0, measured.floor - measured.pool)
        assert any(f.verdict is Verdict.BREACHED for f in found.pool) == (measured.pool < measured.floor)
    if measured.main_floor is not None:
        assert found.main_shortfall == max(0, measured.main_floor - main)
    if measured.staff_floor is not None:
        assert found.staff_shortfall == max(0, measured.staff_floor - staff)


@settings(
    max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(st.lists(plans(), min_size=5, max_size=15))
def test_every_execution_gives_the_floor_the_plan_has(
    duckdb_connection: Any,
    postgres_connection: Any,
    cases: list[dict[str, Any]],
) -> None:
    for source, rule in FLOOR_RULES.items():
        program = link(REGISTRY[rule], load())
        rows, wanted = [], []
        for case in (case for case in cases if case["source"] == source):
            alone = measure(asker(case["territory"]), source, case["incomes"])
            for floor in alone.floors:
                rows.append({"territory": case["territory"], "on": ON, **floor.income.facts})
                wanted.append(floor.fen)
        rows = [{name: value for name, value in row.items() if name in program.facts} for row in rows]
        if not rows:
            continue
        assert [explained(program, row)[rule] for row in rows] == wanted
        assert [row[rule] for row in by_polars(program, rows)] == wanted
        for connection in (duckdb_connection, postgres_connection):
            assert [row[rule] for row in by_sql(connection, program, rows, narrow_bounds(program))] == wanted, (
                connection.name
            )
