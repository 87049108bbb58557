"""What the law needs to know of a round of recognition and of an application in it."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.domains.platforms.facts.registry import unit_facts
from kechuang.domains.platforms.models import Platform, RecognitionApplication, RecognitionRound
from kechuang.law.library import load


def round_facts(batch: RecognitionRound) -> dict[str, Any]:
    """What was published and when; opening and closing are today's until they are done."""
    published = [item for item in ("conditions", "procedure", "results") if getattr(batch, f"{item}_on") is not None]
    facts: dict[str, Any] = {"recognition.published": published}
    for item in published:
        facts[f"recognition_round.{item}_on"] = getattr(batch, f"{item}_on")
    facts["recognition_round.opened_on"] = batch.taking_since or clock.today()
    facts["recognition_round.closed_on"] = batch.finished_on or clock.today()
    return facts


def recognised_facts(platform: Platform, level: str, kind: str) -> dict[str, Any]:
    """The platform as it would be with a recognition of this level and kind."""
    facts = unit_facts(platform)
    facts |= {
        "unit.recognised": True, "unit.recognition_level": level,
        "recognition.kinds": _among("recognition.accepted_kinds", kind),
    }  # fmt: skip
    if "unit.enterprise_led" not in facts and not _has_enterprise(platform):
        facts["unit.enterprise_led"] = False
    return facts


def application_facts(application: RecognitionApplication) -> dict[str, Any]:
    """The facts of an application: its platform as it would be recognised, and what it applies for."""
    round_ = application.round
    kind = ACCEPTED_AS.get(round_.recognition_type, round_.recognition_type)
    facts = recognised_facts(application.platform, round_.level, kind)
    facts["recognition.types_applied"] = _among("recognition.types", round_.recognition_type)
    return facts


def _among(checklist: str, code: str) -> list[str]:
    """The code if the law's list has it; other types are no items of it."""
    return [item.id for item in load().checklist_items(checklist) if item.id == code]


ACCEPTED_AS = {"key_laboratory": "laboratory", "innovation_centre": "technology_innovation_centre"}
"""Types of the Quzhou list under the names of the Binjiang list."""


def _has_enterprise(platform: Platform) -> bool:
    """Whether a company is among its founders; without one it is not led by a company."""
    return platform.founders.filter(organisation__kind=Organisation.Kind.ENTERPRISE).exists()
