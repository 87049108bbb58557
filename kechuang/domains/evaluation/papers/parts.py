"""What both papers are made of: clauses of the place, days, the line at the foot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kechuang.core import clock
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.present import citation_words

DRAFT = "征求意见稿，模拟"
"""The mark of a paper whose text is not adopted."""


def notes(region: str, places: Sequence[str]) -> list[str]:
    """The clauses that govern a place, in full."""
    library = load()
    found = [Citation.parse(place) for place in places]
    return [citation_words(c, "zh", library) for c in found if library.instruments[c.instrument].governs(region)]


def day(value: dt.date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value is not None else ""


def foot(number: str) -> str:
    """Case number, day of computation, version of the law."""
    return f"{number}　{clock.today()} 生成　法规版本 {load().fingerprint[:12]}"


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
