"""Accounts told again: cases that go the same way through a rule share everything but their figures.

The way of a case is the state of every slot, the answers of the questions a rule branches on, and what each look-up found.
It fixes which steps are told, under which names and clauses, what was considered and what is missing. So the account
(account.py) is taken once for each way, with marks where a figure of the case stands, and kept; a further case on that way
only has its figures put in their places, and its steps are made when they are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from operator import itemgetter
from typing import Any

from kechuang.law.calendar import Shift
from kechuang.law.execution.account import CONTEXT_FACTS, Account
from kechuang.law.execution.scalar import Extras, States, Values
from kechuang.law.finding import Finding, Output, Step
from kechuang.law.link import Program, Slot

MOST_WAYS = 4_000
"""Kept over all programs; one takes ten to forty kilobytes."""
_kept: dict[tuple[Any, ...], _Way] = {}


class _Mark:
    """Stands for the value of a slot."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


class _MarkedAccount(Account):
    """An account with marks where values of the case stand."""

    dates: dict[int, None]

    def value(self, slot: Slot) -> Any:
        """A mark; what a look-up found belongs to the way itself."""
        return super().value(slot) if slot.op == "lookup" else _Mark(slot.index)

    def shifts(self, slot: Slot) -> tuple[Shift, ...]:
        """A mark for the shifts, if there are any."""
        if self.x[slot.index] is None:
            return ()
        self.dates[slot.index] = None
        return (_Mark(slot.index),)  # type: ignore[return-value]


class Ways:
    """The ways through one program met so far."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.asked = _getter([0, *_questions(program)])
        self.found = _getter([0, *(slot.index for slot in program.slots if slot.lookup is not None)])
        self.known = frozenset(program.facts) | CONTEXT_FACTS

    def finding(self, facts: Mapping[str, Any], values: Values, states: States, extras: Extras) -> Finding:
        """What Account(...).finding() would say of this run, without determinations."""
        program = self.program
        key = (program, bytes(states), facts.get("territory"), self.asked(values), *map(id, self.found(extras)))
        way = _kept.get(key)
        if way is None:
            if len(_kept) >= MOST_WAYS:
                for old in list(islice(_kept, MOST_WAYS // 2)):
                    _kept.pop(old, None)
            way = _kept[key] = _Way(program, facts, values, states, extras)
        unused = () if facts.keys() <= self.known else tuple(sorted(facts.keys() - self.known))
        return way.finding(facts, values, extras, unused)


def _questions(program: Program) -> list[int]:
    """The yes-or-no slots whose answers decide what is told."""
    found = [index for _, index in program.remarks]
    for slot in program.slots:
        if slot.op == "when":
            found.append(slot.args[0])
        elif slot.op == "rule" and len(slot.args) > 1:
            found.append(slot.args[1])
    found += [program.outputs[name] for name in ("holds", "done") if name in program.outputs]
    if program.slots[program.root].type.kind == "flag":
        found.append(program.root)
    return [index for index in dict.fromkeys(found) if program.slots[index].type.kind == "flag"]


def _getter(indices: list[int]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """Several places of a list as a tuple, the fastest way there is; the first keeps it a tuple."""
    return itemgetter(*indices, 0) if len(indices) < 2 else itemgetter(*indices)


class _Way:
    """One way: a finding with marks, as what is fixed and where the figures go."""

    def __init__(
        self, program: Program, facts: Mapping[str, Any], values: Values, states: States, extras: Extras
    ) -> None:
        account = _MarkedAccount(program, facts, values, states, extras, {})
        account.dates = {}
        made = account.finding()
        self.extras = extras  # what the key names by its id must stay alive
        self.root = program.root if made.value is not None else -1
        self.dates = tuple(account.dates)
        self.outputs = [
            (output, output.value.index if isinstance(output.value, _Mark) else -1) for output in made.outputs
        ]
        self.moving = any(index >= 0 for _, index in self.outputs)
        self.plan: list[tuple[dict[str, Any], int, tuple[int, ...], tuple[int, ...], Step | None]] = []
        self._plan_step(made.step)
        self.fixed = dict(made.__dict__)
        for name in ("step", "unused", "context", "value", "provisional"):
            del self.fixed[name]
        self.fixed["_citations"] = made.citations
        self.context = made.context

    def _plan_step(self, step: Step) -> int:
        """The place of a step in the plan, its children before it."""
        children = tuple(self._plan_step(child) for child in step.children)
        index = step.value.index if isinstance(step.value, _Mark) else -1
        marks: tuple[Any, ...] = step.shifts
        shifts = tuple(mark.index for mark in marks)
        still = index < 0 and not shifts and all(self.plan[child][4] is not None for child in children)
        self.plan.append((dict(step.__dict__), index, children, shifts, step if still else None))
        return len(self.plan) - 1

    def finding(self, facts: Mapping[str, Any], values: Values, extras: Extras, unused: tuple[str, ...]) -> Finding:
        """The finding of a case that went this way."""
        fields = self.fixed.copy()
        fields["value"] = values[self.root] if self.root >= 0 else None
        fields["unused"] = unused
        fields["provisional"] = bool(self.dates) and any(extras[index].provisional for index in self.dates)
        fields["context"] = {**self.context, "territory": facts.get("territory"), "on": facts.get("on")}
        if self.moving:
            fields["outputs"] = tuple([_output(output, index, values) for output, index in self.outputs])
        fields["_step"] = (self, values, extras)
        made: Finding = _new(Finding)
        _set(made, "__dict__", fields)
        return made

    def step(self, values: Values, extras: Extras) -> Step:
        """The steps of a case that went this way, outermost."""
        made: list[Step] = []
        for fields, index, children, shifts, still in self.plan:
            if still is not None:
                made.append(still)
                continue
            own = fields.copy()
            if index >= 0:
                own["value"] = values[index]
            if children:
                own["children"] = tuple([made[child] for child in children])
            if shifts:
                own["shifts"] = tuple([shift for index in shifts for shift in extras[index].shifts])
            step: Step = _new(Step)
            _set(step, "__dict__", own)
            made.append(step)
        return made[-1]


def _output(output: Output, index: int, values: Values) -> Output:
    if index < 0:
        return output
    return Output(output.name, output.zh, output.en, values[index], output.type, output.state)


_new: Any = object.__new__
_set: Any = object.__setattr__
