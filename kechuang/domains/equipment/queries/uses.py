"""Whether there is room for another use of a piece of equipment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import Sum

from kechuang.domains.equipment.models import Equipment


def crowded(equipment: Equipment, first: dt.date, last: dt.date, hours: Decimal) -> tuple[dt.date, dt.date] | None:
    """The days of a row that would hold more than 24 hours each with these hours added, or None; as the database guards it.

    The days are those of the new row and those of every row around it: all that lies within them is added up.
    """
    rows = equipment.uses.standing()
    around = rows.filter(day_from__lte=first, day_to__gte=last).values_list("day_from", "day_to").distinct()
    for start, end in {(first, last), *around}:
        within = rows.filter(day_from__gte=start, day_to__lte=end).aggregate(n=Sum("hours"))["n"] or Decimal(0)
        if within + hours > 24 * ((end - start).days + 1):
            return start, end
    return None
