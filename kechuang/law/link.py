"""A rule and a library made one: a program of slots in the order they are computed.

Linking replaces what an instrument file decides (parameters, definitions, checklists, interpretations) by look-ups
over that library, and lists every node once. The interpreters in execution/ all walk the same program.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kechuang.law import types as t
from kechuang.law.errors import LawError
from kechuang.law.expression import FACTS, TRAITS, Node, fact
from kechuang.law.formula import read_formula
from kechuang.law.library import Library
from kechuang.law.model import Bound, Entry, Force, Interpretation
from kechuang.law.parameters import Matter, Resolution, resolve, trait_names
from kechuang.law.rule import Remark, Rule
from kechuang.law.types import Kind, Type

OPEN = "open"
"""The choice of an interpretation that leaves the question to a person."""


@dataclass(frozen=True)
class Context:
    """What is the same for every case of a run: what is known, whether drafts count, how open questions are read."""

    known_on: dt.date | None = None
    simulate: bool = False
    interpretations: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        return (self.known_on, self.simulate, tuple(sorted(self.interpretations.items())))


@dataclass(frozen=True, eq=False, slots=True)
class Lookup:
    """What a look-up slot asks of the library. roles name its arguments in order.

    Roles: territory, on, key:<name>, agreed, trait:<name>. combine as in parameters.resolve.
    """

    name: str
    entries: tuple[Entry, ...]
    roles: tuple[str, ...]
    combine: str
    optional: bool
    library: Library
    context: Context

    def at(self, values: tuple[Any, ...]) -> Resolution:
        """The resolution for these argument values (None where unknown)."""
        return resolve(
            self.entries,
            self.library.instruments,
            self.matter(values),
            combine=self.combine,
            known_on=self.context.known_on,
            simulate=self.context.simulate,
            optional=self.optional,
        )

    def matter(self, values: tuple[Any, ...]) -> Matter:
        territory = on = agreed = None
        keys: dict[str, Any] = {}
        traits: dict[str, Any] = {}
        for role, value in zip(self.roles, values, strict=True):
            if role == "territory":
                territory = value
            elif role == "on":
                on = value
            elif role == "agreed":
                agreed = value
            elif role.startswith("key:"):
                keys[role[4:]] = value
            else:
                traits[role[6:]] = value
        return Matter(territory, on, keys, traits, agreed)

    @property
    def change_days(self) -> tuple[dt.date, ...]:
        """The days on which some entry comes into or goes out of force, in order."""
        days = {e.since for e in self.entries if e.since} | {e.until for e in self.entries if e.until}
        return tuple(sorted(days))

    @property
    def regions(self) -> tuple[str, ...]:
        """The territories whose rules can differ: the region prefixes of the entries' instruments, shortest first."""
        found = {self.library.instruments[e.citation.instrument].region for e in self.entries}
        return tuple(sorted(found, key=lambda prefix: (len(prefix), prefix)))


@dataclass(frozen=True, eq=False, slots=True)
class Slot:
    """One step of a program: an operation on earlier slots.

    op: const fact add sub mul min max share part eq ne lt le gt ge and or not when given known under date
        lookup choose complete missing governed label rule open.
    lookup yields its resolution's value; choose takes (lookup, formula, ...); complete and missing take (held, lookup).
    """

    index: int
    op: str
    args: tuple[int, ...]
    type: Type
    data: Mapping[str, Any]
    node: Node
    lookup: Lookup | None = None
    readings: tuple[str, ...] = ()
    """Interpretations that were read to get here; with op "open" the one that is open."""


@dataclass(frozen=True, eq=False, slots=True)
class Program:
    """A linked rule. root and applies are slot indices; outputs by name; facts: name -> slot of each fact it may need."""

    rule: Rule
    library: Library
    context: Context
    slots: tuple[Slot, ...]
    root: int
    applies: int | None
    outputs: Mapping[str, int]
    remarks: tuple[tuple[Remark, int], ...]
    facts: Mapping[str, int]

    @property
    def interpretations(self) -> tuple[str, ...]:
        """The interpretations this rule reads, whichever branch."""
        return tuple(sorted({name for slot in self.slots for name in slot.readings}))


