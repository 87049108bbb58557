"""What achievements tell of a platform's year: registered for targets, so that nobody types what the register knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.domains.achievements.models import IPRight
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.indicators import Evidence, Indicator, indicator


def _patents(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    """Inventions granted in the time, by their public number: a title may be one the unit keeps to itself."""
    ours = Q(achievement__platform=platform) | Q(achievement__owner_id=platform.owner_id)
    rows = IPRight.objects.filter(ours, kind=IPRight.Kind.INVENTION, granted_on__range=(start, end))
    for row in rows.select_related("achievement").order_by("granted_on", "pk"):
        yield Evidence(str(row), url=reverse("case", args=[row.achievement.number]))


indicator(
    Indicator("patents_granted", _("授权发明专利"), _("件"), _("期内授权的发明专利，按成果的知识产权登记"), _patents)
)
