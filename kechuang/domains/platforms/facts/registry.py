"""What the law needs to know of a platform as a unit.

The registry entry is the first dated record of it: since the day it was founded, by the document that set it up. What is
recorded of the organisation later (UnitFact) speaks from its own day on, and the entry is silent from that day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from kechuang.casework.parties.models import UnitFact
from kechuang.core import clock
from kechuang.domains.platforms.models import LEVELS, Platform

FUNDING = {
    Platform.Origin.PUBLICLY_FUNDED: "fiscal",
    Platform.Origin.SOCIALLY_FOUNDED: "social",
    Platform.Origin.MIXED: "mixed",
}
_LEVEL_ORDER = [code for code, _label in LEVELS]


class Entered(NamedTuple):
    """One fact as the registry entry states it, with its first and last day; no last day: it still holds."""

    name: str
    value: str
    valid_from: dt.date
    valid_to: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def entered(platform: Platform, recorded: Sequence[UnitFact]) -> list[Entered]:
    """What the entry says, each until the day before the first record of the organisation that says it otherwise.

    A record that was over before the platform was founded is of an earlier time and ends nothing.
    """
    founded = platform.founded_on
    said = {
        "unit.funding": FUNDING[Platform.Origin(platform.origin)],
        "unit.legal_form": platform.legal_form,
        "unit.platform_class": platform.platform_class,
    }
    found = []
    for name, value in said.items():
        later = [r.valid_from for r in recorded if r.name == name and (r.valid_to is None or r.valid_to >= founded)]
        until = min(later) - dt.timedelta(days=1) if later else None
        if until is None or until >= founded:
            found.append(Entered(name, value, founded, until))
    return found


def unit_facts(platform: Platform, day: dt.date | None = None) -> dict[str, Any]:
    """The facts about a platform as a unit on a day: its recognitions, what its entry states, what was recorded since."""
    on = day or clock.today()
    valid = [r for r in platform.recognitions.all() if r.holds_on(on)]
    recorded = list(platform.owner.unit_facts.all())
    facts: dict[str, Any] = {"unit.recognised": bool(valid), "unit.research_activity": True}
    if valid:
        facts["unit.recognition_level"] = max((r.level for r in valid), key=_LEVEL_ORDER.index)
    facts |= {fact.name: fact.value for fact in entered(platform, recorded) if fact.holds_on(on)}
    return facts | {fact.name: fact.value for fact in recorded if fact.holds_on(on)}
