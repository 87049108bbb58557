"""What the law needs to know of an inspection."""

from __future__ import annotations

from typing import Any

from kechuang.domains.funding.models import Inspection
from kechuang.domains.funding.queries.inspections import last_on


def inspection_facts(inspection: Inspection) -> dict[str, Any]:
    """When the same was last looked at, when it is to be again, how long the place does not, whether a reason is recorded.

    Nothing earlier on record is no repetition.
    """
    last = last_on(inspection)
    given: dict[str, Any] = {
        "inspection.planned_on": inspection.planned_on, "inspection.reason_recorded": bool(inspection.repeats.strip()),
    }  # fmt: skip
    if last is None:
        given["inspection.duplicate"] = False
    else:
        given["inspection.last_on"] = last
    if inspection.interval_months is not None:
        given["inspection.interval_months"] = inspection.interval_months
    return given
