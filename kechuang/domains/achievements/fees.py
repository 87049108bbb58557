"""Fees of intellectual property: brought to the unit's mind ahead of their day."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox import services as inbox
from kechuang.casework.inbox.models import Todo
from kechuang.domains.achievements.actions.rights import FEE
from kechuang.domains.achievements.models import IPRight

AHEAD_DAYS = 60
"""How many days ahead of its last day a fee is asked for."""


def remind(day: dt.date) -> str:
    """Open a to-do for each achievement with a fee due within the time; doing it again changes nothing."""
    due = IPRight.objects.filter(fee_due_on__lte=day + dt.timedelta(days=AHEAD_DAYS)).exclude(
        status__in=("lapsed", "refused")
    )
    asked = 0
    for right in (
        due.select_related("achievement__owner").order_by("achievement_id", "fee_due_on").distinct("achievement_id")
    ):
        case = right.achievement
        if case.closed_on is not None or Todo.objects.open().filter(case_id=case.pk, name=FEE).exists():
            continue
        text = inbox.worded(_("%(right)s 在 %(day)s 前缴费"), right=right, day=right.fee_due_on)
        inbox.open_todo(case, FEE, [case.owner], text, ("technology_manager", "platform_manager", "leader"))
        asked += 1
    return f"{asked} fee(s) asked for"
