"""What deals and contract funds tell of a platform's year: registered for targets, so that nobody types what is on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kechuang.core.words import with_note
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.indicators import Evidence, Indicator, indicator
from kechuang.domains.transformations.models import Receipt, Transformation


def _deals(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    """Deals signed in the time, and those of the unit's own that began in it; by number, a title may be confidential."""
    begun = Q(contract_on__range=(start, end)) | Q(contract_on=None, started_on__range=(start, end))
    rows = Transformation.objects.filter(begun, owner_id=platform.owner_id).exclude(state="withdrawn")
    for row in rows.order_by("pk"):
        yield Evidence(with_note(row.number, row.mode_words), url=reverse("case", args=[row.number]))


def _contract_income(platform: Platform, start: dt.date, end: dt.date) -> Iterable[Evidence]:
    rows = Receipt.objects.filter(
        unit_id=platform.owner_id, kind=Receipt.Kind.CONTRACT, standing=True, received_on__range=(start, end)
    )
    for row in rows.select_related("case").order_by("received_on", "pk"):
        yield Evidence(f"{row.case.number} {row.received_on}", row.amount, reverse("case", args=[row.case.number]))


for _made in (
    Indicator("contract_income", _("横向经费到账"), _("元"), _("期内登记的横向经费到账，冲销的不计"), _contract_income),
    Indicator("transformations", _("转化成果"), _("项"), _("期内签订合同或者自行开始实施的转化"), _deals),
):
    indicator(_made)
