"""Whatever depends on a few small codes alone (mode, flags, class of region, period) as tables over one common index.

Whether a row is within a rule, which rate and formula it gets, its state and its verdict are answers of this kind. One index
for a row and one gather for each answer take the place of dozens of small operations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kechuang.law.execution.columns.flow import Flow
from kechuang.law.execution.columns.plain import evaluate
from kechuang.law.execution.columns.plan import reached

MOST_CELLS = 1 << 15
NARROW, PERIODS = 16, 256
"""A node of so few values may be a code; steps (periods, classes) of so many."""
GATHER, CAST = 8, 4
"""What a gather and a cast to an index cost, in operations on single bytes."""


@dataclass(eq=False)
class Joint:
    """Some nodes over one index: codes from the fastest-moving up, and the nodes that are tables over them."""

    codes: list[Flow]
    nodes: list[Flow] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """How many combinations the codes have."""
        return prod(code.range.width for code in self.codes)

    def values(self, flow: Flow) -> NDArray[Any]:
        """The node's value for each combination."""
        index = np.arange(self.cells)
        known: dict[int, NDArray[Any]] = {}
        stride = 1
        for code in self.codes:
            held = index // stride % code.range.width + code.range.low
            known[code.index] = held.astype(np.bool_) if code.flag else held
            stride *= code.range.width
        return np.broadcast_to(evaluate(flow, _no_leaf, known), index.shape)


def _no_leaf(flow: Flow) -> NDArray[Any]:
    raise AssertionError(f"{flow.data} is not among the codes")


def joints(roots: Sequence[Flow]) -> dict[int, Joint]:
    """The nodes worth a table over a common index, each with its index."""
    nodes = reached(roots)
    below, level = _supports(nodes)
    tops: dict[int, list[Flow]] = {}
    for top in _tops(nodes, roots, below):
        tops.setdefault(level[top.index], []).append(top)
    found: dict[int, Joint] = {}
    for members in tops.values():  # a code may itself rest on answers of a lower level, so levels share no index
        for group in _groups(members, below):
            if _pays(group, below):
                found |= {node.index: group for node in group.nodes}
    return found


Support = dict[int, Flow]
"""The codes that a node depends on, by index."""


def _supports(nodes: Sequence[Flow]) -> tuple[dict[int, Support | None], dict[int, int]]:
    """For each node the codes it depends on alone (None where there are too many, or large values), and its level:
    how many codes made of other nodes stand one on another below it.
    """
    below: dict[int, Support | None] = {}
    level: dict[int, int] = {}
    for node in nodes:
        level[node.index] = max((level[arg.index] for arg in node.args), default=0)
        union: Support | None = {}
        for arg in node.args:
            under = below[arg.index]
            union = None if union is None or under is None else union | under
        small = node.range.width <= NARROW or (node.op == "steps" and node.range.width <= PERIODS)
        if node.op in ("input", "null") or (union is not None and not _fits(union)):
            union = None
        if union is None and small:
            union = {node.index: node}
            level[node.index] += bool(node.args)
        below[node.index] = union
    return below, level


def _fits(support: Support) -> bool:
    return prod(code.range.width for code in support.values()) <= MOST_CELLS


def _tops(nodes: Sequence[Flow], roots: Sequence[Flow], below: Mapping[int, Support | None]) -> list[Flow]:
    """The nodes over codes that something else asks for, and that are more than a code or two away from them."""
    asked = {
        arg.index
        for node in nodes
        if below[node.index] is None or node.index in (below[node.index] or ())
        for arg in node.args
    }
    asked |= {root.index for root in roots}
    return [
        node
        for node in nodes
        if node.index in asked and len(below[node.index] or ()) > 1 and _weight([node], below) >= GATHER
    ]


def _groups(tops: Sequence[Flow], below: Mapping[int, Support | None]) -> list[Joint]:
    """Tops that can share an index: the largest first, each where it fits."""
    groups: list[tuple[Support, list[Flow]]] = []
    for node in sorted(tops, key=lambda top: -len(below[top.index] or ())):
        own = below[node.index] or {}
        for support, members in groups:
            if _fits(support | own):
                support.update(own)
                members.append(node)
                break
        else:
            groups.append((dict(own), [node]))
    return [Joint(sorted(support.values(), key=lambda code: code.range.width), members) for support, members in groups]


def _pays(group: Joint, below: Mapping[int, Support | None]) -> bool:
    after = 2 * len(group.codes) + CAST + GATHER * len(group.nodes)
    return after < _weight(group.nodes, below)


def _weight(tops: Sequence[Flow], below: Mapping[int, Support | None]) -> int:
    """What the nodes cost as they are, down to their codes."""
    seen: set[int] = set()
    stack, weight = list(tops), 0
    while stack:
        node = stack.pop()
        if node.index in seen or node.constant or node.index in (below[node.index] or ()):
            continue
        seen.add(node.index)
        weight += GATHER + CAST if node.op in ("table", "steps") else 1
        stack += node.args
    return weight
