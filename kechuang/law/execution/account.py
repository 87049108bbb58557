"""The account of one run: which slots mattered, which clauses they rest on, and what is missing, as a Finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kechuang.law import finding as f
from kechuang.law.calendar import Deadline, Shift
from kechuang.law.execution.relevance import had_a_say
from kechuang.law.execution.scalar import Extras, States, Values
from kechuang.law.link import OPEN, Program, Slot, check_choice
from kechuang.law.model import Citation
from kechuang.law.parameters import Resolution, State, considered
from kechuang.law.rule import RuleKind


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
        outputs = tuple(self.output(name, index) for name, index in program.outputs.items() if name not in HIDDEN)
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
            unused=tuple(sorted(set(self.facts) - set(program.facts) - CONTEXT_FACTS)),
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
            name, node.zh or name, node.en or name.replace("_", " "), self.value(slot) if known else None, slot.type,
            State(self.s[index]),
        )  # fmt: skip

    def value(self, slot: Slot) -> Any:
        """The value of a slot that is known."""
        return self.v[slot.index]

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
        zh, en = self.title(slot)
        return f.Step(
            kind=kind, name=name, zh=zh, en=en, value=None if state else self.value(slot),
            type=slot.type, state=state, shifts=shifts, node=node, children=_once(merged), **more,
        )  # fmt: skip

    def title(self, slot: Slot) -> tuple[str, str]:
        """The words for a slot: its own, or those of the checklist it looks at."""
        node = slot.node
        if node.op in ("complete", "missing") and not node.zh:
            return self.program.library.checklist_title(str(node.data["name"]))
        return node.zh, node.en

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
        shifts = self.shifts(slot)
        below = [step for arg in slot.args for step in self.steps(arg)]
        return self.step(slot, f.StepKind.DATE, below, shifts=shifts)

    def shifts(self, slot: Slot) -> tuple[Shift, ...]:
        """What happened while a date was counted."""
        deadline = self.x[slot.index]
        if not isinstance(deadline, Deadline):
            return ()
        self.provisional = self.provisional or deadline.provisional
        return deadline.shifts

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
            case "date" if not any(self.s[arg] for arg in slot.args):
                missing.update(dict.fromkeys(self.facts_below(index)))  # stated, but there is no such day
            case "rule" if len(slot.args) > 1 and self.s[slot.args[1]]:
                follow = (slot.args[1],)
            case "rule":
                follow = slot.args[:1]
        for arg in follow:
            self.reasons(arg, missing, unclear, conflicts)

    def facts_below(self, index: int) -> list[str]:
        """The facts that a slot's value was made of."""
        slot = self.slots[index]
        if slot.op == "fact":
            return [slot.data["name"]]
        args = (slot.args[1] if self.s[slot.args[0]] else slot.args[0],) if slot.op == "given" else slot.args
        return [name for arg in args if slot.op != "lookup" for name in self.facts_below(arg)]

    # -- the tables beside the answer -------------------------------------------------------------------

    def considered(self, slot: Slot) -> f.ConsideredFor | None:
        lookup, found = slot.lookup, self.x[slot.index]
        if lookup is None or slot.node.op == "governed":
            return None
        matter = lookup.matter(tuple(self.v[a] for a in slot.args))
        rows = considered(found, self.program.library.instruments, matter)
        zh, en = self.title(slot)
        return f.ConsideredFor(lookup.name, zh or lookup.name, en or lookup.name, slot.type, rows)

    def interpretation(self, name: str) -> f.InterpretationUsed:
        default = check_choice(self.program.library, name, OPEN).default
        choice = self.program.context.interpretations.get(name, default)
        return f.InterpretationUsed(name, choice, choice == default, self.answers.get(name))


HIDDEN = {"holds", "done"}
CONTEXT_FACTS = {"territory", "on", "as_of"}


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
