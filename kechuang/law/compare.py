"""Two versions of the law side by side: what changed, which rules rest on it, and whose answer changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kechuang.law.coverage import rule_clauses
from kechuang.law.errors import LawError
from kechuang.law.execution.explain import explain_case, find_rule, read_facts
from kechuang.law.finding import Finding, Verdict
from kechuang.law.library import Library, load, read_file, read_instrument, with_instrument
from kechuang.law.link import Context, link
from kechuang.law.model import Citation, Instrument
from kechuang.law.rule import REGISTRY, Rule
from kechuang.law.types import plain


@dataclass(frozen=True, slots=True)
class Version:
    """A law to compare: a library, and what of it is known on a day if that matters."""

    name: str
    library: Library
    known_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: which instrument, what kind (instrument, clause, value, interpretation), before and after."""

    instrument: str
    kind: str
    name: str
    citation: Citation | None
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON carries it."""
        return {
            "instrument": self.instrument,
            "kind": self.kind,
            "name": self.name,
            "clause": str(self.citation) if self.citation else None,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Affected:
    """A case whose answer differs between the two versions."""

    row: int
    rule: str
    before: Finding
    after: Finding

    @property
    def difference(self) -> int | None:
        """After less before, where both are whole numbers (fen, days); None where one is not known."""
        one, two = self.before.value, self.after.value
        both = type(one) is int and type(two) is int
        return two - one if both else None

    def to_dict(self) -> dict[str, Any]:
        """The two answers as JSON carries them."""

        def answer(finding: Finding) -> dict[str, Any]:
            outputs = {o.name: plain(o.value) for o in finding.outputs}
            return {"verdict": str(finding.verdict), "value": plain(finding.value), "outputs": outputs}

        return {
            "row": self.row, "rule": self.rule, "before": answer(self.before), "after": answer(self.after),
            "difference": self.difference,
        }  # fmt: skip


def version(text: str) -> Version:
    """`current`, a folder of instrument files, one file that takes the place of its namesake, or a day of knowledge."""
    if text == "current":
        return Version(text, load())
    try:
        return Version(text, load(), dt.date.fromisoformat(text))
    except ValueError:
        pass
    path = Path(text)
    if path.is_dir():
        library = load()
        for file in sorted(path.glob("*.toml")):
            library = with_instrument(library, read_instrument(read_file(file), file.name))
        return Version(text, library)
    if path.is_file():
        return Version(text, with_instrument(load(), read_instrument(read_file(path), path.name)))
    raise LawError(
        f"{text} 不是 current、日期、文件或者文件夹",
        f"{text} is not `current`, a day, an instrument file or a folder of them",
    )


def changes(before: Version, after: Version) -> tuple[Change, ...]:
    """Everything that differs between two versions, text by text."""
    found: list[Change] = []
    if before.known_on != after.known_on:
        for instrument in after.library.instruments.values():
            known = instrument.known_from or dt.date.min
            then, now = _knows(before, known), _knows(after, known)
            if then != now:
                found.append(Change(instrument.id, "instrument", instrument.id, None, _yes(then), _yes(now)))
                continue
            for entry in instrument.entries:  # an amendment that was known later than the text it amends
                then, now = _knows(before, entry.known_from or known), _knows(after, entry.known_from or known)
                if then != now:
                    found.append(Change(instrument.id, "value", entry.name, entry.citation, _yes(then), _yes(now)))
    one, two = before.library.instruments, after.library.instruments
    for ident in dict.fromkeys([*one, *two]):
        if ident not in one or ident not in two:
            found.append(Change(ident, "instrument", ident, None, _yes(ident in one), _yes(ident in two)))
        elif one[ident] != two[ident]:
            found += _differences(one[ident], two[ident])
    return tuple(found)


def _knows(side: Version, known_from: dt.date) -> bool:
    return side.known_on is None or known_from <= side.known_on


def _yes(there: bool) -> str:
    return "known" if there else "-"


_IDENTITY = ("title", "region", "rank", "status", "adopted", "in_force", "repealed", "known_from", "issuer")


def _differences(one: Instrument, two: Instrument) -> Iterator[Change]:
    for key in _IDENTITY:
        if getattr(one, key) != getattr(two, key):
            yield Change(one.id, "instrument", key, None, str(getattr(one, key)), str(getattr(two, key)))
    parts: tuple[tuple[str, Mapping[Any, str], Mapping[Any, str]], ...] = (
        ("clause", _clauses(one), _clauses(two)),
        ("value", _values(one), _values(two)),
        ("interpretation", _readings(one), _readings(two)),
    )
    for kind, old, new in parts:
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                name, citation = key
                yield Change(one.id, kind, name, citation, old.get(key, "-"), new.get(key, "-"))


def _clauses(instrument: Instrument) -> dict[Any, str]:
    return {(c.id, c.citation): f"{c.kind} {c.force} {c.zh}" for c in instrument.clauses.values()}


def _values(instrument: Instrument) -> dict[Any, str]:
    found: dict[Any, str] = {}
    for entry in instrument.entries:
        keys = ",".join(f"{k}={'|'.join(sorted(v))}" for k, v in sorted(entry.keys.items()))
        applies = ",".join(f"{k}={v}" for k, v in sorted(entry.applies.items()))
        name = f"{entry.name}[{keys}]" if keys else entry.name
        dates = f"{entry.since or ''}..{entry.until or ''}"
        text = f"{plain(entry.value)} {entry.bound} {entry.force} {dates} {applies}".strip()
        key = (name, entry.citation)
        found[key] = f"{found[key]}; {text}" if key in found else text
    return found


def _readings(instrument: Instrument) -> dict[Any, str]:
    return {(i.id, None): i.default for i in instrument.interpretations.values()}


def affected_rules(before: Version, after: Version, found: Iterable[Change]) -> tuple[Rule, ...]:
    """The rules that rest on something that changed."""
    import kechuang.law.rules  # noqa: F401

    clauses = {c.citation for c in found if c.citation is not None}
    whole = {c.instrument for c in found if c.kind == "instrument"}
    readings = {c.name for c in found if c.kind == "interpretation"}

    def touched(rule: Rule, side: Version) -> bool:
        cited = rule_clauses(rule, side.library)
        if any(c in clauses or c.instrument in whole for c in cited):
            return True
        return bool(readings & set(link(rule, side.library).interpretations))

    return tuple(rule for rule in REGISTRY.values() if touched(rule, before) or touched(rule, after))


def affected_cases(
    before: Version, after: Version, rules: Iterable[Rule], cases: Iterable[Mapping[str, Any]]
) -> Iterator[Affected | tuple[int, str, LawError]]:
    """Each case under both versions; yields those whose verdict, value or outputs differ, and the ones that cannot run.

    A case is a row of facts by name; its column `rule` picks one rule, else every rule given is tried.
    """
    names = [rule.name for rule in rules]
    for number, case in enumerate(cases, start=1):
        facts = {key: value for key, value in case.items() if key != "rule" and value not in (None, "")}
        for name in [str(case["rule"])] if case.get("rule") else names:
            try:
                one, two = (_explained(name, side, facts) for side in (before, after))
            except LawError as error:
                yield number, name, error
                continue
            if _answer(one) != _answer(two):
                yield Affected(number, name, one, two)


def _explained(name: str, side: Version, facts: Mapping[str, Any]) -> Finding:
    program = link(find_rule(name), side.library, Context(known_on=side.known_on))
    return explain_case(program, read_facts(facts, program))


def _answer(finding: Finding) -> tuple[Any, ...]:
    """What must be the same for a case to count as unaffected; outputs say nothing where the rule does not apply."""
    if finding.verdict is Verdict.NOT_APPLICABLE:
        return finding.verdict, None, ()
    return (finding.verdict, finding.value, tuple((o.name, o.value) for o in finding.outputs))
