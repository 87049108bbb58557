"""How raw values are read: one table for each kind, what is accepted and what is refused in words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from kechuang.law import types as t
from kechuang.law.errors import FactError

LEVEL = t.choice([("county", "县级", "county"), ("city", "市级", "city")])
ITEMS = t.items_of("some.list")


@pytest.mark.parametrize(
    ("kind", "raw", "read"),
    [
        (t.FEN, 123456, 123456),
        (t.FEN, "123456", 123456),
        (t.FEN, "1,234,56", 123456),
        (t.FEN, "-5", -5),
        (t.FEN, "¥1,234.56", 123456),
        (t.FEN, "1234.56元", 123456),
        (t.FEN, "12万元", 12_000_000),
        (t.FEN, "0.000001亿元", 10_000),
        (t.FEN, "-¥5", -500),
        (t.FEN, "CNY 5", 500),
        (t.FEN, 10**15, 10**15),
        (t.COUNT, "3", 3),
        (t.COUNT, -3, -3),
        (t.SHARE, "80%", Fraction(4, 5)),
        (t.SHARE, "８０％", Fraction(4, 5)),
        (t.SHARE, "0.8", Fraction(4, 5)),
        (t.SHARE, "4/5", Fraction(4, 5)),
        (t.SHARE, "1/3", Fraction(1, 3)),
        (t.SHARE, 0, Fraction(0)),
        (t.SHARE, 1, Fraction(1)),
        (t.SHARE, "150%", Fraction(3, 2)),
        (t.DATE, "2025-06-10", dt.date(2025, 6, 10)),
        (t.DATE, "2025/6/10", dt.date(2025, 6, 10)),
        (t.DATE, "2025年6月10日", dt.date(2025, 6, 10)),
        (t.DATE, "20250610", dt.date(2025, 6, 10)),
        (t.DATE, 20250610, dt.date(2025, 6, 10)),
        (t.DATE, "2025-06-10T08:30:00", dt.date(2025, 6, 10)),
        (t.DATE, dt.datetime(2025, 6, 10, 12, tzinfo=dt.UTC), dt.date(2025, 6, 10)),
        (t.FLAG, True, True),
        (t.FLAG, "是", True),
        (t.FLAG, "无", False),
        (t.FLAG, 0, False),
        (LEVEL, "city", "city"),
        (LEVEL, "市级", "city"),
        (ITEMS, "a；b、c", frozenset("abc")),
        (ITEMS, ["a", "b"], frozenset("ab")),
        (t.REGION, "330800", "3308"),
        (t.REGION, 330802, "330802"),
        (t.REGION, "33", "33"),
    ],
)
def test_read(kind: t.Type, raw: Any, read: Any) -> None:
    assert t.read(raw, kind, "a.fact") == read


@pytest.mark.parametrize(
    ("kind", "raw", "why"),
    [
        (t.FEN, "12.50", "单位"),
        (t.FEN, ".5", "单位"),
        (t.FEN, 12.5, "整数"),
        (t.FEN, True, "整数"),
        (t.FEN, "一百元", "读不懂"),
        (t.FEN, "元", "读不懂"),
        (t.FEN, "1.234元", "一分"),
        (t.FEN, "1.00000000000000000000000000001元", "一分"),
        (t.FEN, 10**15 + 1, "核对单位"),
        (t.FEN, "9" * 5000, "整数"),
        (t.COUNT, "3.0", "整数"),
        (t.COUNT, 10**10, "太大"),
        (t.SHARE, 80, "百分号"),
        (t.SHARE, "80", "百分号"),
        (t.SHARE, "1.5", "百分号"),
        (t.SHARE, 0.8, "80%"),
        (t.SHARE, "1/0", "零"),
        (t.SHARE, "1e9", "80%"),
        (t.SHARE, "0.123456789", "八位"),
        (t.SHARE, "200000%", "太大"),
        (t.DATE, "2025-02-29", "真有这一天"),
        (t.DATE, 45818, "真有这一天"),
        (t.DATE, "1900-01-01", "1949"),
        (t.FLAG, "也许", "是 或 否"),
        (LEVEL, "省级", "county（县级）"),
        (ITEMS, 5, "名单"),
        (t.REGION, "33080", "行政区划"),
        (t.REGION, 330802.0, "行政区划"),
    ],
)
def test_refused(kind: t.Type, raw: Any, why: str) -> None:
    with pytest.raises(FactError) as refused:
        t.read(raw, kind, "a.fact")
    assert why in refused.value.reason_zh
    assert "a.fact" in refused.value.zh
    assert "a.fact: expected" in refused.value.en
    assert len(refused.value.zh) < 250  # a cell of five thousand digits is not repeated whole


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(4, 5), "80%"),
        (Fraction(67, 200), "33.5%"),
        (Fraction(1, 3), "1/3"),
        (Fraction(0), "0%"),
        (Fraction(-1, 8), "-12.5%"),
    ],
)
def test_share_text(share: Fraction, text: str) -> None:
    assert t.share_text(share) == text
    assert t.read(text, t.SHARE, "x") == share


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Fraction(4, 5), "80%"),
        (dt.date(2025, 3, 1), "2025-03-01"),
        (frozenset({"b", "a"}), ["a", "b"]),
        ((Fraction(1, 2), 3), ["50%", 3]),
        (None, None),
        (True, True),
    ],
)
def test_plain(value: Any, plain: Any) -> None:
    assert t.plain(value) == plain


def test_choices_agree_only_with_the_same_options() -> None:
    other = t.choice([("county", "县", "county")])
    assert LEVEL.agrees(LEVEL)
    assert not LEVEL.agrees(other)
    assert LEVEL.agrees(t.Type(t.Kind.CHOICE))  # a code without options, as a file states it
    assert not LEVEL.agrees(t.FEN)
