"""One case, explained: the rule run over its facts, and the finding that says why."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from kechuang.law import finding as f
from kechuang.law.calendar import Workdays
from kechuang.law.errors import FactError, LawError
from kechuang.law.execution.account import Account
from kechuang.law.execution.scalar import Machine
from kechuang.law.execution.ways import Ways
from kechuang.law.expression import FACTS
from kechuang.law.library import Library, load
from kechuang.law.link import Context, Program, link
from kechuang.law.rule import REGISTRY, Rule
from kechuang.law.types import Kind, read


def find_rule(name: str | Rule) -> Rule:
    """A rule by name; a LawError that offers near names when there is none."""
    if isinstance(name, Rule):
        return name
    import kechuang.law.rules  # noqa: F401  the rule files register themselves

    if name not in REGISTRY:
        near = difflib.get_close_matches(name, REGISTRY, 3)
        hint = f"；是不是 {'、'.join(near)}？" if near else ""
        hint_en = f"; did you mean {', '.join(near)}?" if near else ""
        raise LawError(f"没有规则 {name}{hint}", f"no rule {name}{hint_en}")
    return REGISTRY[name]


def flatten(facts: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """{"deal": {"amount": 1}} and {"deal.amount": 1} are the same facts."""
    flat: dict[str, Any] = {}
    for key, value in facts.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{name}."))
        else:
            flat[name] = value
    return flat


def read_facts(facts: Mapping[str, Any], program: Program | None = None) -> dict[str, Any]:
    """Typed facts from what was given. Empty means unknown. Raises FactError for an unknown name or a bad value."""
    return _typed(flatten(facts), program)


def _typed(flat: Mapping[str, Any], program: Program | None = None) -> dict[str, Any]:
    """Typed facts from flat ones."""
    typed: dict[str, Any] = {}
    for name, value in flat.items():
        declared = FACTS.get(name)
        if declared is None:
            near = difflib.get_close_matches(name, FACTS, 3)
            hint = f"；相近的有 {'、'.join(near)}" if near else ""
            raise FactError(
                name, value, f"没有这一事实{hint}", f"a declared fact; near ones: {', '.join(near) or 'none'}"
            )
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        typed[name] = read(value, declared.type, name)
        if declared.type.kind is Kind.ITEMS and program is not None:
            typed[name] = item_ids(program.library, declared.type.checklist, typed[name], name)
    return typed


def item_ids(library: Library, checklist: str, held: frozenset[str], name: str) -> frozenset[str]:
    """The ids of the items held, named by id or by label. Raises FactError for what is not on the checklist."""
    items = library.checklist_items(checklist)
    known = {word: item.id for item in items for word in (item.en, item.zh, item.id)}
    strange = sorted(held - set(known))
    if known and strange:
        ids = [item.id for item in items]
        raise FactError(
            name, "、".join(strange), f"不在清单内；可填：{'、'.join(ids)}", f"items among {', '.join(ids)}"
        )
    return frozenset(known.get(word, word) for word in held)


@lru_cache(maxsize=512)
def machine_of(program: Program, workdays: Workdays | None = None) -> Machine:
    """The machine of a program, made once."""
    return Machine(program, workdays)


def explain(
    rule: str | Rule,
    facts: Mapping[str, Any],
    *,
    territory: str | None = None,
    on: dt.date | str | None = None,
    known_on: dt.date | None = None,
    simulate: bool = False,
    interpretations: Mapping[str, str] | None = None,
    determinations: Iterable[f.Determination] = (),
    library: Library | None = None,
    workdays: Workdays | None = None,
) -> f.Finding:
    """Run one rule for one case and say why.

    facts: by dotted or nested name, raw as from JSON or typed. territory: GB/T 2260 code. on: the day of the event,
    where the rule has no date of its own. known_on: what was known that day. simulate: let drafts count.
    interpretations: id -> choice, "open" to leave it to a person. determinations: recorded answers of persons.
    """
    found, shelf = find_rule(rule), library or load()
    given = flatten(facts)
    if territory is not None:
        given["territory"] = territory
    if on is not None:
        given["on"] = on
    readings = dict(interpretations or {})
    answers: dict[str, f.Determination] = {}
    for answer in determinations:
        answers[answer.question] = answer
        if answer.question in shelf.interpretations:
            readings[answer.question] = str(answer.answer)
        elif given.get(answer.question) in (None, ""):
            given[answer.question] = answer.answer
    program = link(found, shelf, Context(known_on, simulate, readings))
    facts_read = _typed(given, program)
    for question, answer in list(answers.items()):
        if question in facts_read and facts_read[question] != read_facts({question: answer.answer})[question]:
            del answers[question]  # the fact was stated, and otherwise: the answer does not rest on the determination
    return explain_case(program, facts_read, answers, workdays)


def explain_case(
    program: Program,
    facts: dict[str, Any],
    answers: Mapping[str, f.Determination] | None = None,
    workdays: Workdays | None = None,
) -> f.Finding:
    """The finding for typed facts; the way in for those who link once and explain many."""
    values, states, extras = machine_of(program, workdays).run(facts)
    if answers:
        return Account(program, facts, values, states, extras, answers).finding()
    return _ways_of(program).finding(facts, values, states, extras)


@lru_cache(maxsize=512)
def _ways_of(program: Program) -> Ways:
    return Ways(program)


__all__ = [
    "Account", "explain", "explain_case", "find_rule", "flatten", "item_ids", "machine_of", "read_facts",
]  # fmt: skip
