"""Inspections as a list and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Filter, register
from kechuang.domains.funding.models import Inspection
from kechuang.domains.funding.panels import inspections as panels
from kechuang.domains.funding.tables.budgets import AREA
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.tables.governance import chosen_platform

SUBJECT = Filter(
    "subject", gettext_lazy("检查事项"), lambda: Inspection.Subject.choices, lambda value: Q(subject=value)
)


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The platform it was opened for; the interval the place went by last."""
    platform = chosen_platform(user, given)
    found: dict[str, Any] = {"planned_on": clock.today()}
    if platform is not None:
        found["platform"] = platform.pk
    last = Inspection.objects.visible_to(user).exclude(interval_months=None).order_by("-pk").first()
    if last is not None:
        found |= {"interval_months": last.interval_months, "interval_document": last.interval_document}
    return found


INSPECTIONS = register(
    CaseSite(
        Inspection,
        slug="inspections",
        title=gettext_lazy("检查评估"),
        unit=pgettext_lazy("inspections", "次"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("subject", gettext_lazy("检查事项"), lambda i: i.get_subject_display(), sort="subject"),
            Column("by", gettext_lazy("检查单位"), lambda i: str(i.owner), sort="owner__name"),
            Column("planned", gettext_lazy("拟检查日"), lambda i: i.planned_on, "day", "planned_on"),
            Column("done", gettext_lazy("检查日"), lambda i: i.done_on, "day", "done_on"),
            "state",
        ),
        filters=(SUBJECT,),
        search=("platform__title", "platform__number"),
        related=("platform__owner", "project", "owner"),
        main=(panels.once,),
        side=(panels.about,),
        path=("planned", "done"),
        sub=lambda i: i.platform.title,
        initial=lambda i: {"done_on": clock.today()},
        initial_new=_new,
        beside={"record_result": (panels.once,)},
    )
)
