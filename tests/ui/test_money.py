"""Amounts as people read and type them."""

import re

import pytest

from kechuang.core.money import money_capitals, read_yuan, yuan


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (80_000_000, "捌拾万元整"),
        (25_200_000, "贰拾伍万贰仟元整"),
        (10_000_500, "壹拾万零伍元整"),
        (100_000_000_000, "壹拾亿元整"),
        (100_010_000_000, "壹拾亿零壹拾万元整"),
        (123_456_789_012, "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元零壹角贰分".replace("零壹", "壹")),
        (100_000_000_000_000, "壹万亿元整"),
        (-105, "负壹元零伍分"),
    ],
)
def test_capitals(fen: int, words: str) -> None:
    assert money_capitals(fen) == words


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,230,000.00", 123_000_000),
        ("1230000", 123_000_000),
        ("¥0.05", 5),
        ("3.5", 350),
        ("-2,000", -200_000),
        ("−1", -100),
        ("3万元", 3_000_000),
        ("1.25 亿元", 12_500_000_000),
    ],
)
def test_read_yuan(typed: str, fen: int) -> None:
    assert read_yuan(typed) == fen


@pytest.mark.parametrize("typed", ["", "abc", "1.234", "1.2.3", "1e5", "NaN"])
def test_read_yuan_refuses_what_is_no_amount(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_yuan(typed)


def test_yuan_groups_and_keeps_fen() -> None:
    assert [yuan(fen) for fen in (0, 5, 123_456, -123_456_789)] == ["0.00", "0.05", "1,234.56", "−1,234,567.89"]