class _Linker:
    def __init__(self, library: Library, context: Context) -> None:
        self.library, self.context = library, context
        self.slots: list[Slot] = []
        self.done: dict[int, int] = {}
        self.keep: list[Node] = []  # nodes made while linking stay alive, as `done` knows them by identity
        self.shared: dict[tuple[Any, ...], int] = {}

    def link(self, node: Node) -> int:
        if id(node) not in self.done:
            self.keep.append(node)
            self.done[id(node)] = _LINKS.get(node.op, _Linker.plain)(self, node)
        return self.done[id(node)]

    def slot(self, op: str, args: tuple[int, ...], node: Node, **more: Any) -> int:
        index = len(self.slots)
        data = more.pop("data", node.data)
        self.slots.append(Slot(index, op, args, more.pop("type", node.type), data, node, **more))
        return index

    def plain(self, node: Node) -> int:
        return self.slot(node.op, tuple(self.link(arg) for arg in node.args), node)

    def rule(self, node: Node) -> int:
        assert isinstance(node, Rule)
        return self.slot("rule", tuple(self.link(arg) for arg in node.args), node)

    def look_up(self, node: Node, entries: tuple[Entry, ...], combine: str, kind: Type) -> int:
        """A look-up over entries: the arguments the rule names, then the traits the entries ask for."""
        own = node.args[-len(node.data["roles"]) :]
        traits = trait_names(entries)
        unless = any(entry.force is Force.UNLESS_AGREED for entry in entries) and "agreed" not in node.data["roles"]
        args = tuple(self.link(arg) for arg in (*own, *(_trait(name) for name in traits)))
        roles = (*node.data["roles"], *(f"trait:{name}" for name in traits))
        if unless:
            args, roles = (*args, self.link(FACTS_AGREED)), (*roles, "agreed")
        key = (node.data.get("name", node.data.get("clauses")), args, roles, combine, node.data["optional"])
        if key not in self.shared:
            lookup = Lookup(
                str(node.data.get("name", "")),
                entries,
                roles,
                combine,
                node.data["optional"],
                self.library,
                self.context,
            )
            self.shared[key] = self.slot("lookup", args, node, type=kind, lookup=lookup)
        return self.shared[key]

    def parameter(self, node: Node) -> int:
        name = node.data["name"]
        entries = self.library.entries(name)
        for entry in entries:
            if not _fits(entry.value, node.type):
                raise LawError(
                    f"参数 {name}（{entry.citation}）的值 {entry.value!r} 不是 {node.type.kind}",
                    f"parameter {name} ({entry.citation}): {entry.value!r} is not a {node.type.kind}",
                )
        return self.look_up(node, entries, "bound", node.type)

    def definition(self, node: Node) -> int:
        entries = self.library.definitions(node.data["name"])
        chosen = self.look_up(node, entries, "one", Type(Kind.CHOICE, "formula"))
        formulas = tuple(dict.fromkeys(entry.value for entry in entries))
        branches = []
        for text in formulas:
            made = read_formula(text)
            if not made.type.agrees(node.type):
                raise LawError(f"定义 {text} 不是 {node.type.kind}", f"definition {text!r} is not a {node.type.kind}")
            branches.append(self.link(made))
        return self.slot("choose", (chosen, *branches), node, data={**node.data, "formulas": formulas})

    def checklist(self, node: Node) -> int:
        held = self.link(node.args[0])
        found = self.look_up(node, self.library.checklist_entries(node.data["name"]), "all", node.args[0].type)
        return self.slot(node.op, (held, found), node)

    def governed(self, node: Node) -> int:
        entries = []
        for cited in node.data["clauses"]:
            clause = self.library.clause(cited)
            home = self.library.instruments[clause.instrument]
            entries.append(
                Entry(
                    f"governed:{cited}", True, "flag", clause.citation, Bound.EXACT, Force.MUST,
                    applies=node.data["applies"], since=home.in_force, until=home.repealed, known_from=home.known_from,
                )
            )  # fmt: skip
        return self.slot("governed", (self.look_up(node, tuple(entries), "all", t.FLAG),), node)

    def reading(self, node: Node) -> int:
        name = node.data["interpretation"]
        interpretation = self.library.interpretations.get(name)
        if interpretation is None:
            raise LawError(f"没有登记解释 {name}", f"interpretation {name} is not in the library")
        choice = self.context.interpretations.get(name, interpretation.default)
        if choice != OPEN and choice not in node.data["choices"]:
            raise LawError(
                f"解释 {name} 没有选项 {choice}；可选：{'、'.join(node.data['choices'])}",
                f"interpretation {name} has no choice {choice!r}; choices: {', '.join(node.data['choices'])}",
            )
        if choice == OPEN:
            return self.slot("open", (), node, readings=(name,))
        picked = self.link(node.args[node.data["choices"].index(choice)])
        return self.slot("label", (picked,), node, readings=(name,))


