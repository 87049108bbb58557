"""Values in words, Chinese or English, with their units: what findings, formulas and pages print."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from kechuang.law.library import Library
from kechuang.law.types import Kind, Type, share_text

UNITS = {
    "day": ("日", "day", "days"),
    "workday": ("个工作日", "working day", "working days"),
    "month": ("个月", "month", "months"),
    "year": ("年", "year", "years"),
    "count": ("", "", ""),
    "times": ("倍", "time", "times"),
}


def amount(fen: int) -> str:
    """Fen as yuan with two decimals, grouped; a minus is −."""
    yuan, cents = divmod(abs(fen), 100)
    return f"{'−' if fen < 0 else ''}{yuan:,}.{cents:02d}"


def words(value: Any, kind: Type, lang: str = "zh", library: Library | None = None) -> str:
    """One value as a person reads it. Unknown (None) is a dash."""
    if value is None:
        return "–"
    english = lang == "en"
    match kind.kind:
        case Kind.FEN:
            return f"CNY {amount(value)}" if english else f"{amount(value)} 元"
        case Kind.SHARE:
            return share_text(Fraction(value))
        case Kind.DATE:
            return value.isoformat() if isinstance(value, dt.date) else str(value)
        case Kind.FLAG:
            return ("yes" if value else "no") if english else ("是" if value else "否")
        case Kind.COUNT:
            zh, one, many = UNITS.get(kind.unit, (kind.unit, kind.unit, kind.unit))
            return f"{value} {one if value == 1 else many}".strip() if english else f"{value}{zh}"
        case Kind.CHOICE:
            option = kind.option(str(value))
            return option.en if english else option.zh
        case Kind.ITEMS:
            if not value:
                return "none" if english else "无"
            known = {} if library is None else {i.id: i for i in library.checklist_items(kind.checklist)}
            names = [(known[i].en if english else known[i].zh) if i in known else i for i in sorted(value)]
            return (", " if english else "、").join(names)
    return str(value)
