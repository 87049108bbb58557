"""What the law needs to know of an application to bring a platform in, and of experts heard."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core import clock
from kechuang.domains.platforms.facts.registry import FUNDING
from kechuang.domains.platforms.models import Admission, ExpertConsultation, Platform
from kechuang.domains.platforms.queries import admission as queries
from kechuang.law.library import load

MAJOR_HOLDER = "major_platform_holder"


def consultation_facts(consultation: ExpertConsultation | None) -> dict[str, Any]:
    """Which fields were heard and when that ended. Nothing heard is said as nothing, never left out."""
    if consultation is None:
        return {"consultation.expert_fields": []}
    rows = consultation.opinions.all() if consultation.pk is not None else []
    facts: dict[str, Any] = {"consultation.expert_fields": sorted({row.field for row in rows})}
    for name in ("concluded_on", "decided_on"):
        day = getattr(consultation, name)
        if day is not None:
            facts[f"consultation.{'held_on' if name == 'concluded_on' else name}"] = day
    return facts


def _items(name: str) -> set[str]:
    return {item.id for item in load().checklist_items(name)}


def admission_facts(admission: Admission, day: dt.date | None = None) -> dict[str, Any]:
    """The facts about an application on a day; those of its decision as far as it is decided."""
    on = day or clock.today()
    industries = set(admission.industries)
    review = queries.review_of(admission)
    facts: dict[str, Any] = {
        "layout.advantage_industries": sorted(industries & _items("industry.advantage")),
        "layout.emerging_industries": sorted(industries & _items("industry.emerging")),
        **consultation_facts(admission.consultation),
        "consultation.decided_on": admission.decided_on or on,
        "admission.origins": list(admission.origins),
        "admission.major_platform_holder": MAJOR_HOLDER in admission.origins,
        "admission.panel_sides": review.sides,
        "admission.review_tracks": review.tracks,
        "admission.review_criteria": review.criteria,
        "admission.assessment_aspects": [a.aspect for a in admission.assessments.all()] if admission.pk else [],
        "admission.budget_in_step": admission.pk is not None and bool(list(admission.budget.all())),
        "admission.exception_recorded": bool(admission.exception_reason.strip()),
    }
    if admission.origin:
        facts["unit.funding"] = FUNDING[Platform.Origin(admission.origin)]
    for name in ("platform_class", "legal_form"):
        if value := getattr(admission, name):
            facts[f"unit.{name}"] = value
    return facts
