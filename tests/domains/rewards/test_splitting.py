"""Splits lose and make no fen, whatever is split over whom; over columns they say the same."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.domains.rewards.computing import MAIN, OTHER, TRANSFER, Member, allot, stakes_of, suggest, weights_of
from kechuang.domains.rewards.computing.columns import allotted, apportioned
from kechuang.domains.rewards.computing.splitting import WHOLE, stake_of
from kechuang.law.apportion import apportion

FEN = st.sampled_from([0, 1, 2, 3, 99, 100, 10**15]) | st.integers(0, 10**12)
WEIGHT = st.sampled_from([0, 1, WHOLE, 333_333]) | st.integers(0, WHOLE)


@given(FEN, st.lists(st.tuples(FEN, FEN), min_size=1, max_size=8))
def test_a_total_laid_over_floors_is_whole_and_reaches_each_floor_it_can(
    total: int, rows: list[tuple[int, int]]
) -> None:
    floors, weights = [f for f, _ in rows], [w for _, w in rows]
    parts = allot(total, floors, weights)
    assert sum(parts) == total
    if total >= sum(floors):
        assert all(part >= floor for part, floor in zip(parts, floors, strict=True))
    else:
        assert all(part <= floor for part, floor in zip(parts, floors, strict=True))


MEMBERS = st.lists(st.tuples(st.sampled_from([MAIN, TRANSFER, OTHER]), WEIGHT, st.booleans()), max_size=7).map(
    lambda rows: [Member(n, group, weight, out) for n, (group, weight, out) in enumerate(rows)]
)


@given(FEN, st.integers(0, 100), MEMBERS)
def test_a_suggestion_gives_the_whole_pool_and_nothing_to_who_left(
    pool: int, percent: int, members: list[Member]
) -> None:
    staff_floor = -(-pool * percent // 100)
    parts = suggest(pool, staff_floor, members)
    taking = [member for member in members if not member.left_out]
    assert sum(parts) == (pool if taking else 0)
    assert all(part == 0 for part, member in zip(parts, members, strict=True) if member.left_out)
    if {MAIN, TRANSFER} <= {member.group for member in taking}:
        staff = sum(part for part, member in zip(parts, members, strict=True) if member.group == TRANSFER)
        assert staff == min(staff_floor, pool)


def test_contribution_shares_split_the_rest_after_the_staff() -> None:
    members = [
        Member("甲", MAIN, 500_000),
        Member("乙", MAIN, 300_000),
        Member("丙", MAIN, 200_000),
        Member("丁", TRANSFER),
    ]
    assert suggest(80_000_000, 4_000_000, members) == (38_000_000, 22_800_000, 15_200_000, 4_000_000)
    thirds = [Member(n, MAIN, 333_333) for n in range(3)]
    assert suggest(100, 0, thirds) == (34, 33, 33), "of equal remainders the first goes first"
    assert suggest(100, 5, [Member(1, TRANSFER), Member(2, TRANSFER)]) == (50, 50)
    assert suggest(7, 5, [Member(1, OTHER)]) == (7,)
    assert suggest(7, 5, []) == ()


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=5), min_size=1, max_size=4))
def test_contributions_to_several_achievements_are_one_whole(parts: list[list[int]]) -> None:
    shares = [list(enumerate(apportion(WHOLE, weights))) for weights in parts]
    assert sum(weights_of(shares).values()) == WHOLE


def test_contributions_count_each_achievement_the_same() -> None:
    assert weights_of([[("甲", WHOLE)], [("甲", 500_000), ("乙", 500_000)]]) == {"甲": 750_000, "乙": 250_000}
    assert weights_of([]) == {}


@given(st.integers(1, WHOLE), st.integers(1, 10**12), st.data())
def test_a_stake_is_never_less_than_the_pool_stands_for(share: int, value: int, data: st.DataObject) -> None:
    pool = data.draw(st.integers(0, value))
    stake = stake_of(pool, share, value)
    assert 0 <= stake <= share
    assert stake * value >= share * pool
    amounts = data.draw(st.lists(FEN, min_size=1, max_size=5))
    assert sum(stakes_of(stake, amounts)) == stake


# -- over columns ------------------------------------------------------------------------------------------

GROUPS = st.lists(
    st.tuples(FEN, st.lists(st.tuples(FEN, WEIGHT), min_size=1, max_size=6)), min_size=1, max_size=6
)  # fmt: skip


def frame(groups: list[tuple[int, list[tuple[int, int]]]]) -> pl.DataFrame:
    rows = [(n, total, floor, weight) for n, (total, parts) in enumerate(groups) for floor, weight in parts]
    return pl.DataFrame(rows, schema=dict.fromkeys(("plan", "total", "floor", "weight"), pl.Int64), orient="row")


@given(GROUPS)
@settings(max_examples=60)
def test_columns_split_as_one_does(groups: list[tuple[int, list[tuple[int, int]]]]) -> None:
    split = apportioned(frame(groups), "plan", "total", "weight", "part")["part"].to_list()
    laid = allotted(frame(groups), "plan", "total", "floor", "weight", "part")["part"].to_list()
    wanted_split: list[int] = []
    wanted_laid: list[int] = []
    for total, parts in groups:
        floors, weights = [f for f, _ in parts], [w for _, w in parts]
        wanted_split += apportion(total, weights) if any(weights) else [0] * len(weights)
        wanted_laid += allot(total, floors, weights)
    assert split == wanted_split
    assert laid == wanted_laid
