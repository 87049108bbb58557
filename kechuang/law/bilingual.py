"""A finding kept in both languages: in Chinese whole, and beside it what reads differently in English.

What is kept stays as it was said on its day, whatever becomes of the law's summaries and labels afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kechuang.law.finding import Finding
from kechuang.law.library import Library
from kechuang.law.present import as_dict

ENGLISH = "en"
"""The key of a kept finding that holds the English where it differs."""


def both(finding: Finding, library: Library | None = None) -> dict[str, Any]:
    """The finding as `as_dict` gives it in Chinese, with `en`: the same tree where the English differs.

    In that tree a mapping goes deeper (by key, or by place in a list); a list of one stands in place of what is there.
    """
    zh = as_dict(finding, "zh", library)
    return zh | {ENGLISH: _differing(zh, as_dict(finding, "en", library)) or {}}


def reading(kept: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """A kept finding in a language; in Chinese where no English was kept."""
    plain = {key: value for key, value in kept.items() if key != ENGLISH}
    differs = kept.get(ENGLISH) if lang == "en" else None
    read: dict[str, Any] = _with(plain, differs) if differs else plain
    return read


def _differing(zh: Any, en: Any) -> Any:
    """What turns the Chinese into the English; None where they are alike."""
    pairs: list[tuple[str, Any, Any]]
    if isinstance(zh, dict) and isinstance(en, dict) and zh.keys() == en.keys():
        pairs = [(key, zh[key], en[key]) for key in zh]
    elif isinstance(zh, list) and isinstance(en, list) and len(zh) == len(en):
        pairs = [(str(place), *pair) for place, pair in enumerate(zip(zh, en, strict=True))]
    else:
        return None if zh == en else [en]
    return {key: found for key, a, b in pairs if (found := _differing(a, b)) is not None} or None


def _with(zh: Any, differs: Any) -> Any:
    if isinstance(differs, list):
        return differs[0]
    if isinstance(zh, dict):
        return {key: _with(value, differs[key]) if key in differs else value for key, value in zh.items()}
    return [_with(value, differs[str(place)]) if str(place) in differs else value for place, value in enumerate(zh)]
