"""The packaged table, the override layers, and what was known when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kechuang.law.calendar import (
    HolidayFileError,
    act_within,
    default_workdays,
    load_workdays,
    reload_workdays,
    workdays_from_text,
)
from kechuang.law.calendar.workdays import BUILT_FILE, EXTRA_FILE_VARIABLE, OVERRIDE_FILE

HEADER = "kind,first,last,zh,en,published,note\n"
NOTICE_2027 = """\
year,2027,,,,2026-11-05,
holiday,2027-02-28,2027-03-02,测试假,Test Holiday,,
workday,2027-03-06,,测试假,Test Holiday,,
"""

DAYS_OFF_2026 = [
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
]
MAKE_UP_2026 = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, date(year + 1, 1, 1).toordinal())]


def test_2026_is_the_notice_day_for_day() -> None:
    table = default_workdays()
    off = {day for day in days_of(2026) for first, last in DAYS_OFF_2026 if first <= day <= last}
    make_up = {date(2026, month, day) for month, day in MAKE_UP_2026}
    assert {day for day in days_of(2026) if table.is_holiday(day)} == off
    assert {day for day in days_of(2026) if table.is_make_up(day)} == make_up
    assert sum(table.is_workday(day) for day in days_of(2026)) == 248


def test_published_years_end_with_2026() -> None:
    table = default_workdays()
    assert table.years == tuple(range(2004, 2027))
    assert (table.is_published(2026), table.is_published(2027)) == (True, False)


def test_2027_rests_on_weekends_and_the_thirteen_statutory_days_alone() -> None:
    table = default_workdays()
    assert [day for day in days_of(2027) if table.is_holiday(day)] == [
        date(2027, 1, 1),
        *(date(2027, 2, day) for day in (5, 6, 7, 8)),
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 5, 2),
        date(2027, 6, 9),
        date(2027, 9, 15),
        *(date(2027, 10, day) for day in (1, 2, 3)),
    ]
    assert not any(table.is_make_up(day) for day in days_of(2027))


def test_describe_gives_the_holiday_or_the_weekday() -> None:
    table = default_workdays()
    assert table.describe(date(2026, 9, 20)) == ("周日，国庆节调休上班", "a Sunday worked to make up for National Day")
    assert table.describe(date(2026, 10, 2)) == ("周五，国庆节放假", "Friday, day off for National Day")
    assert table.describe(date(2026, 7, 4)) == ("周六", "Saturday")


def test_31_december_2005_is_worked_as_an_override_says() -> None:
    assert default_workdays().is_make_up(date(2005, 12, 31))
    assert not load_workdays(BUILT_FILE).is_workday(date(2005, 12, 31))


def test_previous_and_next_workday_keep_a_working_day() -> None:
    table = default_workdays()
    assert table.next_workday(date(2026, 2, 28)) == table.previous_workday(date(2026, 2, 28)) == date(2026, 2, 28)
    assert (table.previous_workday(date(2026, 10, 7)), table.next_workday(date(2026, 10, 1))) == (
        date(2026, 9, 30),
        date(2026, 10, 8),
    )


# --- known on -------------------------------------------------------------------------------------------------------


def test_before_its_notice_a_year_is_provisional() -> None:
    start = date(2025, 8, 31)
    before, after = (default_workdays().known_on(day) for day in (date(2025, 11, 3), date(2025, 11, 4)))
    assert (before.is_published(2026), after.is_published(2026)) == (False, True)
    then = act_within(start, months=6, workdays_table=before)
    assert (then.due, then.provisional) == (date(2026, 3, 2), True)  # the make-up Saturday was not known yet
    now = act_within(start, months=6, workdays_table=after)
    assert (now.due, now.provisional) == (date(2026, 2, 28), False)


def test_the_two_days_added_in_2024_were_not_known_before_the_decree() -> None:
    before, after = (default_workdays().known_on(day) for day in (date(2024, 11, 9), date(2024, 11, 11)))
    added = [date(2025, 1, 28), date(2025, 5, 2)]
    assert [before.is_holiday(day) for day in added] == [False, False]
    assert [after.is_holiday(day) for day in added] == [True, True]
    assert not after.is_published(2025)


def test_a_second_notice_counts_from_its_own_day() -> None:
    before, after = (default_workdays().known_on(day) for day in (date(2020, 1, 26), date(2020, 1, 27)))
    days = [date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2)]
    assert [before.is_workday(day) for day in days] == [True, True, False]
    assert [after.is_workday(day) for day in days] == [False, False, False]


def test_known_on_nothing_is_everything_and_keeps_one_object_per_state() -> None:
    table = default_workdays()
    assert table.known_on(None) is table
    assert table.known_on(date(2026, 1, 1)) is table
    assert table.known_on(date(2025, 1, 1)) is table.known_on(date(2025, 6, 1))


# --- adding a year --------------------------------------------------------------------------------------------------


def with_2027(tmp_path: Path, text: str = NOTICE_2027) -> Path:
    file = tmp_path / "extra.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    return file


def test_a_year_added_by_file_makes_the_date_firm_and_changes_the_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = default_workdays()
    monkeypatch.setenv(EXTRA_FILE_VARIABLE, str(with_2027(tmp_path)))
    table = default_workdays()
    deadline = act_within(date(2026, 8, 31), months=6)
    assert (deadline.due, deadline.provisional) == (date(2027, 3, 3), False)
    assert table.fingerprint != plain.fingerprint
    assert not table.known_on(date(2026, 11, 4)).is_published(2027)


def test_the_table_is_read_once_until_reloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EXTRA_FILE_VARIABLE, str(with_2027(tmp_path)))
    first = default_workdays()
    with_2027(tmp_path, "year,2028,,,,,\n")
    assert default_workdays() is first
    assert reload_workdays().is_published(2028)


def test_an_unnamed_extra_file_is_an_error_with_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(EXTRA_FILE_VARIABLE, "no/such/file.csv")
    with pytest.raises(HolidayFileError, match=r"no/such/file\.csv: cannot read"):
        default_workdays()


def test_a_later_file_replaces_what_an_earlier_one_says_of_a_day() -> None:
    base = HEADER + "year,2030,,,,,\nholiday,2030-03-04,2030-03-06,假,Holiday,,\nstatutory,2030-03-08,,节,Day,,\n"
    table = workdays_from_text(base, HEADER + "clear,2030-03-05,,,,,\n")
    assert [table.is_workday(date(2030, 3, day)) for day in (4, 5, 6, 8)] == [False, True, False, True]


def test_statutory_days_count_only_without_a_notice() -> None:
    table = workdays_from_text(HEADER + "statutory,2030-03-08,,节,Day,,\n")
    assert not table.is_workday(date(2030, 3, 8))


def test_comments_blank_lines_quotes_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    file = tmp_path / "bom.csv"
    file.write_text(f'\ufeff# note\n\n{HEADER}holiday,2030-03-05,,"节, 一","Day, one"\n', encoding="utf-8")
    assert load_workdays(file).describe(date(2030, 3, 5)) == ("周二，节, 一放假", "Tuesday, day off for Day, one")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind,first\n", "line 1: the columns must be"),
        (HEADER + "holliday,2027-01-01\n", "line 2: kind is 'holliday'; it must be one of year, holiday"),
        (HEADER + "holiday,2027-1-1\n", "line 2: first is '2027-1-1'; write the date as 2027-01-01"),
        (HEADER + "holiday,2027-01-01,2026-01-03\n", "line 2: 2027-01-01 to 2026-01-03 is not a range"),
        (HEADER + "holiday,2027-01-01,2027-03-01\n", "is not a range of 1 to 31 days"),
        (HEADER + "year,2027-01-01\n", "line 2: first is '2027-01-01'; a year row needs the year"),
        (HEADER + "year,2027,,,,soon\n", "line 2: published is 'soon'"),
        (HEADER + "workday,2027-02-12\n", "line 2: workday 2027-02-12 is a Friday, worked anyway"),
        (HEADER + "holiday,2027-01-02\nworkday,2027-01-02\n", "line 3: 2027-01-02 is a workday here and a holiday on"),
        (HEADER + "holiday,2027-01-02,,a,b,,c,d\n", "line 2: 8 cells where 7 are expected"),
    ],
)
def test_a_mistake_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(HolidayFileError) as error:
        workdays_from_text(text)
    assert message in str(error.value)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gbk.csv"
    file.write_bytes((HEADER + "holiday,2030-03-05,,节,Day\n").encode("gbk"))
    with pytest.raises(HolidayFileError, match="UTF-8"):
        load_workdays(file)


def test_the_override_file_has_the_days_of_the_recent_notices() -> None:
    text = OVERRIDE_FILE.read_text(encoding="utf-8")
    assert "year,2026,,,,2025-11-04" in text
    assert "year,2027" not in [line[:9] for line in text.splitlines()]
