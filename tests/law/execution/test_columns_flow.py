"""The graph of column operations: what folds, what is known of ranges, and that NumPy's kernel computes what it says."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.law.execution.columns.build import build, width
from kechuang.law.execution.columns.flow import Flow, Graph, Steps
from kechuang.law.execution.columns.plain import evaluate
from kechuang.law.execution.ranges import INT64, Range, decide

BYTE = Range(-100, 100)


@pytest.fixture
def g() -> Graph:
    return Graph("test")


def test_the_same_operation_is_one_node(g: Graph) -> None:
    a, b = g.input("a", BYTE), g.input("b", BYTE)
    assert g.add(a, b) is g.add(a, b)
    assert g.greatest(a, b) is g.greatest(b, a)


def test_what_is_decided_folds(g: Graph) -> None:
    a, yes = g.input("a", BYTE), g.input("y", Range(0, 1), flag=True)
    five = g.const(5)
    assert g.compare("lt", a, g.const(101)) is g.true
    assert g.compare("eq", g.select(yes, five, g.zero), g.zero) is g.negate(yes)
    assert g.select(yes, five, five) is five
    assert g.greatest(a, g.const(-100)) is a
    assert g.both(yes, g.negate(yes)) is g.false
    assert g.either(yes, g.both(yes, g.compare("gt", a, five))) is yes
    assert g.mul(g.add(g.const(2), g.const(3)), g.zero) is g.zero
    assert g.compare("lt", g.add(a, five), g.const(7)) is g.compare("lt", a, g.const(2))


def test_tables_fold_into_one(g: Graph) -> None:
    day = g.input("day", Range(0, 100))
    period = g.steps(day, Steps((10, 50), (0, 1, 2)))
    priced = g.table(period, [7, 7, 9])
    assert priced.op == "steps"
    assert priced.data == Steps((50,), (7, 9))
    assert g.table(period, [4, 4, 4]).constant
    assert g.steps(g.input("late", Range(60, 100)), Steps((10, 50), (0, 1, 2))).value == 2


def test_ranges_say_when_int64_could_be_left(g: Graph) -> None:
    amount, count = g.input("amount", Range(-(10**15), 10**15)), g.input("count", Range(0, 10**9))
    product = g.mul(amount, count)
    assert product.range == Range(-(10**24), 10**24)
    assert product.wide
    assert not g.floordiv(product, 10**6).wide
    assert width(product) is np.object_
    assert INT64.high == 2**63 - 1


@given(st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]), *[st.integers(-5, 5)] * 4)
def test_ranges_decide_only_what_holds_throughout(op: str, a: int, b: int, c: int, d: int) -> None:
    one, two = Range(min(a, b), max(a, b)), Range(min(c, d), max(c, d))
    told = {
        {"eq": x == y, "ne": x != y, "lt": x < y, "le": x <= y, "gt": x > y, "ge": x >= y}[op]
        for x in range(one.low, one.high + 1)
        for y in range(two.low, two.high + 1)
    }
    decided = decide(op, one, two)
    assert decided is None or told == {decided}
    if one.single and two.single:
        assert decided is not None


ROWS = 1_000


def columns(g: Graph) -> tuple[list[Flow], list[Flow], dict[tuple[str, str], np.ndarray]]:
    """Numbers and flags of all widths, and their values."""
    rng = np.random.default_rng(3)
    spans = {
        "tiny": BYTE,
        "day": Range(-7_397, 47_846),
        "count": Range(-(10**9), 10**9),
        "fen": Range(-(10**15), 10**15),
    }
    numbers = [g.input(name, span) for name, span in spans.items()]
    flags = [g.input("yes", Range(0, 1), flag=True), g.null("tiny")]
    data: dict[tuple[str, str], np.ndarray] = {
        ("input", flow.data): rng.integers(flow.range.low, flow.range.high + 1, ROWS).astype(width(flow))
        for flow in numbers
    }
    data["input", "yes"] = rng.random(ROWS) < 0.5
    data["null", "tiny"] = rng.random(ROWS) < 0.3
    return numbers, flags, data


Draw = Callable[..., int]


def grown(g: Graph, numbers: list[Flow], flags: list[Flow], draw: Draw) -> None:
    """One more random operation on what there is."""
    a, b = (numbers[draw(len(numbers))] for _ in range(2))
    yes, no = (flags[draw(len(flags))] for _ in range(2))
    match draw(14):
        case 0:
            numbers.append(g.add(a, b))
        case 1:
            numbers.append(g.sub(a, b))
        case 2:
            numbers.append(g.mul(a, g.const(draw(200) - 100)))
        case 3:
            numbers.append(g.floordiv(a, draw(50) + 1))
        case 4:
            numbers.append(g.greatest(a, b))
        case 5:
            numbers.append(g.least(a, g.const(draw(1_000))))
        case 6:
            numbers.append(g.select(yes, a, b))
        case 7:
            numbers.append(g.select(yes, g.const(draw(9)), g.const(draw(9))))
        case 8:
            flags.append(
                g.compare(["eq", "ne", "lt", "le", "gt", "ge"][draw(6)], a, b if draw(2) else g.const(draw(99)))
            )
        case 9:
            flags.append(g.both(yes, no))
        case 10:
            flags.append(g.either(yes, g.negate(no)))
        case 11:
            numbers.append(g.steps(a, Steps((-50, 3, 900, 20_000), (1, 5, 2, 8, 0))))
        case 12:
            index = g.narrow(a, 0, 20)
            numbers.append(g.table(index, [(n * 7) % 11 for n in range(21)]))
        case 13:
            near = g.narrow(a, -7_000, 40_000)
            numbers.append(g.year(near))
            numbers.append(g.add_months(near, g.narrow(b, -20, 20)))
            numbers.append(g.sparse(near, near, {5: 9, 700: 100}))


@given(st.integers(0, 2**32))
def test_the_kernel_computes_what_the_graph_means(seed: int) -> None:
    """Narrow widths, tables, shared buffers and branches as arithmetic change nothing."""
    graph, draw = Graph("random"), random.Random(seed).randrange
    numbers, flags, data = columns(graph)
    for _ in range(25):
        grown(graph, numbers, flags, draw)
    roots = [flow for flow in (*numbers[-6:], *flags[-4:]) if not flow.wide]
    kernel = build(roots)
    got = kernel.run(data, ROWS, kernel.buffers(ROWS))

    def leaf(flow: Flow) -> np.ndarray:
        values = data[flow.op, flow.data]
        return values if flow.flag else values.astype(np.int64)

    for flow, values in zip(roots, got, strict=True):
        wanted = np.broadcast_to(evaluate(flow, leaf), (ROWS,))
        assert (np.broadcast_to(values, (ROWS,)) == wanted).all(), flow.op
        assert wanted.min() >= flow.range.low
        assert wanted.max() <= flow.range.high
