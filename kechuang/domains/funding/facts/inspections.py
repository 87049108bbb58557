"""What the law needs to know of an inspection."""

from __future__ import annotations

from typing import Any

from kechuang.domains.funding.models import Inspection
from kechuang.domains.funding.queries.inspections import evaluation_before, last_on


def inspection_facts(inspection: Inspection) -> dict[str, Any]:
    """When the same was last looked at, when it is to be again, how long the place does not, whether a reason is recorded.

    Nothing earlier on record is no repetition; whether a published evaluation counts is the law's to read (A42).
    """
    last = last_on(inspection)
    given: dict[str, Any] = {
        "inspection.planned_on": inspection.planned_on, "inspection.reason_recorded": bool(inspection.repeats.strip()),
    }  # fmt: skip
    evaluated = evaluation_before(inspection)
    if last is not None:
        given["inspection.last_on"] = last
    if evaluated is not None:
        given["inspection.evaluated_on"] = evaluated.campaign.published_on
    if last is None and evaluated is None:
        given["inspection.duplicate"] = False
    if inspection.interval_months is not None:
        given["inspection.interval_months"] = inspection.interval_months
    return given
