"""Columns of cases in a database: a rule as Ibis expressions, run where the data is (DuckDB, PostgreSQL, Spark).

    table, answers = expression(program, con.table("deals"))
    con.to_polars(table.select("id", **answers))

The same graph as in NumPy becomes plain SQL: look-ups are CASE over a computed index, or a join with a small table where
they are large (so carry a key of your own: a join does not keep the order of rows). What is used twice becomes a column
of a subquery, so the text stays short. Divisions are whole-number divisions of the database, never of doubles.

Only values within the ranges of their types are counted right (ranges.py); SQL cannot refuse the others as Polars does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

import ibis.expr.types as ir

from kechuang.law.calendar import Workdays
from kechuang.law.errors import LawError
from kechuang.law.execution.columns.lower import plan
from kechuang.law.execution.columns.plan import Column, Plan, widest
from kechuang.law.execution.columns.sql import Layers
from kechuang.law.execution.columns.sql_input import Input
from kechuang.law.execution.ranges import Range
from kechuang.law.link import Program


def expression(
    program: Program,
    table: ir.Table,
    *,
    outputs: bool = True,
    complete: Collection[str] | bool = (),
    bounds: Mapping[str, Range] | None = None,
    workdays: Workdays | None = None,
) -> tuple[ir.Table, dict[str, ir.Value]]:
    """A table to select from, and the rule's answers as expressions over it, named as in execution/polars.py.

    Values: fen, counts and shares int64 (a share in hundred-millionths), dates, booleans, choices as text, items as a
    bit mask in the order of the library. State: 0 to 5 as in State. `complete`: the columns (or True: all) that hold no
    nulls; what the schema says is believed too. `bounds`: narrower ranges than the types allow. A choice column whose
    text is no option counts as missing. Raises LawError if the rule cannot run over columns.
    """
    found = {name: Input(program, name, table[name]) for name in program.facts if name in table.columns}
    if not found:
        names = ", ".join(sorted(program.facts))
        raise LawError(f"没有一列是这一规则要用的事实：{names}", f"no column is a fact of this rule: {names}")
    sure = set(found) if complete is True else set(complete or ())
    columns = {
        name: Column(source.nullable and name not in sure, (bounds or {}).get(name)) for name, source in found.items()
    }
    made = _planned(program, tuple(columns.items()), workdays, outputs)
    wide = widest(made)
    if wide is not None:
        low, high = wide.range
        raise LawError(
            f"规则 {program.rule.name} 的中间结果可能超出 64 位整数（{low} 至 {high}）；请用 bounds 收窄有关各列的取值范围",
            f"rule {program.rule.name}: an intermediate result may leave int64 ({low} to {high}); "
            "give narrower bounds for its columns",
        )
    return Layers(made, table, found).answers()


@lru_cache(maxsize=256)
def _planned(
    program: Program, columns: tuple[tuple[str, Column], ...], workdays: Workdays | None, outputs: bool
) -> Plan:
    return plan(program, dict(columns), workdays, outputs=outputs)
