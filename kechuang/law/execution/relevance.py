"""Which arguments of a look-up had a say in what it found; the explanation shows only those."""

from __future__ import annotations

from kechuang.law.model import Force
from kechuang.law.parameters import Outcome, Resolution

_AGREEMENT_MATTERS = {Outcome.DECIDES, Outcome.UNKNOWN, Outcome.AGREED_OTHERWISE}


def had_a_say(found: Resolution, role: str) -> bool:
    """Whether the argument in this role had one: a territory never shows, a unit fact only where some text asks it."""
    if role.startswith("trait:"):
        name = role[6:]
        return any(
            name in entry.applies and (outcome is not Outcome.FAILED or name in because.split("、"))
            for entry, outcome, because, _ in found.rows
        )
    if role == "agreed":
        return any(e.force is Force.UNLESS_AGREED and o in _AGREEMENT_MATTERS for e, o, _, _ in found.rows)
    return role != "territory"
