"""The worked dates of the conventions and of scenarios 8, 10, 12, 20 and 24, and the steps that explain them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kechuang.law.calendar import (
    Deadline,
    act_within,
    basis_title,
    default_workdays,
    fixed_date,
    full_years,
    latest_start_for,
    minimum_period,
    next_settlement,
    opens_after,
    opens_after_over,
    overdue_days,
    warn_by,
)


def kinds(deadline: Deadline) -> list[str]:
    return [shift.kind for shift in deadline.shifts]


# --- conventions: counting time -------------------------------------------------------------------------------------


def test_act_within_15_days_ending_in_national_day_rolls_to_the_day_after_the_holiday() -> None:
    deadline = act_within(date(2026, 9, 17), days=15)
    assert (deadline.due, deadline.provisional) == (date(2026, 10, 8), False)
    assert kinds(deadline) == ["start_excluded", "counted", "rest_day_roll"]
    assert [shift.day for shift in deadline.shifts] == [date(2026, 9, 18), date(2026, 10, 2), date(2026, 10, 8)]
    assert [shift.basis for shift in deadline.shifts] == [
        "prc-civil-code:art201",
        "prc-civil-code:art201",
        "prc-civil-code:art203",
    ]


def test_minimum_period_of_15_days_ends_with_its_day_in_the_holiday() -> None:
    deadline = minimum_period(date(2026, 9, 17), days=15)
    assert (deadline.due, opens_after(deadline)) == (date(2026, 10, 2), date(2026, 10, 3))
    assert kinds(deadline) == ["start_excluded", "counted", "not_rolled_minimum"]
    assert deadline.shifts[-1].basis == "A30"


def test_minimum_period_with_the_a30_switch_moves() -> None:
    deadline = minimum_period(date(2026, 9, 17), days=15, roll=True)
    assert deadline.due == date(2026, 10, 8)
    assert (deadline.shifts[-1].kind, deadline.shifts[-1].basis) == ("rest_day_roll", "A30")


def test_15_working_days_count_both_make_up_days() -> None:
    deadline = act_within(date(2026, 9, 17), workdays=15)
    assert (deadline.due, deadline.provisional) == (date(2026, 10, 14), False)
    assert kinds(deadline) == ["start_excluded", "make_up_workday", "make_up_workday", "counted"]
    assert [shift.day for shift in deadline.shifts[1:3]] == [date(2026, 9, 20), date(2026, 10, 10)]


def test_act_within_ending_on_the_mid_autumn_holiday_rolls_to_monday() -> None:
    assert act_within(date(2026, 9, 11), days=15).due == date(2026, 9, 28)


def test_one_month_from_31_january_ends_on_a_saturday_that_is_worked() -> None:
    deadline = act_within(date(2026, 1, 31), months=1)
    assert (deadline.due, deadline.provisional) == (date(2026, 2, 28), False)
    assert kinds(deadline) == ["start_excluded", "month_end", "make_up_workday"]


def test_six_months_from_31_august_2026_is_provisional() -> None:
    deadline = act_within(date(2026, 8, 31), months=6)
    assert (deadline.due, deadline.provisional) == (date(2027, 3, 1), True)
    assert kinds(deadline) == ["start_excluded", "month_end", "rest_day_roll", "provisional_year"]
    assert deadline.shifts[-1].basis == "holiday-notice:2027"


def test_a_roll_can_land_on_a_make_up_sunday() -> None:
    deadline = act_within(date(2025, 12, 2), months=1)
    assert deadline.due == date(2026, 1, 4)
    assert kinds(deadline) == ["start_excluded", "corresponding_day", "rest_day_roll", "make_up_workday"]


def test_act_within_without_roll_stays_and_is_firm() -> None:
    deadline = act_within(date(2026, 8, 31), months=6, roll=False)
    assert (deadline.due, deadline.provisional) == (date(2027, 2, 28), False)


# --- what is provisional --------------------------------------------------------------------------------------------


def test_a_working_day_in_an_unpublished_year_is_provisional_for_acting() -> None:
    deadline = act_within(date(2026, 12, 21), days=15)
    assert (deadline.due, deadline.provisional) == (date(2027, 1, 5), True)
    assert kinds(deadline) == ["start_excluded", "counted", "provisional_year"]


def test_a_minimum_period_in_an_unpublished_year_is_firm() -> None:
    assert not minimum_period(date(2026, 12, 21), days=15).provisional
    assert not opens_after_over(date(2026, 12, 21), years=3).provisional


def test_working_days_counted_into_an_unpublished_year_are_provisional() -> None:
    assert not act_within(date(2026, 12, 21), workdays=5).provisional
    assert act_within(date(2026, 12, 28), workdays=5).provisional


def test_a_day_off_at_the_end_of_a_published_year_is_provisional_only_if_it_rolls_over() -> None:
    start = date(2022, 12, 16)  # day 15 is Saturday 2022-12-31; the notice for 2023 came on 2022-12-08
    now = act_within(start, days=15)
    assert (now.due, now.provisional) == (date(2023, 1, 3), False)
    then = act_within(start, days=15, workdays_table=default_workdays().known_on(date(2022, 12, 7)))
    assert (then.due, then.provisional) == (date(2023, 1, 2), True)
    firm = act_within(date(2022, 12, 15), days=15, workdays_table=default_workdays().known_on(date(2022, 12, 7)))
    assert (firm.due, firm.provisional) == (date(2022, 12, 30), False)


# --- scenarios ------------------------------------------------------------------------------------------------------


def test_scenario_8_price_notice_from_the_later_channel_opens_on_24_may() -> None:
    later = max(date(2025, 5, 6), date(2025, 5, 8))
    deadline = minimum_period(later, days=15)
    assert (deadline.due, opens_after(deadline)) == (date(2025, 5, 23), date(2025, 5, 24))


def test_scenario_10_reward_payment_clock() -> None:
    income = date(2024, 8, 31)
    due = act_within(income, months=6).due
    assert due == date(2025, 2, 28)
    assert (overdue_days(due, date(2025, 2, 28)), overdue_days(due, date(2025, 3, 1))) == (0, 1)
    assert act_within(income, months=8).due == date(2025, 4, 30)


def test_scenario_10_reward_notice_must_start_by_12_february() -> None:
    start = latest_start_for(15, date(2025, 2, 28))
    assert start == date(2025, 2, 12)
    assert opens_after(minimum_period(start, days=15)) == date(2025, 2, 28)


def test_scenario_12_idle_ladder_opens_the_day_after_the_anniversary() -> None:
    right = date(2023, 4, 1)
    listing, licence = opens_after_over(right, years=2), opens_after_over(right, years=3)
    assert (listing.due, licence.due) == (date(2025, 4, 2), date(2026, 4, 2))
    assert kinds(listing) == ["start_excluded", "corresponding_day", "strictly_after"]
    assert listing.shifts[-1].basis == "prc-civil-code:art1259"


def test_scenario_20_filing_within_a_month_of_31_january() -> None:
    due = act_within(date(2025, 1, 31), months=1).due
    assert due == date(2025, 2, 28)
    assert overdue_days(due, date(2025, 3, 3)) == 3


def test_scenario_24_a_three_year_ban_ends_with_the_anniversary() -> None:
    ban = minimum_period(date(2025, 5, 20), years=3)
    assert (ban.due, opens_after(ban)) == (date(2028, 5, 20), date(2028, 5, 21))


def test_scenario_24_yearly_report_on_30_march_is_in_time_and_31_march_late() -> None:
    due = fixed_date(2026, "03-30").due
    assert due == date(2026, 3, 30)
    assert (overdue_days(due, date(2026, 3, 30)), overdue_days(due, date(2026, 3, 31))) == (0, 1)


# --- fixed dates ----------------------------------------------------------------------------------------------------


def test_fixed_date_on_a_sunday_stays_and_names_the_friday_before() -> None:
    deadline = fixed_date(2025, "03-30")
    assert (deadline.start, deadline.due, deadline.provisional) == (date(2025, 3, 30), date(2025, 3, 30), False)
    assert [(shift.kind, shift.day) for shift in deadline.shifts] == [
        ("fixed_date", date(2025, 3, 30)),
        ("fixed_date", date(2025, 3, 28)),
    ]
    assert warn_by(deadline) == date(2025, 3, 28)


def test_fixed_date_on_a_working_day_has_one_step() -> None:
    deadline = fixed_date(2026, "03-30")
    assert (kinds(deadline), warn_by(deadline)) == (["fixed_date"], date(2026, 3, 30))


@pytest.mark.parametrize("month_day", ["3-30", "0330", "13-01", "02-30", "00-10", "01-00"])
def test_fixed_date_refuses_a_day_that_is_none(month_day: str) -> None:
    with pytest.raises(ValueError, match=month_day):
        fixed_date(2026, month_day)


def test_fixed_date_29_february_needs_a_leap_year() -> None:
    assert fixed_date(2024, "02-29").due == date(2024, 2, 29)
    with pytest.raises(ValueError, match="2025 has no day 02-29"):
        fixed_date(2025, "02-29")


# --- months, years, terms -------------------------------------------------------------------------------------------


def test_a_month_from_a_month_end_keeps_the_day_number() -> None:
    assert act_within(date(2025, 2, 28), months=1, roll=False).due == date(2025, 3, 28)


def test_over_a_year_from_29_february_opens_on_1_march() -> None:
    deadline = opens_after_over(date(2024, 2, 29), years=1)
    assert deadline.due == date(2025, 3, 1)
    assert kinds(deadline) == ["start_excluded", "month_end", "strictly_after"]


def test_over_days_and_months() -> None:
    assert opens_after_over(date(2025, 1, 1), days=30).due == date(2025, 2, 1)
    assert opens_after_over(date(2025, 1, 31), months=1).due == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2025, 1, 1), date(2034, 12, 31), 10),
        (date(2025, 1, 1), date(2034, 12, 30), 9),
        (date(2025, 3, 1), date(2028, 2, 28), 2),  # 2028 has a 29th
        (date(2025, 3, 1), date(2028, 2, 29), 3),
        (date(2024, 2, 29), date(2025, 2, 27), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 1),
        (date(2024, 2, 29), date(2028, 2, 28), 4),
        (date(2025, 1, 1), date(2024, 12, 31), 0),
        (date(2025, 1, 1), date(2020, 1, 1), 0),
    ],
)
def test_full_years_of_an_inclusive_term(start: date, end: date, years: int) -> None:
    assert full_years(start, end) == years


def test_latest_start_in_working_days() -> None:
    # Three working days before Wednesday 2026-10-14: 10-10 (worked Saturday), 10-12, 10-13; so it starts on 10-09.
    start = latest_start_for(3, date(2026, 10, 14), working=True)
    assert start == date(2026, 10, 9)
    assert opens_after(minimum_period(start, workdays=3)) == date(2026, 10, 14)


def test_next_settlement_in_both_readings_of_a19() -> None:
    assert next_settlement(date(2025, 8, 31)).due == date(2026, 2, 28)
    assert next_settlement(date(2025, 8, 31), calendar_halves=True).due == date(2026, 6, 30)
    assert next_settlement(date(2025, 6, 30), calendar_halves=True).due == date(2025, 12, 31)
    with pytest.raises(ValueError, match="6 months"):
        next_settlement(date(2025, 8, 31), months=3, calendar_halves=True)


# --- words and refusals ---------------------------------------------------------------------------------------------


def test_every_step_speaks_both_languages_and_names_a_known_basis() -> None:
    deadlines = [
        act_within(date(2026, 8, 31), months=6),
        act_within(date(2026, 9, 17), workdays=15),
        act_within(date(2026, 9, 17), years=1),
        minimum_period(date(2026, 9, 17), days=15),
        opens_after_over(date(2023, 4, 1), years=2),
        fixed_date(2025, "03-30"),
        next_settlement(date(2025, 1, 1), calendar_halves=True),
    ]
    for shift in (shift for deadline in deadlines for shift in deadline.shifts):
        assert shift.day.isoformat() in shift.zh
        assert shift.day.isoformat() in shift.en
        assert not any("一" <= letter <= "鿿" for letter in shift.en)
        assert basis_title(shift.basis) != shift.basis
        assert basis_title(shift.basis, "en") not in (shift.basis, basis_title(shift.basis))


def test_basis_of_another_module_is_left_alone() -> None:
    assert basis_title("zhejiang-2021:art40.p2.a") == "zhejiang-2021:art40.p2.a"


def test_a_datetime_is_refused() -> None:
    with pytest.raises(TypeError, match="local date"):
        act_within(datetime(2026, 9, 17, 12, tzinfo=UTC), days=15)


def test_exactly_one_length() -> None:
    with pytest.raises(TypeError, match="exactly one"):
        act_within(date(2026, 9, 17))
    with pytest.raises(TypeError, match="exactly one"):
        act_within(date(2026, 9, 17), days=1, months=1)


@pytest.mark.parametrize("count", [0, -1, True, 1.5])
def test_a_length_is_a_positive_whole_number(count: int) -> None:
    with pytest.raises(ValueError, match="months must be a whole number of at least 1"):
        act_within(date(2026, 9, 17), months=count)


def test_a_period_beyond_the_calendar_says_so() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        act_within(date(2026, 9, 17), years=9000)
    with pytest.raises(ValueError, match="outside the calendar"):
        act_within(date(2026, 9, 17), days=9_000_000)
