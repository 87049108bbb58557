"""Words and verdicts that several panels use."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.findings import badge, value_words
from kechuang.core.ui.parts import Badge, Cite
from kechuang.core.ui.sites import Fact
from kechuang.core.words import day_words, either
from kechuang.law import Finding, Verdict
from kechuang.law.library import load


def day(when: dt.date | None) -> str:
    return day_words(when, weekday=False, year=True) if when else "–"


def chips(findings: list[Finding], most: int = 4) -> list[Cite]:
    """The clauses of several findings, each once."""
    found = {c.words: c for finding in findings for c in (cite_of(place, load()) for place in finding.citations)}
    return list(found.values())[:most]


def remarks(findings: list[Finding]) -> str:
    return " ".join(dict.fromkeys(either(r.zh, r.en) for finding in findings for r in finding.remarks))


def output_fact(finding: Finding, name: str, tones: dict[Any, Badge] | None = None) -> Fact | None:
    """One output of a finding as a line: its name, its value in words, perhaps a verdict."""
    found = next((o for o in finding.outputs if o.name == name), None)
    if found is None or found.value is None:
        return None
    mark = (tones or {}).get(found.value)
    return Fact(either(found.zh, found.en), " " if mark else value_words(found.value, found.type, load()), badge=mark)


def silent(finding: Finding) -> bool:
    """Whether no text speaks here."""
    return finding.verdict is Verdict.NO_LAW_FOUND or (
        finding.verdict is Verdict.NOT_APPLICABLE and finding.value is None
    )


__all__ = ["badge", "chips", "day", "output_fact", "remarks", "silent"]
