"""The Polars door: what columns may look like, what is refused and how it is said, frames, streams and files."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest

import kechuang.law.rules  # noqa: F401
from kechuang.law import REGISTRY, FactError, LawError, explain, link, load
from kechuang.law.execution.polars import VERDICT, answer_schema, run, run_parquet
from kechuang.law.link import Program

DAY = dt.date(2025, 6, 10)
CASE = {
    "territory": "330802", "deal.received_on": DAY, "deal.mode": "licence", "deal.amount": 100_000_000,
    "deal.costs": 20_000_000, "deal.fiscal_research_cost": 5_000_000, "deal.taxes": 3_000_001, "deal.agreed": False,
    "unit.public_platform": True, "unit.public_research_unit": True,
}  # fmt: skip
FLOOR = 65_600_000  # 80 % of 82 000 000 - 0.01 yuan, rounded up to the fen


@pytest.fixture(scope="module")
def program() -> Program:
    return link(REGISTRY["reward_pool_floor"], load())


def frame(rows: int = 1, **changed: Any) -> pl.DataFrame:
    return pl.DataFrame({name: [value] * rows for name, value in {**CASE, **changed}.items()})


def test_the_answer_stands_beside_the_case(program: Program) -> None:
    told = run(program, frame())
    assert told.columns[: len(CASE)] == list(CASE)
    assert told.schema["reward_pool_floor.verdict"] == VERDICT
    row = told.row(0, named=True)
    assert row["reward_pool_floor"] == explain("reward_pool_floor", CASE).value == FLOOR
    assert (row["reward_pool_floor.verdict"], row["reward_pool_floor.state"]) == ("computed", 0)
    assert (row["reward_pool_floor.simulation"], row["reward_pool_floor.provisional"]) == (False, False)
    assert {name: told.schema[name] for name in answer_schema(program)} == answer_schema(program)


def test_outputs_can_be_left_out(program: Program) -> None:
    added = set(run(program, frame(), outputs=False).columns) - set(CASE)
    assert added == {f"reward_pool_floor{end}" for end in ("", ".verdict", ".state", ".simulation", ".provisional")}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("territory", pl.Series([330802], dtype=pl.Int32)),
        ("territory", pl.Series([330802], dtype=pl.Int64)),
        ("deal.received_on", pl.Series(["2025年6月10日"])),
        ("deal.received_on", pl.Series([DAY]).cast(pl.Datetime)),
        ("deal.mode", pl.Series(["许可"])),
        ("deal.mode", pl.Series([1], dtype=pl.Int8)),
        ("deal.mode", pl.Series(["licence"], dtype=pl.Categorical)),
        ("deal.mode", pl.Series(["licence"], dtype=pl.Enum(["licence", "transfer"]))),
        ("deal.amount", pl.Series(["¥1,000,000.00"])),
        ("deal.amount", pl.Series([100_000_000], dtype=pl.UInt32)),
        ("deal.agreed", pl.Series(["否"])),
    ],
)
def test_a_column_may_hold_numbers_or_text(program: Program, name: str, column: pl.Series) -> None:
    told = run(program, frame().with_columns(column.alias(name)))
    assert told["reward_pool_floor"].to_list() == [FLOOR]


def test_short_region_codes_are_filled_up(program: Program) -> None:
    cities = frame(3).with_columns(pl.Series("territory", [3308, 33, 330802]))
    assert run(program, cities)["reward_pool_floor"].to_list() == [FLOOR, 57_400_000, FLOOR]


@pytest.mark.parametrize(
    ("name", "column", "says"),
    [
        ("deal.amount", pl.Series([1.5]), "column of whole fen"),
        ("deal.amount", pl.Series([10**15 + 1]), "row 1"),
        ("deal.received_on", pl.Series([dt.date(1900, 1, 1)]), "row 1"),
        ("territory", pl.Series([99_999_999]), "row 1"),
        ("deal.mode", pl.Series([7], dtype=pl.Int8), "row 1"),
        ("deal.mode", pl.Series(["barter"]), "one of transfer"),
        ("deal.agreed", pl.Series([1]), "booleans"),
        ("deal.taxes", pl.Series(["ten"]), "deal.taxes"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_row(program: Program, name: str, column: pl.Series, says: str) -> None:
    with pytest.raises(FactError) as refused:
        run(program, frame().with_columns(column.alias(name)))
    assert refused.value.name == name
    assert says in refused.value.en


def test_the_row_is_told_also_in_a_later_chunk(program: Program) -> None:
    many = frame(200_000)
    many = many.with_columns(
        pl.when(pl.int_range(pl.len()) == 150_003).then(2 * 10**15).otherwise("deal.taxes").alias("deal.taxes")
    )
    with pytest.raises(FactError, match="150004"):
        run(program, many)


def test_nulls_and_absent_columns_are_missing_facts(program: Program) -> None:
    told = run(program, frame(2).with_columns(pl.Series("deal.amount", [None, 100_000_000], dtype=pl.Int64)))
    assert told["reward_pool_floor"].to_list() == [None, FLOOR]
    assert told["reward_pool_floor.verdict"].to_list() == ["needs_determination", "computed"]
    without = run(program, frame().drop("deal.amount"))
    assert without["reward_pool_floor.verdict"].to_list() == ["needs_determination"]
    empty = run(program, frame().with_columns(pl.lit(None).alias("deal.amount")))
    assert empty["reward_pool_floor.verdict"].to_list() == ["needs_determination"]


def test_no_column_of_the_rule_is_a_mistake(program: Program) -> None:
    with pytest.raises(LawError, match=r"deal\.amount"):
        run(program, pl.DataFrame({"amount": [1]}))


def test_no_rows(program: Program) -> None:
    told = run(program, frame(1).clear())
    assert (told.height, told.schema["reward_pool_floor"]) == (0, pl.Int64)


def test_lazy_frames_stay_lazy(program: Program) -> None:
    lazy = run(program, frame(5).lazy())
    assert isinstance(lazy, pl.LazyFrame)
    assert lazy.collect_schema()["reward_pool_floor.verdict"] == VERDICT
    assert lazy.select("reward_pool_floor").collect().to_series().to_list() == [FLOOR] * 5


def mixed(rows: int) -> pl.DataFrame:
    rng = random.Random(7)
    return pl.DataFrame(
        {
            "territory": [rng.choice(["330802", "330603", "110000", "310000"]) for _ in range(rows)],
            "deal.received_on": [dt.date(2014, 1, 1) + dt.timedelta(rng.randrange(4500)) for _ in range(rows)],
            "deal.mode": [rng.choice(["transfer", "licence", "equity", None]) for _ in range(rows)],
            **{
                name: [rng.choice([None, rng.randrange(10**9)]) for _ in range(rows)]
                for name in ("deal.amount", "deal.costs", "deal.fiscal_research_cost", "deal.taxes")
            },
            "deal.agreed": [rng.choice([True, False, None]) for _ in range(rows)],
            "unit.public_platform": [rng.random() < 0.5 for _ in range(rows)],
        },
        schema_overrides={"deal.received_on": pl.Date},
    )


def test_pieces_and_threads_do_not_matter(program: Program) -> None:
    """A frame in pieces of odd lengths, on one thread or several, says what the whole says."""
    whole = mixed(70_001)
    parts = [whole[:13], whole[13:40_000], whole[40_000:65_540], whole[65_540:]]
    pieces = pl.concat(parts, rechunk=False)
    assert pieces.n_chunks() > 1
    wanted = run(program, whole, threads=1).select(list(answer_schema(program)))
    assert run(program, pieces, threads=3).select(list(answer_schema(program))).equals(wanted)
    assert pl.concat([run(program, part) for part in parts]).select(list(answer_schema(program))).equals(wanted)


def test_a_file_in_a_stream(program: Program, tmp_path: Path) -> None:
    whole = mixed(2_500).with_row_index("id")
    whole.write_parquet(tmp_path / "in.parquet", row_group_size=300)
    seen: list[tuple[int, int]] = []
    done = run_parquet(
        program, tmp_path / "in.parquet", tmp_path / "out.parquet", rows=700, keep=("id",),
        progress=lambda some, total: seen.append((some, total)),
    )  # fmt: skip
    assert done == 2_500
    assert seen[-1] == (2_500, 2_500)
    assert len(seen) > 3
    told = pl.read_parquet(tmp_path / "out.parquet")
    assert told.columns == ["id", *answer_schema(program)]
    wanted = run(program, whole).select(told.columns)
    assert told.with_columns(pl.col("reward_pool_floor.verdict").cast(VERDICT)).equals(wanted)
    assert pq.ParquetFile(tmp_path / "out.parquet").metadata.num_rows == 2_500
