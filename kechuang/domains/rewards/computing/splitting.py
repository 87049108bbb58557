"""Splitting a pool to the fen: over its receipts, over the classes, over the people. Every split sums to the whole.

The suggestion of a plan:

1. the transfer staff and managers get the floor of their class, in proportion to the weights recorded for them, else
   equally; with nobody in the class nothing is set aside (who gets that part is for a person to determine, A07);
2. the main contributors get the rest in proportion to their shares of the contribution;
3. others get nothing before the unit proposes it;
4. who has taken a share of the ownership and did not ask for the reward instead is left out.

Each split is by the largest remainder, and of equal remainders the one that stands first goes first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kechuang.law.apportion import apportion

WHOLE = 1_000_000
"""Millionths of a whole."""
MAIN, TRANSFER, OTHER = "main_contributor", "transfer_staff", "other"
"""The classes, by the law's own names."""


@dataclass(frozen=True, slots=True)
class Member:
    """Someone a plan may reward. weight: millionths of the contribution, or any measure within the class.

    left_out: has taken a share of the ownership and not asked for the reward.
    """

    key: Any
    group: str
    weight: int = 0
    left_out: bool = False


def allot(total: int, floors: Sequence[int], weights: Sequence[int]) -> tuple[int, ...]:
    """A total (fen) laid over parts that have floors: each its floor first, what is above by weight.

    A total below the floors together is laid over them in proportion, so that the shortfalls of the parts sum to the
    shortfall of the whole. Weights that are all zero leave what is above the floors to the last part.
    """
    needed = sum(floors)
    if total < needed:
        return apportion(total, floors)
    above = _by_weight(total - needed, weights)
    return tuple(floor + more for floor, more in zip(floors, above, strict=True))


def _by_weight(whole: int, weights: Sequence[int]) -> tuple[int, ...]:
    if not weights:
        return ()
    return apportion(whole, weights) if any(weights) else (0,) * (len(weights) - 1) + (whole,)


def suggest(pool: int, staff_floor: int, members: Sequence[Member]) -> tuple[int, ...]:
    """What each member gets (fen) of a pool, in their order; sums to the pool, or to 0 where nobody takes part.

    staff_floor: the least the class of transfer staff and managers gets of this pool.
    """
    parts = [0] * len(members)
    main, staff, other = (_places(members, group) for group in (MAIN, TRANSFER, OTHER))
    to_staff = 0 if not staff else min(staff_floor, pool) if main else pool
    to_main = pool - to_staff if main else 0
    to_other = pool - to_main - to_staff if other else 0
    for places, amount in ((main, to_main), (staff, to_staff), (other, to_other)):
        if places:
            weights = [members[n].weight for n in places]
            split = apportion(amount, weights if any(weights) else [1] * len(places))
            for n, part in zip(places, split, strict=True):
                parts[n] = part
    return tuple(parts)


def _places(members: Sequence[Member], group: str) -> list[int]:
    return [n for n, member in enumerate(members) if member.group == group and not member.left_out]


def weights_of(shares: Sequence[Sequence[tuple[Any, int]]]) -> dict[Any, int]:
    """The contribution of each person to several achievements, as millionths of them all; each achievement counts the same.

    shares: for each achievement its completers with their millionths, which sum to the whole.
    """
    found: dict[Any, Fraction] = {}
    for of_one in shares:
        for key, share in of_one:
            found[key] = found.get(key, Fraction(0)) + Fraction(share, len(shares))
    if not found:
        return {}
    return dict(zip(found, apportion(WHOLE, list(found.values())), strict=True))


def stake_of(pool: int, share: int, value: int) -> int:
    """The part of the company (millionths) that a pool of the stake's value (fen) stands for; rounded up, at most all."""
    return min(share, -(-share * pool // value))


def stakes_of(stake: int, amounts: Sequence[int]) -> tuple[int, ...]:
    """A part of a company (millionths) split as the amounts (fen) are."""
    return _by_weight(stake, amounts)


def carry_over(pool: int, floors: Sequence[int], old: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """A new pool (fen) split as an old one was: over the classes in proportion, each at least its floor, then over their people.

    floors: of each class; old: the amounts of each class before. A class without people gets nothing.
    """
    sums = [sum(parts) for parts in old]
    there = [len(parts) > 0 for parts in old]
    needed = [floor if some else 0 for floor, some in zip(floors, there, strict=True)]
    if not any(there):
        return [() for _ in old]
    weights = sums if any(sums) else [int(some) for some in there]
    classes = apportion(pool, weights)
    if any(part < least for part, least in zip(classes, needed, strict=True)):
        classes = allot(pool, needed, weights)
    return [
        apportion(part, parts if any(parts) else [1] * len(parts)) if parts else ()
        for part, parts in zip(classes, old, strict=True)
    ]
