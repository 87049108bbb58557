"""What the law needs to know of a platform as a unit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core import clock
from kechuang.domains.platforms.models import LEVELS, Platform

FUNDING = {
    Platform.Origin.PUBLICLY_FUNDED: "fiscal",
    Platform.Origin.SOCIALLY_FOUNDED: "social",
    Platform.Origin.MIXED: "mixed",
}
_LEVEL_ORDER = [code for code, _label in LEVELS]


def unit_facts(platform: Platform, day: dt.date | None = None) -> dict[str, Any]:
    """The facts about a platform as a unit on a day; dated records of the organisation win over the registry."""
    on = day or clock.today()
    valid = [r for r in platform.recognitions.all() if r.holds_on(on)]
    facts: dict[str, Any] = {
        "unit.funding": FUNDING[Platform.Origin(platform.origin)],
        "unit.legal_form": platform.legal_form,
        "unit.platform_class": platform.platform_class,
        "unit.recognised": bool(valid),
        "unit.research_activity": True,
    }
    if valid:
        facts["unit.recognition_level"] = max((r.level for r in valid), key=_LEVEL_ORDER.index)
    facts.update(platform.owner.facts_on(on))
    return facts
