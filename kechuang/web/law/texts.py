"""Official texts that were imported, read once and again when the file changes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kechuang.law.statute import OfficialText, ShelfError, default_folder
from kechuang.law.statute import shelf as statute_shelf

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelved:
    """An official text, or why the stored one cannot be shown."""

    text: OfficialText | None
    trouble: str = ""


@lru_cache(maxsize=64)
def _read(folder: Path, instrument: str, stamp: int) -> Shelved:
    try:
        return Shelved(statute_shelf.load(folder, instrument))
    except ShelfError as wrong:
        log.warning("official text of %s: %s", instrument, wrong)
        return Shelved(None, str(wrong))


def official_text(instrument: str) -> Shelved:
    """The imported text of an instrument; an empty Shelved when none was imported."""
    folder = default_folder()
    try:
        stamp = (folder / f"{instrument}.json").stat().st_mtime_ns
    except OSError:
        return Shelved(None)
    return _read(folder, instrument, stamp)


def chapter_headings(text: OfficialText) -> dict[str, str]:
    """The heading each article or section of the official text stands under: art20 -> 第三章 创新转化."""
    found: dict[str, str] = {}
    for node in text.index.values():
        if node.kind in ("part", "subpart", "chapter", "section", "heading"):
            for child in node.children:
                if child.kind not in ("part", "subpart", "chapter", "section", "heading"):
                    found[child.id] = " ".join(filter(None, (node.number, node.heading)))
    return found
