"""What a day does to reviews: the slow are reminded, those who let their day pass are replaced, suspensions end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.direct import step
from kechuang.casework.inbox import services as inbox
from kechuang.casework.reviews import seating
from kechuang.casework.reviews.models import Expert, Seat, Standing
from kechuang.core.permissions import Refused

REMIND_DAYS = 2
"""How many days ahead an expert is reminded."""
_WAITING = Q(state="asked", panel__state__in=("drawn", "scoring")) | Q(state="accepted", panel__state="scoring")


@dataclass(frozen=True, slots=True)
class Day:
    """How many experts were reminded, replaced, and came back from suspension."""

    reminded: int
    replaced: int
    resumed: int


def run(day: dt.date) -> Day:
    """Do a day's work; doing it again on the same day changes nothing."""
    return Day(_remind(day), _replace(day), _resume(day))


def _remind(day: dt.date) -> int:
    rows = Seat.objects.filter(
        _WAITING, due__gte=day, due__lte=day + dt.timedelta(days=REMIND_DAYS), reminded_on=None
    ).select_related("expert__person__user")
    count = 0
    for seat in rows:
        with transaction.atomic():
            if Seat.objects.filter(pk=seat.pk, reminded_on=None).update(reminded_on=day):
                text = inbox.worded(_("%(day)s 前请办理：%(title)s"), day=seat.due, title=seat.title)
                inbox.tell([seat.expert.person.user], "due", text, case_id=seat.pk)
                count += 1
    return count


def _replace(day: dt.date) -> int:
    """Each seat by itself: one that somebody is acting on at this moment waits for the next run."""
    count = 0
    for pk in list(Seat.objects.filter(_WAITING, due__lt=day).order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                rows = Seat.objects.select_for_update(of=("self", "case_ptr"), skip_locked=True)
                seat = rows.filter(_WAITING, pk=pk, due__lt=day).first()
                if seat is None or seating.hold(seat.panel_id) not in ("drawn", "scoring"):
                    continue
                seating.lapse(seat)
                count += 1
        except Refused:
            continue
    return count


def _resume(day: dt.date) -> int:
    count = 0
    for pk in list(Expert.objects.filter(state="suspended").active_on(day).values_list("pk", flat=True)):
        with transaction.atomic():
            expert = Expert.objects.select_for_update(of=("self", "case_ptr")).get(pk=pk)
            standing = expert.standing_on(day)
            if expert.state == "suspended" and standing is not None and standing.kind == Standing.Kind.ACTIVE:
                step(expert, "resume", to="active")
                count += 1
    return count
