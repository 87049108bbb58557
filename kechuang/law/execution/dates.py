"""The date operations of expressions, for one case, by the calendar's functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from kechuang.law import calendar as c
from kechuang.law.errors import LawError


def counter(data: Mapping[str, Any], workdays: c.Workdays) -> Callable[..., Any]:
    """What computes a date slot from its argument values: a Deadline, a date, or a whole number of days or years."""
    how = data["how"]
    if how == "act_within":
        return lambda start, n: c.act_within(
            start, **{f"{data['unit']}s": n}, workdays_table=workdays, roll=data["roll"]
        )
    if how == "minimum_until":
        return lambda start, n: c.minimum_period(
            start, **{f"{data['unit']}s": n}, workdays_table=workdays, roll=data["roll"]
        )
    if how == "opens_after_over":
        return lambda start, n: c.opens_after_over(start, **{f"{data['unit']}s": n})
    return _PLAIN[how]


def _month_day(year: int, month_day: str) -> c.Deadline:
    try:
        return c.fixed_date(year, month_day)
    except ValueError:
        raise LawError(f"没有这一天：{year} 年 {month_day}", f"no such day: {year}-{month_day}") from None


_PLAIN: dict[str, Callable[..., Any]] = {
    "latest_start": lambda finish_by, days: c.latest_start_for(days, finish_by),
    "plus_days": lambda day, days: day + dt.timedelta(days=days),
    "plus_months": lambda day, months: c.add_months(day, months),
    "plus_years": lambda day, years: c.add_months(day, 12 * years),
    "on_month_day": _month_day,
    "year_of": lambda day: day.year,
    "days_between": lambda start, end: (end - start).days,
    "full_years": lambda start, end: c.full_years(start, end),
}
