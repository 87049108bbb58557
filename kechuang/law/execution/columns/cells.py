"""A slot as columns: a value and a state, and what every kind of slot needs to become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import Any, NamedTuple

from kechuang.law.calendar import Workdays
from kechuang.law.calendar.tables import epoch_day
from kechuang.law.errors import LawError
from kechuang.law.execution import ranges
from kechuang.law.execution.columns.cubes import Cube, Places, code_span
from kechuang.law.execution.columns.days import Counter
from kechuang.law.execution.columns.flow import Flow, Graph
from kechuang.law.execution.columns.plan import Column, item_names
from kechuang.law.execution.ranges import Range
from kechuang.law.link import Program, Slot
from kechuang.law.parameters import State
from kechuang.law.types import Kind, Type


class Cell(NamedTuple):
    """A slot as columns. scale: a share is so many parts of one."""

    value: Flow
    state: Flow
    scale: int = 1


class Cells:
    """The slots lowered so far, and what every lowering needs."""

    def __init__(self, program: Program, columns: Mapping[str, Column], workdays: Workdays) -> None:
        self.program, self.columns = program, columns
        self.g = Graph(program.rule.name)
        self.unknown = {state: self.g.const(int(state)) for state in State}
        known_on = program.context.known_on
        self.counter = Counter(self.g, workdays.known_on(known_on) if known_on else workdays)
        self.words: list[str] = []
        self.cells: list[Cell] = []
        self.cubes: dict[int, Cube] = {}
        self.provisional: dict[int, Flow] = {}
        self.places = Places([slot.lookup for slot in program.slots if slot.lookup is not None])

    # -- states ----------------------------------------------------------------------------------------

    def known(self, cell: Cell) -> Flow:
        """Whether a cell has a value."""
        return self.g.compare("eq", cell.state, self.g.zero)

    def worst(self, cells: Sequence[Cell]) -> Flow:
        """The highest state among these."""
        return self.g.greatest(self.g.zero, *(cell.state for cell in cells))

    def args(self, slot: Slot) -> list[Cell]:
        """The cells of a slot's arguments."""
        return [self.cells[arg] for arg in slot.args]

    # -- values ----------------------------------------------------------------------------------------

    def word(self, text: str) -> int:
        """The code of a text, for choices without options."""
        if text not in self.words:
            self.words.append(text)
        return self.words.index(text)

    def code(self, value: Any, kind: Type, scale: int = 1) -> int:
        """A typed value as the whole number its column holds."""
        match kind.kind:
            case Kind.SHARE:
                return int(value * scale)
            case Kind.DATE:
                return epoch_day(value)
            case Kind.CHOICE:
                return kind.codes.index(value) if kind.options else self.word(value)
            case Kind.REGION:
                return code_span(value)[0]
            case Kind.ITEMS:
                names = item_names(self.program, kind.checklist)
                return sum(1 << names.index(name) for name in value)
        return int(value)

    def scaled(self, cells: Sequence[Cell]) -> tuple[list[Cell], int]:
        """The cells in one scale."""
        common = lcm(*(cell.scale for cell in cells))
        g = self.g
        return [
            cell._replace(value=g.mul(cell.value, g.const(common // cell.scale)), scale=common)
            if cell.scale != common
            else cell
            for cell in cells
        ], common

    # -- choosing ----------------------------------------------------------------------------------------

    def pick(self, condition: Flow, then: Cell, otherwise: Cell) -> Cell:
        """One cell or the other, by a condition that is known."""
        (then, otherwise), scale = self.scaled([then, otherwise])
        g = self.g
        return Cell(
            g.select(condition, then.value, otherwise.value), g.select(condition, then.state, otherwise.state), scale
        )

    def unless(self, cell: Cell, then: Cell) -> Cell:
        """`then` where the cell is known, else unknown for the cell's reason."""
        return then._replace(state=self.g.select(self.known(cell), then.state, cell.state))


def fact_range(program: Program, name: str) -> Range:
    """What a column of this fact may hold."""
    kind = program.slots[program.facts[name]].type
    names = len(item_names(program, kind.checklist)) if kind.kind is Kind.ITEMS else 0
    if names > 62:
        raise LawError(f"清单 {kind.checklist} 超过 62 项", f"checklist {kind.checklist} has more than 62 items")
    if kind.kind is Kind.CHOICE and not kind.options:
        raise LawError(f"事实 {name} 没有选项，不能按列计算", f"fact {name} has no options; no column for it")
    return ranges.of_type(kind, names)
