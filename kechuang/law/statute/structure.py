"""What a parsed text is: a tree of numbered nodes, and a report of what was found and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from kechuang.law.errors import LawError

Span = tuple[int, int]
"""First and last line of the source, counted from 1, both included."""

Numbering = Literal["articles", "sections"]
Kind = Literal[
    "part", "subpart", "chapter", "section", "heading",  # 编 分编 章 节, and a heading without a number
    "article", "paragraph", "item", "subitem",  # 条 款 项 目
    "op_part", "op_section", "point", "subpoint",  # 一、 （一） 1. （1）
    "preamble", "final",
]  # fmt: skip

KIND_ZH: dict[Kind, str] = {
    "part": "编", "subpart": "分编", "chapter": "章", "section": "节", "heading": "标题",
    "article": "条", "paragraph": "款", "item": "项", "subitem": "目",
    "op_part": "部分", "op_section": "节段", "point": "点", "subpoint": "小点",
    "preamble": "前言", "final": "文末",
}  # fmt: skip

CONTAINERS: frozenset[Kind] = frozenset({"part", "subpart", "chapter", "section", "heading", "article"})
"""Kinds that hold others and carry no words of their own but a heading."""


class StatuteError(LawError, ValueError):
    """A text that cannot be read, bound or stored. str() says what and why in Chinese, ``en`` in English."""


@dataclass(frozen=True, slots=True)
class Node:
    """One numbered part of a text.

    ``id`` is the clause id of the place (``art20.p1.i1``, ``s3.1``; chapters ``ch3.sec1``); ``number`` the number as
    printed (第二十条, （一）); ``heading`` its title, which for a title in the line of an opinion's section
    (（一）定额保障。…) is also the beginning of ``text``. ``text`` holds the node's own words without its number,
    paragraphs joined by a line break; what stands in children is not repeated, save the paragraphs of an opinion's
    section. ``lines`` is where the own words stand, ``span`` includes the children.
    """

    id: str
    kind: Kind
    number: str
    heading: str
    text: str
    lines: Span
    span: Span
    children: tuple[Node, ...] = ()

    @property
    def full_text(self) -> str:
        """The node with all its children, as printed, one line each."""
        return "\n".join(self._printed())

    def _printed(self) -> list[str]:
        if self.kind in CONTAINERS:
            first = f"{self.number} {self.heading}".strip()
            inner = [line for child in self.children for line in child._printed()]
            if self.kind == "article" and inner and not self.heading:
                return [f"{first} {inner[0]}", *inner[1:]]
            return [first, *inner] if first else inner
        own = [self.number + self.text] if self.number + self.text else []
        return own + [line for child in self.children if not self.repeats(child) for line in child._printed()]

    def repeats(self, child: Node) -> bool:
        """Whether a child's words already stand in this node's ``text``: a section of an opinion, its paragraphs."""
        return child.kind == "paragraph" and self.kind not in CONTAINERS

    def walk(self) -> Iterator[Node]:
        """This node and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.id, "kind": self.kind, "number": self.number, "heading": self.heading, "text": self.text,
            "lines": list(self.lines), "span": list(self.span), "children": [c.as_dict() for c in self.children],
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Node:
        """The inverse of ``as_dict``."""
        return cls(
            id=data["id"], kind=data["kind"], number=data["number"], heading=data["heading"], text=data["text"],
            lines=(data["lines"][0], data["lines"][1]), span=(data["span"][0], data["span"][1]),
            children=tuple(cls.from_dict(c) for c in data["children"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One step of a text's making: a day, what happened (通过, 批准, 修订, 修正, 公布, 施行), in what words."""

    on: date
    event: str
    text: str
    line: int


ProblemKind = Literal[
    "gap", "duplicate", "out_of_order", "empty", "toc_missing", "nothing_found",  # each refuses the text
    "toc_differs", "toc_lacks", "doubtful",  # said, and let through
]  # fmt: skip
REFUSING: frozenset[ProblemKind] = frozenset(
    {"gap", "duplicate", "out_of_order", "empty", "toc_missing", "nothing_found"}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong or doubtful in a text, named: in Chinese and English, with lines and the ids concerned.

    ``ids`` holds the missing, repeated or empty places as clause ids (``art13``, ``art20.p1.i2``, ``ch3``).
    """

    kind: ProblemKind
    message: str
    message_en: str
    lines: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()

    @property
    def refuses(self) -> bool:
        """True when the text must not be imported as it is."""
        return self.kind in REFUSING

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "kind": self.kind, "refuses": self.refuses, "message": self.message, "message_en": self.message_en,
            "lines": list(self.lines), "ids": list(self.ids),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. ``counts`` by kind; ``joins`` are line pairs read as one sentence across a blank line or page
    break; ``skipped`` are lines left out as page numbers, rules and running titles."""

    counts: dict[str, int]
    problems: tuple[Problem, ...] = ()
    joins: tuple[Span, ...] = ()
    skipped: tuple[int, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that refuse the text."""
        return tuple(p for p in self.problems if p.refuses)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that are only said."""
        return tuple(p for p in self.problems if not p.refuses)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "counts": dict(self.counts), "problems": [p.as_dict() for p in self.problems],
            "joins": [list(j) for j in self.joins], "skipped": list(self.skipped),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statute:
    """An official text, parsed.

    ``preface`` are the printed lines before the body without title and contents; ``history`` the dated events found
    in them; ``effective`` the day the text names for its own entry into force, None when it names no day.
    """

    title: str
    numbering: Numbering
    preface: tuple[str, ...]
    history: tuple[HistoryEvent, ...]
    effective: date | None
    nodes: tuple[Node, ...]
    report: Report
    index: Mapping[str, Node] = field(default_factory=dict, compare=False, repr=False)

    @property
    def ok(self) -> bool:
        """False when a number is missing, repeated or out of order, or a numbered part is empty."""
        return not self.report.errors

    def find(self, node_id: str) -> Node | None:
        """The node with this clause id (no letter), or None. With a repeated number: the first."""
        return self.index.get(node_id)

    def walk(self) -> Iterator[Node]:
        """Every node, in order."""
        for node in self.nodes:
            yield from node.walk()

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: identity, history, report and the tree."""
        return {
            "title": self.title, "numbering": self.numbering, "preface": list(self.preface),
            "history": [
                {"on": e.on.isoformat(), "event": e.event, "text": e.text, "line": e.line} for e in self.history
            ],
            "effective": self.effective.isoformat() if self.effective else None,
            "ok": self.ok, "report": self.report.as_dict(), "nodes": [n.as_dict() for n in self.nodes],
        }  # fmt: skip


def index_nodes(nodes: tuple[Node, ...]) -> dict[str, Node]:
    """Nodes by id; of a repeated id the first, so that what is cited does not depend on a defect further down."""
    out: dict[str, Node] = {}
    for node in nodes:
        for inner in node.walk():
            out.setdefault(inner.id, inner)
    return out
