"""What a column engine is given: which columns there are, and the graph that yields the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kechuang.law.execution.columns.flow import Flow, Graph
from kechuang.law.execution.ranges import Range
from kechuang.law.finding import Verdict
from kechuang.law.link import Program
from kechuang.law.types import Kind, Type

VERDICTS: tuple[Verdict, ...] = tuple(Verdict)
"""A verdict column holds places in this order."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of one input column before it is read.

    nulls: whether values may be missing. bounds: the least and greatest value, where narrower than its type allows
    (whole units as in the column: fen, hundred-millionths, days since 1970-01-01).
    """

    nulls: bool = True
    bounds: Range | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as columns: a value that means something where the state is 0 (KNOWN).

    scale: a share's value is in so many parts of one (hundred-millionths at the doors).
    """

    name: str
    type: Type
    value: Flow
    state: Flow
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A program lowered for given columns.

    words: the texts behind the codes of choices without options. A fact that has no column is missing in every row.
    """

    program: Program
    columns: Mapping[str, Column]
    graph: Graph
    answer: Answer
    outputs: tuple[Answer, ...]
    verdict: Flow
    simulation: Flow
    provisional: Flow
    words: tuple[str, ...] = ()

    @property
    def roots(self) -> tuple[Flow, ...]:
        """Every node that is asked for."""
        found = [self.answer.value, self.answer.state, self.verdict, self.simulation, self.provisional]
        return tuple(found + [flow for output in self.outputs for flow in (output.value, output.state)])


def reached(roots: Iterable[Flow]) -> list[Flow]:
    """The nodes that these rest on, operands first."""
    seen: dict[int, Flow] = {}
    stack = list(roots)
    while stack:
        flow = stack.pop()
        if flow.index not in seen:
            seen[flow.index] = flow
            stack += flow.args
    return [seen[index] for index in sorted(seen)]


def widest(made: Plan) -> Flow | None:
    """The operation that could leave int64 furthest, if any could."""
    wide = [flow for flow in reached(made.roots) if flow.wide]
    return max(wide, key=lambda flow: max(-flow.range.low, flow.range.high), default=None)


def item_names(program: Program, checklist: str) -> tuple[str, ...]:
    """The items of a checklist in the order of their bits."""
    return tuple(item.id for item in program.library.checklist_items(checklist))


WIDTHS: Mapping[Kind, str] = {
    Kind.FEN: "int64",
    Kind.COUNT: "int64",
    Kind.SHARE: "int64",
    Kind.DATE: "int32",
    Kind.FLAG: "bool",
    Kind.CHOICE: "int8",
    Kind.ITEMS: "int64",
    Kind.REGION: "int32",
}
"""How a column of each kind is held."""
