"""From points to a score, exactly; rounded once, at the end: hundredths, half up.

A score is told with two decimals, and what is told is what counts: two platforms with the same two decimals are tied.
Points, like scores, are whole hundredths out of 100 (8650 is 86.50).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

import polars as pl

PLACES = 100
"""Hundredths: points and scores in whole numbers of them."""
WIDE = pl.Int128
MOST = 2**126


def told(exact: Fraction) -> int:
    """A score in points as whole hundredths, half up."""
    scaled = exact * PLACES
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


def mean_points(weights: Mapping[Any, Fraction], points: Mapping[Any, Sequence[int]]) -> Fraction | None:
    """The exact score (0 to 100) of one platform: the mean of the points of each leaf, by its weight.

    None while a leaf has no points. points: leaf -> hundredths, one of each expert or a single one that was computed.
    """
    total = Fraction(0)
    for leaf, share in weights.items():
        given = points.get(leaf)
        if not given:
            return None
        total += share * Fraction(sum(given), len(given) * PLACES)
    return total if weights else None


def attained(value: Fraction, target: Fraction, *, more: bool = True) -> int:
    """Points (hundredths) for a recorded figure: the share of its target that was reached, at most all of it.

    more: larger is better; else smaller is, and points fall as the figure passes its target. A target of nothing is
    reached by anything in the first case, and only by nothing in the second.
    """
    if more:
        share = Fraction(1) if target <= 0 else value / target
    elif value <= target:
        share = Fraction(1)
    else:
        share = target / value
    return told(max(Fraction(0), min(Fraction(1), share)) * 100)


def scored(points: pl.DataFrame, weights: pl.DataFrame, views: pl.DataFrame, unit: int = PLACES) -> pl.DataFrame:
    """Scores of many platforms: platform, score (hundredths; null while a leaf lacks points), exact to the last step.

    points: platform, node, points (so many units a point, hundredths by default), one row an expert. weights: as
    weight_frame. views: platform, view.
    Points on a node that the platform's view has not are left out. Raises ValueError for more than 128 bits can carry.
    """
    counted = points.group_by("platform", "node").agg(
        total=pl.col("points").cast(pl.Int64).sum(), many=pl.len().cast(pl.Int64)
    )
    experts = lcm(1, *counted.get_column("many").unique().to_list())
    widest = max(weights.get_column("of").to_list(), default=1)
    if experts * widest * 100 * unit * PLACES * 4 > MOST:
        raise ValueError("weights or numbers of experts too many to add up exactly")
    leaves = views.join(weights, on="view").join(counted, on=["platform", "node"], how="left")
    part = (
        pl.col("weight").cast(WIDE) * pl.col("total").cast(WIDE) * (pl.lit(experts, WIDE) // pl.col("many").cast(WIDE))
    )
    sums = leaves.group_by("platform").agg(
        numerator=part.sum(), of=pl.col("of").first().cast(WIDE), whole=pl.col("many").is_not_null().all()
    )
    below = pl.col("of") * pl.lit(experts, WIDE)
    above = pl.col("numerator") * (2 * PLACES)
    half_up = ((above + below * unit) // (below * (2 * unit))).cast(pl.Int64)
    made = sums.select("platform", score=pl.when(pl.col("whole")).then(half_up))
    return views.select("platform").join(made, on="platform", how="left")
