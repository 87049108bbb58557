"""Obligations as figures: for the board by region and owner, for monitoring in all; each asked for when someone looks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.core.metrics import Gauge


def gauges() -> Iterable[Gauge]:
    """Running obligations by what is the matter with them; the first counts all."""
    counted = Obligation.objects.running().aggregate(
        running=Count("pk"),
        overdue=Count("pk", filter=Q(due__lt=clock.today())),
        provisional=Count("pk", filter=Q(provisional=True)),
        without_day=Count("pk", filter=Q(due=None)),
    )
    return [
        Gauge(
            "kechuang_obligations",
            "Obligations that run, and of these overdue, provisional, without a day",
            "which",
            counted,
        )
    ]


def by_place(rows: QuerySet[Any], today: dt.date) -> dict[tuple[str, int], Counter[str]]:
    """What runs and what was done late, by territory and owner: late, week, month, later, met_late, provisional, no_day.

    Two queries over what concerns them alone (indexes obligation_running, obligation_met_late): an obligation that was met in
    time or waived is not read, and there are ever more of those. running is all that runs.
    """
    week, month = today + dt.timedelta(days=7), today + dt.timedelta(days=30)
    running = {
        "running": Count("pk"),
        "late": Count("pk", filter=Q(due__lt=today)),
        "week": Count("pk", filter=Q(due__gte=today, due__lte=week)),
        "month": Count("pk", filter=Q(due__gt=week, due__lte=month)),
        "later": Count("pk", filter=Q(due__gt=month) | Q(due=None)),
        "provisional": Count("pk", filter=Q(provisional=True)),
        "no_day": Count("pk", filter=Q(due=None)),
    }
    rows = rows.order_by().values("territory", "owner_id")
    found: dict[tuple[str, int], Counter[str]] = {}
    late = rows.filter(status=Obligation.Status.MET, done_on__gt=F("due")).annotate(met_late=Count("pk"))
    for counted in (rows.filter(status=Obligation.Status.DUE).annotate(**running), late):
        for row in counted:
            place = row.pop("territory"), row.pop("owner_id")
            found.setdefault(place, Counter()).update(row)
    return found
