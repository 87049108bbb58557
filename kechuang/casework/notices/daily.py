"""What a day does to notices: periods anew where the law or the calendar changed, and those that have run their days."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy

from kechuang.casework.cases import direct
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices import sources
from kechuang.casework.notices.models import OPEN, Notice
from kechuang.casework.notices.period import write_period
from kechuang.casework.notices.predicates import STAFF
from kechuang.core.words import day_words
from kechuang.law.calendar import default_workdays
from kechuang.law.library import load


def run(day: dt.date) -> str:
    """Do a day's work; doing it again on the same day changes nothing."""
    return f"{recompute()} moved, {conclude(day)} concluded, {sources.forget()} addresses forgotten"


@transaction.atomic
def recompute() -> int:
    """Periods computed anew where the law or the calendar changed; the publisher is told of a day that moved."""
    law, calendar = load().fingerprint, default_workdays().fingerprint
    moved = 0
    open_rows = Notice.objects.filter(state="running")
    rows = open_rows.exclude(law=law, calendar=calendar) | open_rows.filter(ends_on=None)
    for notice in rows.select_for_update(of=("self",)).select_related("subject", "owner"):
        before = notice.ends_on
        write_period(notice)
        notice.save()
        if notice.ends_on != before:
            moved += 1
            words = inbox.worded(
                gettext_lazy("%(number)s 的公示期满日由 %(old)s 改为 %(new)s"),
                number=notice.number, old=before or "–", new=notice.ends_on or "–",
            )  # fmt: skip
            inbox.tell(inbox.members(notice.owner, STAFF), "law", words, case_id=notice.pk)
    return moved


def conclude(day: dt.date) -> int:
    """Record those whose last full day has passed without an open objection; their publishers may go on."""
    ended = Notice.objects.filter(state="running", ends_on__lt=day).exclude(objections__state__in=OPEN)
    return sum(_concluded(pk, day) for pk in ended.values_list("pk", flat=True))


@transaction.atomic
def _concluded(pk: int, day: dt.date) -> bool:
    notice = Notice.objects.select_for_update().get(pk=pk)
    waits = notice.ends_on is None or notice.ends_on >= day or notice.objections.filter(state__in=OPEN).exists()
    if notice.state != "running" or waits:
        return False
    direct.step(notice, "conclude", to="concluded", cites=notice.what.cites)
    assert notice.ends_on is not None
    words = inbox.worded(
        gettext_lazy("%(number)s 已于%(day)s期满，没有未处理完毕的异议，等候公示的事项可以办了"),
        number=notice.number, day=partial(day_words, notice.ends_on),
    )  # fmt: skip
    inbox.tell(inbox.members(notice.owner, STAFF), "case", words, case_id=notice.pk)
    return True
