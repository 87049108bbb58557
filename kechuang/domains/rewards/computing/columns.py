"""The same splits over columns: exact whole numbers, any number of plans at once."""

from __future__ import annotations

import polars as pl

WIDE = pl.Int128
"""Products of two amounts of fen leave int64."""


def apportioned(frame: pl.DataFrame, by: str, whole: str, weight: str, into: str) -> pl.DataFrame:
    """The frame with `into`: within each group `by`, the whole (the same in its rows) split by weight, largest remainder.

    What kechuang.law.apportion does: of equal remainders the row that stands first goes first; a group without weight gets 0.
    whole and weight are int64, not negative.
    """
    total = pl.col(weight).cast(WIDE).sum().over(by)
    safe = pl.when(total > 0).then(total).otherwise(pl.lit(1, WIDE))
    exact = pl.col(whole).cast(WIDE) * pl.col(weight).cast(WIDE)
    made = frame.with_columns(_q=exact // safe, _r=exact % safe, _some=total > 0)
    left = pl.when(pl.col("_some")).then(pl.col(whole).cast(WIDE) - pl.col("_q").sum().over(by)).otherwise(0)
    made = made.with_columns(_left=left, _rank=(pl.lit(0, WIDE) - pl.col("_r")).rank("ordinal").over(by))
    part = pl.col("_q") + (pl.col("_rank").cast(WIDE) <= pl.col("_left")).cast(WIDE)
    return made.with_columns(part.cast(pl.Int64).alias(into)).drop("_q", "_r", "_some", "_left", "_rank")


def allotted(frame: pl.DataFrame, by: str, total: str, floor: str, weight: str, into: str) -> pl.DataFrame:
    """The frame with `into`: within each group the total laid over rows that have floors, as splitting.allot does."""
    needed = pl.col(floor).sum().over(by)
    weights = pl.col(weight).sum().over(by)
    last = pl.int_range(pl.len()).over(by) == pl.len().over(by) - 1
    short = pl.col(total) < needed
    made = frame.with_columns(
        _base=pl.when(short).then(0).otherwise(pl.col(floor)),
        _whole=pl.when(short).then(pl.col(total)).otherwise(pl.col(total) - needed),
        _weight=pl.when(short)
        .then(pl.col(floor))
        .when(weights > 0)
        .then(pl.col(weight))
        .otherwise(last.cast(pl.Int64)),
    )
    made = apportioned(made, by, "_whole", "_weight", "_more")
    return made.with_columns((pl.col("_base") + pl.col("_more")).alias(into)).drop(
        "_base", "_whole", "_weight", "_more"
    )
