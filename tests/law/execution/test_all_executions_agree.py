"""Every rule there is says the same, to the fen, however it is run: explained, in NumPy behind Polars, in DuckDB, in PostgreSQL.

Cases are drawn at random: mixed regions, days around every change of the law, zero, negative and huge amounts, and facts
that are missing. The explanation is the measure; all cases of a rule go to each database in one query.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kechuang.law.rules  # noqa: F401  the rules register themselves
from kechuang.law import REGISTRY, Context, LawError, link, load
from kechuang.law.execution.columns.lower import plan
from kechuang.law.execution.columns.plan import Column, widest
from kechuang.law.link import OPEN, Program
from kechuang.law.types import MOST_FEN
from tests.law.execution.law_executions import (
    NARROW,
    Row,
    batches,
    by_polars,
    by_sql,
    explained,
    first_difference,
    narrow_bounds,
    within,
)

ROWS = 25
QUICK = settings(
    max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False
)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_all_executions_agree(name: str, duckdb_connection: Any, postgres_connection: Any) -> None:
    program = link(REGISTRY[name], load())
    bounds = narrow_bounds(program) if could_overflow(program) else None
    seen: list[tuple[Row, Row]] = []

    @QUICK
    @given(st.sampled_from([MOST_FEN, NARROW.high]).flatmap(lambda most: batches(program, ROWS, most)))
    def polars_agrees(rows: list[Row]) -> None:
        wanted = [explained(program, row) for row in rows]
        got = by_polars(program, rows)
        assert not first_difference(rows, wanted, got)
        seen.extend(zip(rows, wanted, strict=True))

    polars_agrees()
    rows = [row for row, _ in seen if within(bounds, row)]
    wanted = [told for row, told in seen if within(bounds, row)]
    assert rows
    for connection in (duckdb_connection, postgres_connection):
        got = by_sql(connection, program, rows, bounds)
        assert not first_difference(rows, wanted, got), connection.name


@pytest.mark.parametrize("name", sorted(REGISTRY)[::8])
def test_under_every_context(name: str) -> None:
    """What was known then, drafts counted, questions read otherwise or left open: the same in columns."""
    settled = link(REGISTRY[name], load())

    @settings(QUICK, max_examples=4)
    @given(contexts(settled).flatmap(lambda context: st.tuples(st.just(context), batches(settled, 12))))
    def polars_agrees(case: tuple[Context, list[Row]]) -> None:
        context, rows = case
        program = link(REGISTRY[name], load(), context)
        wanted = [explained(program, row) for row in rows]
        assert not first_difference(rows, wanted, by_polars(program, rows))

    polars_agrees()


def contexts(program: Program) -> st.SearchStrategy[Context]:
    library = program.library
    readings = [
        Context(interpretations={name: choice})
        for name in program.interpretations
        for choice in (OPEN, *(choice.id for choice in library.interpretations[name].choices))
        if linkable(program, name, choice)
    ]
    days = [dt.date(2016, 1, 1), dt.date(2024, 12, 1), dt.date(2025, 11, 1)]
    plain = [Context(simulate=True), *(Context(known_on=day) for day in days)]
    return st.sampled_from(plain) | st.sampled_from(readings or plain)


def linkable(program: Program, name: str, choice: str) -> bool:
    try:
        link(program.rule, program.library, Context(interpretations={name: choice}))
    except LawError:
        return False
    return True


def could_overflow(program: Program) -> bool:
    """Whether some product of the rule could leave int64 for values that its facts may have."""
    return widest(plan(program, {name: Column() for name in program.facts})) is not None
