"""The kinds of value the law works with, and how a typed value is read from outside.

Money is a whole number of fen (int), a share an exact rational (Fraction), a date a datetime.date, a choice
one of named options, items a set of names from a checklist, a region a GB/T 2260 prefix. Nothing is a float.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from kechuang.law.errors import FactError

SHARE_SCALE = 100_000_000
"""A share that comes as a fact is a whole number of hundred-millionths, so that columns can hold it as int64."""
MOST_FEN = 10**15
"""The largest amount accepted either way: ten trillion yuan."""
FIRST_DAY, LAST_DAY = dt.date(1949, 10, 1), dt.date(2100, 12, 31)


class Kind(StrEnum):
    """The kinds of value."""

    FEN = "fen"
    COUNT = "count"
    SHARE = "share"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    ITEMS = "items"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice, with its words."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Type:
    """What a value is: its kind, its unit, and for a choice its options in rising order."""

    kind: Kind
    unit: str = ""
    options: tuple[Option, ...] = ()
    checklist: str = ""
    minimum: int | None = field(default=None, compare=False)
    """The least a person may give where less has no meaning; rules keep their sense beyond it all the same."""
    maximum: int | None = field(default=None, compare=False)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def option(self, code: str) -> Option:
        return next((option for option in self.options if option.id == code), Option(code, code, code))

    def agrees(self, other: Type) -> bool:
        """Whether values of the two types may be compared or stand in each other's place."""
        if self.kind is not other.kind:
            return False
        return self.kind is not Kind.CHOICE or not self.options or not other.options or self.codes == other.codes


FEN = Type(Kind.FEN, "fen")
COUNT = Type(Kind.COUNT, "count")
DAYS = Type(Kind.COUNT, "day")
MONTHS = Type(Kind.COUNT, "month")
YEARS = Type(Kind.COUNT, "year")
SHARE = Type(Kind.SHARE, "share")
DATE = Type(Kind.DATE, "date")
FLAG = Type(Kind.FLAG)
REGION = Type(Kind.REGION)


GAIN = Type(Kind.FEN, "fen", minimum=0)
"""Money that cannot be less than nothing: a price, a gain, a stake."""
STAKE = Type(Kind.SHARE, "share", minimum=0, maximum=1)
"""A part of a company, from none to the whole."""


def choice(options: Iterable[tuple[str, str, str]]) -> Type:
    """A type with named options, each (id, zh, en); where an order has a meaning, from the lowest up."""
    return Type(Kind.CHOICE, options=tuple(Option(*option) for option in options))


def items_of(checklist: str) -> Type:
    """A set of named items of a checklist."""
    return Type(Kind.ITEMS, checklist=checklist)


# -- reading a value that came from JSON, a cell or a form ------------------------------------------

_YUAN = re.compile(
    r"^(?:CNY|[¥￥])?\s*(?P<sign>[-−]?)\s*[¥￥]?\s*(?P<figure>[\d,，]*\.?\d*)\s*(?P<unit>元|万元|亿元|yuan|CNY)?$",
    re.IGNORECASE,
)
_UNITS = {"万元": 10_000, "亿元": 100_000_000}
_SHARE = re.compile(r"[-+−]?(?:\d{1,12}(?:\.\d{1,18})?\s*%|\d{1,18}\s*/\s*\d{1,18}|\d{1,12}(?:\.\d{1,18})?|\.\d{1,18})")
_YES = {"true", "yes", "y", "1", "是", "有", "√", "✓"}
_NO = {"false", "no", "n", "0", "否", "无", "没有", "×", "✕"}


def read(value: Any, kind: Type, name: str) -> Any:
    """The typed value of what was given, or a FactError that says what is wrong and what to give instead."""
    reader = _READERS[kind.kind]
    return reader(value, kind, name)


