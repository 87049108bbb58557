"""The dense tables equal the scalar functions on every day from 1990 to 2100."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest

from kechuang.law.calendar import (
    Deadline,
    Workdays,
    act_within,
    add_months,
    default_workdays,
    minimum_period,
    opens_after_over,
    tables,
    workdays_from_text,
)
from kechuang.law.calendar.tables import DayTable

THEN = date(2025, 6, 1)

CASES: list[tuple[str, Callable[[], DayTable], Callable[[date], date | Deadline]]] = [
    ("act 15 days", lambda: tables.act_within_table(days=15), lambda day: act_within(day, days=15)),
    ("act 15 workdays", lambda: tables.act_within_table(workdays=15), lambda day: act_within(day, workdays=15)),
    ("act 6 months", lambda: tables.act_within_table(months=6), lambda day: act_within(day, months=6)),
    ("act 3 years", lambda: tables.act_within_table(years=3), lambda day: act_within(day, years=3)),
    (
        "act 1 month unmoved",
        lambda: tables.act_within_table(months=1, roll=False),
        lambda day: act_within(day, months=1, roll=False),
    ),
    ("notice 15 days", lambda: tables.minimum_period_table(days=15), lambda day: minimum_period(day, days=15)),
    (
        "notice 15 days moved",
        lambda: tables.minimum_period_table(days=15, roll=True),
        lambda day: minimum_period(day, days=15, roll=True),
    ),
    ("over 2 years", lambda: tables.opens_after_over_table(years=2), lambda day: opens_after_over(day, years=2)),
    ("back 5 workdays", lambda: tables.add_workdays_table(-5), lambda day: default_workdays().add_workdays(day, -5)),
    ("no workdays", lambda: tables.add_workdays_table(0), lambda day: day),
    ("next workday", tables.roll_table, lambda day: default_workdays().next_workday(day)),
    (
        "act 6 months as then known",
        lambda: tables.act_within_table(months=6, workdays_table=default_workdays().known_on(THEN)),
        lambda day: act_within(day, months=6, workdays_table=default_workdays().known_on(THEN)),
    ),
]


@pytest.mark.parametrize(("fast", "scalar"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_table_equals_its_scalar_function_on_every_day(
    fast: Callable[[], DayTable], scalar: Callable[[date], date | Deadline]
) -> None:
    table, oracle = fast(), tables.day_table(scalar)
    assert (table.due.dtype, table.provisional.dtype) == (np.int32, np.int8)
    assert table.due.shape == table.provisional.shape == (tables.SIZE,)
    np.testing.assert_array_equal(table.due, oracle.due)
    if isinstance(scalar(date(2025, 1, 1)), Deadline):
        np.testing.assert_array_equal(table.provisional, oracle.provisional)


def test_the_tables_cover_1990_to_2100() -> None:
    assert date(1990, 1, 1) == tables.BASE
    assert tables.LAST == tables.BASE + timedelta(days=tables.SIZE - 1) == date(2100, 12, 31)


def test_take_gathers_due_days_and_mask() -> None:
    starts = [tables.epoch_day(day) for day in (date(2026, 8, 31), date(2024, 8, 31))]
    due, provisional = tables.act_within_table(months=6).take(starts)
    assert [tables.calendar_day(day) for day in due] == [date(2027, 3, 1), date(2025, 2, 28)]
    assert provisional.tolist() == [1, 0]


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1)])
def test_a_day_outside_the_tables_is_named(day: date) -> None:
    with pytest.raises(ValueError, match=f"{day} is outside the day tables"):
        tables.roll_table().take([tables.BASE_EPOCH, tables.epoch_day(day)])


def test_months_that_differ_by_row() -> None:
    days = [date(2024, 8, 31), date(2024, 2, 29), date(1960, 12, 31), date(2099, 10, 31)]
    months = [6, 12, 2, 1]
    answer = tables.add_months_array([tables.epoch_day(day) for day in days], months)
    assert [tables.calendar_day(day) for day in answer] == [
        add_months(day, count) for day, count in zip(days, months, strict=True)
    ]


def test_tables_are_shared_and_cannot_be_written() -> None:
    table = tables.act_within_table(months=6)
    assert table is tables.act_within_table(months=6)
    with pytest.raises(ValueError, match="read-only"):
        table.due[0] = 0


def test_another_calendar_gives_another_table() -> None:
    bare = workdays_from_text("kind,first,last,zh,en,published,note\n")
    position = tables.epoch_day(date(2026, 10, 1)) - tables.BASE_EPOCH
    assert tables.calendar_day(tables.roll_table().due[position]) == date(2026, 10, 8)
    assert tables.calendar_day(tables.roll_table(bare).due[position]) == date(2026, 10, 1)


@pytest.mark.parametrize("length", [{}, {"days": 1, "months": 1}])
def test_exactly_one_length(length: dict[str, int]) -> None:
    with pytest.raises(TypeError, match="exactly one"):
        tables.act_within_table(**length)


def test_a_length_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        tables.minimum_period_table(days=0)


# --- the calendar table for SQL --------------------------------------------------------------------------------------


def test_calendar_rows_say_what_the_calendar_says() -> None:
    calendar: Workdays = default_workdays()
    rows = list(tables.calendar_rows(date(2026, 1, 1), date(2027, 12, 31)))
    assert len(rows) == 730
    for position, row in enumerate(rows):
        assert row.day == date(2026, 1, 1) + timedelta(days=position)
        assert row.is_workday == calendar.is_workday(row.day)
        assert row.next_workday == calendar.next_workday(row.day)
        assert row.provisional == (row.next_workday.year == 2027)


def test_calendar_rows_count_working_days_by_their_number() -> None:
    rows = list(tables.calendar_rows(date(2026, 9, 1), date(2026, 10, 31)))
    number = next(row.workday_number for row in rows if row.day == date(2026, 9, 17))
    assert [row.day for row in rows if row.is_workday and row.workday_number == number + 15] == [date(2026, 10, 14)]


def test_calendar_rows_refuse_to_run_backwards() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        list(tables.calendar_rows(date(2026, 2, 1), date(2026, 1, 1)))
