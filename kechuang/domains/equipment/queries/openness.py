"""How much equipment is used and how open it is: hours per year, utilisation, open rate. Ratios are exact until shown."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, Sum

from kechuang.core import clock
from kechuang.core.among import among
from kechuang.domains.equipment.models import Equipment, UsePeriod


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one piece of equipment over a time, its uses by others, and what was charged (yuan)."""

    own: Decimal = Decimal(0)
    outside: Decimal = Decimal(0)
    charged: Decimal = Decimal(0)
    uses: int = 0
    outside_uses: int = 0

    @property
    def all(self) -> Decimal:
        return self.own + self.outside

    def __add__(self, other: Hours) -> Hours:
        return Hours(
            self.own + other.own, self.outside + other.outside, self.charged + other.charged, self.uses + other.uses,
            self.outside_uses + other.outside_uses,
        )  # fmt: skip


NONE = Hours()


def year_span(year: int) -> tuple[dt.date, dt.date]:
    """The days of a year that have come: to today, or to its end."""
    first = dt.date(year, 1, 1)
    return first, max(first, min(dt.date(year, 12, 31), clock.today()))


def used(equipment: Iterable[int], first: dt.date, last: dt.date) -> Mapping[int, Hours]:
    """The hours by equipment, of rows that stand; a row counts on its last day. In one query."""
    outside = Q(user=UsePeriod.User.OUTSIDE)
    rows = UsePeriod.objects.standing().filter(among("equipment_id", equipment), day_to__range=(first, last))
    told = rows.order_by().values("equipment_id").annotate(
        whole=Sum("hours"), others=Sum("hours", filter=outside, default=Decimal(0)), charged=Sum("charge"), n=Count("pk"),
        others_n=Count("pk", filter=outside),
    )  # fmt: skip
    found = {
        row["equipment_id"]: Hours(
            row["whole"] - row["others"], row["others"], row["charged"], row["n"], row["others_n"]
        )
        for row in told
    }
    return defaultdict(lambda: NONE, found)


def available(equipment: Equipment, first: dt.date, last: dt.date) -> Fraction:
    """The hours it was there for: its hours of a year by the share of the days it was in service."""
    start = max(first, equipment.acquired_on)
    end = min(last, equipment.retired_on or last)
    days = max((end - start).days + 1, 0)
    year = (dt.date(first.year, 12, 31) - dt.date(first.year, 1, 1)).days + 1
    return Fraction(equipment.hours_available * days, year)


@dataclass(frozen=True, slots=True)
class Openness:
    """A set of equipment over a year: how many, how many open to others, hours used and there."""

    count: int
    open: int
    hours: Hours
    available: Fraction

    @property
    def open_rate(self) -> Fraction | None:
        return Fraction(self.open, self.count) if self.count else None

    @property
    def utilisation(self) -> Fraction | None:
        return Fraction(self.hours.all) / self.available if self.available else None


def openness(rows: Iterable[Equipment], year: int, hours: Mapping[int, Hours] | None = None) -> Openness:
    """What a set of equipment comes to in a year; it counts what was in service on any of its days.

    Whether it is open is told as it stands today. hours: what `used` told of them, where it was already asked.
    """
    first, last = year_span(year)
    there = [e for e in rows if e.acquired_on <= last and (e.retired_on is None or e.retired_on >= first)]
    told = used([e.pk for e in there], first, last) if hours is None else hours
    return Openness(
        len(there),
        sum(e.open_to_others for e in there),
        sum((told[e.pk] for e in there), NONE),
        sum((available(e, first, last) for e in there), Fraction(0)),
    )


def percent(ratio: Fraction | None) -> str:
    """A ratio as 12.3%; – where there is none."""
    if ratio is None:
        return "–"
    tenths = (ratio * 2000 + 1).__floor__() // 2
    return f"{tenths // 10}.{tenths % 10}%"
