"""What counting a period gives: the deadline, and each thing that happened on the way, with the rule it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from .workdays import Workdays, weekday_name

ShiftKind = Literal[
    "start_excluded",
    "counted",
    "month_end",
    "corresponding_day",
    "rest_day_roll",
    "make_up_workday",
    "not_rolled_minimum",
    "fixed_date",
    "strictly_after",
    "provisional_year",
]

# The rules that a step can rest on. Interpretations keep their numbers; a notice is `holiday-notice:<year>`.
START_EXCLUDED: Final = "prc-civil-code:art201"
CORRESPONDING_DAY: Final = "prc-civil-code:art202"
REST_DAY: Final = "prc-civil-code:art203"
OTHER_COUNTING: Final = "prc-civil-code:art204"
STRICTLY: Final = "prc-civil-code:art1259"
FIXED_DATE: Final = "A18"
HALF_YEARS: Final = "A19"
COUNTING: Final = "A30"
NOTICE: Final = "holiday-notice:"

_TITLES: Final = {
    START_EXCLUDED: ("《民法典》第二百零一条（始日不计入）", "Civil Code art. 201 (the first day is not counted)"),
    CORRESPONDING_DAY: ("《民法典》第二百零二条（对应日）", "Civil Code art. 202 (the corresponding day)"),
    REST_DAY: ("《民法典》第二百零三条（末日为休假日）", "Civil Code art. 203 (a last day that is a day off)"),
    OTHER_COUNTING: ("《民法典》第二百零四条（另有规定）", "Civil Code art. 204 (where other counting is laid down)"),
    STRICTLY: ("《民法典》第一千二百五十九条（超过不含本数）", "Civil Code art. 1259 (over excludes the number)"),
    FIXED_DATE: ("A18：固定日期不是期间", "A18: a fixed date is not a period"),
    HALF_YEARS: ("A19：每半年的算法", "A19: how a half year is counted"),
    COUNTING: ("A30：期间的算法", "A30: how periods are counted"),
}


def basis_title(basis: str, lang: Literal["zh", "en"] = "zh") -> str:
    """A basis as a person reads it; a basis of another module comes back unchanged."""
    if basis.startswith(NOTICE):
        year = basis.removeprefix(NOTICE)
        return f"国务院办公厅{year}年节假日安排通知" if lang == "zh" else f"State Council holiday notice for {year}"
    if basis not in _TITLES:
        return basis
    return _TITLES[basis][0 if lang == "zh" else 1]


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that happened while counting: where the date stands after it, and why."""

    kind: ShiftKind
    day: date
    zh: str
    en: str
    basis: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A computed date.

    `due` is the last day of the period, itself in time, until 24:00 (for `opens_after_over`: the first day that is
    open). `provisional` holds exactly when the day depends on a year whose holiday notice is not in the table; a
    `provisional_year` step then names the year. A day that no holiday can move is firm, in any year.
    """

    start: date
    due: date
    provisional: bool
    shifts: tuple[Shift, ...]


def excluded_start(start: date) -> Shift:
    """The day of the event is not counted (art. 201)."""
    first = start + timedelta(days=1)
    return Shift(
        "start_excluded",
        first,
        f"{start} 当日不计入，自次日 {first} 起算",
        f"{start} itself is not counted; counting starts on {first}",
        START_EXCLUDED,
    )


def counted_days(count: int, day: date) -> Shift:
    """Calendar days, rest days among them."""
    return Shift("counted", day, f"第 {count} 日为 {day}", f"day {count} is {day}", START_EXCLUDED)


def counted_workdays(count: int, day: date, rest_days: int) -> Shift:
    """Working days, where the text says 工作日."""
    return Shift(
        "counted",
        day,
        f"第 {count} 个工作日为 {day}（其间休息日 {rest_days} 天不计）",
        f"working day {count} is {day} ({rest_days} rest days in between are not counted)",
        OTHER_COUNTING,
    )


def counted_months(start: date, months: int, day: date) -> Shift:
    """Months and years: the corresponding day, or the last day of the month where there is none (art. 202)."""
    zh, en = _length(months)
    if day.day == start.day:
        return Shift(
            "corresponding_day",
            day,
            f"{zh}后的对应日为 {day}",
            f"the corresponding day after {en} is {day}",
            CORRESPONDING_DAY,
        )
    return Shift(
        "month_end",
        day,
        f"{zh}后的到期月没有 {start.day} 日，以月末日 {day} 为准",
        f"after {en} the month has no day {start.day}; its last day {day} counts",
        CORRESPONDING_DAY,
    )


def worked_weekend(day: date, table: Workdays, *, last: bool) -> Shift:
    """A Saturday or Sunday that is worked: it counts as a working day, and (`last`) a period may end on it."""
    zh, en = table.describe(day)
    return Shift(
        "make_up_workday",
        day,
        f"{day} 为{zh}，是工作日" + ("，期间可于当日届满" if last else ""),
        f"{day} is {en}: a working day" + (", so the period may end on it" if last else ""),
        f"{NOTICE}{day.year}",
    )


def rolled(end: date, due: date, table: Workdays, basis: str) -> Shift:
    """The last day was a day off and moves to the day after it ends (art. 203)."""
    zh, en = table.describe(end)
    return Shift(
        "rest_day_roll",
        due,
        f"末日 {end} 为{zh}，顺延至休假日结束的次日 {due}",
        f"the last day {end} is a day off ({en}) and moves to {due}, the day after it ends",
        basis,
    )


def minimum_not_rolled(due: date, table: Workdays) -> Shift:
    """A minimum period ends with its day even on a day off (A30)."""
    zh, en = table.describe(due)
    return Shift(
        "not_rolled_minimum",
        due,
        f"末日 {due} 为{zh}；最短期限不顺延，至当日 24 时届满",
        f"the last day {due} is a day off ({en}); a minimum period is not moved and ends with that day",
        COUNTING,
    )


def strictly_after(anniversary: date, day: date) -> Shift:
    """超过 excludes the number: the day after is the first that qualifies (art. 1259)."""
    return Shift(
        "strictly_after",
        day,
        f"“超过”不含本数：{anniversary} 届满，自次日 {day} 起",
        f"'over' excludes the number: the period ends with {anniversary}, so from {day}",
        STRICTLY,
    )


def on_fixed_date(due: date, basis: str = FIXED_DATE) -> Shift:
    """A date named by the text: in time on the day itself, never moved (A18)."""
    return Shift("fixed_date", due, f"{due} 当日及以前，含当日", f"on or before {due}, that day included", basis)


def fixed_date_on_rest_day(due: date, warn: date, table: Workdays, basis: str = FIXED_DATE) -> Shift:
    """A fixed date on a day off: said, so that the warning comes on the working day before."""
    zh, en = table.describe(due)
    return Shift(
        "fixed_date",
        warn,
        f"{due} 为{zh}，固定日期不顺延；此前最后一个工作日为 {warn}",
        f"{due} is a day off ({en}) and a fixed date is not moved; the last working day before it is {warn}",
        basis,
    )


def provisional_years(due: date, years: Sequence[int]) -> Shift:
    """The notice of a year that the answer depends on is not in the table."""
    listed = "、".join(str(year) for year in years)
    return Shift(
        "provisional_year",
        due,
        f"节假日表中没有 {listed} 年的放假安排，{due}（{weekday_name(due)[0]}）为暂定，公布后重算",
        f"the table has no holiday notice for {', '.join(str(year) for year in years)}: {due} is provisional and is "
        "computed again when it is published",
        f"{NOTICE}{years[0]}",
    )


def _length(months: int) -> tuple[str, str]:
    if months % 12 == 0:
        years = months // 12
        return f"{years} 年", f"{years} year{'s' if years > 1 else ''}"
    return f"{months} 个月", f"{months} month{'s' if months > 1 else ''}"
