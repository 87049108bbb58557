"""What the register tells of a platform's year, so that nobody types it: hours shared, and equipment open to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kechuang.core.words import with_note
from kechuang.domains.equipment.models import Equipment, Stage
from kechuang.domains.equipment.queries.openness import used
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.indicators import Evidence, Indicator, indicator


def _shared_hours(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    """A row for each piece of equipment others used in the time: its hours, and how many uses they are."""
    rows = {row.pk: row for row in Equipment.objects.filter(platform=platform)}
    told = used(rows, start, end)
    for pk, row in sorted(rows.items()):
        hours = told[pk]
        if hours.outside:
            times = ngettext("使用 %(n)d 次", "使用 %(n)d 次", hours.outside_uses) % {"n": hours.outside_uses}
            yield Evidence(with_note(str(row), times), hours.outside, reverse("case", args=[row.number]))


def _shared_equipment(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    """What was open to others on the last day, by the stages kept of each."""
    open_then = Stage.objects.filter(code=Stage.Code.SHARING, began_on__lte=end).exclude(ended_on__lte=end)
    rows = Equipment.objects.filter(platform=platform, pk__in=open_then.values("equipment"))
    for row in rows.order_by("pk"):
        yield Evidence(str(row), url=reverse("case", args=[row.number]))


indicator(
    Indicator(
        "equipment_hours", _("大型仪器开放共享机时"), _("小时"), _("期内外单位使用的机时，按使用记录，作废的不计"), _shared_hours,
    )
)  # fmt: skip
indicator(
    Indicator("shared_equipment", _("开放共享的大型仪器"), _("台"), _("期末对外开放的大型科研仪器"), _shared_equipment)
)
