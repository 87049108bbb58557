"""Which steps of a rule a row goes through: an answer rests on a draft, or on an unpublished year, only if one of those
steps does. The walk is that of the explanation (explain.py), from the rule and its outputs down the branches taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kechuang.law.execution.columns.flow import Flow, Graph

if TYPE_CHECKING:
    from kechuang.law.execution.columns.cells import Cell
    from kechuang.law.execution.columns.cubes import Cube
    from kechuang.law.link import Program, Slot

Edge = tuple[int, Callable[[], Flow]]
"""An operand and the condition under which the walk goes on to it, made only when asked for."""


class Visits:
    """For each slot on the way to a draft or an unpublished year, the rows that pass through it."""

    def __init__(
        self,
        graph: Graph,
        program: Program,
        cells: Sequence[Cell],
        cubes: Mapping[int, Cube],
        provisional: Mapping[int, Flow],
    ) -> None:
        self.g, self.program, self.cells, self.cubes = graph, program, cells, cubes
        self.drafts = {
            index: cube.column(lambda found: int(found.simulation), flag=True) for index, cube in cubes.items()
        }
        self.years = {
            index: graph.both(flow, graph.compare("eq", cells[index].state, graph.zero))
            for index, flow in provisional.items()
        }
        self.visited: dict[int, Flow] = {}

    def walk(self, starts: Sequence[int]) -> None:
        """Mark what is passed on the way from these slots."""
        marks = {**self.drafts, **self.years}
        leads: list[bool] = []
        edges: list[list[Edge]] = []
        for slot in self.program.slots:
            out = list(self.edges(slot))
            edges.append(out)
            mark = marks.get(slot.index)
            leads.append((mark is not None and mark is not self.g.false) or any(leads[to] for to, _ in out))
        for start in starts:
            self.visited[start] = self.g.true
        for index in range(len(self.program.slots) - 1, -1, -1):
            here = self.visited.get(index, self.g.false)
            if not leads[index] or here is self.g.false:
                continue
            for to, condition in edges[index]:
                if leads[to]:
                    passed = self.g.both(here, condition())
                    self.visited[to] = self.g.either(self.visited.get(to, self.g.false), passed)

    def simulation(self) -> Flow:
        return self._any(self.drafts)

    def provisional(self) -> Flow:
        return self._any(self.years)

    def _any(self, marks: Mapping[int, Flow]) -> Flow:
        return self.g.either(
            self.g.false, *(self.g.both(self.visited.get(index, self.g.false), mark) for index, mark in marks.items())
        )

    # -- where the walk goes from a slot -------------------------------------------------------------------

    def edges(self, slot: Slot) -> Iterator[Edge]:
        match slot.op:
            case "rule" if len(slot.args) > 1:
                expression, applies = slot.args
                yield applies, self._always
                yield expression, lambda: self.g.both(self._known(applies), self.cells[applies].value)
            case "given":
                stated, follows = slot.args
                yield stated, lambda: self._known(stated)
                yield follows, lambda: self.g.negate(self._known(stated))
            case "when":
                condition, then, otherwise = slot.args
                yield condition, self._always
                yield then, lambda: self.g.both(self._known(condition), self.cells[condition].value)
                yield otherwise, lambda: self.g.both(self._known(condition), self.g.negate(self.cells[condition].value))
            case "known":
                yield slot.args[0], lambda: self._known(slot.args[0])
            case "choose":
                chosen, *branches = slot.args
                yield chosen, self._always
                for number, branch in enumerate(branches):
                    yield (
                        branch,
                        lambda number=number: self.g.both(  # type: ignore[misc]
                            self._known(chosen), self.g.compare("eq", self.cells[chosen].value, self.g.const(number))
                        ),
                    )
            case "lookup":
                assert slot.lookup is not None
                for role, arg in zip(slot.lookup.roles, slot.args, strict=True):
                    yield arg, lambda role=role, arg=arg: self._asked(slot.index, role, arg)  # type: ignore[misc]
            case _:
                for arg in slot.args:
                    yield arg, self._always

    def _always(self) -> Flow:
        return self.g.true

    def _known(self, index: int) -> Flow:
        return self.g.compare("eq", self.cells[index].state, self.g.zero)

    def _asked(self, index: int, role: str, arg: int) -> Flow:
        asked = self.cubes[index].asked(role)
        return self.g.either(asked, self.g.negate(self._known(arg))) if role in ("territory", "on") else asked
