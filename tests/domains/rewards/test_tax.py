"""The estimate of tax: a dated table, one product for each band, and nothing gained or lost at a limit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.domains.rewards.tax import estimate, load_tables, table_on
from kechuang.domains.rewards.tax.rates import RatesError

DAY = dt.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("before", "counted", "tax", "rate"),
    [
        (0, 3_600_000, 108_000, 3),
        (0, 3_600_100, 108_010, 10),
        (0, 12_600_000, 1_008_000, 10),  # 126,000 yuan of 252,000: 12,600 - 2,520
        (20_000_000, 12_600_000, 2_650_000, 25),  # 326,000: 81,500 - 31,920, less 200,000: 40,000 - 16,920
        (96_000_000, 10_000, 4_500, 45),
        (-5_000_000, 5_000_000, 0, 3),
    ],
)
def test_what_a_reward_adds(before: int, counted: int, tax: int, rate: int) -> None:
    found = estimate(counted, before, DAY)
    assert found is not None
    assert (found.tax, found.rate) == (tax, rate)


def test_before_the_first_table_nothing_is_estimated() -> None:
    assert estimate(100, 0, dt.date(2018, 12, 31)) is None


def test_the_table_says_where_it_comes_from_and_that_nobody_checked_it() -> None:
    table = table_on(DAY)
    assert table is not None
    assert table.source.startswith("国家税务总局公告2018年第61号")
    assert table.checked is False


@given(st.integers(0, 10**11), st.integers(0, 10**10))
def test_more_income_never_leaves_less(before: int, more: int) -> None:
    table = table_on(DAY)
    assert table is not None
    added = table.tax(before + more) - table.tax(before)
    assert 0 <= added <= more


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ("[{ over = 5, rate = 3, quick = 0 }]", "begin"),
        ("[{ over = 0, rate = 3, quick = 0 }, { over = 100, rate = 2, quick = 0 }]", "rise"),
        ("[{ over = 0, rate = 3, quick = 0 }, { over = 100, rate = 10, quick = 0 }]", "jumps"),
    ],
)
def test_a_table_that_cannot_be_is_refused(tmp_path: Path, bands: str, words: str) -> None:
    file = tmp_path / "rates.toml"
    file.write_text(f'[[table]]\nfrom = 2030-01-01\nsource = "x"\nbands = {bands}\n')
    with pytest.raises(RatesError, match=words):
        load_tables(file)
