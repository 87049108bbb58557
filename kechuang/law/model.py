"""Legal texts as data: instruments, their clauses, and the way a place in them is cited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from kechuang.law.statute.citation import cite


class Rank(StrEnum):
    """How high an instrument stands (立法法); declared from the highest down."""

    LAW = "law"
    PROVINCIAL_REGULATION = "provincial_regulation"
    MUNICIPAL_REGULATION = "municipal_regulation"
    POLICY_DOCUMENT = "policy_document"

    @property
    def order(self) -> int:
        return list(Rank).index(self)


class Status(StrEnum):
    """Whether a text binds; a draft only simulates."""

    IN_FORCE = "in_force"
    TRIAL = "trial"
    DRAFT = "draft"
    REPEALED = "repealed"


class Force(StrEnum):
    """What the operative word of a clause does: 应当, 可以, 没有约定的."""

    MUST = "must"
    MAY = "may"
    UNLESS_AGREED = "unless_agreed"


class Bound(StrEnum):
    """How several values that apply at once combine: the highest floor, the lowest ceiling, or one exact value."""

    FLOOR = "floor"
    CEILING = "ceiling"
    EXACT = "exact"


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """A place in an instrument, e.g. zhejiang-2021:art37.p4."""

    instrument: str
    clause: str

    @classmethod
    def parse(cls, text: str) -> Citation:
        instrument, _, clause = text.partition(":")
        return cls(instrument, clause)

    def __str__(self) -> str:
        return f"{self.instrument}:{self.clause}"

    def words(self, lang: str = "zh") -> str:
        """The official citation, without the letter of an unofficial split: 第37条第4款 / art. 37(4)."""
        return cite(self.clause, "en" if lang == "en" else "short")


@dataclass(frozen=True, slots=True)
class Clause:
    """One statement of an instrument in our own words (zh, en); id as in Citation."""

    instrument: str
    id: str
    zh: str
    en: str
    kind: str
    force: Force
    module: str
    executable: bool
    actors: tuple[str, ...] = ()
    split: bool = False
    interpretations: tuple[str, ...] = ()
    see: tuple[str, ...] = ()

    @property
    def citation(self) -> Citation:
        return Citation(self.instrument, self.id)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated, scoped thing an instrument says under a name: a value, a checklist or a formula.

    value: int (fen, days, months, years, counts), Fraction (shares), date, bool, code (str), a tuple of item ids
    for a checklist, or the text of a formula. `since` is the first day in force, `until` the first day no longer.
    """

    name: str
    value: Any
    unit: str
    citation: Citation
    bound: Bound
    force: Force
    keys: Mapping[str, frozenset[str]] = field(default_factory=dict)
    applies: Mapping[str, Any] = field(default_factory=dict)
    since: dt.date | None = None
    until: dt.date | None = None
    known_from: dt.date | None = None
    strict: bool = False
    basis: str = ""
    source: str = "stated"
    required: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One named item of a checklist."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A counted enumeration with its items named. `required` is how many must be there; complete: the list is closed."""

    name: str
    citation: Citation
    zh: str
    en: str
    items: tuple[Item, ...]
    required: int
    complete: bool
    applies: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read a text that leaves a question open."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A question the text leaves open, our default answer and the other ones; default "open" asks a person."""

    id: str
    instrument: str
    question: str
    question_en: str
    default: str
    choices: tuple[Choice, ...]
    clauses: tuple[str, ...]
    note: str = ""
    note_en: str = ""

    def choice(self, code: str) -> Choice:
        return next((choice for choice in self.choices if choice.id == code), Choice(code, code, code))


@dataclass(frozen=True, slots=True)
class Version:
    """An amendment: from when, and whether that day is known from the source."""

    since: dt.date
    known: bool
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """One regulation or document: identity, place, rank, dates and everything it says that the system reads."""

    id: str
    title: str
    title_en: str
    short: str
    short_en: str
    seal: str
    issuer: str
    issuer_en: str
    region: str
    rank: Rank
    status: Status
    adopted: dt.date | None
    approved: dt.date | None
    in_force: dt.date | None
    repealed: dt.date | None
    known_from: dt.date | None
    document_number: str
    based_on: tuple[str, ...]
    amends: tuple[str, ...]
    repeals: tuple[str, ...]
    numbering: str
    note: str
    note_en: str
    versions: tuple[Version, ...]
    facts: tuple[tuple[str, str, str, str], ...]
    """Facts its formulas ask for that no rule declares: (name, unit, zh, en)."""
    clauses: Mapping[str, Clause]
    entries: tuple[Entry, ...]
    checklists: Mapping[str, Checklist]
    interpretations: Mapping[str, Interpretation]

    def governs(self, territory: str) -> bool:
        """Whether the region prefix of this instrument covers a territory prefix."""
        return territory.startswith(self.region)

    @property
    def binding(self) -> bool:
        return self.status is not Status.DRAFT


SHARES = {"share"}


def entry_value(raw: Any, unit: str) -> Any:
    """A TOML value in the type the engine works with."""
    if unit in SHARES:
        text = str(raw).replace("％", "%")
        share = Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
        if not 0 <= share <= 1:  # no figure of any text is a share of more than the whole
            raise ValueError(f"share {text!r} must be between 0 and 100%")
        return share
    return raw
