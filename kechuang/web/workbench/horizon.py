"""Six weeks of due days as bars, drawn by the server."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kechuang.core.words import day_words, listed

DAYS = 42
HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Bar:
    """One day. x, width and height in the units of the drawing; label under it where it begins a week."""

    day: dt.date
    count: int
    x: float
    height: float
    y: float
    label: str
    css: str


@dataclass(frozen=True, slots=True)
class Horizon:
    bars: list[Bar]
    words: str
    """What the drawing shows, for those who do not see it."""


def horizon(days: Iterable[dt.date], today: dt.date) -> Horizon | None:
    """The due days of the next six weeks; None when there are none."""
    counts = Counter(day for day in days if 0 <= (day - today).days < DAYS)
    if not counts:
        return None
    most = max(counts.values())
    bars = []
    for n in range(DAYS):
        day = today + dt.timedelta(days=n)
        count = counts.get(day, 0)
        height = round(count * HEIGHT / max(most, 3), 1)
        label = f"{day.month}/{day.day}" if n % 7 == 0 else ""
        css = "today" if n == 0 else "soon" if n <= 3 else ""
        bars.append(Bar(day, count, n * 20.0, height, HEIGHT - height, label, css))
    total = sum(counts.values())
    peaks = listed([day_words(day, weekday=False) for day, count in sorted(counts.items()) if count == most][:3])
    text = ngettext("未来六周到期 %(n)d 件", "未来六周到期 %(n)d 件", total) % {"n": total}
    return Horizon(bars, _("%(text)s，最多一天 %(most)d 件：%(peaks)s") % {"text": text, "most": most, "peaks": peaks})
