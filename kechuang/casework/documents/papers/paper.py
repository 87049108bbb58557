"""What an official paper says, independent of the format it is written in.

The elements follow GB/T 9704: issuing body, number, title, addressee, body with numbered headings, attachments, signature
and date, copies. Each sheet carries the case number, the day of computation and the version of the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, or with level 1 to 3 a heading (一、 （一） 1.)."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; figures stand right in the columns named in `figures` (by position)."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: frozenset[int] = frozenset()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, ready to be written."""

    title: str
    body: Sequence[Text | Table]
    issuer: str = ""
    number: str = ""
    addressee: str = ""
    signed_by: Sequence[str] = ()
    dated: str = ""
    copies: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    """Footnotes: full official citations."""
    foot: str = ""
    """Case number, day of computation, version of the law."""
    mark: str = ""
    """A mark across the head, as 模拟 where it rests on a draft."""
    template: str = "paper"
    """The name of the template it is set by, without .docx or .typ (see templates.py)."""


def content(paper: Paper) -> dict[str, Any]:
    """What a template is given, the same for every format: the fields of Paper by their names, lists as lists.

    body: parts in order, each with `kind`: "text" has text and level (0 to 3); "table" has caption, head (texts) and rows of
    cells, each a text and whether it is a figure. notes are numbered from 1 by the template.
    """
    return {
        "title": paper.title, "issuer": paper.issuer, "number": paper.number, "addressee": paper.addressee,
        "body": [_part(part) for part in paper.body], "signed_by": list(paper.signed_by), "dated": paper.dated,
        "copies": list(paper.copies), "notes": list(paper.notes), "foot": paper.foot, "mark": paper.mark,
    }  # fmt: skip


def _part(part: Text | Table) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"kind": "text", "text": part.text, "level": part.level}
    rows = [[{"text": text, "figure": n in part.figures} for n, text in enumerate(row)] for row in part.rows]
    return {"kind": "table", "caption": part.caption, "head": list(part.head), "rows": rows}
