"""Which parts of a text a query is found in, so that they can be marked."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[0-9A-Za-z]+")


@lru_cache(maxsize=256)
def _pattern(query: str) -> re.Pattern[str] | None:
    """Whole words first; of Chinese words that do not stand whole, their pairs of characters; numbers with leading zeros."""
    whole: list[str] = []
    pairs: list[str] = []
    for run in _RUNS.findall(query):
        if run.isdigit():
            whole.append(f"0*{run.lstrip('0') or '0'}(?![0-9])")
        elif run[0].isascii():
            whole.append(re.escape(run))
        else:
            whole.append(re.escape(run))
            pairs += [re.escape(run[i : i + 2]) for i in range(len(run) - 1)]
    parts = [*sorted(set(whole), key=len, reverse=True), *dict.fromkeys(pairs)]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def marked(text: str, query: str) -> SafeString:
    """The text, escaped, with what the query is found in between <mark> and </mark>."""
    pattern = _pattern(query)
    if pattern is None:
        return conditional_escape(text)
    made, last = [], 0
    for found in pattern.finditer(text):
        if found.end() == found.start():
            continue
        made += [conditional_escape(text[last : found.start()]), "<mark>", conditional_escape(found[0]), "</mark>"]
        last = found.end()
    made.append(conditional_escape(text[last:]))
    return mark_safe("".join(made))  # noqa: S308  every part of the text was escaped above
