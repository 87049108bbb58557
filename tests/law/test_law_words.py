"""Values in words, in both languages."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest

from kechuang.law import load
from kechuang.law import types as t
from kechuang.law.execution.prose import type_words
from kechuang.law.words import amount, words

MODE = t.choice([("transfer", "转让", "transfer"), ("licence", "许可", "licence")])


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "−0.05"),
        (123456789, "1,234,567.89"),
        (-100, "−1.00"),
        (10**15, "10,000,000,000,000.00"),
    ],
)
def test_amounts(fen: int, text: str) -> None:
    assert amount(fen) == text


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (None, t.FEN, "–", "–"),
        (100, t.FEN, "1.00 元", "CNY 1.00"),
        (Fraction(4, 5), t.SHARE, "80%", "80%"),
        (Fraction(1, 3), t.SHARE, "1/3", "1/3"),
        (dt.date(2025, 3, 1), t.DATE, "2025-03-01", "2025-03-01"),
        (True, t.FLAG, "是", "yes"),
        (False, t.FLAG, "否", "no"),
        (1, t.DAYS, "1日", "1 day"),
        (15, t.DAYS, "15日", "15 days"),
        (6, t.MONTHS, "6个月", "6 months"),
        (3, t.COUNT, "3", "3"),
        (2, t.Type(t.Kind.COUNT, "times"), "2倍", "2 times"),
        ("licence", MODE, "许可", "licence"),
        ("330802", t.REGION, "330802", "330802"),
        (frozenset(), t.items_of("x"), "无", "none"),
        (frozenset({"b", "a"}), t.items_of("x"), "a、b", "a, b"),
    ],
)
def test_words(value: Any, kind: t.Type, zh: str, en: str) -> None:
    assert (words(value, kind), words(value, kind, "en")) == (zh, en)


def test_items_are_named_by_their_checklist() -> None:
    library = load()
    name = library.checklist_names[0]
    item = library.checklist_items(name)[0]
    assert words(frozenset({item.id}), t.items_of(name), "zh", library) == item.zh
    assert words(frozenset({item.id}), t.items_of(name), "en", library) == item.en


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        (t.FEN, "金额（分）", "amount (fen)"),
        (t.DAYS, "整数（日）", "whole number (days)"),
        (t.COUNT, "整数", "whole number"),
        (MODE, "转让／许可", "one of transfer; licence"),
    ],
)
def test_types(kind: t.Type, zh: str, en: str) -> None:
    assert (type_words(kind, "zh"), type_words(kind, "en")) == (zh, en)