_LINKS: dict[str, Callable[[_Linker, Node], int]] = {
    "parameter": _Linker.parameter,
    "definition": _Linker.definition,
    "complete": _Linker.checklist,
    "missing": _Linker.checklist,
    "governed": _Linker.governed,
    "reading": _Linker.reading,
    "rule": _Linker.rule,
}

FACTS_AGREED = fact("deal.agreed", t.FLAG, "单位有规定或者与人员有约定", "Unit rule or agreement exists")
"""What an `unless_agreed` clause asks when the rule does not say otherwise."""


def _trait(name: str) -> Node:
    """The node of a trait; one that only an instrument file knows is a plain yes-or-no fact of that name."""
    if name in TRAITS:
        return TRAITS[name]
    if name not in FACTS:
        return fact(name, t.FLAG, name, name)
    return FACTS[name]


def _fits(value: Any, kind: Type) -> bool:
    match kind.kind:
        case Kind.SHARE:
            return isinstance(value, Fraction)
        case Kind.FEN | Kind.COUNT:
            return isinstance(value, int) and not isinstance(value, bool)
        case Kind.DATE:
            return isinstance(value, dt.date)
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.CHOICE:
            return isinstance(value, str) and (not kind.options or value in kind.codes)
    return False


_programs: dict[tuple[Any, ...], Program] = {}


def link(rule: Rule, library: Library, context: Context | None = None) -> Program:
    """The program of a rule over a library under a context; kept, so that linking twice costs nothing."""
    ctx = context or Context()
    for name, choice in ctx.interpretations.items():
        check_choice(library, name, choice)
    key = (id(rule), id(library), ctx.key)
    if key not in _programs:
        if len(_programs) > 4000:
            _programs.clear()
        linker = _Linker(library, ctx)
        whole = linker.link(rule)
        outputs = {name: linker.link(node) for name, node in rule.outputs.items()}
        remarks = tuple((r, linker.link(r.when)) for r in rule.remarks)
        slots = tuple(linker.slots)
        facts = {slot.data["name"]: slot.index for slot in slots if slot.op == "fact"}
        applies = slots[whole].args[1] if len(slots[whole].args) > 1 else None
        _programs[key] = Program(rule, library, ctx, slots, whole, applies, outputs, remarks, facts)
    return _programs[key]


def check_choice(library: Library, name: str, choice: str) -> Interpretation:
    """The interpretation of that id, if it has that choice (or "open"); else a LawError that lists what there is."""
    found = library.interpretations.get(name)
    if found is None:
        raise LawError(f"没有解释 {name}", f"no interpretation {name}")
    if choice != OPEN and choice not in [c.id for c in found.choices]:
        words = "、".join(c.id for c in found.choices)
        raise LawError(f"解释 {name} 没有选项 {choice}；可选：{words}", f"interpretation {name}: choices are {words}")
    return found
