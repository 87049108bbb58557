"""What the law needs to know of the unit that holds achievements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.domains.platforms.facts import unit_facts
from kechuang.domains.platforms.models import Platform

_KINDS = {
    Organisation.Kind.RESEARCH_INSTITUTION: "research_institution",
    Organisation.Kind.UNIVERSITY: "university",
    Organisation.Kind.ENTERPRISE: "enterprise",
}


def holder_facts(unit: Organisation, day: dt.date | None = None) -> dict[str, Any]:
    """The facts of a unit on a day: those of its platform where it is one, its kind, and what is recorded of it."""
    on = day or clock.today()
    given: dict[str, Any] = {}
    platform = Platform.objects.filter(owner=unit).exclude(state="exited").select_related("owner").first()
    if platform is not None:
        given |= unit_facts(platform, on)
    kind = _KINDS.get(Organisation.Kind(unit.kind))
    if kind is not None:
        given["unit.kind"] = kind
    return given | unit.facts_on(on)
