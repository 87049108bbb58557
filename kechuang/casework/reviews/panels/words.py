"""Words that several panels use."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews.words import field_word
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.words import day_words, listed

_TONES: dict[str, Tone] = {
    "asked": "na", "accepted": "computed", "submitted": "met", "done": "met", "declined": "none", "recused": "open",
    "lapsed": "breach", "void": "none",
}  # fmt: skip


def day(value: Any) -> str:
    return day_words(value, weekday=False, year=True) if value else "–"


def fields(codes: Any) -> str:
    return listed([field_word(code) for code in codes]) if codes else "–"


def seat_badge(seat: Any) -> Badge:
    return Badge(_TONES[seat.state], seat.state_label)


def of_office(user: Any, case: Any) -> bool:
    """Whether a person belongs to the office that owns the case."""
    return case.owner_id in reach_of(user).organisations
