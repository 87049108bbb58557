"""Counting periods by the Civil Code (arts. 200-204, 1259), with every step explained.

Four kinds of clock, and which of them a day off moves:

- `act_within`: something must be done within a period. First day excluded; a last day off rolls (art. 203).
- `minimum_period`: a notice must stand at least so long. Ends with its last day, not moved by default (A30).
- `opens_after_over`: a right opens after *over* (超过) a period: the day after the anniversary (art. 1259).
- `fixed_date`: a date that the text names. Included, never moved (A18); `warn_by` says when to act at the latest.

日 are calendar days; `workdays=` only where the text says 工作日. All functions are pure: nothing here reads the clock,
and the holiday table is an argument (the packaged one by default).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from . import steps
from .steps import Deadline, Shift
from .workdays import ONE_DAY, Workdays, default_workdays, legal_day

_MONTH_DAY: Final = re.compile(r"(\d\d)-(\d\d)")


def act_within(
    start: date,
    *,
    days: int | None = None,
    workdays: int | None = None,
    months: int | None = None,
    years: int | None = None,
    workdays_table: Workdays | None = None,
    roll: bool = True,
) -> Deadline:
    """The last day to act within a period after the event on `start`; exactly one length must be given.

    `roll=False` keeps a last day off where it is (A30's switch for act-by periods).
    """
    table = _table(workdays_table)
    end, shifts = _end(legal_day(start), days, workdays, months, years, table)
    if workdays is not None:
        return _deadline(start, start + ONE_DAY, end, shifts, table)
    if not roll:
        return Deadline(start, end, False, tuple(shifts))
    return _roll(start, end, shifts, table, steps.REST_DAY)


def minimum_period(
    start: date,
    *,
    days: int | None = None,
    workdays: int | None = None,
    months: int | None = None,
    years: int | None = None,
    workdays_table: Workdays | None = None,
    roll: bool = False,
) -> Deadline:
    """The last day of a period that must pass in full after `start` (a notice, a ban); `opens_after` is the next day.

    It ends with that day, 24:00, also on a day off; `roll=True` is the other reading of A30.
    """
    table = _table(workdays_table)
    end, shifts = _end(legal_day(start), days, workdays, months, years, table)
    if workdays is not None:
        return _deadline(start, start + ONE_DAY, end, shifts, table)
    if not roll:
        if not table.is_workday(end):
            shifts.append(steps.minimum_not_rolled(end, table))
        return Deadline(start, end, False, tuple(shifts))
    return _roll(start, end, shifts, table, steps.COUNTING)


def opens_after(deadline: Deadline) -> date:
    """The first day on which what waits for the period is possible: the day after its last day."""
    return deadline.due + ONE_DAY


def opens_after_over(
    start: date, *, years: int | None = None, months: int | None = None, days: int | None = None
) -> Deadline:
    """The first day on which *over* (超过) the period has passed since `start`; days off play no part."""
    end, shifts = _end(legal_day(start), days, None, months, years, None)
    due = add_days(end, 1)
    shifts.append(steps.strictly_after(end, due))
    return Deadline(start, due, False, tuple(shifts))


def fixed_date(year: int, month_day: str, *, workdays_table: Workdays | None = None) -> Deadline:
    """The date that the text names, as "03-30" (三月三十日前): in time on the day, not moved off a day off (A18).

    The last step says so when it is a day off, and its day is then the last working day before. `start` is the date
    itself. Raises ValueError for a day that the year does not have.
    """
    match = _MONTH_DAY.fullmatch(month_day)
    if match is None:
        raise ValueError(f"a fixed date is written as 03-30 (month-day), not '{month_day}'")
    month, day = int(match[1]), int(match[2])
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        raise ValueError(f"{year} has no day {month_day}")
    return _fixed(date(year, month, day), _table(workdays_table), steps.FIXED_DATE)


def warn_by(deadline: Deadline, *, workdays_table: Workdays | None = None) -> date:
    """The last working day on or before the due day: by then it should be done, whatever the law still allows."""
    return _table(workdays_table).previous_workday(deadline.due)


def latest_start_for(
    minimum_days: int, finish_by: date, *, working: bool = False, workdays_table: Workdays | None = None
) -> date:
    """The last day on which a minimum period of full days can start so that it is over before `finish_by`.

    What follows the period is then possible on `finish_by` itself. `working`: the days are 工作日.
    """
    _positive(minimum_days, "minimum_days")
    legal_day(finish_by)
    if not working:
        return add_days(finish_by, -minimum_days - 1)
    return _table(workdays_table).add_workdays(finish_by, -minimum_days) - ONE_DAY


def next_settlement(
    previous: date, *, months: int = 6, calendar_halves: bool = False, workdays_table: Workdays | None = None
) -> Deadline:
    """By when the next settlement is due if there must be one at least every `months` months (A19).

    Rolling by default: within `months` of the previous one. `calendar_halves` is the other reading: by the end of the
    half calendar year after the one of `previous`, a fixed date (`months` must then be 6).
    """
    if not calendar_halves:
        return act_within(previous, months=months, workdays_table=workdays_table)
    if months != 6:
        raise ValueError(f"calendar half years are 6 months, not {months}")
    second_half = legal_day(previous).month > 6
    due = date(previous.year + 1, 6, 30) if second_half else date(previous.year, 12, 31)
    fixed = _fixed(due, _table(workdays_table), steps.HALF_YEARS)
    return Deadline(previous, fixed.due, fixed.provisional, fixed.shifts)


def full_years(start: date, end_inclusive: date) -> int:
    """How many full years a term has whose first and last day both count (A14); 0 if it ends before it starts.

    2025-01-01 to 2034-12-31 is ten years. A term that starts on 29 February needs 28 February where there is no 29th.
    """
    after = add_days(legal_day(end_inclusive), 1)
    whole = after.year - legal_day(start).year
    if (after.month, after.day) < (start.month, start.day):
        whole -= 1
    return max(whole, 0)


def overdue_days(due: date, done: date) -> int:
    """Calendar days late; the due day itself is in time, so 0 on it and before."""
    return max((legal_day(done) - legal_day(due)).days, 0)


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or the last day of that month if there is none (art. 202)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"{months} months from {day} is outside the calendar (years 1 to 9999)")
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_days(day: date, days: int) -> date:
    """`days` calendar days later (earlier if negative)."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ValueError(f"{days} days from {day} is outside the calendar (years 1 to 9999)") from None


def _table(workdays_table: Workdays | None) -> Workdays:
    return default_workdays() if workdays_table is None else workdays_table


def _end(
    start: date,
    days: int | None,
    workdays: int | None,
    months: int | None,
    years: int | None,
    table: Workdays | None,
) -> tuple[date, list[Shift]]:
    """The last day before anything is moved, and the steps so far."""
    given = {"days": days, "workdays": workdays, "months": months, "years": years}
    lengths = [(unit, value) for unit, value in given.items() if value is not None]
    if len(lengths) != 1:
        raise TypeError("give exactly one of days, workdays, months, years")
    unit, count = lengths[0]
    _positive(count, unit)
    shifts = [steps.excluded_start(start)]
    if unit == "days":
        end = add_days(start, count)
        shifts.append(steps.counted_days(count, end))
    elif unit == "workdays":
        assert table is not None
        end = table.add_workdays(start, count)
        between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
        shifts += [steps.worked_weekend(day, table, last=False) for day in between if table.is_make_up(day)]
        shifts.append(steps.counted_workdays(count, end, len(between) - count))
    else:
        months = count * 12 if unit == "years" else count
        end = add_months(start, months)
        shifts.append(steps.counted_months(start, months, end))
    return end, shifts


def _roll(start: date, end: date, shifts: list[Shift], table: Workdays, basis: str) -> Deadline:
    """The deadline after a last day off has moved to the day after the holiday ends."""
    due = table.next_workday(end)
    if due != end:
        shifts.append(steps.rolled(end, due, table, basis))
    if table.is_make_up(due):
        shifts.append(steps.worked_weekend(due, table, last=True))
    return _deadline(start, end, due, shifts, table)


def _deadline(start: date, first_consulted: date, due: date, shifts: list[Shift], table: Workdays) -> Deadline:
    """The deadline when the table was asked about every day from `first_consulted` to `due`."""
    missing = table.unpublished_years(first_consulted, due)
    if missing:
        shifts.append(steps.provisional_years(due, missing))
    return Deadline(start, due, bool(missing), tuple(shifts))


def _fixed(due: date, table: Workdays, basis: str) -> Deadline:
    shifts = [steps.on_fixed_date(due, basis)]
    if not table.is_workday(due):
        shifts.append(steps.fixed_date_on_rest_day(due, table.previous_workday(due), table, basis))
    return Deadline(due, due, False, tuple(shifts))


def _positive(count: int, unit: str) -> None:
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise ValueError(f"{unit} must be a whole number of at least 1, not {count!r}")
