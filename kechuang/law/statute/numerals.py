"""Chinese numerals of legal texts, both ways, from 1 to 9999.

Legal texts print 第一百零二条; scans and web pages also print 第一〇二条, 第102条 and 第１０２条. All four read the
same here, and one form, the official one, is written.
"""

from __future__ import annotations

import re

LARGEST = 9999

_SPELLINGS = ("零〇○◯", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
_DIGITS = {character: value for value, spellings in enumerate(_SPELLINGS) for character in spellings}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_PRINTED = "零一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

CHINESE = "".join(_DIGITS) + "".join(_UNITS)
ARABIC = "0123456789０１２３４５６７８９"


def to_int(text: str) -> int | None:
    """The number a numeral stands for, or None when it is no numeral of 1 to 9999.

    Space inside is ignored (第 十 二 条). 十十, 百 alone and 一十百 are no numerals: a slip of the scan must not turn
    into a number nobody wrote.
    """
    bare = "".join(text.split())
    if not bare:
        return None
    if all(c in ARABIC for c in bare):
        return _within(int(bare))
    if all(c in _DIGITS for c in bare):
        return _within(int("".join(str(_DIGITS[c]) for c in bare)))  # 一〇二, digit by digit
    return _by_place(bare)


def to_chinese(number: int) -> str:
    """The official form: 10 十, 12 十二, 102 一百零二, 110 一百一十, 1001 一千零一.

    Raises ValueError outside 1 to 9999.
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(f"{number} is outside 1 to {LARGEST}")
    out = ""
    rest = number
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, rest = divmod(rest, size)
        if digit:
            out += _PRINTED[digit] + unit
        elif out and rest and not out.endswith("零"):
            out += "零"
    return out[1:] if out.startswith("一十") else out


def to_roman(number: int) -> str:
    """Lower-case Roman numeral, for items in an English citation: 1 i, 4 iv, 11 xi."""
    if not 1 <= number <= 89:
        return str(number)
    out = ""
    for size, letters in _ROMAN:
        while number >= size:
            out, number = out + letters, number - size
    return out


def _by_place(bare: str) -> int | None:
    """一百零二: read loosely, then held to the one official spelling, so that 一百二 and 十十 are nobody's number."""
    spelled = "".join(_PRINTED[_DIGITS[c]] if c in _DIGITS else c for c in bare)
    spelled = re.sub("(?<=[百千零])十", "一十", spelled)  # 一百十二 is printed for 一百一十二
    spelled = spelled[1:] if spelled.startswith("一十") else spelled
    total, digit = 0, 0
    for character in spelled:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _PRINTED:
            digit = _PRINTED.index(character)
        else:
            return None
    number = _within(total + digit)
    return number if number is not None and to_chinese(number) == spelled else None


def _within(number: int) -> int | None:
    return number if 1 <= number <= LARGEST else None
