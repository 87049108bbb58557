"""One case computed: every slot of a program to a value and a state, in exact integers and fractions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from kechuang.law.calendar import Deadline, Workdays, default_workdays
from kechuang.law.execution import dates
from kechuang.law.link import Lookup, Program, Slot
from kechuang.law.parameters import Resolution, State
from kechuang.law.types import SHARE_SCALE, Kind

Values = list[Any]
States = list[int]
Extras = list[Any]
Step = Callable[[Values, States, Extras], None]

KNOWN, NOT_APPLICABLE, NO_LAW, MISSING, OPEN = (
    int(State.KNOWN),
    int(State.NOT_APPLICABLE),
    int(State.NO_LAW),
    int(State.MISSING),
    int(State.OPEN),
)


class Machine:
    """A program ready to run on one case after another. Not shared between threads while running a case."""

    def __init__(self, program: Program, workdays: Workdays | None = None) -> None:
        self.program = program
        table = workdays or default_workdays()
        self.workdays = table.known_on(program.context.known_on) if program.context.known_on else table
        self.facts = tuple((slot.index, slot.data["name"]) for slot in program.slots if slot.op == "fact")
        self.size = len(program.slots)
        self.steps: list[Step] = [_BUILDERS[slot.op](self, slot) for slot in program.slots if slot.op != "fact"]

    def run(self, facts: dict[str, Any]) -> tuple[Values, States, Extras]:
        """Values, states and extras (a Resolution per look-up, a Deadline per date) by slot; facts are typed values."""
        values: Values = [None] * self.size
        states: States = [KNOWN] * self.size
        extras: Extras = [None] * self.size
        get = facts.get
        for index, name in self.facts:
            value = get(name)
            if value is None:
                states[index] = MISSING
            else:
                values[index] = value
        for step in self.steps:
            step(values, states, extras)
        return values, states, extras


def _worst(states: States, args: tuple[int, ...]) -> int:
    return max(states[a] for a in args)


# -- one builder per operation: each returns what computes that slot ---------------------------------


def _const(machine: Machine, slot: Slot) -> Step:
    i, value = slot.index, slot.data["value"]

    def step(v: Values, s: States, x: Extras) -> None:
        v[i] = value

    return step


def _binary(operate: Callable[[Any, Any], Any]) -> Callable[[Machine, Slot], Step]:
    def build(machine: Machine, slot: Slot) -> Step:
        i, (a, b) = slot.index, slot.args

        def step(v: Values, s: States, x: Extras) -> None:
            if s[a] or s[b]:
                s[i] = s[a] if s[a] > s[b] else s[b]
            else:
                v[i] = operate(v[a], v[b])

        return step

    return build


def _compare(operate: Callable[[Any, Any], bool]) -> Callable[[Machine, Slot], Step]:
    """Comparison; choices compare by the order of their options."""

    def build(machine: Machine, slot: Slot) -> Step:
        kind = machine.program.slots[slot.args[0]].type
        if kind.kind is Kind.CHOICE and kind.options:
            order = {code: n for n, code in enumerate(kind.codes)}
            return _binary(lambda one, two: operate(order[one], order[two]))(machine, slot)
        return _binary(operate)(machine, slot)

    return build


def _extreme(pick: Callable[[Any], Any]) -> Callable[[Machine, Slot], Step]:
    def build(machine: Machine, slot: Slot) -> Step:
        i, args = slot.index, slot.args

        def step(v: Values, s: States, x: Extras) -> None:
            worst = _worst(s, args)
            if worst:
                s[i] = worst
            else:
                v[i] = pick([v[a] for a in args])

        return step

    return build


def taken(base: Any, rate: Fraction, rounding: str) -> Any:
    """Part of a base in whole units, rounded as asked; base is an int, or a Fraction of units."""
    numerator, denominator = rate.numerator, rate.denominator
    if rounding == "up":
        return -(-base * numerator // denominator)
    if rounding == "down":
        return base * numerator // denominator
    return (2 * base * numerator + denominator) // (2 * denominator)


def _share(machine: Machine, slot: Slot) -> Step:
    rounding = slot.data["rounding"]
    if slot.type.kind is Kind.SHARE:
        return _binary(lambda base, rate: Fraction(taken(base * SHARE_SCALE, rate, rounding), SHARE_SCALE))(
            machine, slot
        )
    return _binary(lambda base, rate: taken(base, rate, rounding))(machine, slot)


def _and_or(decisive: bool) -> Callable[[Machine, Slot], Step]:
    """Kleene: `and` is settled by one false, `or` by one true, whatever else is unknown."""

    def build(machine: Machine, slot: Slot) -> Step:
        i, args = slot.index, slot.args

        def step(v: Values, s: States, x: Extras) -> None:
            worst = KNOWN
            for a in args:
                if s[a]:
                    if s[a] > worst:
                        worst = s[a]
                elif v[a] is decisive:
                    v[i] = decisive
                    return
            if worst:
                s[i] = worst
            else:
                v[i] = not decisive

        return step

    return build


def _not(machine: Machine, slot: Slot) -> Step:
    i, (a,) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        if s[a]:
            s[i] = s[a]
        else:
            v[i] = not v[a]

    return step


def _when(machine: Machine, slot: Slot) -> Step:
    i, (c, a, b) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        if s[c]:
            s[i] = s[c]
        else:
            j = a if v[c] else b
            v[i], s[i] = v[j], s[j]

    return step


def _given(machine: Machine, slot: Slot) -> Step:
    i, (a, b) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        j = b if s[a] else a
        v[i], s[i] = v[j], s[j]

    return step


def _known(machine: Machine, slot: Slot) -> Step:
    i, (a,) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        v[i] = not s[a]

    return step


def _under(machine: Machine, slot: Slot) -> Step:
    i, (a,), prefix = slot.index, slot.args, slot.data["prefix"]

    def step(v: Values, s: States, x: Extras) -> None:
        if s[a]:
            s[i] = s[a]
        else:
            v[i] = v[a].startswith(prefix)

    return step


def _pass(machine: Machine, slot: Slot) -> Step:
    i, a = slot.index, slot.args[0]

    def step(v: Values, s: States, x: Extras) -> None:
        v[i], s[i] = v[a], s[a]

    return step


def _rule(machine: Machine, slot: Slot) -> Step:
    if len(slot.args) == 1:
        return _pass(machine, slot)
    i, (a, c) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        if s[c]:
            s[i] = s[c]
        elif not v[c]:
            s[i] = NOT_APPLICABLE
        else:
            v[i], s[i] = v[a], s[a]

    return step


def _open(machine: Machine, slot: Slot) -> Step:
    i = slot.index

    def step(v: Values, s: States, x: Extras) -> None:
        s[i] = OPEN

    return step


def _lookup(machine: Machine, slot: Slot) -> Step:
    """A resolution per territory, period, case and unit facts; each distinct one is resolved once and kept."""
    i, args, lookup = slot.index, slot.args, slot.lookup
    assert lookup is not None
    kept: dict[tuple[Any, ...], Resolution] = {}
    periods: dict[tuple[Any, ...], Resolution] = {}
    days = lookup.change_days
    where = lookup.roles.index("on")

    def step(v: Values, s: States, x: Extras) -> None:
        key = tuple([v[a] for a in args])
        found = kept.get(key)
        if found is None:
            if len(kept) > 20_000:
                kept.clear()
            found = _resolve(lookup, key, where, days, periods)
            kept[key] = found
        x[i] = found
        if found.state:
            s[i] = int(found.state)
        else:
            v[i] = found.value

    return step


def _resolve(
    lookup: Lookup,
    key: tuple[Any, ...],
    where: int,
    days: tuple[dt.date, ...],
    kept: dict[tuple[Any, ...], Resolution],
) -> Resolution:
    """Days between two changes of the law are one period, so they share one resolution, kept by period."""
    on = key[where]
    period = None if on is None else sum(day <= on for day in days)
    short = (*key[:where], period, *key[where + 1 :])
    if short not in kept:
        kept[short] = lookup.at(key)
    return kept[short]


def _choose(machine: Machine, slot: Slot) -> Step:
    i, (chosen, *branches) = slot.index, slot.args
    at = {text: branch for text, branch in zip(slot.data["formulas"], branches, strict=True)}

    def step(v: Values, s: States, x: Extras) -> None:
        if s[chosen]:
            s[i] = s[chosen]
        else:
            j = at[v[chosen]]
            v[i], s[i] = v[j], s[j]

    return step


def _complete(machine: Machine, slot: Slot) -> Step:
    i, (held, found) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        if s[found] or s[held]:
            s[i] = s[found] or s[held]
        else:
            v[i] = all(len(v[held].intersection(entry.value)) >= entry.required for entry in v[found])

    return step


def _missing(machine: Machine, slot: Slot) -> Step:
    i, (held, found) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        if s[found] or s[held]:
            s[i] = s[found] or s[held]
        else:
            v[i] = frozenset(
                item
                for entry in v[found]
                if len(v[held].intersection(entry.value)) < entry.required
                for item in entry.value
                if item not in v[held]
            )

    return step


def _governed(machine: Machine, slot: Slot) -> Step:
    i, (found,) = slot.index, slot.args

    def step(v: Values, s: States, x: Extras) -> None:
        if s[found] == NO_LAW:
            v[i] = False
        elif KNOWN < s[found] < NO_LAW:
            s[i] = s[found]
        else:
            v[i] = s[found] == KNOWN

    return step


def _date(machine: Machine, slot: Slot) -> Step:
    i, args = slot.index, slot.args
    count = dates.counter(slot.data, machine.workdays)
    cached = lru_cache(maxsize=4096)(count)

    def step(v: Values, s: States, x: Extras) -> None:
        worst = _worst(s, args)
        if worst:
            s[i] = worst
            return
        result = cached(*[v[a] for a in args])
        if isinstance(result, Deadline):
            x[i] = result
            v[i] = result.due
        elif result is None:
            s[i] = MISSING  # a length or a year with which there is no such day
        else:
            v[i] = result

    return step


_BUILDERS: dict[str, Callable[[Machine, Slot], Step]] = {
    "const": _const,
    "add": _binary(lambda a, b: a + b),
    "sub": _binary(lambda a, b: a - b),
    "mul": _binary(lambda a, b: a * b),
    "max": _extreme(max),
    "min": _extreme(min),
    "share": _share,
    "eq": _compare(lambda a, b: a == b),
    "ne": _compare(lambda a, b: a != b),
    "lt": _compare(lambda a, b: a < b),
    "le": _compare(lambda a, b: a <= b),
    "gt": _compare(lambda a, b: a > b),
    "ge": _compare(lambda a, b: a >= b),
    "and": _and_or(False),
    "or": _and_or(True),
    "not": _not,
    "when": _when,
    "given": _given,
    "known": _known,
    "under": _under,
    "label": _pass,
    "rule": _rule,
    "open": _open,
    "lookup": _lookup,
    "choose": _choose,
    "complete": _complete,
    "missing": _missing,
    "governed": _governed,
    "date": _date,
}
