"""What lists of plans and of yearly reports can be narrowed by, beyond what every case has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
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


def _years() -> list[tuple[str, str]]:
    """The year that runs and the ten before it."""
    year = clock.today().year
    return [(str(y), str(y)) for y in range(year, year - 11, -1)]


def _filed_late() -> Any:
    rows = Obligation.objects.filter(rule="annual_report_due", status=Obligation.Status.MET, done_on__gt=F("due"))
    return rows.values("case_id")


def _not_filed(today: dt.date) -> Any:
    return Obligation.objects.filter(rule="annual_report_due").overdue(today).values("case_id")


YEAR = Filter("year", _("年度"), _years, lambda value: Q(year=int(value)))
TO_FILE = Quick("to_file", _("待报送"), lambda user, today: Q(state="drafted", year__lt=today.year))
OVERDUE = Quick("overdue", _("逾期未报"), lambda user, today: Q(pk__in=_not_filed(today)))
FILED_LATE = Quick("filed_late", _("逾期报送"), lambda user, today: Q(pk__in=_filed_late()))
