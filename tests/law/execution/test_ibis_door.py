"""The Ibis door: column types, names of the answers, whole-number division, long rules, and what is refused."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import ibis
import polars as pl
import pytest

import kechuang.law.rules  # noqa: F401
from kechuang.law import REGISTRY, FactError, LawError, link, load
from kechuang.law.execution.ibis import expression
from kechuang.law.execution.polars import answer_schema, run
from kechuang.law.link import Program


@pytest.fixture(scope="module")
def program() -> Program:
    return link(REGISTRY["reward_pool_floor"], load())


CASES = pl.DataFrame(
    {
        "id": [3, 1, 2],
        "territory": [330802, 110000, 330603],
        "deal.received_on": [dt.date(2025, 6, 10), dt.date(2020, 1, 1), dt.date(2016, 1, 1)],
        "deal.mode": ["licence", "transfer", None],
        "deal.amount": [100_000_000, 7, 10**15],
        "deal.costs": [20_000_000, 1, 1],
        "deal.fiscal_research_cost": [5_000_000, 1, 1],
        "deal.taxes": [3_000_001, 1, 1],
        "deal.direct_costs": [0, 1, 1],
        "deal.maintenance_costs": [0, 1, 1],
        "deal.agreed": [False, False, True],
        "unit.public_platform": [True, False, True],
        "unit.public_research_unit": [True, True, True],
    }
)


def told(connection: Any, program: Program, frame: pl.DataFrame, **how: Any) -> pl.DataFrame:
    table = connection.create_table("door_cases", frame.to_arrow(), overwrite=True, temp=True)
    made, answers = expression(program, table, **how)
    return connection.to_polars(made.select("id", **answers)).sort("id")


def test_answers_are_named_as_in_polars(program: Program, duckdb_connection: Any) -> None:
    got = told(duckdb_connection, program, CASES)
    assert got.columns == ["id", *answer_schema(program)]
    wanted = run(program, CASES).sort("id").select(got.columns)
    assert got.rows() == wanted.rows()


@pytest.mark.parametrize(
    "changed",
    [
        {"territory": pl.Series(["3308", "11", "330603"])},
        {"deal.mode": pl.Series([1, 0, None], dtype=pl.Int8)},
        {"deal.received_on": pl.Series([20249, 18262, 16801], dtype=pl.Int32)},
        {"deal.amount": pl.Series([100_000_000, 7, None], dtype=pl.Int64)},
    ],
)
def test_columns_of_other_types(program: Program, duckdb_connection: Any, changed: dict[str, pl.Series]) -> None:
    frame = CASES.with_columns(**changed)
    wanted = run(program, frame).sort("id")
    got = told(duckdb_connection, program, frame)
    assert got.rows() == wanted.select(got.columns).rows()


def test_complete_columns_need_no_states(program: Program, duckdb_connection: Any) -> None:
    full = CASES.filter(pl.col("deal.mode").is_not_null())
    table = duckdb_connection.create_table("full_cases", full.to_arrow(), overwrite=True, temp=True)
    short, long = (
        str(ibis.to_sql(made.select("id", **answers)))
        for made, answers in (expression(program, table, complete=True), expression(program, table))
    )
    assert "IS NULL" not in short
    assert "IS NULL" in long
    assert told(duckdb_connection, program, full, complete=True).rows() == told(duckdb_connection, program, full).rows()


@pytest.mark.parametrize("dialect", ["duckdb", "postgres"])
def test_nothing_is_divided_as_a_double(dialect: str, program: Program) -> None:
    backend = ibis.duckdb.connect() if dialect == "duckdb" else None
    table = ibis.memtable(CASES.to_arrow()) if backend is None else backend.create_table("t", CASES.to_arrow())
    made, answers = expression(program, table, outputs=False)
    text = str(ibis.to_sql(made.select(**answers), dialect=dialect))
    assert not re.search(r"FLOOR\(|DOUBLE|FLOAT", text, re.IGNORECASE)


def test_a_column_of_the_wrong_kind_is_refused(program: Program, duckdb_connection: Any) -> None:
    with pytest.raises(FactError, match=r"deal\.amount"):
        told(duckdb_connection, program, CASES.with_columns(pl.col("deal.amount").cast(pl.Float64)))
    with pytest.raises(LawError, match=r"deal\.amount"):
        told(duckdb_connection, program, CASES.select("id"))


def test_an_unknown_option_counts_as_missing(program: Program, duckdb_connection: Any) -> None:
    got = told(duckdb_connection, program, CASES.with_columns(pl.lit("barter").alias("deal.mode")))
    assert got["reward_pool_floor.verdict"].to_list() == ["needs_determination"] * 3
