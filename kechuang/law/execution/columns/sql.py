"""The graph of a plan as Ibis expressions, layer by layer.

Look-ups are CASE over a computed index, or a join with a small table where they are large. What is long and used twice
becomes a column of a subquery, so the text stays short. Divisions are whole-number divisions of the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from kechuang.law.calendar.tables import calendar_day
from kechuang.law.errors import LawError
from kechuang.law.execution.columns.flow import Flow, Steps
from kechuang.law.execution.columns.plan import VERDICTS, Answer, Plan, reached
from kechuang.law.execution.columns.sql_input import Input, date_of, epoch
from kechuang.law.execution.ranges import INT64, Range
from kechuang.law.types import Kind

MOST_ARMS = 40
"""More exceptions, or more steps, than this are joined, or searched as a tree, rather than tried one after another."""
SHORT = 6
"""A table of so few places is a CASE; a longer one is joined, which costs DuckDB a tenth of a long IN."""
LONG = 12
"""An expression of more terms than this, used more than once, is a column of its own."""
MOST_KEYS = 20_000
"""A table of more rows is not joined."""
MOST_TERMS = 4_000
"""PostgreSQL may write out this much; longer rules keep their layers apart."""


class Layers:
    """Builds the graph layer by layer: what is used more than once, or joined, is a column of the layer below."""

    def __init__(self, made: Plan, table: ir.Table, inputs: Mapping[str, Input]) -> None:
        self.plan, self.inputs = made, inputs
        self.columns = made.columns
        self.table: Any = table
        self.nodes = reached(made.roots)
        self.backend = _backend_name(table)
        self.named: dict[int, str] = {}
        self.memo: dict[int, Any] = {}
        self.dates: dict[int, Any] = {}
        self.kept = _kept(self.nodes, made.roots)
        self.fences = self.backend == "postgres" and _written_whole(self.nodes, made.roots) > MOST_TERMS

    def answers(self) -> tuple[ir.Table, dict[str, ir.Value]]:
        for level in self._levels():
            joins = [node for node in level if _joins(node)]
            layer = {f"_k{node.index}": self.value(node) for node in level if not _joins(node)}
            layer |= {f"_d{node.index}": self._default(node) for node in joins if node.op != "table"}
            if layer:
                self.table = self._fenced(self.table.mutate(**layer))
            for nodes in _by_key(joins):
                self._join(self.named[nodes[0].args[0].index], nodes)
            self.named |= {node.index: f"_k{node.index}" for node in level}
            self.memo.clear()
            self.dates.clear()
        made, name = self.plan, self.plan.program.rule.name
        verdict = self.value(made.verdict)
        found = {
            name: self.told(made.answer),
            f"{name}.verdict": _chosen(verdict, [str(v) for v in VERDICTS]),
            f"{name}.state": self.value(made.answer.state),
            f"{name}.simulation": self.value(made.simulation),
            f"{name}.provisional": self.value(made.provisional),
        }
        for output in made.outputs:
            found[f"{name}.{output.name}"] = self.told(output)
        return self.table, found

    def _fenced(self, table: Any) -> Any:
        """PostgreSQL would write every layer into the next, and a long rule would grow past all bounds; a LIMIT stops it."""
        return table.limit(INT64.high) if self.fences else table

    def _levels(self) -> list[list[Flow]]:
        """The kept nodes, each in the layer above those it rests on."""
        level: dict[int, int] = {}
        layers: list[list[Flow]] = []
        for node in self.nodes:
            below = max((level[arg.index] for arg in node.args), default=0)
            level[node.index] = below
            if node.index in self.kept:
                level[node.index] = below + 1
                while len(layers) <= below:
                    layers.append([])
                layers[below].append(node)
        return layers

    def _join(self, key: str, nodes: list[Flow]) -> None:
        """More columns, from a small table by key: every key for tables, the exceptions for what has a default."""
        columns: dict[str, list[Any]] = {}
        first = nodes[0]
        if first.op == "table":
            span = first.args[0].range
            keys = list(range(span.low, span.high + 1))
            columns = {f"_k{n.index}": [bool(n.data[k]) if n.flag else n.data[k] for k in keys] for n in nodes}
        else:
            exceptions = _exceptions(first)
            keys, columns = list(exceptions), {f"_k{first.index}": list(exceptions.values())}
        there = f"_j{first.index}"
        kinds = {f"_k{n.index}": "boolean" if n.flag else "int64" for n in nodes}
        small = ibis.memtable({there: keys, **columns}, schema=ibis.schema({there: "int64", **kinds}))
        if first.op == "table":
            self.table = self.table.inner_join(small, self.table[key] == small[there]).drop(there)
            return
        joined = self.table.left_join(small, self.table[key] == small[there]).drop(there)
        here = f"_k{first.index}"
        self.table = joined.mutate(**{here: joined[here].fill_null(joined[f"_d{first.index}"])})

    def _default(self, node: Flow) -> Any:
        """What holds where the joined table has no row."""
        if node.op == "sparse":
            return self.value(node.args[1])
        x, steps = self.value(node.args[0]), node.data
        return ibis.ifelse(x < steps.starts[0], *(ibis.literal(steps.values[at], type="int64") for at in (0, -1)))

    # -- values -------------------------------------------------------------------------------------------

    def told(self, answer: Answer) -> ir.Value:
        """An answer as its type has it, null where there is none."""
        value, kind = self.value(answer.value), answer.type
        match kind.kind:
            case Kind.DATE:
                value = date_of(value)
            case Kind.CHOICE:
                value = _chosen(value, list(kind.codes or self.plan.words))
            case Kind.REGION:
                value = value.cast("string")
        if answer.state.constant:
            return ibis.null(value.type()) if answer.state.value else value
        return ibis.ifelse(self.value(answer.state) == 0, value, ibis.null(value.type()))

    def value(self, flow: Flow) -> Any:
        """A node as an expression over the layer built last."""
        if flow.index not in self.memo:
            if flow.index in self.named:
                self.memo[flow.index] = self.table[self.named[flow.index]]
            else:
                self.memo[flow.index] = self.compute(flow)
        return self.memo[flow.index]

    def compute(self, flow: Flow) -> Any:
        if flow.constant:
            return ibis.literal(bool(flow.value)) if flow.flag else ibis.literal(flow.value, type="int64")
        if flow.op in ("input", "null"):
            source = self.inputs[flow.data]
            column = self.table[flow.data]
            return source.missing(column) if flow.op == "null" else source.whole(column, self.columns[flow.data].nulls)
        if flow.op in ("year", "month_day", "add_months"):
            return self.calendar(flow)
        day = self.stored_date(flow.args[0])
        if day is not None and flow.op == "steps" and len(flow.data.starts) <= MOST_ARMS:
            return _stepped(day, flow.data, lambda start: ibis.date(*calendar_day(start).timetuple()[:3]))
        args = [self.value(arg) for arg in flow.args]
        match flow.op:
            case "number":
                return args[0].cast("int32").cast("int64")
            case "floordiv":
                return self.divide(args[0], flow)
            case "quotient":
                return _whole_division(self.backend, *args)
            case "min":
                return ibis.ifelse(args[0] < args[1], *args)
            case "max":
                return ibis.ifelse(args[0] > args[1], *args)
            case "not":
                return ~args[0]
            case "bitand":
                return args[0] & ibis.literal(flow.data, type="int64")
            case "popcount":
                places = range(flow.args[0].range.high.bit_length())
                ones = [ibis.ifelse((args[0] & (1 << place)) != 0, 1, 0).cast("int64") for place in places]
                return sum(ones[1:], ones[0])
            case "select":
                return ibis.ifelse(*args)
            case "table":
                return _written_out(args[0], flow)
            case "steps":
                return _stepped(args[0], flow.data)
            case "sparse":
                arms = [(args[0] == key, ibis.literal(v, type="int64")) for key, v in flow.data]
                return ibis.cases(*arms, else_=args[1])
        return _OPERATORS[flow.op](*args)

    def divide(self, value: Any, flow: Flow) -> Any:
        """Rounded down: the databases cut towards zero, so the dividend is first made positive."""
        base, divisor = flow.args[0].range, flow.data
        lift = -(base.low // divisor) if base.low < 0 else 0
        if lift and not Range(base.low, base.high + lift * divisor).within(INT64):
            raise LawError("除法超出 64 位整数", f"rule {self.plan.program.rule.name}: a division leaves int64")
        raised = value + lift * divisor if lift else value
        found = _whole_division(self.backend, raised, ibis.literal(divisor, type="int64"))
        return found - lift if lift else found

    def calendar(self, flow: Flow) -> Any:
        day = self.date(flow.args[0])
        if flow.op == "year":
            return day.year().cast("int64")
        if flow.op == "month_day":
            return (day.month() * 100 + day.day()).cast("int64")
        return epoch(self.date(flow))

    def stored_date(self, flow: Flow) -> Any:
        """The column itself where a node is a column of dates without nulls: no need to count its days."""
        if flow.op != "input" or self.columns[flow.data].nulls:
            return None
        column = self.table[flow.data]
        return column if column.type().is_date() else None

    def date(self, flow: Flow) -> Any:
        """A day as a date of the database."""
        if flow.index not in self.dates:
            stored = self.stored_date(flow)
            if stored is not None:
                self.dates[flow.index] = stored
            elif flow.op == "add_months" and flow.index not in self.named:
                start, months = flow.args
                length = ibis.interval(months=months.value) if months.constant else self.value(months).as_interval("M")
                self.dates[flow.index] = (self.date(start) + length).cast("date")
            else:
                self.dates[flow.index] = date_of(self.value(flow))
        return self.dates[flow.index]


_OPERATORS: dict[str, Any] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "and": lambda a, b: a & b,
    "or": lambda a, b: a | b,
    "bitor": lambda a, b: a | b,
}


def _by_key(joins: list[Flow]) -> list[list[Flow]]:
    """Tables by the same key are one join."""
    found: dict[int, list[Flow]] = {}
    for node in joins:
        key = node.args[0].index if node.op == "table" else -1 - node.index
        found.setdefault(key, []).append(node)
    return list(found.values())


def _joins(flow: Flow) -> bool:
    """Whether a look-up is large enough to be a join."""
    if flow.op == "sparse":
        return len(flow.data) > MOST_ARMS
    if flow.op == "steps":
        starts = flow.data.starts
        return len(starts) > MOST_ARMS and starts[-1] - starts[0] < MOST_KEYS
    return flow.op == "table" and flow.args[0].range.width > SHORT


def _exceptions(flow: Flow) -> dict[int, int]:
    """The rows of a table joined to a default: what is sparse, or each place between the first step and the last."""
    if flow.op == "sparse":
        return dict(flow.data)
    steps: Steps = flow.data
    return {at: steps.at(at) for at in range(steps.starts[0], steps.starts[-1])}


def _kept(nodes: list[Flow], roots: tuple[Flow, ...]) -> set[int]:
    """The nodes that become columns of a layer: joins, their keys, and whatever is long and written more than once."""
    uses: dict[int, int] = {}
    for node in nodes:
        for place, arg in enumerate(node.args):
            uses[arg.index] = uses.get(arg.index, 0) + _times(node, place)
    for root in roots:
        uses[root.index] = uses.get(root.index, 0) + 1
    keys = {node.args[0].index for node in nodes if _joins(node)}
    kept: set[int] = set()
    length: dict[int, int] = {}
    for node in nodes:
        long = _length(node, length)
        wanted = _joins(node) or node.index in keys or (uses.get(node.index, 0) > 1 and long > LONG)
        if wanted and not node.constant:
            kept.add(node.index)
            long = 1
        length[node.index] = long
    return kept


def _written_whole(nodes: list[Flow], roots: tuple[Flow, ...]) -> int:
    """How many terms the answers have with everything written out."""
    length: dict[int, int] = {}
    for node in nodes:
        length[node.index] = _length(node, length)
    return sum(length[root.index] for root in roots)


def _length(node: Flow, length: Mapping[int, int]) -> int:
    """How many terms a node has, given those of its operands."""
    return 1 + sum(_times(node, place) * length[arg.index] for place, arg in enumerate(node.args))


def _times(node: Flow, place: int) -> int:
    """How often an operand is written."""
    if _joins(node):
        return 1
    match node.op:
        case "steps":
            return len(node.data.starts)
        case "table":
            return len(set(node.data))
        case "popcount":
            return node.args[0].range.high.bit_length()
        case "sparse" if place == 0:
            return len(node.data)
        case "min" | "max" | "month_day":
            return 2
    return 1


def _written_out(index: Any, flow: Flow) -> Any:
    """A short table as CASE: the commonest value last, each other one by the indices that have it."""
    span = flow.args[0].range
    places: dict[int, list[int]] = {}
    for at in range(span.low, span.high + 1):
        places.setdefault(flow.data[at], []).append(at)
    common = max(places, key=lambda value: len(places[value]))
    if flow.flag:
        return index.isin(places[1]) if common == 0 else index.notin(places[0])
    arms = [
        (index.isin(where), ibis.literal(value, type="int64")) for value, where in places.items() if value != common
    ]
    return ibis.cases(*arms, else_=ibis.literal(common, type="int64"))


def _stepped(x: Any, steps: Steps, start: Callable[[int], Any] = lambda start: start) -> Any:
    """CASE from the last step down; a long one as a tree of comparisons. start: a start as x is compared with it."""
    if len(steps.starts) <= MOST_ARMS:
        arms = [
            (x >= start(at), ibis.literal(value, type="int64"))
            for at, value in zip(steps.starts, steps.values[1:], strict=True)
        ]
        return ibis.cases(*reversed(arms), else_=ibis.literal(steps.values[0], type="int64"))
    middle = len(steps.starts) // 2
    lower = Steps(steps.starts[:middle], steps.values[: middle + 1])
    upper = Steps(steps.starts[middle + 1 :], steps.values[middle + 1 :])
    return ibis.ifelse(x >= start(steps.starts[middle]), _stepped(x, upper, start), _stepped(x, lower, start))


def _chosen(code: Any, texts: list[str]) -> Any:
    return code.cases(*enumerate(texts), else_=ibis.null("string"))


# -- whole-number division of each database ---------------------------------------------------------------


def _built_in(name: str) -> Any:
    """A function of the database that divides two bigints, cutting towards zero."""

    def divide(a: int, b: int) -> int:
        raise NotImplementedError

    return ibis.udf.scalar.builtin(divide, name=name)


_DIVISIONS = {"duckdb": _built_in("divide"), "postgres": _built_in("int8div")}
"""What stands behind DuckDB's // and PostgreSQL's bigint / bigint."""


def _whole_division(backend: str, value: Any, by: Any) -> Any:
    """A value that is not negative, divided by a positive number; exact."""
    if backend in _DIVISIONS:
        return _DIVISIONS[backend](value, by)
    # Elsewhere / is a division of doubles: near the quotient, and what it is off by is small enough to be divided exactly.
    whole = value - value % by
    near = (whole / by).round().cast("int64")
    return near + ((whole - near * by) / by).round().cast("int64")


def _backend_name(table: ir.Table) -> str:
    try:
        return str(table.get_backend().name)
    except Exception:  # an unbound table: plain arithmetic will do anywhere
        return ""
