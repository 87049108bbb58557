"""Where each clause lives: the rule, clock, check or checklist that carries it out, or the page that only shows it.

Floors above register what they build with `lives()`: an action, a form field, a notice, a report. A clause of an
executable kind that lives nowhere is a gap, and `kechuang law coverage --check` fails on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kechuang.law.expression import TRAITS, Node
from kechuang.law.library import Library
from kechuang.law.link import link
from kechuang.law.model import Citation, Clause
from kechuang.law.rule import REGISTRY, Rule, RuleKind

KINDS = ("rule", "clock", "check", "checklist", "action", "form", "notice", "report", "page", "import", "reference")
ALWAYS_EXECUTABLE = {"computation", "threshold", "deadline", "prohibition", "sanction"}
CHECKED_WHEN_EXECUTABLE = {"entitlement", "record"}
CHECKED_INSTRUMENTS = {"quzhou-2024", "keqiao-2025-draft", "zhejiang-2021", "binjiang-2023"}
"""What `kechuang law coverage --check` fails on: these texts, the kinds above, and these two where executable."""
_RULE_KINDS = {
    RuleKind.COMPUTATION: "rule",
    RuleKind.ENTITLEMENT: "rule",
    RuleKind.CHECK: "check",
    RuleKind.CLOCK: "clock",
}


@dataclass(frozen=True, slots=True, order=True)
class Home:
    """One place where a clause lives: its kind (see KINDS), a name, and where to find it (a file or an address)."""

    kind: str
    name: str
    where: str

    def to_dict(self) -> dict[str, str]:
        """The home as JSON carries it."""
        return {"kind": self.kind, "name": self.name, "where": self.where}


@dataclass(frozen=True, slots=True)
class Row:
    """A clause and its homes; a gap is an executable clause without one."""

    clause: Clause
    lives_in: tuple[Home, ...]

    @property
    def must_live(self) -> bool:
        """Whether the clause is marked executable, or of a kind that always is."""
        return self.clause.executable or self.clause.kind in ALWAYS_EXECUTABLE

    @property
    def gap(self) -> bool:
        """Whether it must live and is only shown."""
        return self.must_live and all(home.kind in ("reference", "page") for home in self.lives_in)

    @property
    def failing(self) -> bool:
        """A gap that `--check` fails on; the others fail only with `--strict`."""
        kind = self.clause.kind
        checked = kind in ALWAYS_EXECUTABLE or (self.clause.executable and kind in CHECKED_WHEN_EXECUTABLE)
        return self.gap and checked and self.clause.instrument in CHECKED_INSTRUMENTS

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON carries it."""
        return {
            "clause": str(self.clause.citation),
            "kind": self.clause.kind,
            "module": self.clause.module,
            "executable": self.clause.executable,
            "lives_in": [home.to_dict() for home in self.lives_in],
        }


_registered: dict[Citation, dict[Home, None]] = {}


def lives(kind: str, name: str, where: str, cites: Iterable[str | Citation]) -> None:
    """Say that something above the law floor carries out these clauses."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}")
    for cited in cites:
        citation = Citation.parse(cited) if isinstance(cited, str) else cited
        _registered.setdefault(citation, {})[Home(kind, name, where)] = None


_whole: list[Callable[[], None]] = []


def learn_from(load: Callable[[], None]) -> None:
    """Have what stands above the law floor loaded before coverage is told, so that all of it has said where clauses live.

    The program around this floor names it (the `kechuang` command); the law floor used alone has nothing above it.
    """
    _whole.append(load)


def coverage(library: Library) -> tuple[Row, ...]:
    """A row for each clause of the library, in the order of the texts."""
    import kechuang.law.rules  # noqa: F401  the rule files register themselves

    while _whole:
        _whole.pop()()
    homes: dict[Citation, dict[Home, None]] = {}

    def add(citation: Citation, home: Home) -> None:
        for clause in _held(library, citation):
            homes.setdefault(clause, {})[home] = None

    for rule in REGISTRY.values():
        home = Home(_RULE_KINDS[rule.kind], rule.name, rule.source)
        for citation in rule_clauses(rule, library):
            add(citation, home)
    for instrument in library.instruments.values():
        for checklist in instrument.checklists.values():
            home = Home("checklist", checklist.name, f"kechuang/law/instruments/{instrument.id}.toml")
            add(checklist.citation, home)
    for citation, found in _registered.items():
        for home in found:
            add(citation, home)
    rows = []
    for instrument in library.instruments.values():
        for clause in instrument.clauses.values():
            found_homes = tuple(sorted(homes.get(clause.citation, {})))
            page = Home("reference", "law page", f"/law/{instrument.id}/{clause.id}/")
            rows.append(Row(clause, (*found_homes, page)))
    return tuple(rows)


def rule_clauses(rule: Rule, library: Library) -> tuple[Citation, ...]:
    """Every clause a rule carries out: those it cites, and those whose values, definitions and lists it looks up."""
    found = dict.fromkeys(rule.lives)
    for slot in link(rule, library).slots:
        found.update(dict.fromkeys(slot.node.cites))
        if slot.lookup is not None:
            found.update(dict.fromkeys(entry.citation for entry in slot.lookup.entries))
        found.update(dict.fromkeys(_trait_cites(slot.node)))
    return tuple(found)


def _trait_cites(node: Node) -> tuple[Citation, ...]:
    return node.cites if node in TRAITS.values() else ()


def _held(library: Library, citation: Citation) -> list[Citation]:
    """The clauses a citation reaches: itself, and what it holds where it names a whole article or paragraph."""
    instrument = library.instruments.get(citation.instrument)
    if instrument is None:
        return []
    if citation.clause in instrument.clauses:
        return [citation]
    prefix = f"{citation.clause}."
    return [Citation(instrument.id, name) for name in instrument.clauses if name.startswith(prefix)]


def dangling(library: Library) -> dict[str, list[str]]:
    """Citations in rules that name no clause of the library, by rule."""
    import kechuang.law.rules  # noqa: F401

    wrong = {rule.name: [str(c) for c in rule.lives if not _held(library, c)] for rule in REGISTRY.values()}
    return {name: cites for name, cites in wrong.items() if cites}


def summary(rows: Iterable[Row]) -> Mapping[str, Mapping[str, int]]:
    """Per instrument: clauses, executable ones, those that live, gaps."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        counts = found.setdefault(row.clause.instrument, {"clauses": 0, "executable": 0, "living": 0, "gaps": 0})
        counts["clauses"] += 1
        counts["executable"] += row.must_live
        counts["living"] += row.must_live and not row.gap
        counts["gaps"] += row.gap
    return found
