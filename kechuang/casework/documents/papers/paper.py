"""What an official paper says, independent of the format it is written in.

The elements follow GB/T 9704: issuing body, number, title, addressee, body with numbered headings, attachments, signature
and date, copies. Each sheet carries the case number, the day of computation and the version of the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


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
