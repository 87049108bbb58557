"""Before the body is read: headings made whole, lists in one line taken apart, chapters numbered 一、 recognised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .articles import ArticleStarts
from .blocks import UNNUMBERED_HEADINGS
from .markers import CONTAINER_STYLES, Marker, ends_sentence, is_container_heading, list_marker, unit_marker
from .numerals import CHINESE
from .text import Line

_INLINE = re.compile(rf"(?<=[：；。:;])\s*(?=[（(]\s*[{CHINESE}]+\s*[)）])")


def structural(lines: Sequence[Line]) -> list[bool]:
    """For the survey of the layout: which lines begin with a number or are headings."""
    out = []
    for line in lines:
        unit, listed = unit_marker(line.text), list_marker(line.text)
        article = unit is not None and unit.style == "条" and not unit.refers
        out.append(
            article or bool(line.heading) or (listed is not None and not listed.refers)
            or is_container_heading(unit, line.text)
        )  # fmt: skip
    return out


def merge_titles(lines: Sequence[Line]) -> list[Line]:
    """第一章 on one line and 总则 on the next become one line; so does a chapter's title broken over two."""
    out: list[Line] = []
    for i, line in enumerate(lines):
        before = out[-1] if out else None
        unit = unit_marker(before.text) if before is not None else None
        if before is not None and unit is not None and unit.style in CONTAINER_STYLES and _is_title(line):
            follow = lines[i + 1].text if i + 1 < len(lines) else ""
            broken = (
                bool(unit.rest) and not line.blank_before and is_container_heading(unit, before.text)
                and unit_marker(follow) is not None and line.bare not in UNNUMBERED_HEADINGS
            )  # fmt: skip
            if not unit.rest or broken:
                gap = "" if unit.rest else " "
                out[-1] = Line(
                    before.no, line.end, before.text + gap + line.text, before.indent, before.blank_before,
                    before.heading, before.strong,
                )  # fmt: skip
                continue
        out.append(line)
    return out


def _is_title(line: Line) -> bool:
    probe = Marker("章", 1, 0, "", line.text, False)
    return (
        unit_marker(line.text) is None and list_marker(line.text) is None and not ends_sentence(line.text)
        and len(line.text) <= 30 and "，" not in line.text and not probe.certainly_refers
    )  # fmt: skip


def split_inline(lines: Sequence[Line]) -> list[Line]:
    """Items set in one line (…下列行为：（一）甲；（二）乙。) become lines of their own with the same number.

    Only a list that starts with （一） after a colon, or goes on from the item the line begins with.
    """
    out: list[Line] = []
    for line in lines:
        opening = list_marker(line.text)
        due = opening.number + 1 if opening is not None and opening.style == "cn_paren" else 1
        cuts = [0]
        for found in _INLINE.finditer(line.text):
            marker = list_marker(line.text[found.end() :])
            fits = marker is not None and marker.number == due and not marker.refers
            if fits and (due > 1 or line.text[found.start() - 1] in "：:"):
                cuts.append(found.end())
                due += 1
        pieces = [line.text[a:b].rstrip() for a, b in pairwise([*cuts, len(line.text)])]
        out.append(replace(line, text=pieces[0]))
        out += [replace(line, text=piece, blank_before=False, heading=0, strong=False) for piece in pieces[1:]]
    return out


def dun_chapters(lines: Sequence[Line], articles: ArticleStarts) -> dict[int, Marker]:
    """Chapters numbered 一、 instead of 第一章: where every such number is a bare title right above an article."""
    found: dict[int, Marker] = {}
    for i, line in enumerate(lines):
        marker = list_marker(line.text)
        if marker is None or marker.style != "cn_dun":
            continue
        bare = not ends_sentence(line.text) and len(line.text) <= 40 and not re.search("[，。；]", line.text)
        if not bare or i + 1 not in articles.starts:
            return {}
        found[i] = replace(marker, style="章")
    return found if len(found) > 1 and min(found) < min(articles.starts) else {}
