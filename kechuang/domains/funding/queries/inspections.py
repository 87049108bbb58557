"""Earlier inspections of the same thing, by whatever department."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.funding.models import Inspection


def earlier(inspection: Inspection) -> QuerySet[Inspection]:
    """Inspections of the same platform, project and subject that were done, the latest first."""
    rows = Inspection.objects.filter(
        platform_id=inspection.platform_id, project_id=inspection.project_id, subject=inspection.subject, state="done"
    )
    return rows.exclude(pk=inspection.pk).select_related("owner").order_by("-done_on", "-pk")


def also_planned(inspection: Inspection) -> QuerySet[Inspection]:
    """Inspections of the same that are planned as well: the departments had better go together."""
    rows = Inspection.objects.filter(
        platform_id=inspection.platform_id,
        project_id=inspection.project_id,
        subject=inspection.subject,
        state="planned",
    )
    return rows.exclude(pk=inspection.pk).select_related("owner").order_by("planned_on")


def last_on(inspection: Inspection) -> dt.date | None:
    """The day of the last one."""
    row = earlier(inspection).first()
    return row.done_on if row is not None else None


def evaluation_before(inspection: Inspection) -> Evaluation | None:
    """The latest published evaluation of the platform, where it is the platform's performance that is looked at."""
    if inspection.subject != Inspection.Subject.PERFORMANCE or inspection.project_id is not None:
        return None
    rows = Evaluation.objects.filter(
        platform_id=inspection.platform_id, state="published", campaign__simulation=False,
        campaign__published_on__lte=inspection.planned_on,
    )  # fmt: skip
    return rows.select_related("campaign__owner").order_by("-campaign__published_on", "-pk").first()
