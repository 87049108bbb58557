"""The yearly reward from own or joint implementation: what may be drawn, what must be, in which years, by days."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from kechuang.law.expression import (
    ON,
    Node,
    all_of,
    any_of,
    at_least,
    const,
    days_between,
    facts,
    given,
    greatest,
    known,
    least,
    parameter,
    plus_days,
    plus_years,
    reading,
    share,
    when,
    year_of,
)
from kechuang.law.rule import check, remark, rule
from kechuang.law.rules.rewards import not_released, reward
from kechuang.law.types import COUNT, DATE, DAYS, FEN, FLAG, SHARE, YEARS, choice
from kechuang.law.vocabulary import MODE, agreed, deal, state_established

profit = facts(
    "deal",
    operating_profit=(
        FEN,
        "当年实施该成果的营业利润（亏损填负数）",
        "Operating profit of the year (a loss is negative)",
    ),
    profit_year=(COUNT, "利润所属年度（如 2027）", "Year of the profit, e.g. 2027"),
    first_profit_year=(COUNT, "开始盈利的年度（如 2023）", "First year with a profit, e.g. 2023"),
    production_on=(DATE, "实施转化成功投产日", "Successful production on"),
)
duty_years = facts(
    "reward",
    duty_years=(YEARS, "单位确定的连续奖励年数（三至五年）", "Consecutive years the unit has set (three to five)"),
).duty_years

CITES = ["quzhou-2024:art20.p1.i3", "zhejiang-2021:art37.p1.i3"]
NATIONAL = ["prc-transformation-2015:art45.p1.i3", "prc-transformation-2015:art45.p2"]
YES = const(True, FLAG)

WINDOW_START = choice(
    [
        ("production", "成功投产", "successful production"),
        ("first_profit", "开始盈利的年度", "the first year with a profit"),
    ]
)

_OWN = ("self_implementation", "joint_implementation")
_applies = all_of(when(known(deal.mode), deal.mode.one_of(*_OWN), YES), not_released)
_mode = given(deal.mode, const("self_implementation", MODE))

year = given(profit.profit_year, year_of(ON)).called("利润所属年度", "Year of the profit")


def _january_of(year: Node) -> Node:
    """Its first day: a date of the calendar, not a day the law names, so nothing is said of days off."""
    return plus_years(const(dt.date(2000, 1, 1), DATE), year - 2000)


_first = _january_of(year).called("当年首日", "First day of the year")
_last = plus_days(plus_years(_first, 1), -1).called("当年末日", "Last day of the year")
profit_day = given(deal.received_on, _last)
"""The profit of a year is obtained at its end; the law of that day decides."""


def _profit(name: str, zh: str, en: str, *, optional: bool, agreed: Node = agreed) -> Node:
    return parameter(
        f"reward.{name}",
        SHARE if name == "profit_floor" else YEARS,
        on=profit_day, mode=_mode, agreed=agreed, optional=optional, zh=zh, en=en,
    )  # fmt: skip


drawn_share = _profit("profit_floor", "提取比例下限", "Floor of the share drawn", optional=True)
window_years = _profit("profit_years", "奖励年限", "Years of reward", optional=True)
window_start = parameter(
    "reward.profit_window_start", WINDOW_START, on=profit_day, mode=_mode, agreed=agreed, optional=True,
    zh="奖励年限从何时起", en="What the years of reward start from",
)  # fmt: skip
_never_agreed = const(False, FLAG)
_duty_share = _profit("profit_floor", "每年应当奖励的比例", "Share due each year", optional=False, agreed=_never_agreed)
_duty_years = _profit("profit_years_min", "应当连续奖励的年数", "Years of duty", optional=False, agreed=_never_agreed)


# -- the days of the year that count -----------------------------------------------------------------------------


def _days_in(start: Node, end: Node) -> Node:
    """Days of the profit year from `start` to `end`, both counted; 0 when they do not meet."""
    return at_least(days_between(greatest(start, _first), least(end, _last)) + 1, 0)


def _counted(years: Node) -> Node:
    """Days of the profit year within so many years of production (A06).

    By anniversaries the day of production is not counted and the corresponding day is the last; by calendar years the
    year of production is the first. A part year counts by its days, or whole.
    """
    by_days = _days_in(plus_days(profit.production_on, 1), plus_years(profit.production_on, years))
    whole = days_between(_first, _last) + 1
    anniversary = reading(
        "A06.part_years", by_days=by_days, whole_years=when(by_days > 0, whole, const(0, DAYS))
    )  # fmt: skip
    index = year - year_of(profit.production_on)
    within = all_of(index >= 0, index < years)
    return reading(
        "A06.window", anniversary=anniversary, calendar_years=when(within, whole, const(0, DAYS))
    )  # fmt: skip


_leap = (days_between(_first, _last) + 1).is_(366).called("闰年", "leap year")
_gain = at_least(profit.operating_profit, 0).called("当年盈利（亏损为零）", "Profit of the year (zero for a loss)")


def _due(rate: Node, days: Node) -> Node:
    """The share of the profit that falls on these days of the year, rounded up once; nothing in a loss year."""
    earned = share(_gain * days, rate)
    return when(_leap, share(earned, Fraction(1, 366)), share(earned, Fraction(1, 365)))


# Beijing counts consecutive years from the one in which profit begins: whole years, no anniversary (art. 12).
_from_profit = when(known(window_start), window_start.is_("first_profit"), const(False, FLAG)).called(
    "从开始盈利的年度起算", "Counted from the first year with a profit"
)
_profit_index = year - profit.first_profit_year
_profit_days = when(
    all_of(_profit_index >= 0, _profit_index < window_years), days_between(_first, _last) + 1, const(0, DAYS)
)
days_counted = when(_from_profit, _profit_days, _counted(window_years)).called(
    "当年计入的天数", "Days of the year that count"
)
_duty_term = given(duty_years, _duty_years)
_duty_days = _counted(_duty_term).called("应当奖励的年限内当年的天数", "Days of the year within the years of duty")
_national_due = _due(_duty_share, _duty_days).called("国家法规定应当奖励的", "Due under national law", *NATIONAL)
first_day = when(_from_profit, _january_of(profit.first_profit_year), plus_days(profit.production_on, 1)).called(
    "奖励年限的首日", "First day of the reward years"
)
last_day = when(
    _from_profit,
    plus_days(plus_years(_january_of(profit.first_profit_year), window_years), -1),
    plus_years(profit.production_on, window_years),
).called("奖励年限的末日", "Last day of the reward years")
_in_window = days_counted > 0

profit_floor = rule(
    "profit_reward_floor",
    _due(drawn_share, days_counted),
    applies=_applies,
    zh="当年利润奖励下限（提取的）",
    en="Floor of the year's reward from profit, once drawn",
    cites=CITES,
    module="rewards",
    outputs={
        "share": drawn_share.called("提取比例下限", "Floor of the share drawn"),
        "days_counted": days_counted,
        "first_day": first_day,
        "last_day": last_day,
        "in_window": _in_window.called("在奖励年限内", "Within the reward years"),
        "national_duty": _national_due,
    },
    remarks=[
        remark(
            reading("A06.optional", optional=_in_window, duty=const(False, FLAG)),
            "地方条例用“可以”：是否提取由单位决定，一经提取即受下限约束；国家法规定的最低奖励另行计算。",
            "The local text says “may”: whether to draw is the unit's choice, the floor binds once it draws; the "
            "national minimum is counted apart.",
            "advice",
        ),
        remark(
            ~_in_window,
            "该年度不在奖励年限内，不再提取。",
            "The year is outside the reward years.",
            "advice",
        ),
        remark(
            profit.operating_profit <= 0, "当年没有营业利润，奖励为零。", "No operating profit, so no reward.", "advice"
        ),
    ],
    about=(
        "成功投产后五年内，每年从该成果营业利润中提取的最低奖励；首末两年按天数。",
        "The least reward drawn from a year's operating profit in the five years after production; part years by days.",
    ),
)

# -- the duty -------------------------------------------------------------------------------------------------------

_local_duty = reading("A06.optional", optional=const(False, FLAG), duty=YES).called(
    "地方条例要求每年提取", "The local text requires a draw each year"
)
# In force whatever was agreed for units set up by the state; for others only where nothing was agreed (art. 45).
_bound = any_of(~agreed, state_established)

profit_duty = rule(
    "profit_reward_duty",
    when(_local_duty, profit_floor, _national_due),
    applies=all_of(_applies, any_of(_local_duty, _bound)),
    zh="当年应当给予的利润奖励",
    en="Reward from profit that is due for the year",
    cites=[*NATIONAL, *CITES],
    module="rewards",
    outputs={
        "share": _duty_share.called("每年应当奖励的比例", "Share due each year"),
        "days_counted": _duty_days,
        "last_day": plus_years(profit.production_on, _duty_term).called("应当奖励的末日", "Last day of the duty"),
    },
    remarks=[
        remark(
            ~known(duty_years),
            "连续三至五年由单位确定，未填的按三年计算。",
            "Three to five consecutive years, as the unit sets; three while it has not.",
            "advice",
            NATIONAL,
        ),
        remark(
            any_of(duty_years < _duty_years, duty_years > window_years),
            "单位确定的年数不在三至五年之内。",
            "The years the unit has set are not three to five.",
            cites=NATIONAL,
        ),
    ],
    about=(
        "国家法：没有规定和约定的单位和国家设立的院所，成功投产后连续三至五年，每年应当从营业利润中拿出的奖励。",
        "National law: due where nothing is agreed, and from state-established units whatever is agreed.",
    ),
)  # fmt: skip

profit_check = check(
    "profit_reward_check",
    all_of(
        any_of(reward.paid >= _national_due, ~_bound).called(
            "达到国家法的最低奖励", "Reaches the national minimum", *NATIONAL
        ),
        when(_local_duty, reward.paid >= profit_floor, any_of(reward.paid.is_(0), reward.paid >= profit_floor)).called(
            "没有提取，或者达到提取下限", "Nothing drawn, or the floor reached", *CITES
        ),
    ),
    applies=_applies,
    zh="当年利润奖励是否达到要求",
    en="Is the year's reward from profit large enough?",
    cites=[*CITES, *NATIONAL],
    module="rewards",
    outputs={
        "floor_once_drawn": profit_floor,
        "national_duty": _national_due,
    },
    about=(
        "两项核对：国家法的最低奖励；地方条例提取的下限（不提取则不适用）。",
        "Two checks: the national minimum, and the local floor once the unit draws at all.",
    ),
)
