"""Fields, sides and tracks in words."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from django.utils.translation import gettext as _

from kechuang.casework.reviews.schemes import Side
from kechuang.core.words import either
from kechuang.law.library import load

FIELD_LISTS = ("industry.advantage", "industry.emerging", "consultation.expert_fields")


@cache
def law_fields() -> dict[str, tuple[str, str]]:
    """The fields the law's lists name: code -> Chinese, English. The lists are open; other words stand for themselves."""
    return {item.id: (item.zh, item.en) for name in FIELD_LISTS for item in load().checklist_items(name)}


def field_word(code: str) -> str:
    known = law_fields().get(code)
    return either(*known) if known else code


def field_code(word: str) -> str:
    """The code of a field typed as code, Chinese or English; other words are kept as typed."""
    text = word.strip()
    for code, (zh, en) in law_fields().items():
        if text in (code, zh) or text.lower() == en.lower():
            return code
    return text


def fields_of(text: str) -> list[str]:
    """Fields typed in one line, separated by ； ; 、 or ，."""
    for mark in "；、，,\n":
        text = text.replace(mark, ";")
    return list(dict.fromkeys(field_code(word) for word in text.split(";") if word.strip()))


def side_word(side: str) -> str:
    return str(Side(side).label)


def stratum_word(stratum: str) -> str:
    """scientific/law -> 领域专家（法律）."""
    side, _slash, field = stratum.partition("/")
    return (
        _("%(side)s（%(field)s）") % {"side": side_word(side), "field": field_word(field)} if field else side_word(side)
    )


def weight_words(weight: Fraction) -> str:
    """25%, or 1/3 where per cent would have to be rounded."""
    hundredths = weight * 100
    return f"{hundredths}%" if hundredths.denominator == 1 else str(weight)
