"""What each indicator at the foot of a tree weighs in the whole: exact fractions that sum to one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Branch:
    """A place in the tree of a scheme. weight: against its siblings, in any unit; parent: None at the top."""

    key: Hashable
    parent: Hashable | None
    weight: Fraction


def leaf_weights(branches: Sequence[Branch]) -> dict[Any, Fraction]:
    """The weight of each leaf in the whole: the product, down the tree, of its share among its siblings.

    Siblings whose weights sum to nothing have no share. Raises ValueError for a parent that is not there or a circle.
    """
    children: dict[Any, list[Branch]] = {}
    for branch in branches:
        children.setdefault(branch.parent, []).append(branch)
    if lost := {branch.parent for branch in branches} - {branch.key for branch in branches} - {None}:
        raise ValueError(f"no such parent: {sorted(map(str, lost))}")
    found: dict[Any, Fraction] = {}
    below = [(branch, share) for branch, share in _shares(children.get(None, ()), Fraction(1))]
    met = 0
    while below:
        branch, share = below.pop()
        met += 1
        if branch.key in children:
            below += _shares(children[branch.key], share)
        else:
            found[branch.key] = share
    if met != len(branches):
        raise ValueError("the tree goes in a circle, or a key stands twice")
    order = {branch.key: n for n, branch in enumerate(branches)}
    return {key: found[key] for key in sorted(found, key=order.__getitem__)}


def _shares(siblings: Sequence[Branch], whole: Fraction) -> list[tuple[Branch, Fraction]]:
    total = sum((branch.weight for branch in siblings), Fraction(0))
    return [(b, whole * b.weight / total if total else Fraction(0)) for b in siblings]


def under(branches: Sequence[Branch], top: Hashable) -> list[Branch]:
    """The part of a tree below (and with) one of its branches, which becomes the top."""
    keep, size = {top}, 0
    while size != len(keep):
        size = len(keep)
        keep |= {branch.key for branch in branches if branch.parent in keep}
    return [Branch(b.key, None if b.key == top else b.parent, b.weight) for b in branches if b.key in keep]


def weight_frame(views: Mapping[int, Mapping[int, Fraction]]) -> pl.DataFrame:
    """Weights as columns (view, node, weight, of): whole numbers, weight/of, one denominator for all of a view.

    views: view -> leaf -> its weight. A view is a tree as one platform sees it: many platforms may share one.
    """
    rows = []
    for view, leaves in views.items():
        of = lcm(1, *(share.denominator for share in leaves.values()))
        rows += [(view, node, int(share * of), of) for node, share in leaves.items()]
    schema = {"view": pl.Int64, "node": pl.Int64, "weight": pl.Int64, "of": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")
