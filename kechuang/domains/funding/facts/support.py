"""What the law needs to know of a support programme."""

from __future__ import annotations

from typing import Any

from kechuang.core.money import fen_of
from kechuang.domains.funding.models import SupportProgramme, SupportYear
from kechuang.domains.platforms.facts.governance import cobuilt_facts


def mode_facts(programme: SupportProgramme) -> dict[str, Any]:
    """The platform as a unit, and who founded it."""
    firms = [
        row.organisation.kind == "enterprise" for row in programme.platform.founders.select_related("organisation")
    ]
    return {**cobuilt_facts(programme.platform), "unit.enterprise_led": bool(firms) and firms[0]}


def year_facts(programme: SupportProgramme, year: SupportYear) -> dict[str, Any]:
    """The year's support, and whether its targets were reached where somebody has said."""
    found = {**mode_facts(programme), "support.base": fen_of(year.base), "support.incentive": fen_of(year.incentive)}
    if year.targets_met is not None:
        found["support.targets_met"] = year.targets_met
    return found
