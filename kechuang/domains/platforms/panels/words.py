"""Words that several panels use."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kechuang.core.words import day_words


def day(day: Any) -> str:
    return day_words(day, weekday=False, year=True) if day else "–"


def link(label: str, case: Any) -> dict[str, str]:
    return {"label": label, "url": reverse("case", args=[case.number])}
