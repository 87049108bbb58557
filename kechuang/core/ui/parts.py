"""The data behind the components: what a template needs, and nothing about where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["met", "breach", "open", "na", "none", "draft", "computed"]
"""The shape and colour of a verdict. `none` is 未查到规定; `computed` is a number rather than a yes or no."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One character for the place of an instrument. Square: regulation; round: policy; outlined: 可以; dashed: draft."""

    char: str
    force: str = "must"
    policy: bool = False
    status: str = "in_force"


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation chip. words: 第20条第1款第1项; title: the full official citation. note: its number among the footnotes."""

    seal: Seal
    words: str
    title: str
    url: str
    note: int = 0

    @property
    def variant(self) -> str:
        return {"draft": "k-cite--draft", "repealed": "k-cite--repealed"}.get(self.seal.status, "")


@dataclass(frozen=True, slots=True)
class Interp:
    """An interpretation chip: 释 A03. The id may name a part (A05.scope); the chip shows the number people cite."""

    id: str
    title: str
    url: str

    @property
    def number(self) -> str:
        return self.id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Badge:
    """A verdict: shape, word and colour, always all three. asks: the facts and questions it waits for, by their names."""

    tone: Tone
    word: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation tree."""

    label: str
    value: str
    formula: str = ""
    cites: Sequence[Cite] = ()
    interps: Sequence[Interp] = ()
    notes: Sequence[str] = ()
    children: Sequence[Line] = ()
    asides: Sequence[Line] = ()
    """Conditions on the way, shown folded."""
    fact: bool = False
    known: bool = True
    folded: bool = False
    """Whether its parts are shown only when asked for."""
    anchor: str = ""
    """Where more is shown on the same page (见下表), as #id."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A test in the table of instruments considered: passed, failed, unknown or unchecked; word says what it met."""

    state: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class ConsideredLine:
    """One instrument, its tests in order, the value it states and what became of it."""

    cite: Cite | None
    seal: Seal
    title: str
    marks: Sequence[Mark]
    value: str
    outcome: str
    decides: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class ConsideredTable:
    heading: str
    column: str
    lines: Sequence[ConsideredLine]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a split bar. width and x are per cent of the whole; text stands inside when it fits."""

    key: str
    label: str
    amount: int
    x: float
    width: float
    text: str = ""

    @property
    def mid(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Split:
    """Money to scale: parts that sum to the whole, and the sentence a screen reader hears."""

    parts: Sequence[Part]
    label: str


def split_bar(parts: Sequence[tuple[str, str, int, str]], label: str) -> Split | None:
    """A bar from (tone a-d, label, fen, text inside); None when there is nothing to divide."""
    whole = sum(amount for _, _, amount, _ in parts)
    if whole <= 0 or any(amount < 0 for _, _, amount, _ in parts):
        return None
    made, x = [], 0.0
    for key, words, amount, text in parts:
        width = round(amount * 100 / whole, 3)
        made.append(Part(key, words, amount, round(x, 3), width, text if width >= 4 + 1.6 * len(text) else ""))
        x += width
    return Split(made, label)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a ruler row: css names its kind (from done todo idle open due shift), text what stands in it."""

    text: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class RulerDay:
    day: dt.date
    rest: bool = False
    today: bool = False

    @property
    def first(self) -> bool:
        return self.day.day == 1


@dataclass(frozen=True, slots=True)
class RulerRow:
    label: str
    cells: Sequence[Cell]
    about: str = ""
    """The row in words, for those who do not see it."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """Days as ticks, one row a channel."""

    title: str
    days: Sequence[RulerDay]
    rows: Sequence[RulerRow]


@dataclass(frozen=True, slots=True)
class Choice:
    """One side of a switch, and what choosing it would do. effect is empty on the side that is chosen."""

    id: str
    label: str
    chosen: bool
    effect: str = ""
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """An interpretation as a question with its choices; name is the form field it sets."""

    interp: Interp
    name: str
    question: str
    choices: Sequence[Choice]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Crumb:
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """Everything a clause panel shows. text is official when `official`, else our summary."""

    seal: Seal
    title: str
    place: str
    url: str
    summary: str
    official: Sequence[str] = ()
    official_source: str = ""
    facts: Sequence[tuple[str, str]] = ()
    readings: Sequence[str] = ()
    lives: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    """kind, name and address (may be empty) of each place the clause lives."""
