"""Scores are exact and rounded once: the columns say what fractions say, for any tree, any experts, any points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.domains.evaluation.computing import (
    Branch,
    attained,
    leaf_weights,
    mean_points,
    scored,
    told,
    under,
    weight_frame,
)

WEIGHT = st.decimals(0, 100, places=2).map(Fraction)


@st.composite
def trees(draw: st.DrawFn) -> list[Branch]:
    """Trees of up to twelve places, three deep."""
    made: list[Branch] = [Branch(0, None, draw(WEIGHT.filter(bool)))]
    for key in range(1, draw(st.integers(1, 12))):
        near = [b.key for b in made if b.parent is None or b.parent == 0]
        made.append(Branch(key, draw(st.sampled_from([None, *near])), draw(WEIGHT)))
    return made


@given(trees())
def test_the_leaves_weigh_one_together(tree: list[Branch]) -> None:
    weights = leaf_weights(tree)
    parents = {b.parent for b in tree}
    assert set(weights) == {b.key for b in tree if b.key not in parents}
    weighed = all(any(b.weight for b in tree if b.parent == top) for top in parents)
    assert sum(weights.values()) == 1 or not weighed


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_columns_say_what_fractions_say(data: st.DataObject) -> None:
    shared = [leaf_weights(data.draw(trees())) for _ in range(2)]
    rows, exact = [], {}
    seen = []
    for platform in range(data.draw(st.integers(1, 6))):
        view = data.draw(st.integers(0, 1))
        seen.append({"platform": platform, "view": view})
        points = {
            leaf: data.draw(st.lists(st.integers(0, 10_000), min_size=0 if data.draw(st.booleans()) else 1, max_size=9))
            for leaf in shared[view]
        }
        rows += [{"platform": platform, "node": leaf, "points": p} for leaf, given in points.items() for p in given]
        exact[platform] = mean_points(shared[view], points)
    points_frame = pl.DataFrame(rows, schema={"platform": pl.Int64, "node": pl.Int64, "points": pl.Int64})
    made = scored(points_frame, weight_frame(dict(enumerate(shared))), pl.DataFrame(seen))
    assert dict(made.iter_rows()) == {p: None if e is None else told(e) for p, e in exact.items()}


def test_a_score_is_rounded_half_up_once() -> None:
    weights = leaf_weights([Branch("a", None, Fraction(1)), Branch("b", None, Fraction(1))])
    assert told(mean_points(weights, {"a": [8649], "b": [8650]}) or Fraction(0)) == 8650
    thirds = leaf_weights([Branch(n, None, Fraction(1)) for n in range(3)])
    assert told(mean_points(thirds, {0: [10_000], 1: [10_000], 2: [0]}) or Fraction(0)) == 6667
    assert mean_points(thirds, {0: [10_000], 1: [10_000]}) is None, "a leaf without points leaves no score"


def test_weights_are_shares_among_siblings() -> None:
    tree = [
        Branch("research", None, Fraction(60)), Branch("papers", "research", Fraction(25)),
        Branch("patents", "research", Fraction(75)), Branch("income", None, Fraction(40)),
    ]  # fmt: skip
    assert leaf_weights(tree) == {"papers": Fraction(3, 20), "patents": Fraction(9, 20), "income": Fraction(2, 5)}
    assert leaf_weights(under(tree, "research")) == {"papers": Fraction(1, 4), "patents": Fraction(3, 4)}
    with pytest.raises(ValueError, match="parent"):
        leaf_weights([Branch("a", "b", Fraction(1))])
    with pytest.raises(ValueError, match="circle"):
        leaf_weights([Branch("a", "b", Fraction(1)), Branch("b", "a", Fraction(1))])


@pytest.mark.parametrize(
    ("value", "target", "more", "points"),
    [
        (50, 100, True, 5000), (150, 100, True, 10_000), (0, 100, True, 0), (-5, 100, True, 0), (1, 3, True, 3333),
        (2, 3, True, 6667), (5, 0, True, 10_000), (10, 20, False, 10_000), (20, 20, False, 10_000), (40, 20, False, 5000),
        (3, 0, False, 0), (0, 0, False, 10_000),
    ],
)  # fmt: skip
def test_points_of_a_recorded_figure_are_the_share_of_its_target(
    value: Any, target: Any, more: bool, points: int
) -> None:
    assert attained(Fraction(value), Fraction(target), more=more) == points
