"""Which lines begin an article.

第十二条 at the start of a line begins an article, or is the second half of a broken cross-reference. What follows the
number tells most: words that can only follow a citation (第三条规定的…, 第三条第二款…) never begin an article, so a
paragraph that opens with one cannot fill a gap. After a finished sentence anything else is an article. After an
unfinished one it is *likely* an article where it is set apart by space, and where lines are wrapped only when its
number goes on and no other line has it.

Every line turned down is kept, so that the report of a gap can point at it.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .layout import INDENT, Layout
from .markers import Marker, ends_sentence, is_container_heading, unit_marker
from .text import Line

Place = tuple[int, int]
Sort = Literal["sure", "glued", "likely", "refused"]


@dataclass(slots=True)
class ArticleStarts:
    """Accepted starts by line index; ``refused`` the lines that could have been one; ``guessed`` those
    accepted without a space after the number, in a text that otherwise has it."""

    starts: dict[int, Marker] = field(default_factory=dict)
    refused: dict[int, Marker] = field(default_factory=dict)
    guessed: dict[int, Marker] = field(default_factory=dict)


def find_articles(lines: Sequence[Line], layout: Layout) -> ArticleStarts:
    """Read every line that starts with 第…条 and settle which begin an article."""
    candidates: dict[int, Marker] = {}
    for i, line in enumerate(lines):
        marker = unit_marker(line.text)
        if marker is not None and marker.style == "条" and not _cited(lines, i, marker):
            candidates[i] = marker
    glued_text = _mostly_glued(lines, candidates)
    sorts = {i: _sort(lines, i, marker, layout, glued_text) for i, marker in candidates.items()}
    first = min(candidates, default=None)
    if first is not None and candidates[first].place == (1, 0) and not candidates[first].certainly_refers:
        sorts[first] = "sure"  # whatever stands above it, a title among others, is no sentence it goes on with
    sure = {marker.place for i, marker in candidates.items() if sorts[i] in ("sure", "glued")}
    out = ArticleStarts()
    last: Place = (0, 0)
    for i, marker in candidates.items():
        sort = sorts[i]
        if sort == "refused" or (
            sort == "likely" and not _fits(marker.place, last, sure, layout, lines[i], marker.spaced)
        ):
            out.refused[i] = marker
            continue
        out.starts[i] = marker
        last = marker.place
        if sort == "glued":
            out.guessed[i] = marker
    return out


def _cited(lines: Sequence[Line], i: int, marker: Marker) -> bool:
    """第三条第二款…, 第三条的规定…, or a number alone whose sentence goes on below: inside a sentence for certain."""
    if _finished(lines, i) or lines[i].strong or lines[i].heading:
        return False
    probe = marker.before(lines[i + 1].text if i + 1 < len(lines) else "")
    if probe.rest.startswith("规定"):
        return True
    return probe.refers if marker.rest else probe.certainly_refers


def _finished(lines: Sequence[Line], i: int) -> bool:
    """Whether the sentence before line i is over: it ends so, or is a heading."""
    if i == 0:
        return True
    before = lines[i - 1]
    return ends_sentence(before.text) or bool(before.heading) or is_container_heading(
        unit_marker(before.text), before.text
    )  # fmt: skip


def _mostly_glued(lines: Sequence[Line], candidates: dict[int, Marker]) -> bool:
    plain = [m for i, m in candidates.items() if m.rest and not m.certainly_refers and _finished(lines, i)]
    glued = sum(not m.spaced for m in plain)
    return glued > len(plain) - glued


def _sort(lines: Sequence[Line], i: int, marker: Marker, layout: Layout, glued_text: bool) -> Sort:
    line = lines[i]
    if line.strong or line.heading:
        return "sure"
    if marker.refers:
        return "refused"
    if _finished(lines, i) or (layout.indented and line.indent >= INDENT):
        return "sure" if marker.spaced or glued_text else "glued"
    if layout.indented:
        return "refused"
    if marker.spaced:
        return "likely"
    # An unfinished line before, no space after: an article only where lines are never broken, and so end on purpose.
    return "likely" if glued_text and layout.wrap is None and not line.blank_before else "refused"


def _fits(place: Place, last: Place, sure: Container[Place], layout: Layout, line: Line, spaced: bool) -> bool:
    """Whether a likely line is an article: anywhere when it is set apart, else only with a number of its own."""
    if spaced and (layout.wrap is None or line.blank_before):
        return True
    return place > last and place not in sure


def mentions(lines: Sequence[Line], printed: str, place: Place) -> list[int]:
    """Source lines where a missing number stands after a full stop inside a line, or at its start, and is not plainly
    a citation: the likely place of a lost line break."""
    found = []
    for line in lines:
        at = line.text.find(printed)
        while at >= 0:
            before, marker = line.text[:at].rstrip(), unit_marker(line.text[at:])
            free = marker is not None and marker.place == place and not marker.certainly_refers
            if free and (not before or before[-1] in "。；"):
                found.append(line.no)
                break
            at = line.text.find(printed, at + 1)
    return found
