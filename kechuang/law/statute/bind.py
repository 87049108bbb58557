"""Clauses tied to the words they summarise: ``bind(statute, clauses)``.

Each clause id finds its node by its official place; the letters of one paragraph share its words. What finds no words,
and which words no clause names, is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .citation import CitationError, ClausePath, parse_clause_id
from .numerals import to_chinese
from .structure import CONTAINERS, Node, Problem, Span, Statute, StatuteError


class HasId(Protocol):
    """Anything with a clause id, such as the clause of an instrument."""

    @property
    def id(self) -> str:
        """The clause id, unique in its instrument."""


class DefectiveStatuteError(StatuteError):
    """A text with gaps or repeated numbers, refused. ``problems`` name them; so does the message."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(p.message for p in problems), "; ".join(p.message_en for p in problems))


@dataclass(frozen=True, slots=True)
class BoundClause:
    """A clause and its words.

    ``text`` is the place's own words (of a paragraph with items: the words before them), ``full_text`` the same with
    all it holds, as printed. ``lines`` and ``span`` are their source lines. The citations never carry our letter.
    """

    id: str
    node: str
    text: str
    full_text: str
    lines: Span
    span: Span
    citation_zh: str
    citation_short: str
    citation_en: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.id, "node": self.node, "text": self.text, "full_text": self.full_text,
            "lines": list(self.lines), "span": list(self.span), "citation_zh": self.citation_zh,
            "citation_short": self.citation_short, "citation_en": self.citation_en,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unbound:
    """A clause id without words in the text, and why, in Chinese and English."""

    id: str
    reason: str
    reason_en: str

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"id": self.id, "reason": self.reason, "reason_en": self.reason_en}


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Words of the text that no clause names: the place, its citation and lines."""

    id: str
    citation_zh: str
    citation_en: str
    lines: Span

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "id": self.id, "citation_zh": self.citation_zh, "citation_en": self.citation_en, "lines": list(self.lines),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binding:
    """The outcome: ``bound`` by clause id in the order given, ``unbound`` ids, ``unnamed`` places."""

    bound: Mapping[str, BoundClause]
    unbound: tuple[Unbound, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every clause found its words."""
        return not self.unbound

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "complete": self.complete, "bound": [b.as_dict() for b in self.bound.values()],
            "unbound": [u.as_dict() for u in self.unbound], "unnamed": [u.as_dict() for u in self.unnamed],
        }  # fmt: skip


def bind(statute: Statute, clauses: Iterable[HasId | str], *, strict: bool = True) -> Binding:
    """Bind clause ids to a text.

    Raises DefectiveStatuteError, naming every gap and repeated number, unless ``strict`` is False, as a dry run
    asks: it then binds what it can, a repeated number to its first occurrence.
    """
    if strict and not statute.ok:
        raise DefectiveStatuteError(statute.report.errors)
    bound: dict[str, BoundClause] = {}
    unbound: list[Unbound] = []
    named: set[str] = set()
    for clause in clauses:
        clause_id = clause if isinstance(clause, str) else clause.id
        try:
            path = parse_clause_id(clause_id)
        except CitationError as wrong:
            unbound.append(Unbound(clause_id, wrong.zh, wrong.en))
            continue
        node = statute.find(path.official.id)
        if node is None:
            unbound.append(Unbound(clause_id, *_why(statute, path.official)))
            continue
        bound[clause_id] = bound_clause(clause_id, path, node)
        named.add(node.id)
    return Binding(bound, tuple(unbound), tuple(_unnamed(statute, named)))


def bound_clause(clause_id: str, path: ClausePath, node: Node) -> BoundClause:
    """A clause id with the words of one node."""
    lead = node.kind not in CONTAINERS
    full = node.full_text if lead else "\n".join(child.full_text for child in node.children)
    return BoundClause(
        id=clause_id, node=node.id, text=node.text if lead else full, full_text=full,
        lines=node.lines if lead else node.span, span=node.span,
        citation_zh=path.zh, citation_short=path.short, citation_en=path.en,
    )  # fmt: skip


def _why(statute: Statute, path: ClausePath) -> tuple[str, str]:
    """Why a place has no words: the nearest place that exists, and how much it holds."""
    if path.root in ("preamble", "final"):
        return f"正文没有{path.zh}部分", f"the text has no {path.en}"
    if (path.root == "article") != (statute.numbering == "articles"):
        kind_zh, kind_en = ("条", "articles") if statute.numbering == "articles" else ("一、（一）", "numbered parts")
        return f"本文按{kind_zh}编号，没有{path.zh}", f"the text is numbered by {kind_en}: no {path.en}"
    missing = path
    for parent in path.parents:
        node = statute.find(parent.id)
        if node is None:
            missing = parent
            continue
        zh, en = _held(node, missing)
        return f"{parent.zh}{zh}，没有{missing.zh}", f"{parent.en} {en}: no {missing.en}"
    return f"正文没有{missing.zh}", f"the text has no {missing.en}"


def _held(node: Node, missing: ClausePath) -> tuple[str, str]:
    """What a place holds instead: 只有二款, 没有列项."""
    if missing.items:
        count = sum(child.kind in ("item", "subitem", "point", "subpoint") for child in node.children)
        zh, en = "项", "item"
    elif missing.paragraph:
        count = sum(child.kind == "paragraph" for child in node.children)
        zh, en = ("款" if missing.root == "article" else "段"), "paragraph"
    else:
        count = sum(child.kind == "op_section" for child in node.children)
        zh, en = "节", "section"
    if not count:
        return f"没有分{zh}", f"has no {en}s"
    return f"只有{to_chinese(count)}{zh}", f"has {count} {en}{'s' if count > 1 else ''}"


def _unnamed(statute: Statute, named: set[str]) -> list[Unnamed]:
    """The places with words that neither they, nor what holds them, nor (for bare titles) what they hold is named."""
    out: list[Unnamed] = []
    for top in statute.nodes:
        if statute.numbering == "articles" and top.kind in ("preamble", "final"):
            continue  # title, history and signature of a regulation are no clauses
        out += _unnamed_under(top, named)
    return out


def _unnamed_under(node: Node, named: set[str]) -> list[Unnamed]:
    if node.id in named:
        return []
    below = [found for child in node.children for found in _unnamed_under(child, named)]
    own_words = node.kind not in CONTAINERS and node.text not in ("", node.heading)
    repeated = {child.id for child in node.children if node.repeats(child)}
    if repeated and node.kind == "op_section" and repeated <= {found.id for found in below}:
        below = [found for found in below if found.id not in repeated]  # the section stands for its paragraphs
    elif not own_words or repeated:
        return below
    try:
        path = parse_clause_id(node.id)
    except CitationError:
        return below
    return [Unnamed(node.id, path.zh, path.en, node.lines), *below]
