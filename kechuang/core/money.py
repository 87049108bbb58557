"""Money as people read it. An amount is always a whole number of fen (int); yuan exist only as text."""

import re
from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
MINUS = "−"
_TYPED = re.compile(
    r"^[¥￥]?\s*(?P<sign>[-−]?)\s*(?P<whole>[\d,，]+)(?:\.(?P<part>\d{1,2}))?\s*(?P<unit>元|万元|亿元|yuan)?$",
    re.IGNORECASE,
)
_UNITS = {"万元": 10_000, "亿元": 100_000_000}


def yuan(fen: int) -> str:
    """Fen as grouped yuan without a sign of currency: 123456 -> 1,234.56, -5 -> −0.05."""
    whole, part = divmod(abs(fen), 100)
    return f"{MINUS if fen < 0 else ''}{whole:,}.{part:02d}"


def read_yuan(text: str) -> int:
    """Typed yuan as fen: 1,230,000.00, ¥5, 3万元. Raises ValueError when it is no amount of whole fen."""
    found = _TYPED.match(text.strip())
    if found is None:
        raise ValueError(text)
    whole = int(re.sub("[,，]", "", found["whole"]))
    fen = (whole * 100 + int((found["part"] or "0").ljust(2, "0"))) * _UNITS.get(found["unit"] or "", 1)
    return -fen if found["sign"] else fen


def fen_of(amount: Decimal) -> int:
    """Fen of an amount in yuan as the database keeps it, numeric(18,2). Raises ValueError when it is not whole fen."""
    fen = amount.scaleb(2)
    if fen != fen.to_integral_value():
        raise ValueError(f"{amount} is no amount of whole fen")
    return int(fen)


def yuan_of(fen: int) -> Decimal:
    """The amount in yuan that the database keeps for fen: 123456 -> Decimal("1234.56")."""
    return Decimal(fen).scaleb(-2)


def money_capitals(fen: int) -> str:
    """The amount in the capitals official papers use: 80000000 -> 捌拾万元整, 105 -> 壹元零伍分."""
    whole, part = divmod(abs(fen), 100)
    jiao, cents = divmod(part, 10)
    words = _whole_capitals(whole) + "元" if whole else ""
    if jiao:
        words += _DIGITS[jiao] + "角"
    elif cents and whole:
        words += "零"
    if cents:
        words += _DIGITS[cents] + "分"
    if not words:
        words = "零元"
    return ("负" if fen < 0 else "") + words + ("" if cents else "整")


def _whole_capitals(number: int) -> str:
    """Whole yuan in groups of four places; one 零 stands for any run of empty places inside."""
    if number >= 10_000 ** len(_GROUPS):
        raise ValueError(f"{number} yuan is beyond what the capitals can say")
    groups: list[int] = []
    while number:
        number, low = divmod(number, 10_000)
        groups.append(low)
    words, gap = "", False
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if not group:
            gap = bool(words)
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group_capitals(group)
        # 亿 already stands behind 万亿 when the group of 亿 is empty: 壹万亿, not 壹万亿亿.
        words += "万" if index == 3 and groups[2] else _GROUPS[index]
        gap = False
    return words


def _group_capitals(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if gap and words else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return words
