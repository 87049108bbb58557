"""Dates, counts and two-language words as the house writes them."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from kechuang.core import clock

_WEEKDAYS = "一二三四五六日"
_EN_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def language() -> str:
    """`zh` or `en`: the two languages the law is held in."""
    return "en" if in_english() else "zh"


def in_chinese() -> override:
    """For words that are kept, as titles, notices and agreements are: Chinese, in whatever language the one who acts reads."""
    return override("zh-hans")


def either(zh: str, en: str) -> str:
    """The text of the present language; Chinese where the English is empty."""
    return (en or zh) if in_english() else zh


def day_words(day: dt.date, *, weekday: bool = True, year: bool | None = None) -> str:
    """5月24日（周六）, with the year when it is not this year; Sat 24 May in English."""
    with_year = day.year != clock.today().year if year is None else year
    if in_english():
        words = f"{day.day} {_EN_MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
        return f"{_EN_WEEKDAYS[day.weekday()]} {words}" if weekday else words
    words = (f"{day.year}年" if with_year else "") + f"{day.month}月{day.day}日"
    return f"{words}（周{_WEEKDAYS[day.weekday()]}）" if weekday else words


def month_words(day: dt.date) -> str:
    """2025 年 5 月; May 2025."""
    return f"{_EN_MONTHS[day.month - 1]} {day.year}" if in_english() else f"{day.year} 年 {day.month} 月"


def listed(parts: Iterable[str]) -> str:
    """a、b、c in Chinese, a, b, c in English."""
    return pgettext("list separator", "、").join(parts)


MARKS = {"：": ": ", "，": ", ", "；": "; ", "、": ", ", "。": ". ", "（": " (", "）": ")"}


def mark(sign: str) -> str:
    """A mark of Chinese, or what English writes in its place."""
    return MARKS[sign] if in_english() else sign


def in_clauses(parts: Iterable[str]) -> str:
    """a；b；c in Chinese, a; b; c in English."""
    return mark("；").join(parts)


def in_parts(parts: Iterable[str]) -> str:
    """a，b，c in Chinese, a, b, c in English."""
    return _joined("，", parts)


def in_sentences(parts: Iterable[str]) -> str:
    """a。b。c in Chinese, a. b. c in English."""
    return _joined("。", parts)


def _joined(sign: str, parts: Iterable[str]) -> str:
    """The parts with a mark between them; where one already ends as a sentence does, that mark alone."""
    text = ""
    for part in parts:
        ended = text.endswith((mark("。").strip(), "。"))
        text += ((" " if in_english() else "") if ended else mark(sign) if text else "") + part
    return text


def with_note(text: str, note: str) -> str:
    """text（note）in Chinese, text (note) in English."""
    return f"{text} ({note})" if in_english() else f"{text}（{note}）"


def labelled(label: str, text: str) -> str:
    return _("%(label)s：%(text)s") % {"label": label, "text": text}


def concluded(label: str, conclusion: str) -> str:
    """What was asked and what was found; a question keeps its own mark: Must it be rectified? Not as the law requires."""
    if label.endswith(("?", "？")):
        return f"{label} {conclusion[:1].upper()}{conclusion[1:]}" if in_english() else f"{label}{conclusion}"
    return labelled(label, conclusion)


_HALF = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Full-width letters, digits and marks, as Chinese keyboards type them, as plain ones: １，０００．５ is 1,000.5."""
    return text.translate(_HALF)
