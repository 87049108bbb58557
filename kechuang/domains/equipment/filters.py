"""What lists of equipment can be narrowed by, beyond what every case has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.core.ui.sites import Filter, Quick
from kechuang.domains.equipment.models import OPEN, Equipment, UsePeriod

AREA = "equipment"
OPENNESS = Filter("openness", _("开放情况"), lambda: Equipment.Openness.choices, lambda value: Q(openness=value))


def _unused(user: Any, today: dt.date) -> Q:
    """Open to others and not used by any this year: no share of use is stated by any text, so none is drawn here."""
    others = UsePeriod.objects.standing().filter(
        equipment_id=OuterRef("pk"), user=UsePeriod.User.OUTSIDE, day_to__range=(dt.date(today.year, 1, 1), today)
    )
    return OPEN & Q(state__in=("in_use", "down")) & ~Q(Exists(others))


UNUSED = Quick("unused", _("今年没有对外使用"), _unused, ("acquired_on", "pk"))
"""The mark of monitoring, those bought longest ago first."""
UNPUBLISHED = Quick(
    "unpublished", _("开放未公布"), lambda user, today: OPEN & Q(public=False, state__in=("in_use", "down"))
)
TO_REVIEW = Quick("review", pgettext_lazy("purchase", "待审查"), lambda user, today: Q(state="submitted"), of_case=True)
