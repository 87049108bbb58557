"""Small expressions that several subjects share: an act-by period by its reading, and events found or not."""

from __future__ import annotations

from kechuang.law.expression import Node, act_within, all_of, any_of, complete, known, reading, when


def act_by(start: Node, length: Node) -> Node:
    """Last day to act within a length of time after `start`; off a rest day unless A30 is read otherwise."""
    return reading(
        "A30.act_by",
        moves=act_within(start, length),
        stays=act_within(start, length, roll=False),
    )


def found(events: Node, checklist: str, any_at_all: Node) -> Node:
    """Whether an event of a list has been found: by naming it, or by a plain yes or no where nothing is named.

    One saying yes settles it. Neither said is unknown: an empty register is not the same as one nobody looked at.
    """
    listed = any_of(complete(events, checklist), all_of(known(any_at_all), any_at_all))
    return when(known(events), listed, any_at_all)
