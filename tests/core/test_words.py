"""Dates as the house writes them, in both languages."""

import datetime as dt

import pytest
from django.utils import translation

from kechuang.core import clock
from kechuang.core.words import day_words

DAY = dt.date(2025, 5, 24)


@pytest.mark.parametrize(
    ("language", "this_year", "words"),
    [
        ("zh-hans", 2025, "5月24日（周六）"),
        ("zh-hans", 2026, "2025年5月24日（周六）"),
        ("en", 2025, "Sat 24 May"),
        ("en", 2026, "Sat 24 May 2025"),
    ],
)
def test_a_date_has_its_year_only_when_it_is_not_this_one(language: str, this_year: int, words: str) -> None:
    with clock.moved_to(dt.date(this_year, 6, 1)), translation.override(language):
        assert day_words(DAY) == words
