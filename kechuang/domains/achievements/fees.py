"""Fees of intellectual property: the soonest of an achievement runs as a deadline, and is brought to mind ahead of its day."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox import services as inbox
from kechuang.casework.inbox.models import Todo
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.domains.achievements.models import Achievement, IPRight

AHEAD_DAYS = 60
"""How many days ahead of its last day a fee is asked for."""
FEE = "ip_fee"
"""The to-do of a fee that falls due."""
RULE = "ip_fee_payment"
_OVER = (IPRight.Status.LAPSED, IPRight.Status.REFUSED)


class Paid(NamedTuple):
    """A fee that was paid: the last day it had, and the day it was paid."""

    due: dt.date | None
    on: dt.date


def follow(achievement: Achievement, paid: Paid | None = None) -> None:
    """Bring the deadline and the to-do to what is now due: met by a payment, moved, begun, or released."""
    running = Obligation.objects.running().filter(case_id=achievement.pk, rule=RULE).first()
    if running is not None and paid is not None and running.due == paid.due:
        obligations.meet(achievement.pk, RULE, paid.on)
        running = None
    soonest = _soonest(achievement)
    if soonest is None:
        if running is not None:
            obligations.waive(running, gettext("不再缴费"))
    elif running is None or running.due != soonest.fee_due_on:
        obligations.start(
            case_id=achievement.pk, rule=RULE, territory=achievement.region_id, owner=achievement.owner,
            facts={"ip_fee.due_on": soonest.fee_due_on}, settled_by="record_right_event",
        )  # fmt: skip
    inbox.close_todos(achievement, (FEE,))
    if soonest is not None:
        _ask(achievement, soonest, clock.today())


def _soonest(achievement: Achievement) -> IPRight | None:
    if achievement.closed_on is not None:
        return None
    rows = achievement.rights.filter(fee_due_on__isnull=False).exclude(status__in=_OVER)
    return rows.order_by("fee_due_on", "pk").first()


def _ask(achievement: Achievement, right: IPRight, day: dt.date) -> bool:
    """Open the to-do of a fee that falls due within the time. Whether it was."""
    if right.fee_due_on is None or right.fee_due_on > day + dt.timedelta(days=AHEAD_DAYS):
        return False
    text = inbox.worded(_("%(right)s 在 %(day)s 前缴费"), right=right, day=right.fee_due_on)
    inbox.open_todo(achievement, FEE, [achievement.owner], text, ("technology_manager", "platform_manager", "leader"))
    return True


def remind(day: dt.date) -> str:
    """Open a to-do for each achievement with a fee due within the time; doing it again changes nothing."""
    due = IPRight.objects.filter(fee_due_on__lte=day + dt.timedelta(days=AHEAD_DAYS)).exclude(status__in=_OVER)
    asked = Todo.objects.open().filter(case_id=OuterRef("achievement_id"), name=FEE)
    rows = due.filter(~Exists(asked), achievement__closed_on=None).select_related("achievement__owner")
    soonest = rows.order_by("achievement_id", "fee_due_on").distinct("achievement_id")
    return f"{sum(_ask(right.achievement, right, day) for right in soonest)} fee(s) asked for"
