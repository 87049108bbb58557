"""One case, explained: the rule run over its facts, and the finding that says why."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from kechuang.law import finding as f
from kechuang.law.calendar import Deadline, Shift, Workdays
from kechuang.law.errors import FactError, LawError
from kechuang.law.execution.relevance import had_a_say
from kechuang.law.execution.scalar import Extras, Machine, States, Values
from kechuang.law.expression import FACTS
from kechuang.law.library import Library, load
from kechuang.law.link import OPEN, Context, Program, Slot, check_choice, link
from kechuang.law.model import Citation
from kechuang.law.parameters import Resolution, State, considered
from kechuang.law.rule import REGISTRY, Rule, RuleKind
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
    typed: dict[str, Any] = {}
    for name, value in flatten(facts).items():
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
    given = dict(flatten(facts))
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
    facts_read = read_facts(given, program)
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
    return Account(program, facts, values, states, extras, answers or {}).finding()


class Account:
    """The account of one run: which slots mattered, and what they say. finding() tells all, verdict() only the end."""

    def __init__(
        self,
        program: Program,
        facts: Mapping[str, Any],
        values: Values,
        states: States,
        extras: Extras,
        answers: Mapping[str, f.Determination],
    ) -> None:
        self.program, self.facts = program, facts
        self.v, self.s, self.x, self.answers = values, states, extras, answers
        self.slots = program.slots
        self.lookups: dict[int, None] = {}
        self.readings: dict[str, None] = {}
        self.provisional = False
        self.told: dict[int, f.Step] = {}

    def finding(self) -> f.Finding:
        """The whole finding."""
        program, rule = self.program, self.program.rule
        root = self.slots[program.root]
        step = self.rule_step(root)
        verdict, value, state = self.verdict()
        missing: dict[str, None] = {}
        unclear: dict[str, None] = {}
        conflicts: dict[Citation, None] = {}
        if verdict is f.Verdict.NEEDS_DETERMINATION:
            self.reasons(program.root, missing, unclear, conflicts)
        outputs = tuple(self.output(name, index) for name, index in program.outputs.items() if name not in _HIDDEN)
        remarks = tuple(
            f.Said(remark.kind, remark.zh, remark.en, remark.cites)
            for remark, index in program.remarks
            if not self.s[index] and self.v[index] and verdict is not f.Verdict.NOT_APPLICABLE
        )
        tables = tuple(table for index in self.lookups if (table := self.considered(self.slots[index])) is not None)
        used = [name for name in program.interpretations if name in self.readings]
        return f.Finding(
            rule=rule.name, kind=rule.kind, zh=rule.zh, en=rule.en, verdict=verdict, value=value, type=rule.type,
            state=state, step=step, outputs=outputs, considered=tables,
            interpretations=tuple(self.interpretation(name) for name in used),
            missing=tuple(missing), open=tuple(unclear), conflicts=tuple(conflicts), remarks=remarks,
            determinations=tuple(a for q, a in self.answers.items() if q in program.facts or q in used),
            simulation=any(self.x[i].simulation for i in self.lookups), provisional=self.provisional,
            unused=tuple(sorted(set(self.facts) - set(program.facts) - _CONTEXT_FACTS)),
            context={
                "territory": self.facts.get("territory"), "on": self.facts.get("on"),
                "known_on": program.context.known_on, "simulate": program.context.simulate,
                "law": program.library.fingerprint,
            },
        )  # fmt: skip

    def verdict(self) -> tuple[f.Verdict, Any, State]:
        """The verdict, the value (None where there is none) and the state."""
        program, kind = self.program, self.program.rule.kind
        state, value = State(self.s[program.root]), self.v[program.root]
        if state:
            return f.Verdict.of_state(state), None, state
        if kind is RuleKind.CHECK:
            return (f.Verdict.MET if value else f.Verdict.BREACHED), value, state
        if kind is RuleKind.ENTITLEMENT:
            return (f.Verdict.MET if value else f.Verdict.NOT_APPLICABLE), value, state
        if kind is RuleKind.CLOCK and "holds" in program.outputs:
            holds, done = program.outputs["holds"], program.outputs["done"]
            if not self.s[holds] and not self.v[holds]:
                return f.Verdict.BREACHED, value, state
            if not self.s[holds] and self.v[done]:
                return f.Verdict.MET, value, state
        return f.Verdict.COMPUTED, value, state

    def output(self, name: str, index: int) -> f.Output:
        slot = self.slots[index]
        node = slot.node
        self.steps(index)  # what an output rests on is looked at too
        known = not self.s[index]
        return f.Output(
            name, node.zh or name, node.en or name.replace("_", " "), self.v[index] if known else None, slot.type,
            State(self.s[index]),
        )  # fmt: skip

    # -- steps -------------------------------------------------------------------------------------

    def rule_step(self, slot: Slot) -> f.Step:
        children: list[f.Step] = []
        if len(slot.args) > 1:
            children += self.steps(slot.args[1])
        skipped = len(slot.args) > 1 and (self.s[slot.args[1]] or not self.v[slot.args[1]])
        if not skipped:
            children += self.steps(slot.args[0])
        return self.step(slot, f.StepKind.RULE, children, cites=self.own_cites(slot.node.cites, children))

    def own_cites(self, cites: tuple[Citation, ...], children: list[f.Step]) -> tuple[Citation, ...]:
        """Of the clauses a rule may rest on, those that decided here; else those that govern the territory."""
        decided = {
            c for child in children for step in child.walk() if step.kind is not f.StepKind.RULE for c in step.cites
        }
        here = tuple(c for c in cites if c in decided)
        if here:
            return here
        return self.local(cites)

    def local(self, cites: tuple[Citation, ...]) -> tuple[Citation, ...]:
        """Those whose instrument governs the territory of the case; all of them while that is unknown."""
        territory = self.facts.get("territory")
        instruments = self.program.library.instruments
        return tuple(
            c for c in cites
            if territory is None or c.instrument not in instruments or instruments[c.instrument].governs(territory)
        )  # fmt: skip

    def step(self, slot: Slot, kind: f.StepKind, children: list[f.Step], **more: Any) -> f.Step:
        node = slot.node
        state = State(self.s[slot.index])
        name = more.pop("name", None) or getattr(node, "name", "") or str(node.data.get("name", ""))
        shifts = more.pop("shifts", ())
        merged: list[f.Step] = []
        for child in children:
            if child.kind is f.StepKind.DATE:
                shifts = (*shifts, *child.shifts)
                merged += child.children
            else:
                merged.append(child)
        return f.Step(
            kind=kind, name=name, zh=node.zh, en=node.en, value=None if state else self.v[slot.index],
            type=slot.type, state=state, shifts=shifts, node=node, children=_once(merged), **more,
        )  # fmt: skip

    def once(self, slot: Slot, make: Callable[[Slot], f.Step]) -> f.Step:
        """A named step in full where it is first met, and by its value alone wherever it comes again."""
        if slot.index in self.told:
            return replace(self.told[slot.index], children=(), repeated=True)
        made = self.told[slot.index] = make(slot)
        return made

    def value_step(self, slot: Slot) -> f.Step:
        return self.step(slot, f.StepKind.VALUE, self.steps(slot.args[0]), cites=self.local(slot.node.cites))

    def steps(self, index: int) -> list[f.Step]:
        """The named steps nearest below a slot, along the branches that were taken."""
        slot = self.slots[index]
        match slot.op:
            case "rule":
                return [self.once(slot, self.rule_step)]
            case "label" if slot.readings:
                return self.read_step(slot)
            case "label":
                return [self.once(slot, self.value_step)]
            case "open":
                self.readings[slot.readings[0]] = None
                return [self.step(slot, f.StepKind.VALUE, [], name=slot.readings[0], interpretations=slot.readings)]
            case "const":
                return []
            case "fact":
                return [self.fact_step(slot)]
            case "lookup":
                return [self.lookup_step(slot)]
            case "choose":
                return [self.choose_step(slot)]
            case "governed":
                return [self.scope_step(slot)]
            case "given":
                return self.steps(slot.args[1] if self.s[slot.args[0]] else slot.args[0])
            case "when":
                condition, then, otherwise = slot.args
                asked = self.steps(condition)
                return asked if self.s[condition] else [*asked, *self.steps(then if self.v[condition] else otherwise)]
            case "date":
                return [self.date_step(slot)]
            case "known":
                return [] if self.s[slot.args[0]] else self.steps(slot.args[0])
            case "complete" | "missing":
                held, found = (self.slots[a] for a in slot.args)
                more = [self.fact_step(held)] if held.op == "fact" else self.steps(held.index)
                looked = self.lookup_step(found)
                cites = looked.cites
                return [self.step(slot, f.StepKind.CHECKLIST, [*more, *looked.children], cites=cites)]
        return [step for arg in slot.args for step in self.steps(arg)]

    def fact_step(self, slot: Slot) -> f.Step:
        name = slot.data["name"]
        answer = self.answers.get(name)
        return self.step(slot, f.StepKind.FACT, [], name=name, determination=answer)

    def read_step(self, slot: Slot) -> list[f.Step]:
        self.readings[slot.readings[0]] = None
        below = self.steps(slot.args[0])
        if len(below) == 1:
            return [replace(below[0], interpretations=(*below[0].interpretations, *slot.readings))]
        return [self.step(slot, f.StepKind.VALUE, below, name=slot.readings[0], interpretations=slot.readings)]

    def lookup_step(self, slot: Slot) -> f.Step:
        self.lookups[slot.index] = None
        found: Resolution = self.x[slot.index]
        below = []
        assert slot.lookup is not None
        for role, arg in zip(slot.lookup.roles, slot.args, strict=True):
            if had_a_say(found, role) or (role in ("territory", "on") and self.s[arg]):
                below += self.steps(arg)
        kind = f.StepKind.DEFINITION if slot.node.op == "definition" else f.StepKind.PARAMETER
        return self.step(slot, kind, below, cites=found.citations)

    def choose_step(self, slot: Slot) -> f.Step:
        chosen = self.slots[slot.args[0]]
        below: list[f.Step] = []
        if not self.s[chosen.index]:
            formulas = slot.data["formulas"]
            below = self.steps(slot.args[1 + formulas.index(self.v[chosen.index])])
        looked = self.lookup_step(chosen)
        return self.step(slot, f.StepKind.DEFINITION, [*below, *looked.children], cites=looked.cites)

    def scope_step(self, slot: Slot) -> f.Step:
        looked = self.lookup_step(self.slots[slot.args[0]])
        return self.step(slot, f.StepKind.SCOPE, list(looked.children), cites=looked.cites)

    def date_step(self, slot: Slot) -> f.Step:
        deadline = self.x[slot.index]
        shifts: tuple[Shift, ...] = ()
        if isinstance(deadline, Deadline):
            shifts = deadline.shifts
            self.provisional = self.provisional or deadline.provisional
        below = [step for arg in slot.args for step in self.steps(arg)]
        return self.step(slot, f.StepKind.DATE, below, shifts=shifts)

    # -- why it is not known ---------------------------------------------------------------------------

    def reasons(
        self, index: int, missing: dict[str, None], unclear: dict[str, None], conflicts: dict[Citation, None]
    ) -> None:
        """Collect the facts, open questions and conflicting texts behind an unknown slot."""
        slot, state = self.slots[index], self.s[index]
        if not state:
            return
        follow = slot.args
        match slot.op:
            case "fact":
                missing[slot.data["name"]] = None
            case "open":
                unclear[slot.readings[0]] = None
                self.readings[slot.readings[0]] = None
            case "lookup":
                assert slot.lookup is not None
                found: Resolution = self.x[index]
                if found.state is State.CONFLICT:
                    conflicts.update(dict.fromkeys(found.citations))
                roles = dict(zip(slot.lookup.roles, slot.args, strict=True))
                follow = tuple(roles[name] for name in map(_role, found.unknown) if name in roles)
                for role in (r for r in slot.lookup.roles if r.startswith("key:") or r in ("territory", "on")):
                    if self.s[roles[role]]:
                        follow = (*follow, roles[role])
            case "choose":
                follow = (slot.args[0],)
                if not self.s[slot.args[0]]:
                    follow = (slot.args[1 + slot.data["formulas"].index(self.v[slot.args[0]])],)
            case "when":
                condition, then, otherwise = slot.args
                follow = (condition,) if self.s[condition] else (then if self.v[condition] else otherwise,)
            case "given":
                missing[self.slots[slot.args[0]].data["name"]] = None
                follow = (slot.args[1],)
            case "rule" if len(slot.args) > 1 and self.s[slot.args[1]]:
                follow = (slot.args[1],)
            case "rule":
                follow = slot.args[:1]
        for arg in follow:
            self.reasons(arg, missing, unclear, conflicts)

    # -- the tables beside the answer -------------------------------------------------------------------

    def considered(self, slot: Slot) -> f.ConsideredFor | None:
        lookup, found = slot.lookup, self.x[slot.index]
        if lookup is None or slot.node.op == "governed":
            return None
        matter = lookup.matter(tuple(self.v[a] for a in slot.args))
        rows = considered(found, self.program.library.instruments, matter)
        node = slot.node
        return f.ConsideredFor(lookup.name, node.zh or lookup.name, node.en or lookup.name, slot.type, rows)

    def interpretation(self, name: str) -> f.InterpretationUsed:
        default = check_choice(self.program.library, name, OPEN).default
        choice = self.program.context.interpretations.get(name, default)
        return f.InterpretationUsed(name, choice, choice == default, self.answers.get(name))


_HIDDEN = {"holds", "done"}
_CONTEXT_FACTS = {"territory", "on", "as_of"}


def _role(name: str) -> str:
    return name if name in ("territory", "on", "agreed") or name.startswith("key:") else f"trait:{name}"


def _once(steps: list[f.Step]) -> tuple[f.Step, ...]:
    """The same fact or sub-step met twice below one step is told once."""
    seen: dict[tuple[int, str], f.Step] = {}
    for step in steps:
        key = (id(step.node), step.name)
        old = seen.get(key)
        seen[key] = (
            step
            if old is None
            else replace(old, interpretations=tuple(dict.fromkeys((*old.interpretations, *step.interpretations))))
        )
    return tuple(seen.values())