def within(value: Any, kind: Type, name: str) -> Any:
    """The value, or a FactError where it lies outside what its type allows a person to give. No count is below zero."""
    least = 0 if kind.kind is Kind.COUNT and kind.minimum is None else kind.minimum
    if least is not None and value < least:
        raise FactError(name, plain(value), "不能为负" if least == 0 else f"不能小于 {least}", f"at least {least}")
    if kind.maximum is not None and value > kind.maximum:
        most = "100%" if kind.kind is Kind.SHARE else str(kind.maximum)
        raise FactError(name, plain(value), f"不能大于 {most}", f"at most {most}")
    return value


_WHOLE_OF = {
    "fen": ("分", "fen"), "day": ("日", "days"), "workday": ("工作日", "working days"), "month": ("月", "months"),
    "year": ("年", "years"), "times": ("倍", "times"),
}  # fmt: skip


def _whole(value: Any, name: str, unit: str, example: str) -> int:
    zh, en = _WHOLE_OF.get(unit, ("个数", "units"))
    if isinstance(value, bool | float):
        raise FactError(
            name,
            value,
            f"应为整数（{zh}），不收小数和是否，例如 {example}",
            f"a whole number of {en}, not a decimal or a yes-or-no, e.g. {example}",
        )
    if isinstance(value, int):
        return value
    text = str(value).strip().replace(",", "").replace("，", "").replace("−", "-")
    if not re.fullmatch(r"[-+]?\d{1,40}", text):
        raise FactError(name, value, f"应为整数（{zh}），例如 {example}", f"a whole number of {en}, e.g. {example}")
    return int(text)


def _read_fen(value: Any, kind: Type, name: str) -> int:
    """A whole number is fen. Text with ¥, 元, 万元 is yuan. 12.50 without a unit, or a float, is refused: it may mean either."""
    text = str(value).strip()
    if isinstance(value, str) and re.search(r"[¥￥元]|yuan|CNY", text, re.IGNORECASE):
        match = _YUAN.match(text) if len(text) <= 60 else None
        try:
            figure = Fraction(match["figure"].replace(",", "").replace("，", "")) if match else None
        except ValueError:
            figure = None
        if match is None or figure is None:
            raise FactError(
                name, value, "金额读不懂，例如 ¥1,234.56 或 123456（分）", "an amount, e.g. ¥1,234.56, or 123456 in fen"
            )
        fen = figure * 100 * _UNITS.get(match["unit"] or "", 1)
        if fen.denominator != 1:
            raise FactError(name, value, "金额细过一分", "an amount of whole fen")
        amount = -int(fen) if match["sign"] else int(fen)
    elif isinstance(value, str) and re.fullmatch(r"[-+−]?[\d,，]*\.\d+", text):
        raise FactError(
            name, value, "带小数的金额要写明单位，例如 ¥1,234.56；不写单位的整数按分计",
            "a unit on an amount with decimals, e.g. ¥1,234.56; a bare whole number is fen",
        )  # fmt: skip
    else:
        amount = _whole(value, name, "fen", "100000000")
    if abs(amount) > MOST_FEN:
        raise FactError(
            name, value, "金额超过十万亿元，核对单位是分还是元", "at most 10^15 fen either way: is the unit right?"
        )
    return amount


def _read_count(value: Any, kind: Type, name: str) -> int:
    number = _whole(value, name, kind.unit, "3")
    if abs(number) > 10**9:
        raise FactError(name, value, "数太大，超过十亿", "at most 10^9")
    return number


def _read_share(value: Any, kind: Type, name: str) -> Fraction:
    """ "80%", "0.8" and "4/5" are the same share. A bare 80 or 1.5 is refused: it could mean per cent as well."""
    if isinstance(value, Fraction):
        share = value
    else:
        text = str(value).strip().replace("％", "%").replace("−", "-")
        bare = not text.endswith("%") and "/" not in text
        if isinstance(value, bool | float) or not _SHARE.fullmatch(text):
            raise FactError(name, value, "比例应写成 80%、0.8 或 4/5", 'a share as "80%", "0.8" or "4/5"')
        try:
            share = Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text.replace(" ", ""))
        except ZeroDivisionError:
            raise FactError(name, value, "分母不能是零", "a fraction whose denominator is not zero") from None
        if bare and abs(share) > 1:
            raise FactError(
                name, value, "大于一的比例要写明百分号，例如 80% 或 150%",
                "a per cent sign on a share above one, e.g. 80% or 150%",
            )  # fmt: skip
        if "/" not in text and (share * SHARE_SCALE).denominator != 1:
            raise FactError(name, value, "比例至多八位小数", "a share of at most eight decimal places")
    if abs(share) > 1000:
        raise FactError(name, value, "比例太大", "a share of at most 1000")
    return share


