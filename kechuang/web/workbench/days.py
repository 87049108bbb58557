"""What the calendar does next: today when it is no ordinary day, the next holiday, and where a deadline in it moves."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kechuang.core.words import day_words, either, in_english
from kechuang.law.calendar import default_workdays


def next_rest(today: dt.date) -> str:
    """下一个法定节假日是元旦，1月1日至1月3日，其间到期的顺延至 1月4日. Empty when the table knows of none."""
    days = default_workdays()
    parts = []
    if days.is_make_up(today) or days.is_holiday(today):
        parts.append(_("今天是%(what)s。") % {"what": either(*days.describe(today))})
    found = days.holiday_after(today)
    if found is not None:
        first, last, name = found
        words = {
            "name": either(*name),
            "first": day_words(first, weekday=False),
            "last": day_words(last, weekday=False),
            "work": day_words(days.next_workday(last + dt.timedelta(days=1)), weekday=False),
        }
        if first == last:
            parts.append(_("下一个法定节假日是%(name)s，%(first)s，当天到期的顺延至%(work)s。") % words)
        else:
            parts.append(_("下一个法定节假日是%(name)s，%(first)s至%(last)s，其间到期的顺延至%(work)s。") % words)
        if not days.is_published(first.year):
            parts.append(_("%(year)d 年的放假安排尚未公布，暂按法定节假日。") % {"year": first.year})
    return (" " if in_english() else "").join(parts)
