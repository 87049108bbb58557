"""Text to the tokens it is found by: pairs of Chinese characters, and whole words and numbers of other scripts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_RUNS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[0-9a-z]+")
_DIGITS = re.compile(r"\d+")


def _plain(text: str) -> str:
    """Full-width forms to half-width, upper to lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> list[str]:
    """What a text is found by, each token once: 纺织料 gives 纺 织 料 and 纺织 织料; XY-2026-000123 also gives 123."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(_plain(text)):
        found.update(_tokens_of_run(run))
    return list(found)


@lru_cache(maxsize=10_000)
def _tokens_of_run(run: str) -> dict[str, None]:
    """The tokens of characters of one script that stand together. Cases share most of theirs: places, classes, units."""
    if run[0].isascii():
        return dict.fromkeys([run, *map(_number, _DIGITS.findall(run))])
    return dict.fromkeys([*run, *_pairs(run)])


def wanted(query: str) -> list[str]:
    """The tokens a match must have. Empty for a query with nothing to look for."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(_plain(query)):
        if run.isdigit():
            found[_number(run)] = None
        elif run[0].isascii() or len(run) == 1:
            found[run] = None
        else:
            found.update(dict.fromkeys(_pairs(run)))
    return list(found)


def _number(digits: str) -> str:
    return digits.lstrip("0") or "0"


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
