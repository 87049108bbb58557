"""Which lines begin an article.

第十二条 at the start of a line begins an article, or is the second half of a broken cross-reference. Three sorts:

- *sure*: number, space (or bold, or a heading) and words, after a finished sentence. Always an article.
- *likely*: the same after an unfinished line. An article, unless lines are wrapped here and the number is another's.
- *weak*: no space after the number in a text that otherwise has it, or, in a text that has none, words that may as
  well follow a citation. An article only where exactly this number is due and no better line has it, and said so.

Words that can only follow a citation (第三条规定的…, 第三条第二款…) never begin an article, so a paragraph that opens
with one cannot fill a gap. Every line turned down is kept, so that the report of a gap can point at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .layout import Layout
from .markers import Marker, ends_sentence, is_container_heading, list_marker, unit_marker
from .text import Line

Place = tuple[int, int]


@dataclass(slots=True)
class ArticleStarts:
    """Accepted starts by line index; ``refused`` the lines that could have been one; ``guessed`` the weak accepted."""

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
    sure = [marker.place for i, marker in candidates.items() if sorts[i] == "sure"]
    out = ArticleStarts()
    last: Place = (0, 0)
    for i, marker in candidates.items():
        accept = sorts[i] == "sure" or _fits(marker.place, last, sorts[i], sure, layout, lines[i])
        if accept:
            out.starts[i] = marker
            last = marker.place
            if sorts[i] == "weak":
                out.guessed[i] = marker
        else:
            out.refused[i] = marker
    return out


def is_next(place: Place, last: Place) -> bool:
    """Whether an article's number follows another's: 十 then 十一, 十 then 十之一, 十之二 then 十一."""
    return place in ((last[0] + 1, 0), (last[0], last[1] + 1))


def _cited(lines: Sequence[Line], i: int, marker: Marker) -> bool:
    """第三条第二款…, 第三条的规定…, or a number alone whose sentence goes on below: inside a sentence for certain."""
    unfinished = i > 0 and not _finished(lines, i)
    if not marker.rest:
        after = lines[i + 1] if i + 1 < len(lines) else None
        follow = Marker("条", 1, 0, "", after.text, False) if after is not None else None
        return unfinished and follow is not None and follow.certainly_refers
    return unfinished and marker.refers and not lines[i].strong and not lines[i].heading


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


def _sort(lines: Sequence[Line], i: int, marker: Marker, layout: Layout, glued_text: bool) -> str:
    line = lines[i]
    if line.strong or line.heading:
        return "sure"
    if marker.certainly_refers:
        return "refused"
    if not marker.spaced:
        if not glued_text:
            return "refused" if marker.refers else "weak"
        if marker.refers:
            return "weak"
    if i == 0 or _finished(lines, i) or (layout.indented and line.indent >= 2):
        return "sure"
    return "likely"


def _fits(place: Place, last: Place, sort: str, sure: list[Place], layout: Layout, line: Line) -> bool:
    if sort == "refused":
        return False
    if sort == "weak":
        return is_next(place, last) and place not in sure
    if layout.wrap is not None and not line.blank_before:
        return place > last and place not in sure
    return True


def mentions(lines: Sequence[Line], printed: str, skip: frozenset[int]) -> list[int]:
    """Source lines where a missing number stands after a full stop inside a line, or at the start of one that was
    taken for a citation: the likely place of a lost line break."""
    found = []
    for i, line in enumerate(lines):
        if i in skip:
            continue
        at = line.text.find(printed)
        while at >= 0:
            before = line.text[:at].rstrip()
            if not before or before[-1] in "。；" or list_marker(before) is not None:
                found.append(line.no)
                break
            at = line.text.find(printed, at + 1)
    return found
