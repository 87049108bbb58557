"""What instruments say, lowered: look-ups, the definitions they choose among, checklists and the reach of clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm
from typing import Any

from kechuang.law.errors import LawError
from kechuang.law.execution.columns.cells import Cell, Cells
from kechuang.law.execution.columns.cubes import Axis, Cube, entry_sets
from kechuang.law.execution.columns.flow import Flow, Graph
from kechuang.law.execution.columns.plan import item_names
from kechuang.law.link import Slot
from kechuang.law.parameters import Resolution, State
from kechuang.law.types import Kind


class Stated(Cells):
    """The slots whose answer an instrument gives."""

    def lookup(self, slot: Slot) -> Cell:
        cube = self.cube(slot)
        self.cubes[slot.index] = cube
        state = cube.column(lambda found: int(found.state))
        known = [cell for cell in cube.cells if cell.state is State.KNOWN]
        if slot.node.op == "governed" or not known:
            return Cell(self.g.zero if slot.type.kind is not Kind.FLAG else self.g.false, state)
        scale, code = self.coder(slot, known)
        unknown = code(known[0])  # what stands where nothing is known; the commonest value would do as well
        value = cube.column(lambda found: unknown if found.state else code(found), flag=slot.type.kind is Kind.FLAG)
        return Cell(value, state, scale)

    def coder(self, slot: Slot, known: Sequence[Resolution]) -> tuple[int, Callable[[Resolution], int]]:
        """How the values of a look-up are held: its scale and the code of one."""
        if slot.node.op == "definition":
            formulas = self.formulas(slot)
            return 1, lambda found: formulas.index(found.value)
        if slot.node.op in ("complete", "missing"):
            sets = [tuple(id(entry) for entry in entries) for entries in entry_sets(known)]
            return 1, lambda found: sets.index(tuple(id(entry) for entry in found.value))
        scale = lcm(*(found.value.denominator for found in known)) if slot.type.kind is Kind.SHARE else 1
        return scale, lambda found: self.code(found.value, slot.type, scale)

    def formulas(self, slot: Slot) -> tuple[str, ...]:
        """The formulas a definition's look-up chooses among, in the order of their branches."""
        return next(s.data["formulas"] for s in self.program.slots if s.op == "choose" and s.args[0] == slot.index)

    def cube(self, slot: Slot) -> Cube:
        assert slot.lookup is not None
        return Cube(
            self.g,
            slot.lookup,
            [self.axis(slot, role, arg) for role, arg in zip(slot.lookup.roles, slot.args, strict=True)],
        )

    def axis(self, slot: Slot, role: str, arg: int) -> Axis:
        g, cell, kind = self.g, self.cells[arg], self.program.slots[arg].type
        assert slot.lookup is not None
        if cell.state.constant and cell.state.value:
            return Axis((role,), (None,), g.zero)
        places: tuple[Any, ...]
        shared: tuple[int, ...] = ()
        if role == "territory":
            places, shared = self.places.territories(slot.lookup)
            index = g.steps(cell.value, self.places.classes)
        elif role == "on":
            places, shared = self.places.periods_of(slot.lookup)
            index = g.steps(cell.value, self.places.periods)
        elif kind.kind is Kind.FLAG:
            index, places = g.number(cell.value), (False, True)
        elif kind.kind is Kind.CHOICE:
            index, places = cell.value, kind.codes if kind.options else tuple(self.words)
        else:
            raise LawError(f"不能按 {kind.kind} 查找", f"no look-up by {kind.kind} over columns")
        if index.constant and cell.state.constant:
            return Axis((role,), (places[shared[index.value] if shared else index.value],), g.zero)
        if not cell.state.constant:
            shared = (*shared, len(places)) if shared else ()
            index = g.select(self.known(cell), index, g.const(len(shared) - 1 if shared else len(places)))
            places = (*places, None)
        return Axis((role,), places, index, shared)

    def governed(self, slot: Slot) -> Cell:
        g, (found,) = self.g, self.args(slot)
        applies = g.compare("eq", found.state, self.unknown[State.KNOWN])
        state = g.table(found.state, [int(state) if State.KNOWN < state < State.NO_LAW else 0 for state in State])
        return Cell(applies, state)

    def checklist(self, slot: Slot) -> Cell:
        """complete: whether each list is satisfied; missing: the items still lacking of those that are not."""
        g, (held, found) = self.g, self.args(slot)
        state = g.select(self.known(found), held.state, found.state)
        names = item_names(self.program, self.program.slots[slot.args[0]].type.checklist)
        sets = list(entry_sets([c for c in self.cubes[slot.args[1]].cells if c.state is State.KNOWN]))
        whole = slot.op == "complete"
        value = g.true if whole else g.zero
        for number, entries in reversed(list(enumerate(sets))):
            here = g.true if whole else g.zero
            for entry in entries:
                mask = sum(1 << names.index(item) for item in entry.value)
                had = g.bit_and(held.value, mask)
                enough = _enough(g, had, mask, entry.required)
                if whole:
                    here = g.both(here, enough)
                else:
                    lacking = g.sub(g.const(mask), had)
                    here = g.bit_or(here, g.select(enough, g.zero, lacking))
            value = (
                here
                if number == len(sets) - 1
                else g.select(g.compare("eq", found.value, g.const(number)), here, value)
            )
        return Cell(value, state)

    def choose(self, slot: Slot) -> Cell:
        chosen, *branches = self.args(slot)
        if not branches:
            return Cell(self.g.false if slot.type.kind is Kind.FLAG else self.g.zero, chosen.state)
        found = branches[0]
        for number, branch in enumerate(branches[1:], 1):
            found = self.pick(self.g.compare("eq", chosen.value, self.g.const(number)), branch, found)
        return self.unless(chosen, found)


def _enough(g: Graph, had: Flow, mask: int, required: int) -> Flow:
    if required == mask.bit_count():
        return g.compare("eq", had, g.const(mask))
    if required == 1:
        return g.compare("ne", had, g.zero)
    return g.compare("ge", g.popcount(had), g.const(required))
