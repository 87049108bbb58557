"""Obligations as figures for monitoring, asked for with one query when someone looks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

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
