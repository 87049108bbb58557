"""Rules by name: a computation, a check, a clock or an entitlement, with its clauses; and the registry of them.

A rule is itself a node, so rules are built of rules, and an explanation nests as they do.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kechuang.law.errors import LawError
from kechuang.law.expression import AS_OF, Node, days_between, greatest, known, when
from kechuang.law.model import Citation
from kechuang.law.types import Kind


class RuleKind(StrEnum):
    """What an answer of a rule means."""

    COMPUTATION = "rule"
    CHECK = "check"
    CLOCK = "clock"
    ENTITLEMENT = "entitlement"


@dataclass(frozen=True, eq=False, slots=True)
class Remark:
    """A sentence added to a finding when a condition holds: a warning, advice or the consequence the law names."""

    when: Node
    zh: str
    en: str
    kind: str = "warning"
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Rule(Node):
    """A named expression. args: (expression,) or (expression, applies).

    name: unique, snake_case. kind: what an answer means. outputs: further values told with it, by name.
    remarks: sentences under conditions. module: the area of work it belongs to. detail zh/en: what it answers.
    """

    name: str = ""
    kind: RuleKind = RuleKind.COMPUTATION
    outputs: Mapping[str, Node] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    module: str = ""
    lives: tuple[Citation, ...] = ()
    """Clauses that this rule makes executable: those it cites and those of its remarks."""
    about_zh: str = ""
    about_en: str = ""
    source: str = ""
    """Where it is written, e.g. kechuang/law/rules/rewards.py."""

    @property
    def expression(self) -> Node:
        return self.args[0]

    @property
    def applies(self) -> Node | None:
        return self.args[1] if len(self.args) > 1 else None


REGISTRY: dict[str, Rule] = {}


def remark(when_: Node, zh: str, en: str, kind: str = "warning", cites: str | Sequence[str] = ()) -> Remark:
    """kind: warning, advice or consequence."""
    return Remark(when_, zh, en, kind, _citations(cites))


def _citations(cites: str | Sequence[str]) -> tuple[Citation, ...]:
    return tuple(Citation.parse(c) for c in ([cites] if isinstance(cites, str) else cites))


def _source() -> str:
    """The file of the rule being defined: the first one outside this module."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")).replace(".", "/") + ".py"


def _register(
    kind: RuleKind,
    name: str,
    expression: Node,
    zh: str,
    en: str,
    cites: str | Sequence[str],
    applies: Node | None,
    outputs: Mapping[str, Node] | None,
    remarks: Sequence[Remark],
    module: str,
    about: tuple[str, str],
    unnamed: bool = False,
) -> Rule:
    if name in REGISTRY:
        raise LawError(f"规则 {name} 重名", f"rule {name} is defined twice")
    cited = _citations(cites)
    if not cited and not (unnamed and all(about)):
        raise LawError(f"规则 {name} 没有依据", f"rule {name} cites no clause")
    lives = tuple(dict.fromkeys([*cited, *(c for r in remarks for c in r.cites)]))
    made = Rule(
        op="rule", args=(expression,) if applies is None else (expression, applies), type=expression.type,
        zh=zh, en=en, cites=cited, name=name, kind=kind, outputs=dict(outputs or {}), remarks=tuple(remarks),
        module=module, lives=lives, about_zh=about[0], about_en=about[1], source=_source(),
    )  # fmt: skip
    REGISTRY[name] = made
    return made


def rule(
    name: str, expression: Node, *, zh: str, en: str, cites: str | Sequence[str], module: str,
    applies: Node | None = None, outputs: Mapping[str, Node] | None = None, remarks: Sequence[Remark] = (),
    about: tuple[str, str] = ("", ""),
) -> Rule:  # fmt: skip
    """A computation: it yields an amount, a share, a date, a count or a choice."""
    return _register(RuleKind.COMPUTATION, name, expression, zh, en, cites, applies, outputs, remarks, module, about)


def check(
    name: str, holds: Node, *, zh: str, en: str, cites: str | Sequence[str], module: str,
    applies: Node | None = None, outputs: Mapping[str, Node] | None = None, remarks: Sequence[Remark] = (),
    about: tuple[str, str] = ("", ""),
) -> Rule:  # fmt: skip
    """A duty, threshold or prohibition: met when `holds` is true, breached when it is false."""
    if holds.type.kind is not Kind.FLAG:
        raise LawError(f"检查 {name} 须为是非", f"check {name} must yield yes or no")
    return _register(RuleKind.CHECK, name, holds, zh, en, cites, applies, outputs, remarks, module, about)


def entitlement(
    name: str, holds: Node, *, zh: str, en: str, cites: str | Sequence[str], module: str,
    applies: Node | None = None, outputs: Mapping[str, Node] | None = None, remarks: Sequence[Remark] = (),
    about: tuple[str, str] = ("", ""),
) -> Rule:  # fmt: skip
    """A right or a benefit: met when it is open to the asker, not applicable when its conditions fail."""
    if holds.type.kind is not Kind.FLAG:
        raise LawError(f"权利 {name} 须为是非", f"entitlement {name} must yield yes or no")
    return _register(RuleKind.ENTITLEMENT, name, holds, zh, en, cites, applies, outputs, remarks, module, about)


def clock(
    name: str, due: Node, *, zh: str, en: str, cites: str | Sequence[str], module: str, done: Node | None = None,
    not_before: bool = False, applies: Node | None = None, outputs: Mapping[str, Node] | None = None,
    remarks: Sequence[Remark] = (), about: tuple[str, str] = ("", ""), unnamed: bool = False,
) -> Rule:  # fmt: skip
    """A date that matters. Its value is the last day to act, or with not_before the first day on which one may.

    With `done` (a date fact, the day it was done) the finding also says met or breached; while undone, `as_of` decides:
    after the due day it is breached. Outputs overdue_days (or early_days) follow.

    unnamed: no text names this date, it is counted by what a person or a published procedure set; `about` must say so.
    """
    if due.type.kind is not Kind.DATE:
        raise LawError(f"时钟 {name} 须为日期", f"clock {name} must yield a date")
    more = dict(outputs or {})
    if done is not None and not_before:
        more["early_days"] = greatest(days_between(done, due), 0).called("提前日数", "Days early")
        more["holds"] = done >= due
        more["done"] = known(done)
    elif done is not None:
        late = greatest(days_between(due, when(known(done), done, AS_OF)), 0)
        more["overdue_days"] = late.called("逾期日数", "Days overdue")
        more["holds"] = when(known(done), done <= due, due >= AS_OF)
        more["done"] = known(done)
    return _register(RuleKind.CLOCK, name, due, zh, en, cites, applies, more, remarks, module, about, unnamed)
