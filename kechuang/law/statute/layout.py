"""How a text is set: does a line end where its paragraph ends?

Official texts come one paragraph a line, with or without blank lines between; hard-wrapped at the width of a page;
with the first line of a paragraph indented; and cut by page breaks in the middle of a sentence. The evidence is
gathered over the whole text once, and each doubtful line is then judged by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .markers import ends_sentence, last_mark, unit_marker
from .text import Line

INDENT = 2
_SLACK = 3.0
_MINIMUM = 3
_NARROWEST = 18  # no page is set narrower; short lines of one width are titles


@dataclass(frozen=True, slots=True)
class Layout:
    """``wrap`` is the width, in full-width characters, at which lines are broken, None when they are not;
    ``indented`` first lines set in; ``blank_separated`` a blank line between paragraphs; ``page_breaks`` sentences
    cut by a blank line."""

    wrap: float | None = None
    indented: bool = False
    blank_separated: bool = False
    page_breaks: bool = False

    def full(self, line: Line) -> bool:
        """Whether a line reaches the margin, so that its end says nothing about its paragraph's end."""
        return self.wrap is not None and line.width >= self.wrap - _SLACK

    def deliberate(self, line: Line) -> bool:
        """Whether a line was ended on purpose: lines are wrapped here, and this one stops well short."""
        return self.wrap is not None and line.width < self.wrap * 0.7

    def continues(self, before: Line, after: Line) -> bool | None:
        """Whether ``after``, which starts no number, goes on with the paragraph ``before`` ends in. None is a guess
        against it: a full line that ends a sentence, with nothing else to go by."""
        if self.indented and after.indent >= INDENT:
            return False
        if not ends_sentence(before.text):
            return not (after.blank_before and self.deliberate(before))
        if not after.blank_before and self.full(before):
            return True if self.indented or self.blank_separated else None
        return False


def survey(lines: Sequence[Line], starts: Sequence[bool]) -> Layout:
    """Gather the evidence. ``starts[i]`` says that line i begins with a number or is a heading."""
    numbered = [line for line, start in zip(lines, starts, strict=True) if start and not line.heading]
    plain = [line for line, start in zip(lines, starts, strict=True) if not start]
    indented = (
        bool(numbered) and sum(line.indent >= INDENT for line in numbered) >= 0.6 * len(numbered)
        and any(line.indent < INDENT for line in plain)
    )  # fmt: skip
    broken: list[float] = []
    page_breaks = False
    for i in range(1, len(lines)):
        before, after = lines[i - 1], lines[i]
        if starts[i] or ends_sentence(before.text) or before.heading or (indented and after.indent >= INDENT):
            continue
        article = (marker := unit_marker(before.text)) is not None and marker.style == "条"
        if starts[i - 1] and not article and before.width <= 30 and not any(c in before.text for c in "，。；"):
            continue  # a title alone on its line: （一）指导思想
        if after.blank_before:
            page_breaks = True
        else:
            broken.append(before.width)
    return Layout(
        wrap=_wrap_width(broken, lines), indented=indented, page_breaks=page_breaks,
        blank_separated=bool(numbered) and sum(x.blank_before for x in numbered) >= 0.8 * len(numbered),
    )  # fmt: skip


def is_list_continuation(text: str) -> bool:
    """A 款 never ends with a semicolon: what follows one belongs to the same paragraph, or is the next item."""
    return last_mark(text) in ("；", ";")


def _wrap_width(broken: list[float], lines: Sequence[Line]) -> float | None:
    if len(broken) < _MINIMUM:
        return None
    middle = median(broken)
    near = sum(abs(w - middle) <= _SLACK for w in broken)
    longer = sum(line.width > middle + 2 * _SLACK for line in lines)
    if middle < _NARROWEST:
        return None
    return middle if near >= 0.7 * len(broken) and longer <= 0.05 * len(lines) else None
