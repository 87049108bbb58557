"""From slots with reasons to plain columns: every slot becomes a value and a state, both nodes of one graph.

The semantics are those of scalar.py, slot by slot; what is known beforehand (a fact without a column, a column without
nulls) folds away here, so that a rule over complete data carries no states at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from kechuang.law.calendar import Workdays, default_workdays
from kechuang.law.errors import LawError
from kechuang.law.execution import ranges
from kechuang.law.execution.columns.cells import Cell, fact_range
from kechuang.law.execution.columns.cubes import code_span
from kechuang.law.execution.columns.flow import Flow
from kechuang.law.execution.columns.parts import part_of
from kechuang.law.execution.columns.plan import VERDICTS, Answer, Column, Plan
from kechuang.law.execution.columns.stated import Stated
from kechuang.law.execution.columns.visits import Visits
from kechuang.law.execution.ranges import INT64, Range
from kechuang.law.finding import Verdict
from kechuang.law.link import Program, Slot
from kechuang.law.parameters import State
from kechuang.law.rule import RuleKind
from kechuang.law.types import SHARE_SCALE, Kind

HIDDEN = frozenset({"holds", "done"})
"""Outputs of a clock that serve its verdict and are not told."""


def plan(
    program: Program, columns: Mapping[str, Column], workdays: Workdays | None = None, *, outputs: bool = True
) -> Plan:
    """The program lowered for these columns. Raises LawError where it cannot run over columns, saying which step."""
    return _Lowering(program, columns, workdays or default_workdays()).plan(outputs)


class _Lowering(Stated):
    def plan(self, outputs: bool) -> Plan:
        program = self.program
        for slot in program.slots:
            self.cells.append(_LOWER[slot.op](self, slot))
        told = {name: index for name, index in program.outputs.items() if name not in HIDDEN}
        visits = Visits(self.g, program, self.cells, self.cubes, self.provisional)
        visits.walk([program.root, *told.values()])
        return Plan(
            program=program,
            columns=self.columns,
            graph=self.g,
            answer=self.answer(program.rule.name, program.root),
            outputs=tuple(self.answer(name, index) for name, index in told.items() if outputs),
            verdict=self.verdict(),
            simulation=visits.simulation(),
            provisional=visits.provisional(),
            words=tuple(self.words),
        )

    def answer(self, name: str, index: int) -> Answer:
        slot, cell = self.program.slots[index], self.cells[index]
        value, scale = cell.value, cell.scale
        if slot.type.kind is Kind.SHARE:
            if SHARE_SCALE % scale:
                raise LawError(
                    f"{self.program.rule.name} 的 {name} 不能用亿分之一表示（分母 {scale}）",
                    f"{self.program.rule.name}: {name} is not in whole hundred-millionths (denominator {scale})",
                )
            value, scale = self.g.mul(value, self.g.const(SHARE_SCALE // scale)), SHARE_SCALE
        return Answer(name, slot.type, value, cell.state, scale)

    def verdict(self) -> Flow:
        """As Account.verdict in explain.py, as places in VERDICTS."""
        g, program = self.g, self.program
        root, kind = self.cells[program.root], program.rule.kind
        code = {verdict: VERDICTS.index(verdict) for verdict in VERDICTS}
        by_state = [code[Verdict.of_state(state)] for state in State]
        if kind in (RuleKind.CHECK, RuleKind.ENTITLEMENT):
            no = Verdict.BREACHED if kind is RuleKind.CHECK else Verdict.NOT_APPLICABLE
            known = g.select(root.value, g.const(code[Verdict.MET]), g.const(code[no]))
        elif kind is RuleKind.CLOCK and "holds" in program.outputs:
            holds, done = (self.cells[program.outputs[name]] for name in ("holds", "done"))
            kept = g.select(done.value, g.const(code[Verdict.MET]), g.const(code[Verdict.COMPUTED]))
            told = g.select(holds.value, kept, g.const(code[Verdict.BREACHED]))
            known = g.select(self.known(holds), told, g.const(code[Verdict.COMPUTED]))
        else:
            known = g.const(code[Verdict.COMPUTED])
        return g.select(self.known(root), known, g.table(root.state, by_state))

    # -- leaves ----------------------------------------------------------------------------------------

    def const(self, slot: Slot) -> Cell:
        value = slot.data["value"]
        scale = value.denominator if isinstance(value, Fraction) else 1
        return Cell(
            self.g.const(self.code(value, slot.type, scale), flag=slot.type.kind is Kind.FLAG), self.g.zero, scale
        )

    def fact(self, slot: Slot) -> Cell:
        g, name, kind = self.g, slot.data["name"], slot.type
        flag, scale = kind.kind is Kind.FLAG, SHARE_SCALE if kind.kind is Kind.SHARE else 1
        column = self.columns.get(name)
        if column is None:
            return Cell(g.false if flag else g.zero, self.unknown[State.MISSING])
        value = g.input(name, column.bounds or fact_range(self.program, name), flag=flag)
        missing = g.null(name) if column.nulls else g.false
        return Cell(value, g.select(missing, self.unknown[State.MISSING], g.zero), scale)

    def open(self, slot: Slot) -> Cell:
        flag = slot.type.kind is Kind.FLAG
        return Cell(self.g.false if flag else self.g.zero, self.unknown[State.OPEN])

    # -- arithmetic and comparison -----------------------------------------------------------------------

    def binary(self, slot: Slot) -> Cell:
        cells, scale = self.scaled(self.args(slot))
        make = {"add": self.g.add, "sub": self.g.sub}[slot.op]
        return Cell(make(cells[0].value, cells[1].value), self.worst(cells), scale)

    def mul(self, slot: Slot) -> Cell:
        one, two = self.args(slot)
        return Cell(self.g.mul(one.value, two.value), self.worst([one, two]), one.scale)

    def extreme(self, slot: Slot) -> Cell:
        cells, scale = self.scaled(self.args(slot))
        pick = self.g.greatest if slot.op == "max" else self.g.least
        return Cell(pick(*(cell.value for cell in cells)), self.worst(cells), scale)

    def compare(self, slot: Slot) -> Cell:
        kind = self.program.slots[slot.args[0]].type
        if slot.op not in ("eq", "ne") and kind.kind is Kind.CHOICE and not kind.options:
            raise LawError("没有次序的选项不能比大小", "a choice without an order is only compared for equality")
        if slot.op not in ("eq", "ne") and kind.kind is Kind.ITEMS:
            raise LawError("项目名单不能比大小", "sets of items are only compared for equality")
        cells, _ = self.scaled(self.args(slot))
        return Cell(self.g.compare(slot.op, cells[0].value, cells[1].value), self.worst(cells))

    def share(self, slot: Slot) -> Cell:
        base, rate = self.args(slot)
        state = self.worst([base, rate])
        rounding = slot.data["rounding"]
        if slot.type.kind is not Kind.SHARE:
            return Cell(self.take(base.value, rate.value, rate.scale, rounding), state)
        # in hundred-millionths: base × (SHARE_SCALE / base.scale) where that is whole, as it almost always is
        up, down = (SHARE_SCALE // base.scale, 1) if SHARE_SCALE % base.scale == 0 else (SHARE_SCALE, base.scale)
        taken = self.take(self.g.mul(base.value, self.g.const(up)), rate.value, rate.scale * down, rounding)
        return Cell(taken, state, SHARE_SCALE)

    def take(self, base: Flow, rate: Flow, scale: int, rounding: str) -> Flow:
        """base × rate / scale, rounded. Where the product could leave int64 it is taken in parts, still exactly."""
        g = self.g
        margin = Range(-scale, scale)
        doubled = 2 if rounding == "half_up" else 1
        product = ranges.multiply(base.range, rate.range)
        fits = ranges.add(ranges.multiply(product, Range(doubled, doubled)), margin).within(INT64)
        if fits or base.wide or rate.wide:
            whole, part = g.zero, g.mul(base, rate)
        else:
            # base = q·scale + b, rate = p·scale + a: then base·rate/scale = base·p + q·a + b·a/scale
            q, b = g.floordiv(base, scale), g.modulo(base, scale)
            p, a = g.floordiv(rate, scale), g.modulo(rate, scale)
            whole, part = g.add(g.mul(base, p), g.mul(q, a)), g.mul(b, a)
        if rounding == "up":
            part = g.floordiv(g.add(part, g.const(scale - 1)), scale)
        elif rounding == "down":
            part = g.floordiv(part, scale)
        else:
            part = g.floordiv(g.add(g.mul(part, g.const(2)), g.const(scale)), 2 * scale)
        return g.add(whole, part)

    def part(self, slot: Slot) -> Cell:
        """See parts.py: the product of two amounts leaves int64, and is never made."""
        whole, amount, total = self.args(slot)
        value = part_of(self.g, whole.value, amount.value, total.value, slot.data["rounding"])
        return Cell(value, self.worst([whole, amount, total]))

    # -- yes or no ---------------------------------------------------------------------------------------

    def every(self, slot: Slot) -> Cell:
        return self.kleene(self.args(slot), decisive=False)

    def some(self, slot: Slot) -> Cell:
        return self.kleene(self.args(slot), decisive=True)

    def kleene(self, cells: Sequence[Cell], *, decisive: bool) -> Cell:
        """`and` is settled by one false (decisive), `or` by one true, whatever else is unknown."""
        g = self.g
        settles = [g.both(self.known(c), c.value if decisive else g.negate(c.value)) for c in cells]
        settled = g.either(*settles)
        state = g.select(settled, g.zero, self.worst(cells))
        return Cell(settled if decisive else g.negate(settled), state)

    def negate(self, slot: Slot) -> Cell:
        (cell,) = self.args(slot)
        return Cell(self.g.negate(cell.value), cell.state)

    def known_slot(self, slot: Slot) -> Cell:
        (cell,) = self.args(slot)
        return Cell(self.known(cell), self.g.zero)

    def under(self, slot: Slot) -> Cell:
        g, (cell,) = self.g, self.args(slot)
        low, high = code_span(slot.data["prefix"])
        within = g.both(g.compare("ge", cell.value, g.const(low)), g.compare("le", cell.value, g.const(high)))
        return Cell(within, cell.state)

    # -- branches ----------------------------------------------------------------------------------------

    def when(self, slot: Slot) -> Cell:
        condition, then, otherwise = self.args(slot)
        return self.unless(condition, self.pick(condition.value, then, otherwise))

    def given(self, slot: Slot) -> Cell:
        stated, follows = self.args(slot)
        return self.pick(self.known(stated), stated, follows)

    def passed(self, slot: Slot) -> Cell:
        return self.cells[slot.args[0]]

    def rule(self, slot: Slot) -> Cell:
        if len(slot.args) == 1:
            return self.passed(slot)
        cell, applies = self.args(slot)
        state = self.g.select(applies.value, cell.state, self.unknown[State.NOT_APPLICABLE])
        return self.unless(applies, cell._replace(state=state))

    def date(self, slot: Slot) -> Cell:
        cells = self.args(slot)
        day = self.counter.count(slot.data, tuple(cell.value for cell in cells), dict(enumerate(self.words)))
        missing = self.g.select(day.exists, self.g.zero, self.unknown[State.MISSING])
        worst = self.worst(cells)
        state = self.g.select(self.g.compare("eq", worst, self.g.zero), missing, worst)
        self.provisional[slot.index] = day.provisional
        return Cell(day.value, state)


_LOWER: dict[str, Callable[[_Lowering, Slot], Cell]] = {
    "const": _Lowering.const,
    "fact": _Lowering.fact,
    "open": _Lowering.open,
    "add": _Lowering.binary,
    "sub": _Lowering.binary,
    "mul": _Lowering.mul,
    "max": _Lowering.extreme,
    "min": _Lowering.extreme,
    "share": _Lowering.share,
    "part": _Lowering.part,
    **dict.fromkeys(("eq", "ne", "lt", "le", "gt", "ge"), _Lowering.compare),
    "and": _Lowering.every,
    "or": _Lowering.some,
    "not": _Lowering.negate,
    "known": _Lowering.known_slot,
    "under": _Lowering.under,
    "when": _Lowering.when,
    "given": _Lowering.given,
    "label": _Lowering.passed,
    "rule": _Lowering.rule,
    "choose": _Lowering.choose,
    "lookup": _Lowering.lookup,
    "governed": _Lowering.governed,
    "complete": _Lowering.checklist,
    "missing": _Lowering.checklist,
    "date": _Lowering.date,
}
