"""Splitting a whole into parts that always sum to it: largest remainder, with a stated tie rule.

Rounding each part on its own loses or invents fen; here every part gets the whole units of its exact quota, and the
units left over go one each to the largest remainders. A tie goes to the part that stands first, so the caller's order
(class, then person, then receipt) decides and is repeatable.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from kechuang.law.errors import LawError

Weight = int | Fraction


def apportion(whole: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    """The whole (fen, shares, days) split in proportion to the weights, in their order; the parts sum to the whole.

    Each part is its exact quota rounded down or up to a unit, never further off. A part of weight zero gets nothing. A
    negative whole (a correction) is split as its positive mirror. Raises LawError for no weights, a weight below zero,
    or weights that are all zero while there is something to split.
    """
    exact = _exact(weights)
    total = sum(exact)
    if total == 0:
        if whole == 0:
            return (0,) * len(exact)
        raise LawError("权重全为零，无法分配", "every weight is zero: there is nobody to split this over")
    if whole < 0:
        return tuple(-part for part in apportion(-whole, weights))
    quotas = [divmod(whole * weight, total) for weight in exact]
    parts = [units for units, _ in quotas]
    left = whole - sum(parts)
    # sorted() is stable, so of equal remainders the one that stands first comes first
    for index in sorted(range(len(parts)), key=lambda i: -quotas[i][1])[:left]:
        parts[index] += 1
    return tuple(parts)


def _exact(weights: Sequence[Weight]) -> list[int]:
    """The weights as whole numbers in the same proportion."""
    if not weights:
        raise LawError("没有可分配的对象", "there is nobody to split this over")
    fractions = []
    for weight in weights:
        if isinstance(weight, bool) or not isinstance(weight, int | Fraction):
            raise LawError(f"权重 {weight!r} 应为整数或分数", f"weight {weight!r}: a whole number or a Fraction")
        if weight < 0:
            raise LawError(f"权重 {weight} 小于零", f"weight {weight} is below zero")
        fractions.append(Fraction(weight))
    common = lcm(*(fraction.denominator for fraction in fractions))
    return [int(fraction * common) for fraction in fractions]
