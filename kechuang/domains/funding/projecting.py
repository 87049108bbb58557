"""The next years of a platform's money: after good results, after failing ones, and if the text said other numbers.

What is approved before a result is an assumption of the reader (a base and a yearly growth). What a result takes or adds
is the law's, asked of the same rules as the real thing: with the shelf as it is, or with one whose numbers are changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kechuang.law import Finding, Verdict, explain
from kechuang.law.library import Library, load, with_instrument

CUT, AWARD = "evaluation.budget_cut", "evaluation.award"
GOOD, FAIL = "excellent", "unqualified"


@dataclass(frozen=True, slots=True)
class Assumed:
    """What the reader assumes: fen before any result in the first year, of which fiscal, growth a year, how many years."""

    first: int
    base: int
    fiscal: int
    growth: Fraction
    years: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Other numbers for the text: share cut (None: as it is), fen awarded (None: as it is), whether other ratios of matching."""

    cut: Fraction | None = None
    award: int | None = None
    ratios: bool = False

    @property
    def anything(self) -> bool:
        return self.cut is not None or self.award is not None or self.ratios


@dataclass(frozen=True, slots=True)
class Year:
    """One year in one scenario, in fen: approved before the result, taken by it, awarded for it; with the findings behind."""

    year: int
    scenario: str
    approved: int
    cut: int
    award: int
    findings: tuple[Finding, ...]

    @property
    def left(self) -> int:
        return self.approved - self.cut


def stated(name: str, territory: str, key: str = "") -> Any:
    """The value a text of the place states under a name (for a class of platforms); None where none does."""
    found = [
        entry.value
        for entry in load().entries(name)
        if load().instruments[entry.citation.instrument].governs(territory) and _is_of(entry, key)
    ]
    return found[0] if found else None


def _is_of(entry: Any, key: str) -> bool:
    return not key or not entry.keys or any(key in values for values in entry.keys.values())


def shelf(changed: Changed, territory: str, key: str) -> Library:
    """The library as it would be if the texts of the place stated these numbers."""
    library = load()
    values = {
        name: value for name, value in ((CUT, changed.cut), (AWARD, changed.award)) if value is not None
    }  # fmt: skip
    for instrument in library.instruments.values():
        if not instrument.governs(territory) or not any(entry.name in values for entry in instrument.entries):
            continue
        entries = tuple(
            replace(entry, value=values[entry.name]) if entry.name in values and _is_of(entry, key) else entry
            for entry in instrument.entries
        )
        library = with_instrument(library, replace(instrument, entries=entries))
    return library


def project(unit: Mapping[str, Any], territory: str, assumed: Assumed, changed: Changed, on: dt.date) -> list[Year]:
    """Every year in every scenario: good, fail, and both again under the changed text where numbers were changed."""
    klass = str(unit.get("unit.platform_class", ""))
    scenarios: list[tuple[str, str, Library]] = [("good", GOOD, load()), ("fail", FAIL, load())]
    if changed.anything:
        other = shelf(changed, territory, klass)
        scenarios += [("changed_good", GOOD, other), ("changed_fail", FAIL, other)]
    made = []
    for step in range(assumed.years):
        factor = (1 + assumed.growth) ** step
        base, fiscal = int(assumed.base * factor), int(assumed.fiscal * factor)
        for name, grade, library in scenarios:
            made.append(_year(assumed.first + step, name, grade, (base, fiscal), unit, territory, on, library))
    return made


def _year(
    year: int, name: str, grade: str, money: tuple[int, int], unit: Mapping[str, Any], territory: str, on: dt.date, library: Library
) -> Year:  # fmt: skip
    facts = {
        **unit, "on": on, "as_of": on, "evaluation.kind": "yearly", "evaluation.grade": grade,
        "evaluation.veto_matters": [], "evaluation.staff_veto_matters": [], "budget.next_year_approved": money[0],
        "budget.next_year_fiscal": money[1],
    }  # fmt: skip
    after = explain("next_year_budget", facts, territory=territory, library=library)
    award = explain("evaluation_award", facts, territory=territory, library=library)
    cut = after.output("cut") if after.verdict is Verdict.COMPUTED else 0
    given = award.value if award.verdict is Verdict.COMPUTED else 0
    return Year(year, name, money[0], int(cut or 0), int(given or 0), (after, award))


Ratios = Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Money brought in: fen by kind in the first year, its growth a year, the most that is matched in a year (None: no ceiling)."""

    fen: Mapping[str, int]
    growth: Fraction
    ceiling: Callable[[int], int | None]

    def in_year(self, step: int) -> dict[str, int]:
        """Fen by kind so many years after the first."""
        return {kind: int(fen * (1 + self.growth) ** step) for kind, fen in self.fen.items()}


@dataclass(frozen=True, slots=True)
class Match:
    """The match of one year: what comes in (fen by kind), the ceiling, and what the law adds at the ratios set and at those tried."""

    year: int
    fen: Mapping[str, int]
    ceiling: int | None
    held: Ratios
    tried: Ratios
    now: Finding
    then: Finding

    def added(self, *, changed: bool) -> int:
        """Fen the government adds; none where the law gave no answer, for want of a ratio."""
        value = (self.then if changed else self.now).value
        return value if isinstance(value, int) else 0


def match_years(
    unit: Mapping[str, Any], territory: str, assumed: Assumed, incoming: Incoming, held: Callable[[int], Ratios],
    tried: Callable[[int], Ratios], on: dt.date,
) -> list[Match]:  # fmt: skip
    """The match of every year ahead: money that grows, the ratios and the ceiling of that year."""
    made = []
    for step in range(assumed.years):
        year, fen = assumed.first + step, incoming.in_year(step)
        most, ratios, other = incoming.ceiling(year), held(year), tried(year)
        now, then = (match(unit, territory, fen, of, most, on) for of in (ratios, other))
        made.append(Match(year, fen, most, ratios, other, now, then))
    return made


def match(
    unit: Mapping[str, Any], territory: str, fen: Mapping[str, int], ratios: Ratios, ceiling: int | None,
    on: dt.date,
) -> Finding:  # fmt: skip
    """What the law adds to money brought in (fen by kind) at these ratios; a kind that brings nothing needs no ratio."""
    facts: dict[str, Any] = {**unit, "on": on, "as_of": on}
    for kind, came in fen.items():
        ratio = ratios.get(kind)
        facts[f"matching.{kind}"] = came
        if ratio is not None or not came:
            facts[f"matching.{kind}_ratio"] = ratio if ratio is not None else Fraction(0)
    if ceiling is not None:
        facts["matching.ceiling"] = ceiling
    return explain("matching_funds", facts, territory=territory)


def silent(years: Sequence[Year]) -> bool:
    """Whether no text of the place puts a number to a result."""
    return all(finding.verdict is not Verdict.COMPUTED for one in years for finding in one.findings)
