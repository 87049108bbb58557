"""What lists of plans can be narrowed by, beyond what every case has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.core.ui.sites import Filter, Quick
from kechuang.domains.rewards.models import RewardPlan

SOURCE = Filter("source", _("奖励来源"), lambda: RewardPlan.Source.choices, lambda value: Q(source=value))
LATE = Quick(
    "late", _("逾期未付"), lambda user, today: Q(due_on__lt=today, state__in=("drafted", "in_notice", "settled"))
)  # fmt: skip
BELOW = Quick("below", _("低于下限"), lambda user, today: Q(pool__lt=F("floor")) & ~Q(state="void"))
CORRECTING = Quick("correcting", _("替代旧方案"), lambda user, today: Q(replaces__isnull=False) & ~Q(state="void"))


def _soon(user: Any, today: dt.date) -> Q:
    return Q(due_on__range=(today, today + dt.timedelta(days=30)), state__in=("drafted", "in_notice", "settled"))


SOON = Quick("soon", _("三十天内应付"), _soon)
