"""The date operations of expressions, for one case, by the calendar's functions.

A length below one, or a day the law's calendar does not reach, has no answer: the operation then yields None, which the
interpreters tell as a missing (usable) fact. So one absurd length in a million rows harms only its own row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from kechuang.law import calendar as c
from kechuang.law.calendar import Deadline

CALENDAR_FIRST: Final = dt.date(1900, 1, 1)
CALENDAR_LAST: Final = dt.date(2199, 12, 31)
"""No computed day lies outside; facts are narrower still (types.FIRST_DAY to LAST_DAY)."""
MOST_UNITS: Final = {"day": 110_000, "workday": 110_000, "month": 3_600, "year": 300}
"""Longer lengths than the calendar itself are not counted at all."""


def counter(data: Mapping[str, Any], workdays: c.Workdays) -> Callable[..., Any]:
    """What computes a date slot from its argument values.

    It yields a Deadline, a date, a whole number of days or years, or None where there is no such day.
    """
    count, unit = _counting(data, workdays)
    most = MOST_UNITS.get(unit, 0)

    def guarded(*args: Any) -> Any:
        if unit and abs(args[1]) > most:
            return None
        try:
            found = count(*args)
        except (ValueError, OverflowError):
            return None
        day = found.due if isinstance(found, Deadline) else found
        if isinstance(day, dt.date) and not CALENDAR_FIRST <= day <= CALENDAR_LAST:
            return None
        return found

    return guarded


def _counting(data: Mapping[str, Any], workdays: c.Workdays) -> tuple[Callable[..., Any], str]:
    """The calendar's function, and the unit of its second argument where that is a length."""
    how, unit = data["how"], data.get("unit", "")
    if how == "act_within":
        return lambda start, n: c.act_within(start, **{f"{unit}s": n}, workdays_table=workdays, roll=data["roll"]), unit
    if how == "minimum_until":
        return (
            lambda start, n: c.minimum_period(start, **{f"{unit}s": n}, workdays_table=workdays, roll=data["roll"])
        ), unit
    if how == "opens_after_over":
        return lambda start, n: c.opens_after_over(start, **{f"{unit}s": n}), unit
    if how == "on_month_day":
        return lambda year, month_day: c.fixed_date(year, month_day, workdays_table=workdays), ""
    return _PLAIN[how]


_PLAIN: dict[str, tuple[Callable[..., Any], str]] = {
    "latest_start": (lambda finish_by, days: c.latest_start_for(days, finish_by), "day"),
    "plus_days": (lambda day, days: day + dt.timedelta(days=days), "day"),
    "plus_months": (c.add_months, "month"),
    "plus_years": (lambda day, years: c.add_months(day, 12 * years), "year"),
    "year_of": (lambda day: day.year, ""),
    "days_between": (lambda start, end: (end - start).days, ""),
    "full_years": (c.full_years, ""),
}
