"""Reads of the law library for pages: clauses in order, groups, search, and what the system makes of one clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import kechuang.law.rules  # noqa: F401  registers every rule
from kechuang.core.words import language
from kechuang.law import REGISTRY, load
from kechuang.law.library import Library
from kechuang.law.model import Checklist, Citation, Clause, Entry, Instrument, Interpretation
from kechuang.law.rule import Rule
from kechuang.law.statute.citation import parse_clause_id


def library() -> Library:
    """The shelf of this installation; loading is cached by the law floor."""
    return load()


@lru_cache(maxsize=4)
def _rules_by_clause(fingerprint: str, count: int) -> dict[Citation, tuple[Rule, ...]]:
    found: dict[Citation, list[Rule]] = {}
    for rule in REGISTRY.values():
        for place in rule.lives:
            found.setdefault(place, []).append(rule)
    return {place: tuple(rules) for place, rules in found.items()}


def rules_of(place: Citation) -> tuple[Rule, ...]:
    """The rules that cite a clause, in the order they are defined."""
    return _rules_by_clause(library().fingerprint, len(REGISTRY)).get(place, ())


@dataclass(frozen=True, slots=True)
class Group:
    """Clauses under one heading: an article or part, or a field of work. id: an anchor."""

    id: str
    heading: str
    clauses: Sequence[Clause]


def article_of(clause_id: str) -> str:
    """The article or numbered section a clause stands in: art20, s3.1, preamble."""
    steps = clause_id.split(".")
    if steps[0].startswith("s") and len(steps) > 1 and steps[1].isdigit():
        return ".".join(steps[:2])
    return steps[0]


def by_article(clauses: Iterable[Clause]) -> list[Group]:
    groups: dict[str, list[Clause]] = {}
    for clause in clauses:
        groups.setdefault(article_of(clause.id), []).append(clause)
    heading = (lambda path: path.en) if language() == "en" else (lambda path: path.zh)
    return [Group(key, heading(parse_clause_id(key)), found) for key, found in groups.items()]


@dataclass(frozen=True, slots=True)
class Filters:
    """How an instrument's clauses are narrowed. Empty means all. executable: yes, no or empty."""

    kind: str = ""
    module: str = ""
    executable: str = ""
    force: str = ""
    q: str = ""

    def keep(self, clause: Clause) -> bool:
        return (
            self.kind in ("", clause.kind)
            and self.module in ("", clause.module)
            and self.force in ("", clause.force)
            and (not self.executable or clause.executable is (self.executable == "yes"))
            and matches(self.q, clause)
        )


@dataclass(frozen=True, slots=True)
class Words:
    """What a clause is found by, in lower case. text: its summary and its place; names: its place after the name of its
    instrument, in short and in full, and its id."""

    text: str
    names: Sequence[str]


@lru_cache(maxsize=4)
def _words_by_clause(fingerprint: str) -> dict[Citation, Words]:
    """Words of every clause of a library, written once: to write them takes longer than to look through them."""
    found = {}
    for law in library().instruments.values():
        for clause in law.clauses.values():
            place, zh, en = clause.citation, clause.citation.words("zh"), clause.citation.words("en")
            names = (f"{law.short}{zh}".lower(), f"{law.title}{zh}".lower(), str(place).lower())
            found[place] = Words(f"{clause.zh} {clause.en} {clause.id} {zh} {en}".lower(), names)
    return found


def _words(clause: Clause) -> Words:
    return _words_by_clause(library().fingerprint)[clause.citation]


def matches(query: str, clause: Clause) -> bool:
    """Whether every word of the query occurs in the summary, the place or the kind of a clause."""
    asked = query.lower().split()
    return not asked or all(word in _words(clause).text for word in asked)


def named(query: str) -> list[Clause]:
    """The clauses that have every word of a query or are named by it with their instrument (衢州条例第20条,
    zhejiang-2021:art37.p4), in the order of the library; none for an empty query."""
    asked, bare = query.lower().split(), query.replace(" ", "").lower()
    if not asked:
        return []
    shelf = library()
    words = _words_by_clause(shelf.fingerprint)

    def meant(found: Words) -> bool:
        by_name = len(bare) > 3 and any(name.startswith(bare) for name in found.names)
        return by_name or all(word in found.text for word in asked)

    return [c for law in shelf.instruments.values() for c in law.clauses.values() if meant(words[c.citation])]


def neighbours(instrument: Instrument, clause: Clause) -> tuple[Clause | None, Clause | None]:
    """The clause before and the one after, in the order of the text."""
    order = list(instrument.clauses.values())
    at = order.index(clause)
    return (order[at - 1] if at else None), (order[at + 1] if at + 1 < len(order) else None)


@dataclass(frozen=True, slots=True)
class Readings:
    """What the system took from one clause."""

    parameters: Sequence[Entry]
    checklists: Sequence[Checklist]
    definitions: Sequence[Entry]
    interpretations: Sequence[Interpretation]
    rules: Sequence[Rule]

    def __bool__(self) -> bool:
        return bool(self.parameters or self.checklists or self.definitions or self.interpretations or self.rules)


def readings(clause: Clause) -> Readings:
    shelf = library()
    home = shelf.instruments[clause.instrument]
    mine = [entry for entry in home.entries if entry.citation == clause.citation]
    named = dict.fromkeys(
        [*clause.interpretations] + [i.id for i in shelf.interpretations.values() if str(clause.citation) in i.clauses]
    )
    return Readings(
        parameters=[e for e in mine if ":" not in e.name],
        checklists=[c for c in home.checklists.values() if c.citation == clause.citation],
        definitions=[e for e in mine if e.name.startswith("definition:")],
        interpretations=[shelf.interpretations[name] for name in named if name in shelf.interpretations],
        rules=rules_of(clause.citation),
    )


def cited_rules(text: str) -> Iterator[Rule]:
    """Rules whose name or label has every word of the text."""
    words = text.lower().split()
    for rule in REGISTRY.values():
        hay = f"{rule.name} {rule.name.replace('_', ' ')} {rule.zh} {rule.en} {rule.about_zh} {rule.about_en}".lower()
        if words and all(word in hay for word in words):
            yield rule