def _read_date(value: Any, kind: Type, name: str) -> dt.date:
    if isinstance(value, dt.datetime):
        day = value.date()
    elif isinstance(value, dt.date):
        day = value
    else:
        text = re.sub(r"[年月/.]", "-", str(value).strip()).rstrip("日")
        if re.fullmatch(r"\d{8}", text):  # 20250610, as registers export it
            text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
        try:
            year, month, number = (int(part) for part in text.split("T")[0].split(" ")[0].split("-"))
            day = dt.date(year, month, number)
        except ValueError:
            raise FactError(
                name, value, "日期应写成 2025-06-10，且须真有这一天", "a date that exists, as 2025-06-10"
            ) from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise FactError(name, value, "日期应在 1949-10-01 至 2100-12-31 之间", "a date from 1949-10-01 to 2100-12-31")
    return day


def _read_flag(value: Any, kind: Type, name: str) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise FactError(name, value, "应为 是 或 否（true、false）", "true or false (是, 否)")


def _read_choice(value: Any, kind: Type, name: str) -> str:
    text = str(value).strip()
    for option in kind.options:
        if text in (option.id, option.zh) or text.lower() in (option.id, option.en.lower()):
            return option.id
    if not kind.options:
        return text
    words = "、".join(f"{option.id}（{option.zh}）" for option in kind.options)
    raise FactError(name, value, f"应为其中之一：{words}", "one of " + ", ".join(kind.codes))


def _read_items(value: Any, kind: Type, name: str) -> frozenset[str]:
    """A JSON list, or text with the items parted by ; ， 、 or |; 无 and none are no items at all.

    An empty text is an unknown fact, not an empty list. Names are checked against the checklist later.
    """
    if isinstance(value, str) and value.strip().lower() in ("无", "none"):
        return frozenset()
    if isinstance(value, str):
        return frozenset(part.strip() for part in re.split(r"[;；,，、|]", value) if part.strip())
    if isinstance(value, Iterable) and not isinstance(value, bytes | dict):
        return frozenset(str(part).strip() for part in value)
    raise FactError(name, value, "应为项目名单", "a list of item names")


def _read_region(value: Any, kind: Type, name: str) -> str:
    return region_prefix(value, name)


def region_prefix(value: Any, name: str = "territory") -> str:
    """The GB/T 2260 prefix of a region code: 330800 and 3308 are Quzhou, 330802 is Kecheng."""
    text = str(value).strip()
    if isinstance(value, float) or not re.fullmatch(r"\d{2}(\d{2}){0,2}", text):
        raise FactError(name, value, "应为行政区划代码，例如 330802", "a GB/T 2260 code, e.g. 330802")
    while len(text) > 2 and text.endswith("00"):
        text = text[:-2]
    return text


_READERS = {
    Kind.FEN: _read_fen,
    Kind.COUNT: _read_count,
    Kind.SHARE: _read_share,
    Kind.DATE: _read_date,
    Kind.FLAG: _read_flag,
    Kind.CHOICE: _read_choice,
    Kind.ITEMS: _read_items,
    Kind.REGION: _read_region,
}


def plain(value: Any) -> Any:
    """The value as JSON carries it: dates ISO, shares as "80%" where that is exact, items as a sorted list."""
    if isinstance(value, Fraction):
        return share_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


def share_text(share: Fraction) -> str:
    """A share in per cent where that ends, else as a fraction: 80%, 33.5%, 1/3."""
    hundredths = share * 100
    denominator = hundredths.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return f"{share.numerator}/{share.denominator}"
    return f"{Decimal(hundredths.numerator) / Decimal(hundredths.denominator):f}%"
