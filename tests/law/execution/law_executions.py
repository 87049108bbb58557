"""What every execution is held to: random cases of a rule, what the explanation says of them, and what each engine says."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl
from hypothesis import strategies as st

from kechuang.law import explain_case
from kechuang.law.execution import polars as polars_door
from kechuang.law.execution.columns.plan import item_names
from kechuang.law.execution.ranges import MOST_COUNT, Range
from kechuang.law.finding import Finding
from kechuang.law.link import Program
from kechuang.law.types import FIRST_DAY, LAST_DAY, MOST_FEN, SHARE_SCALE, Kind, Type, region_prefix

Row = dict[str, Any]
REGIONS = ("330802", "330803", "330603", "330108", "330100", "310000", "110000")
SPECIAL_DAYS = (
    FIRST_DAY, LAST_DAY, dt.date(2024, 2, 29), dt.date(2026, 1, 31), dt.date(2026, 8, 31), dt.date(2026, 9, 11),
    dt.date(2026, 9, 17), dt.date(2026, 12, 31), dt.date(2027, 1, 1),
)  # fmt: skip
COLUMN_TYPES: dict[Kind, Any] = {
    Kind.FEN: pl.Int64, Kind.COUNT: pl.Int64, Kind.SHARE: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean,
    Kind.CHOICE: pl.String, Kind.ITEMS: pl.Int64, Kind.REGION: pl.String,
}  # fmt: skip
NARROW = Range(-(10**11), 10**11)
"""Amounts for a rule whose products could leave int64: SQL is asked for these only."""


def kinds(program: Program) -> dict[str, Type]:
    """The type of each fact the program may ask for."""
    return {name: program.slots[index].type for name, index in program.facts.items()}


# -- cases -------------------------------------------------------------------------------------------------


def values(program: Program, kind: Type, most: int = MOST_FEN) -> st.SearchStrategy[Any]:
    """Values of a type, the awkward ones often."""
    match kind.kind:
        case Kind.FEN:
            return st.sampled_from([0, 1, -1, 99, 100, most, -most, most - 1]) | st.integers(-most, most)
        case Kind.COUNT:
            usual = st.sampled_from([0, 1, 2, 3, 5, 6, 10, 15, 30, 12])
            return usual | st.integers(-3, 400) | st.sampled_from([-1, MOST_COUNT, -MOST_COUNT])
        case Kind.SHARE:
            parts = st.sampled_from([0, SHARE_SCALE, SHARE_SCALE // 2, SHARE_SCALE * 7 // 10, 1, SHARE_SCALE - 1])
            return (parts | st.integers(-SHARE_SCALE, 3 * SHARE_SCALE)).map(lambda n: Fraction(n, SHARE_SCALE))
        case Kind.DATE:
            near = st.sampled_from(days_near_changes(program))
            return near | near | st.dates(dt.date(2008, 1, 1), dt.date(2032, 12, 31))
        case Kind.FLAG:
            return st.booleans()
        case Kind.CHOICE:
            return st.sampled_from(kind.codes)
        case Kind.ITEMS:
            names = item_names(program, kind.checklist)
            whole = st.just(frozenset(names))
            return whole | whole.map(lambda held: held - {names[0]}) | st.frozensets(st.sampled_from(names))
    return st.sampled_from([region_prefix(code) for code in REGIONS])


def days_near_changes(program: Program) -> list[dt.date]:
    """The days on which the law changes, the days beside them, and days that count strangely."""
    changes = {day for slot in program.slots if slot.lookup for day in slot.lookup.change_days}
    near = {day + dt.timedelta(shift) for day in changes for shift in (-1, 0, 1)} | set(SPECIAL_DAYS)
    return sorted(day for day in near if FIRST_DAY <= day <= LAST_DAY)


@st.composite
def batches(draw: st.DrawFn, program: Program, rows: int, most: int = MOST_FEN) -> list[Row]:
    """Cases of one table: each column is full, has gaps, or is not there at all."""
    facts = kinds(program)
    gaps = {name: draw(st.sampled_from(["full", "full", "gaps", "absent"])) for name in facts}
    found = []
    for _ in range(rows):
        row: Row = {}
        for name, kind in facts.items():
            missing = gaps[name] == "absent" or (gaps[name] == "gaps" and draw(st.integers(0, 3)) == 0)
            if not missing:
                row[name] = draw(values(program, kind, most))
        found.append(row)
    return found


# -- what each execution says --------------------------------------------------------------------------------


def explained(program: Program, row: Row) -> Row:
    """What the explanation says, in the words of the columns."""
    finding: Finding = explain_case(program, dict(row))
    name = program.rule.name
    told = {
        name: whole(program, finding.type, finding.value),
        f"{name}.verdict": str(finding.verdict),
        f"{name}.state": int(finding.state),
        f"{name}.simulation": finding.simulation,
        f"{name}.provisional": finding.provisional,
    }
    for output in finding.outputs:
        told[f"{name}.{output.name}"] = whole(program, output.type, output.value)
    return told


def whole(program: Program, kind: Type, value: Any) -> Any:
    """A typed value as columns carry it: shares in hundred-millionths, items as a bit mask."""
    if isinstance(value, Fraction):
        assert (value * SHARE_SCALE).denominator == 1, value
        return int(value * SHARE_SCALE)
    if isinstance(value, frozenset):
        names = item_names(program, kind.checklist)
        return sum(1 << names.index(item) for item in value)
    return value


def frame_of(program: Program, rows: Sequence[Row]) -> pl.DataFrame:
    """The cases as a table; a fact that no case has is no column."""
    facts = {name: kind for name, kind in kinds(program).items() if any(name in row for row in rows)}
    facts = facts or dict(list(kinds(program).items())[:1])
    columns = [
        pl.Series(name, [whole(program, kind, row.get(name)) for row in rows], dtype=COLUMN_TYPES[kind.kind])
        for name, kind in facts.items()
    ]
    return pl.DataFrame(columns)


def by_polars(program: Program, rows: Sequence[Row]) -> list[Row]:
    """What the Polars door says."""
    told = polars_door.run(program, frame_of(program, rows)).select(list(polars_door.answer_schema(program)))
    return [_plain(program, row) for row in told.to_dicts()]


def by_sql(connection: Any, program: Program, rows: Sequence[Row], bounds: Mapping[str, Range] | None) -> list[Row]:
    """What a database says, one query for all cases."""
    frame = frame_of(program, rows).with_row_index("id").with_columns(pl.col("id").cast(pl.Int64))
    with tempfile.TemporaryDirectory() as folder:
        if connection.name == "pyspark":  # it has no temporary tables, and pandas would turn missing text into "NaN"
            frame.write_parquet(f"{folder}/cases.parquet")
            table = connection.read_parquet(f"{folder}/cases.parquet", table_name="law_cases")
        else:
            table = connection.create_table("law_cases", frame.to_arrow(), overwrite=True, temp=True)
        told = _asked(connection, program, table, bounds)
    assert told.height == len(rows), "a join lost or doubled rows"
    return [_plain(program, row) for row in told.to_dicts()]


def _asked(connection: Any, program: Program, table: Any, bounds: Mapping[str, Range] | None) -> pl.DataFrame:
    from kechuang.law.execution.ibis import expression

    made, answers = expression(program, table, bounds=bounds)
    return connection.to_polars(made.select("id", **answers)).sort("id").drop("id")  # type: ignore[no-any-return]


def _plain(program: Program, row: Row) -> Row:
    """An answer with items as a bit mask and regions as prefixes."""
    name = program.rule.name
    types = {name: program.rule.type, **{f"{name}.{key}": program.slots[i].type for key, i in program.outputs.items()}}
    for column, kind in types.items():
        value = row.get(column)
        if kind.kind is Kind.ITEMS and isinstance(value, str):
            row[column] = whole(program, kind, frozenset(filter(None, value.split(";"))))
        elif kind.kind is Kind.REGION and value is not None:
            row[column] = region_prefix(value)
    return row


def narrow_bounds(program: Program) -> dict[str, Range]:
    """Bounds under which no product leaves int64."""
    found = {}
    for name, kind in kinds(program).items():
        if kind.kind is Kind.FEN:
            found[name] = NARROW
        elif kind.kind is Kind.COUNT:
            found[name] = Range(-(10**4), 10**4)
    return found


def within(bounds: Mapping[str, Range] | None, row: Row) -> bool:
    """Whether a case lies within bounds."""
    return all(span.low <= row.get(name, 0) <= span.high for name, span in (bounds or {}).items())


def first_difference(rows: Sequence[Row], wanted: Sequence[Row], got: Sequence[Row]) -> str:
    """The first case told differently, for the failure message."""
    for row, one, two in zip(rows, wanted, got, strict=True):
        apart = {key: (value, two.get(key)) for key, value in one.items() if not _same(value, two.get(key))}
        if apart:
            return f"explained, got: {apart} for {row}"
    return ""


def _same(one: Any, two: Any) -> bool:
    return (
        one == two
        and isinstance(one, bool) == isinstance(two, bool)
        and not (isinstance(two, float) and math.isnan(two))
    )
