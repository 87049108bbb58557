"""The contenders. Each is a function of rows and table that returns (load, compute); compute(load()) gives the floors.

A floor is a whole number of fen, NONE where there is none; engines that count in yuan say so in ENGINES.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from bench.law.data import AMOUNTS, FLAGS, MODES, NONE, REGIONS, Rows, Table

Pair = tuple[Callable[[], Any], Callable[[Any], np.ndarray]]


def program() -> Any:
    from kechuang.law import REGISTRY, find_rule, link, load

    find_rule("reward_pool_floor")
    return link(REGISTRY["reward_pool_floor"], load())


def frame(rows: Rows) -> Any:
    """The rows as a Polars frame, without copies."""
    import polars as pl

    columns = {"territory": pl.Series(rows["region"]), "deal.received_on": pl.Series(rows["day"]).cast(pl.Date)}
    columns |= {"deal.mode": pl.Series(rows["mode"]), **{f"deal.{name}": pl.Series(rows[name]) for name in AMOUNTS}}
    return pl.DataFrame(columns | {name: pl.Series(rows[name]) for name in FLAGS})


def floors(told: Any) -> np.ndarray:
    values = told["reward_pool_floor"]
    found: np.ndarray = values.fill_null(NONE).to_numpy()
    return found


# -- Kechuang ----------------------------------------------------------------------------------------------


def polars_door(threads: int | None) -> Callable[[Rows, Table], Pair]:
    def engine(rows: Rows, table: Table) -> Pair:
        from kechuang.law.execution.polars import run

        ready = program()
        return (lambda: frame(rows)), (lambda held: run(ready, held, outputs=False, threads=threads))

    return engine


def push_down(whole: bool) -> Callable[[Rows, Table], Pair]:
    """The rule as SQL in DuckDB: the sum of the floors and the verdicts counted, or every row written to a table."""

    def engine(rows: Rows, table: Table) -> Pair:
        import ibis

        from kechuang.law.execution.ibis import expression

        connection = ibis.duckdb.connect()
        kept: dict[str, str] = {}

        def load() -> Any:
            connection.create_table("deals", frame(rows).to_arrow(), overwrite=True)
            made, answers = expression(program(), connection.table("deals"), complete=True, outputs=False)
            floor, verdict = answers["reward_pool_floor"], answers["reward_pool_floor.verdict"]
            if whole:
                query = made.select(floor=floor, verdict=verdict)
            else:
                query = made.select(floor=floor).aggregate(total=ibis._.floor.sum(), rows=ibis._.floor.count())
            connection.execute(query.limit(1))  # registers the small tables of rates, and proves that it runs
            kept["sql"] = str(ibis.to_sql(query, dialect="duckdb"))
            return connection.con

        def compute(held: Any) -> np.ndarray:
            if whole:
                held.execute(f"create or replace temp table answers as {kept['sql']}")
                return np.empty(0)
            return np.array(held.execute(kept["sql"]).fetchone(), dtype=np.int64)

        return load, compute

    return engine


# -- peers ---------------------------------------------------------------------------------------------------


def plain_numpy(rows: Rows, table: Table) -> Pair:
    """As one would write it by hand: search the days, look the rate up, whole columns at a time, whole numbers."""
    order = np.argsort(REGIONS)
    codes, days = np.array(REGIONS)[order], np.array(table.days)

    def compute(held: Rows) -> np.ndarray:
        region = order[np.searchsorted(codes, held["region"])]
        period = np.searchsorted(days, held["day"], side="right") - 1
        situation = held[FLAGS[0]] + 2 * held[FLAGS[1]] + 4 * held[FLAGS[2]].astype(np.int64)
        rate = table.per_cent[period, region, held["mode"], situation]
        formula = table.formula[period, region, held["mode"], situation]
        one = held["amount"] - (held["costs"] - held["fiscal_research_cost"]) - held["taxes"]
        two = held["amount"] - held["taxes"] - held["maintenance_costs"] - held["direct_costs"]
        net = np.maximum(np.where(formula == 2, two, one), 0)
        return np.where(formula > 0, (net * rate + 99) // 100, NONE)

    return (lambda: rows), compute


def _steps(table: Table) -> list[tuple[int, int, int, int, int, int]]:
    """(day, region, mode, situation, per cent, formula) for each cell."""
    return [
        (table.days[p], REGIONS[r], m, s, int(table.per_cent[p, r, m, s]), int(table.formula[p, r, m, s]))
        for p in range(len(table.days)) for r in range(len(REGIONS)) for m in range(len(MODES)) for s in range(8)
    ]  # fmt: skip


NET = """case s.formula when 1 then greatest(c.amount - (c.costs - c.fiscal_research_cost) - c.taxes, 0)
 when 2 then greatest(c.amount - c.taxes - c.maintenance_costs - c.direct_costs, 0) end"""


def duckdb_by_hand(join: str) -> Callable[[Rows, Table], Pair]:
    """SQL as one would write it: the table of rates joined as of the day, or by its span of days."""

    def engine(rows: Rows, table: Table) -> Pair:
        import duckdb
        import polars as pl

        connection = duckdb.connect()
        key = "c.region = s.region and c.mode = s.mode and c.situation = s.situation"
        value = f"({NET} * s.rate + 99) // 100"
        if join == "asof":
            body = f"from cases c asof join steps s on {key} and c.day >= s.day"
        else:
            body = f"from cases c join spans s on {key} and c.day >= s.day and c.day < s.until"
        query = f"select sum({value}), count({value}) {body}"

        def load() -> Any:
            situation = rows[FLAGS[0]] + 2 * rows[FLAGS[1]] + 4 * rows[FLAGS[2]].astype(np.int8)
            cases = {name: column for name, column in rows.items() if name not in FLAGS}
            names = ["day", "region", "mode", "situation", "rate", "formula"]
            connection.register("given", pl.DataFrame({**cases, "situation": situation}).to_arrow())
            connection.register("stated", pl.DataFrame(_steps(table), schema=names, orient="row").to_arrow())
            connection.execute("create or replace table cases as select * from given")
            connection.execute("create or replace table steps as select * from stated")
            connection.execute(
                "create or replace table spans as select *, coalesce(lead(day) over "
                "(partition by region, mode, situation order by day), 99999) as until from steps"
            )
            return connection

        return load, lambda held: np.array(held.execute(query).fetchone(), dtype=np.int64)

    return engine


class Engine(NamedTuple):
    make: Callable[[Rows, Table], Pair]
    what: str
    answers: str = "floors"
    """floors (every row), frame (a Polars frame with them), total (their sum and number), table (in the database)"""


ENGINES: dict[str, Engine] = {
    "kechuang-polars": Engine(
        polars_door(None), "value, verdict, state and two flags for each row, all processors", "frame"
    ),
    "kechuang-one-thread": Engine(polars_door(1), "the same on one thread", "frame"),
    "kechuang-duckdb": Engine(push_down(False), "the rule as SQL, sum of the floors", "total"),
    "kechuang-duckdb-rows": Engine(push_down(True), "the rule as SQL, floor and verdict of every row written", "table"),
    "numpy": Engine(plain_numpy, "by hand: int64, whole columns, floors only"),
    "duckdb-asof": Engine(duckdb_by_hand("asof"), "SQL by hand: ASOF join, sum of the floors", "total"),
    "duckdb-range": Engine(duckdb_by_hand("range"), "SQL by hand: range join, sum of the floors", "total"),
}
