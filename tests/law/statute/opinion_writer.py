"""Opinions of our own invention (一、（一）1.), drawn at random and printed in several layouts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from kechuang.law.statute import to_chinese
from tests.law.statute.statute_writer import sentences

HEADINGS = (
    "总体要求",
    "分类管理",
    "强化要素保障",
    "激发创新活力",
    "完善监督管理",
    "“保底+激励”保障",
    "健全评价机制",
    "有关要求",
)


@dataclass(frozen=True)
class Section:
    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    heading: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


texts = st.lists(sentences(), min_size=1, max_size=3).map("".join)


@st.composite
def opinion_sections(draw: st.DrawFn) -> Section:
    points = tuple(draw(st.lists(texts, min_size=2, max_size=4))) if draw(st.integers(0, 3)) == 0 else ()
    paragraphs = () if points else tuple(draw(st.lists(texts, min_size=1, max_size=2)))
    return Section(draw(st.sampled_from(HEADINGS)), paragraphs, points)


@st.composite
def opinions(draw: st.DrawFn) -> tuple[Part, ...]:
    parts = [
        Part(
            draw(st.sampled_from(HEADINGS)), tuple(draw(st.lists(texts, max_size=1))),
            tuple(draw(st.lists(opinion_sections(), min_size=1, max_size=12))),
        )
        for _ in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    last = parts[-1].sections[-1]  # a second paragraph of the very last section may as well be the closing one
    ending = replace(last, paragraphs=last.paragraphs[:1])
    return (*parts[:-1], replace(parts[-1], sections=(*parts[-1].sections[:-1], ending)))


@dataclass
class Opinion:
    """A printed opinion: its lines, the words of sections and points, and the lines they begin on."""

    lines: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"


def print_opinion(draw: st.DrawFn, parts: tuple[Part, ...], *, drop: str = "", repeat: str = "") -> Opinion:
    """``drop`` and ``repeat`` name a place (s2, s1.3, s1.2.i1) that is left out or printed twice."""
    out = Opinion()
    blank, own_line, half = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    levels = draw(st.sampled_from((("", ""), ("## ", "### "), ("#### **", ""), ("**", "**"))))
    dot = draw(st.sampled_from((". ", "．", "、")))
    cuts = draw(st.lists(st.floats(0, 1), max_size=30)) if blank else []

    def line(text: str) -> None:
        out.lines.append(text)
        if blank:
            out.lines.append("")

    def prose(marker: str, text: str) -> None:
        cut = cuts.pop() if cuts else 1.0
        at = len(marker) + 2 + int(cut / 0.3 * (len(text) - 4))
        whole = marker + text
        if cut < 0.3 and at < len(whole) - 1 and whole[at - 1] not in "。；：”" and "。" in whole[:at]:
            line(whole[:at])
            line(whole[at:])
        else:
            line(whole)

    def marked(level: str, text: str) -> str:
        return level + text + ("**" if level.endswith("**") else "")

    def times(place: str) -> range:
        return range(0 if place == drop else 2 if place == repeat else 1)

    def begins(place: str) -> None:
        out.starts.setdefault(place, []).append(len(out.lines) + 1)

    line("关于试验平台建设的实施意见")
    line("（征求意见稿）")
    line("各有关单位：")
    line("为推进试验平台建设，制定本意见。")
    for p, part in enumerate(parts, start=1):
        for _ in times(f"s{p}"):
            begins(f"s{p}")
            line(marked(levels[0], f"{to_chinese(p)}、{part.heading}"))
            for lead in part.lead:
                prose("", lead)
            for s, section in enumerate(part.sections, start=1):
                place = f"s{p}.{s}"
                number = ("({})" if half else "（{}）").format(to_chinese(s))
                for _ in times(place):
                    begins(place)
                    if own_line or section.points:
                        line(marked(levels[1], number + section.heading))
                        for paragraph in section.paragraphs:
                            prose("", paragraph)
                        out.words[place] = "\n".join([section.heading, *section.paragraphs])
                    else:
                        first, *others = section.paragraphs
                        prose(number, f"{section.heading}。{first}")
                        for paragraph in others:
                            prose("", paragraph)
                        out.words[place] = "\n".join([f"{section.heading}。{first}", *others])
                    for i, point in enumerate(section.points, start=1):
                        out.words[f"{place}.i{i}"] = point
                        for _ in times(f"{place}.i{i}"):
                            begins(f"{place}.i{i}")
                            prose(f"{i}{dot}", point)
    line("本意见自2025年1月1日起施行。")
    line("某市科学技术局")
    line("2024年12月1日")
    return out
