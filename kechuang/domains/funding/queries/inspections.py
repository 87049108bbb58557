"""Earlier inspections of the same thing, by whatever department."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

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
