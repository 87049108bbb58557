"""What lists of platforms and agreements can be narrowed by, beyond what every case has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.forms import item_choices
from kechuang.core.ui.sites import Filter, Quick
from kechuang.domains.platforms.models import (
    CLASSES,
    LEVELS,
    Admission,
    Agreement,
    Council,
    ExpertConsultation,
    Platform,
    Recognition,
)
from kechuang.domains.platforms.models.registry import EXPIRY_WARNING

CLASS = Filter("class", _("类型"), lambda: CLASSES, lambda value: Q(platform_class=value))
ORIGIN = Filter("origin", _("设立资金"), lambda: Platform.Origin.choices, lambda value: Q(origin=value))
LEVEL = Filter("level", _("认定级别"), lambda: LEVELS, lambda value: Q(recognition_level=value))
SUPPORT = Filter("support", _("保障方式"), lambda: Agreement.SupportMode.choices, lambda value: Q(support_mode=value))

UNRECOGNISED = Quick("unrecognised", _("未认定"), lambda user, today: Q(recognition_level=None))


def _ending(user: Any, today: dt.date) -> Q:
    return Q(state__in=("signed", "filed"), ends_on__gte=today, ends_on__lte=today + dt.timedelta(days=180))


ENDING = Quick("ending", _("半年内届满"), _ending)


def _without_council(user: Any, today: dt.date) -> Q:
    seated = Council.objects.filter(seated_on__isnull=False, dissolved_on=None).order_by().values("platform")
    return ~Q(pk__in=seated)


NO_COUNCIL = Quick("no_council", _("没有履职的理事会"), _without_council)

# -- admission and recognition ---------------------------------------------------------------------------------

INDUSTRIES = ("industry.advantage", "industry.emerging", "industry.clusters")
ROUTE = Filter("route", _("申请方式"), lambda: Admission.Route.choices, lambda value: Q(route=value))
INDUSTRY = Filter(
    "industry", _("产业领域"), lambda: item_choices(*INDUSTRIES), lambda value: Q(industries__contains=[value])
)
PURPOSE = Filter("purpose", _("征询事项"), lambda: ExpertConsultation.Purpose.choices, lambda value: Q(purpose=value))
ROUND_LEVEL = Filter("level", _("级别"), lambda: LEVELS, lambda value: Q(level=value))
TO_DECIDE = Quick("deciding", _("待决定"), lambda user, today: Q(state="deciding"))


def _running_out(user: Any, today: dt.date) -> Q:
    held = Recognition.objects.filter(
        Recognition.valid_on(today), valid_to__lte=today + dt.timedelta(days=EXPIRY_WARNING)
    )
    return Q(pk__in=held.values("platform_id"))


RUNNING_OUT = Quick("running-out", _("认定将届满"), _running_out)
