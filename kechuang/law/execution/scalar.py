"""One case computed: every slot of a program to a value and a state, in exact integers and fractions.

A program becomes one Python function, written out slot by slot, because a loop over slots would cost more than the
arithmetic. A value is None exactly where its state is not KNOWN, so most operations need to look at one of the two only;
slots that merely name another (labels) cost nothing at all.
"""

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
Run = Callable[[dict[str, Any]], tuple[Values, States, Extras]]
Found = tuple[Any, int, Any]
"""A value, its state, and the Resolution or Deadline behind it."""

MOST_KEPT = 20_000


class Machine:
    """A program ready to run on one case after another.

    run(facts): values, states and extras (a Resolution per look-up, a Deadline per date) by slot; facts are typed values.
    """

    def __init__(self, program: Program, workdays: Workdays | None = None) -> None:
        self.program = program
        table = workdays or default_workdays()
        self.workdays = table.known_on(program.context.known_on) if program.context.known_on else table
        self.source, names = _Writer(self).written()
        space: dict[str, Any] = dict(names)
        exec(compile(self.source, f"<{program.rule.name}>", "exec"), space)  # noqa: S102  our own text, from slots alone
        self.run: Run = space["run"]


def taken(base: Any, rate: Fraction, rounding: str) -> Any:
    """Part of a base in whole units, rounded as asked; base is an int, or a Fraction of units."""
    numerator, denominator = rate.as_integer_ratio()
    if rounding == "up":
        return -(-base * numerator // denominator)
    if rounding == "down":
        return base * numerator // denominator
    return (2 * base * numerator + denominator) // (2 * denominator)


def part_of(whole: int, amount: int, total: int, rounding: str) -> int:
    """whole × amount ÷ total, rounded as asked; the amount taken from nothing to the total, and 0 of no total."""
    if total <= 0:
        return 0
    exact, within = 2 if rounding == "half_up" else 1, whole * min(max(amount, 0), total)
    if rounding == "up":
        return -(-within // total)
    return (exact * within + (exact - 1) * total) // (exact * total)


class _Writer:
    """Writes the function of a program. v[i] and s[i] are the expressions that stand for a slot's value and state."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.slots = machine, machine.program.slots
        self.lines: list[str] = []
        self.names: dict[str, Any] = {}
        self.v: list[str] = []
        self.s: list[str] = []
        self.x: list[str] = []

    def written(self) -> tuple[str, dict[str, Any]]:
        """The source, and the objects it names."""
        for slot in self.slots:
            self.x.append("None")
            value, state = _WRITE[slot.op](self, slot)
            self.v.append(value)
            self.s.append(state)
        body = "\n    ".join(self.lines)
        lists = ", ".join(f"[{', '.join(names)}]" for names in (self.v, self.s, self.x))
        return f"def run(facts):\n    get = facts.get\n    {body}\n    return {lists}\n", self.names

    # -- writing ---------------------------------------------------------------------------------------

    def write(self, *lines: str) -> None:
        self.lines += lines

    def object(self, kind: str, slot: Slot, value: Any) -> str:
        """A name under which the function finds an object."""
        name = f"{kind}{slot.index}"
        self.names[name] = value
        return name

    def own(self, slot: Slot) -> tuple[str, str]:
        return f"v{slot.index}", f"s{slot.index}"

    def worst(self, slot: Slot) -> str:
        """The worst state of a slot's arguments; "0" where none can be unknown."""
        doubts = list(dict.fromkeys(self.s[arg] for arg in slot.args if self.s[arg] != "0"))
        if not doubts:
            return "0"
        if len(doubts) == 1:
            return doubts[0]
        state = f"s{slot.index}"
        one, two, *more = doubts
        self.write(f"{state} = {one} if {one} > {two} else {two}")
        for other in more:
            self.write(f"if {other} > {state}: {state} = {other}")
        return state

    def plain(self, slot: Slot, expression: str) -> tuple[str, str]:
        """An expression over the arguments, unknown as soon as one of them is."""
        state = self.worst(slot)
        self.write(
            f"v{slot.index} = {expression}" if state == "0" else f"v{slot.index} = None if {state} else {expression}"
        )
        return f"v{slot.index}", state

    def branch(self, slot: Slot, *ways: tuple[str, str, str]) -> tuple[str, str]:
        """The value and state of the first way whose condition holds; the last needs none."""
        value, state = self.own(slot)
        always = all(way[2] == "0" for way in ways)
        for number, (condition, one, two) in enumerate(ways):
            head = "else:" if number == len(ways) - 1 else f"{'el' if number else ''}if {condition}:"
            self.write(f"{head} {value} = {one}" if always else f"{head} {value} = {one}; {state} = {two}")
        return value, "0" if always else state

    # -- one slot ----------------------------------------------------------------------------------------

    def const(self, slot: Slot) -> tuple[str, str]:
        return self.object("c", slot, slot.data["value"]), "0"

    def fact(self, slot: Slot) -> tuple[str, str]:
        value, state = self.own(slot)
        self.write(f"{value} = get({slot.data['name']!r})", f"{state} = {_MISSING} if {value} is None else 0")
        return value, state

    def arithmetic(self, slot: Slot) -> tuple[str, str]:
        one, two = (self.v[arg] for arg in slot.args)
        return self.plain(slot, f"{one} {_SIGNS[slot.op]} {two}")

    def extreme(self, slot: Slot) -> tuple[str, str]:
        if len(slot.args) == 1:
            return self.passed(slot)
        return self.plain(slot, f"{slot.op}({', '.join(self.v[arg] for arg in slot.args)})")

    def compare(self, slot: Slot) -> tuple[str, str]:
        """Choices compare by the order of their options."""
        one, two = (self.v[arg] for arg in slot.args)
        kind = self.slots[slot.args[0]].type
        if slot.op not in ("eq", "ne") and kind.kind is Kind.CHOICE and kind.options:
            order = self.object("order", slot, {code: n for n, code in enumerate(kind.codes)})
            one, two = f"{order}[{one}]", f"{order}[{two}]"
        return self.plain(slot, f"{one} {_SIGNS[slot.op]} {two}")

    def share(self, slot: Slot) -> tuple[str, str]:
        base, rate = (self.v[arg] for arg in slot.args)
        self.names["taken"], self.names["Fraction"] = taken, Fraction
        rounding = slot.data["rounding"]
        if slot.type.kind is Kind.SHARE:
            return self.plain(slot, f"Fraction(taken({base} * {SHARE_SCALE}, {rate}, {rounding!r}), {SHARE_SCALE})")
        return self.plain(slot, f"taken({base}, {rate}, {rounding!r})")

    def part(self, slot: Slot) -> tuple[str, str]:
        self.names["part_of"] = part_of
        return self.plain(slot, f"part_of({', '.join(self.v[arg] for arg in slot.args)}, {slot.data['rounding']!r})")

    def kleene(self, slot: Slot) -> tuple[str, str]:
        """`and` is settled by one false, `or` by one true, whatever else is unknown."""
        values = list(dict.fromkeys(self.v[arg] for arg in slot.args))
        joined = f" {slot.op} ".join(values)
        if all(self.s[arg] == "0" for arg in slot.args):
            self.write(f"v{slot.index} = {joined}")
            return f"v{slot.index}", "0"
        decisive, other = ("False", "True") if slot.op == "and" else ("True", "False")
        value, state = self.own(slot)
        self.write(
            f"if {' or '.join(f'{v} is {decisive}' for v in values)}: {value} = {decisive}; {state} = 0", "else:"
        )
        start = len(self.lines)
        worst = self.worst(slot)
        self.write(f"{state} = {worst}", f"{value} = None if {state} else {other}")
        self.lines[start:] = [f"    {line}" for line in self.lines[start:]]
        return value, state

    def negate(self, slot: Slot) -> tuple[str, str]:
        return self.plain(slot, f"not {self.v[slot.args[0]]}")

    def known(self, slot: Slot) -> tuple[str, str]:
        self.write(f"v{slot.index} = {self.v[slot.args[0]]} is not None")
        return f"v{slot.index}", "0"

    def under(self, slot: Slot) -> tuple[str, str]:
        return self.plain(slot, f"{self.v[slot.args[0]]}.startswith({slot.data['prefix']!r})")

    def when(self, slot: Slot) -> tuple[str, str]:
        condition, then, otherwise = slot.args
        ways = [(self.v[condition], self.v[then], self.s[then]), ("", self.v[otherwise], self.s[otherwise])]
        if self.s[condition] != "0":
            ways.insert(0, (self.s[condition], "None", self.s[condition]))
        return self.branch(slot, *ways)

    def given(self, slot: Slot) -> tuple[str, str]:
        stated, follows = slot.args
        if self.s[stated] == "0":
            return self.v[stated], "0"
        return self.branch(slot, (self.s[stated], self.v[follows], self.s[follows]), ("", self.v[stated], "0"))

    def passed(self, slot: Slot) -> tuple[str, str]:
        return self.v[slot.args[0]], self.s[slot.args[0]]

    def rule(self, slot: Slot) -> tuple[str, str]:
        if len(slot.args) == 1:
            return self.passed(slot)
        expression, applies = slot.args
        ways = [(self.v[applies], self.v[expression], self.s[expression]), ("", "None", str(int(State.NOT_APPLICABLE)))]
        if self.s[applies] != "0":
            ways.insert(0, (self.s[applies], "None", self.s[applies]))
        return self.branch(slot, *ways)

    def open(self, slot: Slot) -> tuple[str, str]:
        return "None", str(int(State.OPEN))

    def lookup(self, slot: Slot) -> tuple[str, str]:
        """A resolution per territory, period, case and unit facts; each distinct one is resolved once and kept."""
        assert slot.lookup is not None
        finder = _Finder(slot.lookup)
        kept, find = self.object("kept", slot, finder.kept), self.object("find", slot, finder.find)
        args = ", ".join(self.v[arg] for arg in slot.args)
        value, state = self.own(slot)
        self.x[slot.index] = f"x{slot.index}"
        self.write(f"k = ({args},)", f"{value}, {state}, x{slot.index} = {kept}.get(k) or {find}(k)")
        return value, state

    def choose(self, slot: Slot) -> tuple[str, str]:
        chosen, *branches = slot.args
        ways = [(self.s[chosen], "None", self.s[chosen])]
        for text, branch in zip(slot.data["formulas"], branches, strict=True):
            ways.append((f"{self.v[chosen]} == {text!r}", self.v[branch], self.s[branch]))
        return self.branch(slot, *ways)

    def checklist(self, slot: Slot) -> tuple[str, str]:
        held, found = slot.args
        self.names[slot.op] = _complete if slot.op == "complete" else _missing
        value, state = self.own(slot)
        self.write(
            f"{state} = {self.s[found]} or {self.s[held]}",
            f"{value} = None if {state} else {slot.op}({self.v[held]}, {self.v[found]})",
        )
        return value, state

    def governed(self, slot: Slot) -> tuple[str, str]:
        told = self.object("told", slot, tuple(_governed(state) for state in State))
        value, state = self.own(slot)
        self.write(f"{value}, {state} = {told}[{self.s[slot.args[0]]}]")
        return value, state

    def date(self, slot: Slot) -> tuple[str, str]:
        count = self.object("count", slot, _day(dates.counter(slot.data, self.machine.workdays)))
        value, state = self.own(slot)
        extra = self.x[slot.index] = f"x{slot.index}"
        made = f"{value}, {state}, {extra} = {count}({', '.join(self.v[arg] for arg in slot.args)})"
        worst = self.worst(slot)
        if worst == "0":
            self.write(made)
        else:
            self.write(f"if {worst}: {value} = {extra} = None; {state} = {worst}", f"else: {made}")
        return value, state


class _Finder:
    """The resolutions of one look-up, kept by argument values; days of one period between changes share theirs."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.kept: dict[tuple[Any, ...], Found] = {}
        self.by_period: dict[tuple[Any, ...], Found] = {}
        self.where = lookup.roles.index("on")
        self.days: tuple[dt.date, ...] = lookup.change_days

    def find(self, key: tuple[Any, ...]) -> Found:
        """The resolution for argument values not met before."""
        if len(self.kept) > MOST_KEPT:
            self.kept.clear()
        on = key[self.where]
        period = None if on is None else sum(day <= on for day in self.days)
        short = (*key[: self.where], period, *key[self.where + 1 :])
        found = self.by_period.get(short)
        if found is None:
            made: Resolution = self.lookup.at(key)
            found = self.by_period[short] = (None if made.state else made.value, int(made.state), made)
        self.kept[key] = found
        return found


def _complete(held: frozenset[str], entries: Any) -> bool:
    return all(len(held.intersection(entry.value)) >= entry.required for entry in entries)


def _missing(held: frozenset[str], entries: Any) -> frozenset[str]:
    short = (entry for entry in entries if len(held.intersection(entry.value)) < entry.required)
    return frozenset(item for entry in short for item in entry.value if item not in held)


def _governed(state: State) -> tuple[bool | None, int]:
    """Where no law speaks, or none applies, the clause does not govern; any other doubt stays one."""
    if state in (State.KNOWN, State.NO_LAW, State.NOT_APPLICABLE):
        return state is State.KNOWN, 0
    return None, int(state)


def _day(count: Callable[..., Any]) -> Callable[..., Found]:
    """The date operation as value, state and Deadline; a length or a year with which there is no such day is MISSING."""

    @lru_cache(maxsize=4096)
    def counted(*args: Any) -> Found:
        result = count(*args)
        if isinstance(result, Deadline):
            return result.due, 0, result
        return (None, _MISSING, None) if result is None else (result, 0, None)

    return counted


_MISSING = int(State.MISSING)
_SIGNS = {"add": "+", "sub": "-", "mul": "*", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_WRITE: dict[str, Callable[[_Writer, Slot], tuple[str, str]]] = {
    "const": _Writer.const,
    "fact": _Writer.fact,
    **dict.fromkeys(("add", "sub", "mul"), _Writer.arithmetic),
    **dict.fromkeys(("max", "min"), _Writer.extreme),
    "share": _Writer.share,
    "part": _Writer.part,
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), _Writer.compare),
    **dict.fromkeys(("and", "or"), _Writer.kleene),
    "not": _Writer.negate,
    "when": _Writer.when,
    "given": _Writer.given,
    "known": _Writer.known,
    "under": _Writer.under,
    "label": _Writer.passed,
    "rule": _Writer.rule,
    "open": _Writer.open,
    "lookup": _Writer.lookup,
    "choose": _Writer.choose,
    **dict.fromkeys(("complete", "missing"), _Writer.checklist),
    "governed": _Writer.governed,
    "date": _Writer.date,
}
