"""What lists of achievements can be narrowed by, beyond what every case has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.reach import reach_of, under
from kechuang.core.ui.sites import Filter, Quick
from kechuang.domains.achievements.models import Achievement, IPRight, Screening, Use

KIND = Filter("kind", _("成果类别"), lambda: Achievement.Kind.choices, lambda value: Q(kind_of_achievement=value))
STAGE = Filter("stage", _("所处阶段"), lambda: Achievement.Stage.choices, lambda value: Q(stage=value))
MONEY = Filter(
    "money", _("资金"), lambda: [("fiscal", _("财政性资金")), ("other", _("非财政性资金"))],
    lambda value: Q(fiscal=value == "fiscal"),
)  # fmt: skip


def _unused(user: Any, today: dt.date) -> Q:
    used = Exists(Use.objects.filter(achievement_id=OuterRef("pk"), used_on__lte=today))
    return Q(state="registered", registered_on__lt=today - dt.timedelta(days=366)) & ~Q(used)


def _fees(user: Any, today: dt.date) -> Q:
    soon = IPRight.objects.filter(fee_due_on__lte=today + dt.timedelta(days=60)).values("achievement_id")
    return Q(pk__in=soon)


def _unscreened(user: Any, today: dt.date) -> Q:
    """Those of one's own units or under one's office; said here as well, it lets their indexes lead to the few that wait."""
    reach = reach_of(user)
    own = Q(owner_id__in=reach.organisations) | under(reach.prefixes, "region__code")
    screened = Exists(Screening.objects.filter(achievement_id=OuterRef("pk")))
    return own & Q(state="screening") & ~Q(screened)


UNUSED = Quick("unused", _("登记一年未使用"), _unused, ("registered_on", "pk"))
"""Those registered longest ago first."""
FEES = Quick("fees", _("两个月内缴费"), _fees)
UNSCREENED = Quick("unscreened", _("待审查"), _unscreened)
SEPARATE = Quick("separate", _("单列管理"), lambda user, today: Q(separate_on__isnull=False))
"""The unit's separate asset list."""
