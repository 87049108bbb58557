"""How a period of time is counted where a reading of the law decides it, shared by the subjects."""

from __future__ import annotations

from kechuang.law.expression import Node, act_within, reading


def act_by(start: Node, length: Node) -> Node:
    """Last day to act within a length of time after `start`; off a rest day unless A30 is read otherwise."""
    return reading(
        "A30.act_by",
        moves=act_within(start, length),
        stays=act_within(start, length, roll=False),
    )
