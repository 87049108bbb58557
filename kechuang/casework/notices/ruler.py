"""The days of a notice drawn to scale: a row for each channel, and one for what waits."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.utils.translation import gettext as _

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.notices.facts import first_days
from kechuang.casework.notices.kinds import CHANNELS
from kechuang.casework.notices.models import Notice
from kechuang.core import clock
from kechuang.core.ui.parts import Cell, Ruler, RulerDay, RulerRow
from kechuang.core.words import day_words, listed, month_words
from kechuang.law.calendar import default_workdays

ONE = dt.timedelta(days=1)
LONGEST = 45
"""Days a ruler shows at most; of a longer notice, those around today."""


def waiting_words(notice: Notice) -> str:
    """What waits for the notice, in the words of the subject's actions; a general word where they are not there yet."""
    known = actions_of(apps.get_model(notice.subject.kind))
    labels = [str(known[name].label) for name in notice.what.blocks if name in known]
    return listed(labels) if labels else _("等候公示的事项")


def ruler_of(notice: Notice, *, suspended: bool = False) -> Ruler | None:
    """None while the notice stands in no channel."""
    content = notice.content
    days = first_days(content)
    if not days:
        return None
    ends, today = notice.ends_on, clock.today()
    first = min(days.values()) - ONE
    last = (ends or max(days.values()) + 14 * ONE) + 3 * ONE
    if (last - first).days >= LONGEST:
        first = max(first, min(today - 10 * ONE, last - (LONGEST - 1) * ONE))
        last = min(last, first + (LONGEST - 1) * ONE)
    shown = [first + n * ONE for n in range((last - first).days + 1)]
    counts = notice.starts_on
    rows = []
    for name in notice.what.channels:
        if name not in days:
            rows.append(RulerRow(str(CHANNELS[name]), [Cell() for _day in shown], _("还没有发出")))
            continue
        start = days[name]
        running = start == counts
        cells = [_cell(day, start, ends, running, today) for day in shown]
        late = running and any(other < start for other in days.values())
        label = _("%(channel)s（较晚）") % {"channel": CHANNELS[name]} if late else str(CHANNELS[name])
        rows.append(RulerRow(label, cells, _("%(day)s发出，次日起算") % {"day": day_words(start)}))
    if ends is not None:
        opens = ends + ONE
        about = _("有异议未处理完毕") if suspended else _("%(day)s起可办") % {"day": day_words(opens)}
        rows.append(RulerRow(waiting_words(notice), [_open(day, opens, suspended) for day in shown], about))
    workdays = default_workdays()
    ticks = [RulerDay(day, not workdays.is_workday(day), day == today) for day in shown]
    return Ruler(month_words(first), ticks, rows)


def _cell(day: dt.date, start: dt.date, ends: dt.date | None, running: bool, today: dt.date) -> Cell:
    number = (day - start).days
    if number == 0:
        return Cell(_("公示"), "from")
    if number < 0 or (ends is not None and day > ends):
        return Cell()
    if not running or ends is None:
        return Cell(str(number), "idle")
    return Cell(str(number), "done" if day <= today else "todo")


def _open(day: dt.date, opens: dt.date, suspended: bool) -> Cell:
    if day < opens:
        return Cell()
    if suspended:
        return Cell(_("停") if day == opens else "", "shift")
    return Cell(_("可办") if day == opens else "", "open")
