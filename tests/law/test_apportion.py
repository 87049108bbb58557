"""Parts always sum to the whole, and none is a unit away from its exact quota."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.law.apportion import apportion
from kechuang.law.errors import LawError

WHOLES = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(
    st.one_of(st.integers(0, 10**12), st.fractions(0, 1, max_denominator=10**6)), min_size=1, max_size=12
).filter(any)


@pytest.mark.parametrize(
    ("whole", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),  # a tie: the first gets the odd fen
        (100, [1, 1, 1, 1, 1, 1], (17, 17, 17, 17, 16, 16)),
        (1, [5, 70, 25], (0, 1, 0)),  # the largest remainder, not the first
        (10, [Fraction(7, 10), Fraction(1, 20), Fraction(1, 4)], (7, 1, 2)),  # .5 and .5 tie
        (90_000_000, [70, 5, 25], (63_000_000, 4_500_000, 22_500_000)),
        (0, [1, 2], (0, 0)),
        (0, [0, 0], (0, 0)),
        (7, [0, 3], (0, 7)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (10**15 + 1, [1, 1], (500_000_000_000_001, 500_000_000_000_000)),
    ],
)
def test_apportion_gives_the_stated_parts(whole: int, weights: list[int], parts: tuple[int, ...]) -> None:
    assert apportion(whole, weights) == parts


@given(WHOLES, WEIGHTS)
def test_parts_sum_to_the_whole(whole: int, weights: list[int | Fraction]) -> None:
    assert sum(apportion(whole, weights)) == whole


@given(WHOLES, WEIGHTS)
def test_each_part_is_within_a_unit_of_its_quota(whole: int, weights: list[int | Fraction]) -> None:
    total = sum(Fraction(weight) for weight in weights)
    for part, weight in zip(apportion(whole, weights), weights, strict=True):
        assert abs(part - whole * Fraction(weight) / total) < 1
        if weight == 0:
            assert part == 0


@given(st.integers(0, 10**15), WEIGHTS, st.integers(2, 1000))
def test_only_the_proportion_of_the_weights_counts(whole: int, weights: list[int | Fraction], times: int) -> None:
    assert apportion(whole, weights) == apportion(whole, [weight * times for weight in weights])


@given(st.integers(0, 10**15), WEIGHTS)
def test_a_heavier_part_never_gets_less(whole: int, weights: list[int | Fraction]) -> None:
    pairs = sorted(zip(weights, apportion(whole, weights), strict=True), key=lambda pair: pair[0])
    for (light, less), (heavy, more) in pairwise(pairs):
        assert light == heavy or less <= more


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [1.5], [True]])
def test_apportion_refuses_weights_that_split_nothing(weights: list[object]) -> None:
    with pytest.raises(LawError):
        apportion(100, weights)  # type: ignore[arg-type]
