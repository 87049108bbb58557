"""Where an application for recognition stands, what it lacks, and which recognitions run out soon."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.domains.platforms.models import Recognition, RecognitionApplication
from kechuang.domains.platforms.models.registry import EXPIRY_WARNING
from kechuang.domains.platforms.queries.reviewed import Review, stand

PURPOSE = "recognition"


def lacking(application: RecognitionApplication) -> dict[str, Any]:
    """The fields still empty, with their labels."""
    needed = (("statement", _("符合条件的说明")), ("staff_count", _("全职科研人员（人）")))
    return {name: label for name, label in needed if getattr(application, name) in (None, "")}


def review_of(application: RecognitionApplication) -> Review:
    """The review of an application."""
    return stand(application, PURPOSE)


def running_out(day: dt.date) -> Any:
    """Recognitions that hold on a day and run out within the days of warning."""
    rows = Recognition.objects.filter(Recognition.valid_on(day), valid_to__lte=day + dt.timedelta(days=EXPIRY_WARNING))
    return rows.select_related("platform__owner", "platform__region")
