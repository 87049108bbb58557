"""What must hold for every start, length and table."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kechuang.law.calendar import (
    act_within,
    add_months,
    default_workdays,
    full_years,
    latest_start_for,
    minimum_period,
    opens_after,
    opens_after_over,
    overdue_days,
)

DAY = timedelta(days=1)
TABLE = default_workdays()

starts = st.dates(date(1990, 1, 1), date(2100, 12, 31))
busy = st.dates(date(2004, 1, 1), date(2027, 12, 31))  # where holidays and make-up days are dense
any_start = st.one_of(starts, busy)
lengths = st.one_of(
    st.fixed_dictionaries({"days": st.integers(1, 400)}),
    st.fixed_dictionaries({"workdays": st.integers(1, 60)}),
    st.fixed_dictionaries({"months": st.integers(1, 60)}),
    st.fixed_dictionaries({"years": st.integers(1, 20)}),
)


def corresponding_day(start: date, months: int) -> date:
    """The oracle: walk month by month, then try day numbers downwards until the month has one."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(start.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


@given(any_start, st.integers(1, 240))
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert end == corresponding_day(start, months)
    assert end.day == start.day or (end + DAY).day == 1
    assert add_months(end, -months) <= start


@given(any_start, st.integers(1, 30))
def test_years_are_twelve_months(start: date, years: int) -> None:
    assert act_within(start, years=years) == act_within(start, months=12 * years)


@given(any_start, lengths)
def test_a_due_day_is_after_its_start_and_is_worked(start: date, length: dict[str, int]) -> None:
    deadline = act_within(start, **length)
    assert deadline.start == start < deadline.due
    assert TABLE.is_workday(deadline.due)


@given(any_start, lengths)
def test_a_roll_skips_rest_days_only(start: date, length: dict[str, int]) -> None:
    end, due = act_within(start, **length, roll=False).due, act_within(start, **length).due
    day = end
    while day < due:
        assert not TABLE.is_workday(day)
        day += DAY


@given(any_start, lengths)
def test_a_later_start_is_never_due_earlier(start: date, length: dict[str, int]) -> None:
    assert act_within(start, **length).due <= act_within(start + DAY, **length).due
    assert minimum_period(start, **length).due <= minimum_period(start + DAY, **length).due


@given(any_start, lengths)
def test_a_longer_period_is_never_due_earlier(start: date, length: dict[str, int]) -> None:
    longer = {unit: count + 1 for unit, count in length.items()}
    assert act_within(start, **length).due <= act_within(start, **longer).due
    assert minimum_period(start, **length).due < minimum_period(start, **longer).due


@given(any_start, lengths)
def test_a_minimum_period_never_ends_later_than_the_act_within_it(start: date, length: dict[str, int]) -> None:
    minimum = minimum_period(start, **length)
    assert minimum.due <= act_within(start, **length).due == minimum_period(start, **length, roll=True).due
    assert opens_after(minimum) == minimum.due + DAY


@given(any_start, lengths)
def test_provisional_is_said_by_a_step_and_never_without_one(start: date, length: dict[str, int]) -> None:
    for deadline in (act_within(start, **length), minimum_period(start, **length)):
        assert deadline.provisional == (deadline.shifts[-1].kind == "provisional_year")
        assert [shift.kind for shift in deadline.shifts].count("provisional_year") <= 1
        if deadline.provisional:
            assert TABLE.unpublished_years(start, deadline.due) != ()


@given(any_start, lengths)
def test_the_steps_lead_to_the_due_day(start: date, length: dict[str, int]) -> None:
    deadline = act_within(start, **length)
    days = [shift.day for shift in deadline.shifts]
    assert (days[0], days[-1]) == (start + DAY, deadline.due)
    assert days == sorted(days)


@given(busy, st.integers(1, 60))
def test_working_days_counted_one_by_one(start: date, count: int) -> None:
    due = TABLE.add_workdays(start, count)
    between = [start + n * DAY for n in range(1, (due - start).days + 1)]
    assert TABLE.is_workday(due)
    assert sum(TABLE.is_workday(day) for day in between) == count


@given(busy, st.integers(-60, 60), st.integers(0, 60))
def test_working_days_add_up_and_undo(start: date, first: int, second: int) -> None:
    sign = -1 if first < 0 else 1
    assert TABLE.add_workdays(TABLE.add_workdays(start, first), sign * second) == TABLE.add_workdays(
        start, first + sign * second
    )
    worked = TABLE.next_workday(start)
    assert TABLE.add_workdays(TABLE.add_workdays(worked, second), -second) == worked


@given(any_start, st.integers(1, 30))
def test_over_a_period_opens_the_day_after_it(start: date, years: int) -> None:
    opening = opens_after_over(start, years=years)
    assert opening.due == corresponding_day(start, 12 * years) + DAY == opens_after(minimum_period(start, years=years))
    assert not opening.provisional


@given(any_start, st.integers(1, 60), st.booleans())
def test_the_latest_start_is_just_early_enough(finish_by: date, count: int, working: bool) -> None:
    unit = "workdays" if working else "days"
    start = latest_start_for(count, finish_by, working=working)
    assert opens_after(minimum_period(start, **{unit: count})) <= finish_by
    assert opens_after(minimum_period(start + DAY, **{unit: count})) > finish_by


@given(any_start, st.integers(1, 30))
def test_full_years_turn_on_the_last_day(start: date, years: int) -> None:
    after = date(start.year + years, 3, 1) if (start.month, start.day) == (2, 29) else None
    if after is None or ((start.year + years) % 4 == 0 and start.year + years != 2100):
        after = start.replace(year=start.year + years)
    assert full_years(start, after - DAY) == years
    assert full_years(start, after - 2 * DAY) == years - 1


@given(any_start, st.integers(-400, 400))
def test_overdue_is_never_negative(due: date, late: int) -> None:
    assert overdue_days(due, due + late * DAY) == max(late, 0)


@given(st.dates(date(2016, 1, 1), date(2027, 12, 31)), busy)
@settings(max_examples=200)
def test_what_was_known_only_grows(known: date, day: date) -> None:
    then = TABLE.known_on(known)
    assert set(then.years) <= set(TABLE.known_on(known + 30 * DAY).years)
    if not then.is_published(day.year):
        assert not then.is_make_up(day)
