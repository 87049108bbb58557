"""The small immutable tree a rule is made of, and the operators that build it.

A node says what is computed, never how: the interpreters in execution/ walk the tree. Nodes are equal only to
themselves; a node used twice is computed once. Types are checked when the tree is built, so a rule that adds money to
days does not load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from kechuang.law import types as t
from kechuang.law.errors import LawError
from kechuang.law.model import Citation
from kechuang.law.types import Kind, Type


def _nothing() -> Mapping[str, Any]:
    return _EMPTY


_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, eq=False, slots=True)
class Node:
    """One operation on other nodes.

    op names it; args are the operands; data what else it needs (a name, a rounding, a unit); type what it yields.
    zh, en and cites make it a step of its own in an explanation.
    """

    op: str
    args: tuple[Node, ...]
    type: Type
    data: Mapping[str, Any] = field(default_factory=_nothing)
    zh: str = ""
    en: str = ""
    cites: tuple[Citation, ...] = ()

    def __add__(self, other: Node | int) -> Node:
        return _arithmetic("add", self, other)

    def __sub__(self, other: Node | int) -> Node:
        return _arithmetic("sub", self, other)

    def __mul__(self, other: Node | int) -> Node:
        right = lift(other, t.COUNT)
        _need(right.type.kind is Kind.COUNT, "multiply by a count only; take a share with share()")
        _need(self.type.kind in (Kind.FEN, Kind.COUNT, Kind.SHARE), "only money, counts and shares are multiplied")
        return Node("mul", (self, right), self.type)

    def __lt__(self, other: Node | Any) -> Node:
        return _compare("lt", self, other)

    def __le__(self, other: Node | Any) -> Node:
        return _compare("le", self, other)

    def __gt__(self, other: Node | Any) -> Node:
        return _compare("gt", self, other)

    def __ge__(self, other: Node | Any) -> Node:
        return _compare("ge", self, other)

    def is_(self, other: Node | Any) -> Node:
        return _compare("eq", self, other)

    def is_not(self, other: Node | Any) -> Node:
        return _compare("ne", self, other)

    def one_of(self, *codes: str) -> Node:
        """Whether a choice is one of these."""
        return any_of(*(self.is_(code) for code in codes))

    def __and__(self, other: Node) -> Node:
        return all_of(self, other)

    def __or__(self, other: Node) -> Node:
        return any_of(self, other)

    def __invert__(self) -> Node:
        _need(self.type.kind is Kind.FLAG, "only yes-or-no is negated")
        return Node("not", (self,), t.FLAG)

    def called(self, zh: str, en: str, *cites: str) -> Node:
        """The same value as a step of its own, with a name and the clauses it rests on."""
        return Node("label", (self,), self.type, zh=zh, en=en, cites=tuple(Citation.parse(c) for c in cites))


def _need(holds: bool, why: str) -> None:
    if not holds:
        raise LawError(f"规则写错了：{why}", f"a rule is wrong: {why}")


def lift(value: Node | Any, like: Type) -> Node:
    """A node as it is, a plain value as a constant of the type it stands beside."""
    if isinstance(value, Node):
        return value
    if like.kind is Kind.CHOICE and like.options:
        _need(value in like.codes, f"{value!r} is not one of {like.codes}")
    return Node("const", (), like, {"value": value})


def const(value: Any, kind: Type) -> Node:
    return lift(value, kind)


def _arithmetic(op: str, left: Node, right: Node | int) -> Node:
    other = lift(right, left.type)
    _need(
        left.type.kind is other.type.kind and left.type.kind in (Kind.FEN, Kind.COUNT, Kind.SHARE),
        f"{left.type.kind} and {other.type.kind} are not added",
    )
    return Node(op, (left, other), left.type)


def _compare(op: str, left: Node, right: Node | Any) -> Node:
    other = lift(right, left.type)
    _need(left.type.agrees(other.type), f"{left.type.kind} is not compared with {other.type.kind}")
    return Node(op, (left, other), t.FLAG)


def _flags(op: str, nodes: Sequence[Node]) -> Node:
    for node in nodes:
        _need(node.type.kind is Kind.FLAG, "and, or need yes-or-no")
    return nodes[0] if len(nodes) == 1 else Node(op, tuple(nodes), t.FLAG)


def all_of(*nodes: Node) -> Node:
    """True when all are; false when any is false, whatever else is unknown."""
    return _flags("and", nodes)


def any_of(*nodes: Node) -> Node:
    """True when any is, whatever else is unknown."""
    return _flags("or", nodes)


def _extreme(op: str, nodes: Sequence[Node | Any]) -> Node:
    like = next(node for node in nodes if isinstance(node, Node)).type
    lifted = tuple(lift(node, like) for node in nodes)
    for node in lifted:
        _need(node.type.kind is like.kind and like.kind is not Kind.CHOICE, f"{op} over unlike values")
    return Node(op, lifted, like)


def greatest(*nodes: Node | Any) -> Node:
    return _extreme("max", nodes)


def least(*nodes: Node | Any) -> Node:
    return _extreme("min", nodes)


def at_least(value: Node, floor: Node | Any) -> Node:
    return greatest(value, floor)


def at_most(value: Node, ceiling: Node | Any) -> Node:
    return least(value, ceiling)


def share(base: Node, rate: Node | Fraction, rounding: str = "up") -> Node:
    """Part of an amount (fen) or of a share; `up` for floors, `down` for ceilings, `half_up` where a text says so.

    Money and counts are rounded to the unit, shares to a hundred-millionth.
    """
    taken = lift(rate, t.SHARE)
    _need(base.type.kind in (Kind.FEN, Kind.COUNT, Kind.SHARE), "a share is taken of money, a count or a share")
    _need(taken.type.kind is Kind.SHARE, "the rate must be a share")
    _need(rounding in ("up", "down", "half_up"), f"rounding {rounding!r}")
    return Node("share", (base, taken), base.type, {"rounding": rounding})


def part(whole: Node, amount: Node, total: Node, rounding: str = "up") -> Node:
    """The part of a whole that falls on an amount within a total: whole × amount ÷ total, exact, rounded once.

    For what is laid over payments by their size: parts of amounts that add up, taken of the sum so far and of the sum before,
    add up to the whole to the fen, however large. An amount counts from nothing to the total; of no total nothing falls
    on any. `up`, `down`, `half_up` as in share.
    """
    _need(whole.type.kind in (Kind.FEN, Kind.COUNT), "a part is taken of money or a count")
    _need(amount.type.kind in (Kind.FEN, Kind.COUNT) and amount.type.agrees(total.type), "an amount within its total")
    _need(rounding in ("up", "down", "half_up"), f"rounding {rounding!r}")
    return Node("part", (whole, amount, total), whole.type, {"rounding": rounding})


def when(condition: Node, then: Node | Any, otherwise: Node | Any) -> Node:
    _need(condition.type.kind is Kind.FLAG, "when needs yes-or-no")
    like = next((n.type for n in (then, otherwise) if isinstance(n, Node)), None)
    _need(like is not None, "when: at least one branch must be a node; use const()")
    assert like is not None
    one, two = lift(then, like), lift(otherwise, like)
    _need(one.type.agrees(two.type), "when: branches of unlike types")
    return Node("when", (condition, one, two), like)


def given(fact: Node, otherwise: Node) -> Node:
    """The fact where it is known (stated, or determined by a person), else what follows from other facts."""
    _need(fact.op == "fact" and fact.type.agrees(otherwise.type), "given: a fact and an expression of its type")
    return Node("given", (fact, otherwise), fact.type)


def known(node: Node) -> Node:
    """Whether a value is known at all; always answered."""
    return Node("known", (node,), t.FLAG)


def same_region(region: Node, prefix: str) -> Node:
    """Whether a region lies under a GB/T 2260 prefix."""
    return Node("under", (region,), t.FLAG, {"prefix": t.region_prefix(prefix)})


# -- facts -----------------------------------------------------------------------------------------

FACTS: dict[str, Node] = {}
"""Every fact a rule may ask for, by dotted name."""
TRAITS: dict[str, Node] = {}
"""Facts about a unit that instruments ask for in `applies`, as given or as they follow from other facts."""


def fact(name: str, kind: Type, zh: str, en: str) -> Node:
    """Declare one fact. Declared twice with one meaning is the same fact; with two it is an error."""
    old = FACTS.get(name)
    if old is not None:
        _need((old.type, old.zh, old.en) == (kind, zh, en), f"fact {name} has two meanings")
        return old
    FACTS[name] = Node("fact", (), kind, {"name": name}, zh, en)
    return FACTS[name]


class Facts:
    """A group of facts, as attributes: deal.amount is the fact named "deal.amount"."""

    def __init__(self, group: str, declared: Mapping[str, tuple[Type, str, str]]) -> None:
        self.group = group
        for name, (kind, zh, en) in declared.items():
            setattr(self, name, fact(f"{group}.{name}", kind, zh, en))

    def __getattr__(self, name: str) -> Node:
        raise AttributeError(f"{self.group}.{name} is not declared")


def facts(group: str, /, **declared: tuple[Type, str, str]) -> Facts:
    """Declare a group of facts, each (type, zh, en)."""
    return Facts(group, declared)


def trait(name: str, node: Node) -> Node:
    """Register what `applies = { "<name>" = ... }` in an instrument asks for."""
    TRAITS[name] = node
    return node


TERRITORY = fact("territory", t.REGION, "事情发生地", "Territory")
ON = fact("on", t.DATE, "事情发生之日", "Date of the event")
AS_OF = fact("as_of", t.DATE, "截至日", "As of")


# -- what instruments say --------------------------------------------------------------------------


def parameter(
    name: str,
    kind: Type,
    *,
    on: Node = ON,
    territory: Node = TERRITORY,
    agreed: Node | None = None,
    optional: bool = False,
    zh: str = "",
    en: str = "",
    **keys: Node,
) -> Node:
    """The value of a named parameter that applies for this territory, date, unit and case.

    keys: the cases values are stated for (mode=deal.mode). agreed: whether a rule or agreement takes the place of a
    default (没有约定的). optional: count what is only permitted (可以), for a case where the permission was used.
    """
    return _stated("parameter", name, kind, on, territory, agreed, optional, zh, en, keys)


def definition(
    name: str, kind: Type, *, on: Node = ON, territory: Node = TERRITORY, zh: str = "", en: str = "", **keys: Node
) -> Node:
    """What a word means where and when the case is: the formula of the instrument that governs it."""
    return _stated("definition", name, kind, on, territory, None, True, zh, en, keys)


def _stated(
    op: str, name: str, kind: Type, on: Node, territory: Node, agreed: Node | None, optional: bool, zh: str, en: str,
    keys: Mapping[str, Node],
) -> Node:  # fmt: skip
    roles = ["territory", "on", *(f"key:{key}" for key in keys)]
    args = [territory, on, *keys.values()]
    if agreed is not None:
        roles.append("agreed")
        args.append(agreed)
    data = {"name": name, "roles": tuple(roles), "optional": optional}
    return Node(op, tuple(args), kind, data, zh, en)


def complete(held: Node, checklist: str, *, on: Node = ON, territory: Node = TERRITORY) -> Node:
    """Whether the items held satisfy every checklist of that name that binds here and then."""
    return _checklist("complete", held, checklist, t.FLAG, on, territory)


def missing(held: Node, checklist: str, *, on: Node = ON, territory: Node = TERRITORY) -> Node:
    """The items still missing from the checklists that bind here and then."""
    return _checklist("missing", held, checklist, t.items_of(checklist), on, territory)


def _checklist(op: str, held: Node, name: str, kind: Type, on: Node, territory: Node) -> Node:
    _need(held.type.kind is Kind.ITEMS and held.type.checklist == name, f"{name}: the fact must be items of it")
    roles = ("territory", "on")
    return Node(op, (held, territory, on), kind, {"name": name, "roles": roles, "optional": True})


def governed(*clauses: str, on: Node = ON, territory: Node = TERRITORY, **applies: bool) -> Node:
    """Whether any of these clauses governs the case, by status, territory, date and the unit facts in `applies`.

    Trait names in `applies` are written with __ for the dot: unit__public_platform=True.
    """
    wanted = {name.replace("__", "."): value for name, value in applies.items()}
    data = {"clauses": tuple(clauses), "applies": wanted, "roles": ("territory", "on"), "optional": True}
    cites = tuple(Citation.parse(c) for c in clauses)
    return Node("governed", (territory, on), t.FLAG, data, "该条款是否适用", "Does the clause reach the case?", cites)


def reading(interpretation: str, **choices: Node) -> Node:
    """The branch that the interpretation in use picks; "open" leaves the answer to a person."""
    nodes = tuple(choices.values())
    for node in nodes[1:]:
        _need(node.type.agrees(nodes[0].type), f"{interpretation}: branches of unlike types")
    return Node("reading", nodes, nodes[0].type, {"interpretation": interpretation, "choices": tuple(choices)})


# -- dates -----------------------------------------------------------------------------------------


def _date_op(how: str, args: Sequence[Node], kind: Type = t.DATE, **data: Any) -> Node:
    return Node("date", tuple(args), kind, {"how": how, **data})


def act_within(start: Node, length: Node, unit: str = "", roll: bool = True) -> Node:
    """Last day to act: the first day is not counted, months end on the corresponding day, a rest day moves it on.

    unit: day, workday, month or year; by default that of the length.
    """
    return _date_op("act_within", (start, length), unit=unit or length.type.unit, roll=roll)


def minimum_until(start: Node, length: Node, unit: str = "", roll: bool = False) -> Node:
    """Last day of a minimum period (公示); never moved by default (A30)."""
    return _date_op("minimum_until", (start, length), unit=unit or length.type.unit, roll=roll)


def opens_after_over(start: Node, length: Node, unit: str = "") -> Node:
    """First day on which "over" (超过) the length has passed: the day after the anniversary."""
    return _date_op("opens_after_over", (start, length), unit=unit or length.type.unit)


def latest_start(length: Node, finish_by: Node) -> Node:
    """Last day to start a minimum period of so many days that must end before `finish_by` acts."""
    return _date_op("latest_start", (finish_by, length))


def plus_days(day: Node, days: Node | int) -> Node:
    return _date_op("plus_days", (day, lift(days, t.DAYS)))


def plus_years(day: Node, years: Node | int) -> Node:
    """The corresponding day so many years on, or the month's last; not moved."""
    return _date_op("plus_years", (day, lift(years, t.YEARS)))


def plus_months(day: Node, months: Node | int) -> Node:
    return _date_op("plus_months", (day, lift(months, t.MONTHS)))


def on_month_day(year: Node, month_day: str | Node) -> Node:
    """A fixed date of a year (三月三十日); not a period, so never moved."""
    if isinstance(month_day, Node):
        return _date_op("on_month_day", (year, month_day))
    return _date_op("on_month_day", (year, Node("const", (), MONTH_DAY, {"value": month_day})))


MONTH_DAY = Type(Kind.CHOICE, "month_day")


def year_of(day: Node) -> Node:
    return _date_op("year_of", (day,), t.COUNT)


def days_between(start: Node, end: Node) -> Node:
    """end - start in calendar days; negative when end is earlier."""
    return _date_op("days_between", (start, end), t.DAYS)


def full_years(start: Node, end_inclusive: Node) -> Node:
    """Whole years from a first to a last day, both included (A14)."""
    return _date_op("full_years", (start, end_inclusive), t.YEARS)
