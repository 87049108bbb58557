"""Lines put together into blocks: a heading, an article's first paragraph, an item, a further paragraph.

Every number accepted here opens a block; every line that opens none continues the block above it or begins a new
paragraph, by the layout of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from .articles import ArticleStarts
from .layout import INDENT, Layout, is_list_continuation
from .markers import (
    Marker,
    Style,
    ends_sentence,
    is_container_heading,
    last_mark,
    list_marker,
    unit_marker,
)  # fmt: skip
from .structure import Span
from .text import Line, join

BlockKind = Literal["container", "article", "list", "text"]
UNNUMBERED_HEADINGS = frozenset({"总则", "附则", "序言", "分则", "罚则", "前言", "引言"})
_FOOTER = re.compile(
    r"^(?:抄\s*[送报]|主\s*送|印\s*发|附\s*[件录表]|（?[(（]此件|[(（]联系人|联系人|公开方式|信息公开)|印发\s*$"
    r"|^[^，。；]{0,40}?[0-9０-９〇零一二三四五六七八九十]{2,4}\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日\s*$"
)
_OWN_TITLE = 20


@dataclass(slots=True)
class Block:
    """Lines that belong together. ``heading`` is a title that stands apart from ``text``."""

    kind: BlockKind
    marker: Marker | None
    text: str
    lines: Span
    last: Line
    heading: str = ""
    title_only: bool = False


@dataclass(slots=True)
class Blocks:
    """All blocks of a body, with the joins made across a blank line and the guesses worth saying."""

    blocks: list[Block] = field(default_factory=list)
    joins: list[Span] = field(default_factory=list)
    doubts: list[Span] = field(default_factory=list)


def is_footer(text: str) -> bool:
    """抄送, 印发, a date alone, （此件公开发布）, 附件: what stands after the last paragraph of a text."""
    return bool(_FOOTER.search(text))


def make_blocks(
    lines: Sequence[Line],
    begin: int,
    articles: ArticleStarts,
    layout: Layout,
    *,
    chapters: Mapping[int, Marker],
    sections: bool,
) -> Blocks:
    """Blocks of the body, from line index ``begin``. ``sections`` reads an opinion (一、（一）1.), else articles;
    ``chapters`` are the lines known to be chapter headings."""
    return _Reader(lines, begin, articles, layout, chapters, sections).read()


class _Reader:
    def __init__(
        self,
        lines: Sequence[Line],
        begin: int,
        articles: ArticleStarts,
        layout: Layout,
        chapters: Mapping[int, Marker],
        sections: bool,
    ) -> None:
        self.lines, self.begin, self.articles, self.layout, self.sections = lines, begin, articles, layout, sections
        self.chapters = chapters
        self.out = Blocks()
        self.counts: dict[Style, int] = {}
        self.last_number = self._last_numbered_line()
        self.titled = _own_line_titles(lines, articles, layout) if not sections else False

    def read(self) -> Blocks:
        for i in range(self.begin, len(self.lines)):
            self._line(i)
        return self.out

    def _line(self, i: int) -> None:
        line = self.lines[i]
        if i in self.articles.starts and not self.sections:
            self._article(self.articles.starts[i], line)
            return
        unit = self.chapters.get(i) or self._heading(i)
        if unit is not None:
            self.counts.clear()
            self.out.blocks.append(Block("container", unit, "", _span(line), line, unit.rest, True))
        elif self._unnumbered_heading(line):
            self.out.blocks.append(Block("container", None, "", _span(line), line, line.text, True))
        elif (marker := self._list(i)) is not None:
            self._item(marker, line, i)
        elif self._continues(i):
            self._append(line)
        else:
            self.out.blocks.append(Block("text", None, line.text, _span(line), line))

    def _article(self, marker: Marker, line: Line) -> None:
        self.counts.clear()
        heading, text = _article_title(marker.rest, self.titled)
        inner = list_marker(text)
        if inner is not None and inner.number == 1 and not inner.refers:  # 第五条 （一）…: the words before are empty
            self.out.blocks.append(Block("article", marker, "", _span(line), line, heading))
            self._item(inner, line, -1)
            return
        self.out.blocks.append(Block("article", marker, text, _span(line), line, heading, not text))

    def _item(self, marker: Marker, line: Line, i: int) -> None:
        self.counts[marker.style] = marker.number
        for deeper in _deeper(marker.style):
            self.counts.pop(deeper, None)
        block = Block("list", marker, marker.rest, _span(line), line)
        if self.sections and i >= 0 and self._title_only(marker, i):
            block.heading, block.text, block.title_only = marker.rest, "", True
        self.out.blocks.append(block)

    def _append(self, line: Line) -> None:
        block = self.out.blocks[-1]
        if line.blank_before:
            self.out.joins.append((block.last.end, line.no))
        block.text = join(block.text, line.text)
        block.lines = (block.lines[0], line.end)
        block.last = line

    def _heading(self, i: int) -> Marker | None:
        """A chapter heading; after an unfinished line only where it is set apart, unlike 适用本法 / 第四章有关规定."""
        line = self.lines[i]
        unit = unit_marker(line.text)
        if unit is None or not is_container_heading(unit, line.text):
            return None
        apart = bool(line.heading) or line.strong or (unit.spaced and bool(unit.rest))
        return unit if i == self.begin or apart or self._finished(i) else None

    def _finished(self, i: int) -> bool:
        if i <= self.begin or not self.out.blocks:
            return True
        return self.out.blocks[-1].title_only or ends_sentence(self.lines[i - 1].text)

    def _unnumbered_heading(self, line: Line) -> bool:
        if self.sections:
            return False
        plain = unit_marker(line.text) is None and list_marker(line.text) is None and not ends_sentence(line.text)
        return plain and (line.bare in UNNUMBERED_HEADINGS or (bool(line.heading) and len(line.text) <= 40))

    def _list(self, i: int) -> Marker | None:
        line = self.lines[i]
        marker = list_marker(line.text)
        if marker is None or (not self.out.blocks and not self.sections):
            return None
        finished = self._finished(i) or bool(line.heading) or line.strong
        probe = marker.before(self.lines[i + 1].text if i + 1 < len(self.lines) and not finished else "")
        if probe.refers and (not finished or marker.style in ("cn_paren", "xiang")):
            return None
        loose = marker.style in ("cn_dun", "ar_dot") or (marker.style == "ar_paren" and marker.printed[0] not in "（(")
        if finished or not loose or (self.layout.indented and line.indent >= INDENT):
            return marker
        if i > self.begin and self._deliberate(self.lines[i - 1], line, marker):
            return marker
        due = self.counts.get(marker.style, 0) + 1
        if marker.number == due and (due > 1 or line.blank_before or self._goes_on(i, marker)):
            return marker
        return None

    def _deliberate(self, before: Line, line: Line, marker: Marker) -> bool:
        """Whether the unfinished line above was ended on purpose, as short items are: 1、甲 / 2、乙."""
        if not line.blank_before:
            return not self.layout.full(before)
        above = list_marker(before.text)
        return above is not None and above.style == marker.style and len(above.rest) <= _OWN_TITLE

    def _goes_on(self, i: int, marker: Marker) -> bool:
        """Whether the next number of the same sort follows before the next article."""
        for j in range(i + 1, len(self.lines)):
            if j in self.articles.starts and not self.sections:
                return False
            other = list_marker(self.lines[j].text)
            if other is not None and other.style == marker.style:
                return other.number == marker.number + 1
        return False

    def _title_only(self, marker: Marker, i: int) -> bool:
        """（一）指导思想 alone on its line, its words below; not （三）配套保障。对…原, a sentence cut by the page."""
        line, text = self.lines[i], marker.rest
        if not text:
            return True
        if ends_sentence(text) or "。" in text or "；" in text or text.endswith(("，", "、", ",")):
            return False
        if i + 1 >= len(self.lines):
            return False
        if line.heading or line.strong or marker.style == "cn_dun":
            return len(text) <= 80
        if list_marker(self.lines[i + 1].text) is not None:
            return len(text) <= 40
        if self.layout.wrap is not None:
            return not self.layout.full(line)
        if len(text) <= 30:
            return True
        return len(text) <= 60 and ("，" not in text or not self.lines[i + 1].blank_before)

    def _continues(self, i: int) -> bool:
        if not self.out.blocks:
            return False
        block, line = self.out.blocks[-1], self.lines[i]
        if block.title_only or not block.text or line.heading:
            return False
        if i > self.last_number and is_footer(line.text):
            return False
        verdict = self.layout.continues(block.last, line)
        if verdict is None:
            self.out.doubts.append((block.last.end, line.no))
            return False
        if not verdict and not (self.layout.indented and line.indent >= INDENT) and is_list_continuation(block.text):
            return self._semicolon(i, block)
        return verdict

    def _semicolon(self, i: int, block: Block) -> bool:
        """A line after a semicolon: the rest of the sentence, unless the text lists without numbers (…： 甲； 乙。)."""
        if block.kind == "list" and block.marker is not None:
            if self._goes_on(i - 1, block.marker):
                return True
            self.out.doubts.append((block.last.end, self.lines[i].no))
            return self.layout.page_breaks
        for earlier in reversed(self.out.blocks[:-1] if len(self.out.blocks) > 1 else []):
            if earlier.kind == "list" or earlier.title_only:
                break
            if last_mark(earlier.text) in ("：", ":"):
                return False
            if earlier.kind == "article":
                break
        return True

    def _last_numbered_line(self) -> int:
        last = self.begin
        for i in range(self.begin, len(self.lines)):
            article = i in self.articles.starts and not self.sections
            if article or list_marker(self.lines[i].text) is not None:
                last = i
        return last


def _article_title(rest: str, titled: bool) -> tuple[str, str]:
    """【立法目的】 or （目的和依据） before an article's words, or, where the whole text does so, a title alone."""
    if m := re.match(r"^[【〔\[]([^】〕\]]{1,40})[】〕\]]\s*", rest):
        return m[1], rest[m.end() :]
    if titled and (m := re.match(r"^[（(]([^（）()]{1,30})[)）]\s*", rest)):
        return m[1], rest[m.end() :]
    if titled and rest and len(rest) <= _OWN_TITLE and not re.search("[，。；：、]", rest):
        return rest, ""
    return "", rest


def _own_line_titles(lines: Sequence[Line], articles: ArticleStarts, layout: Layout) -> bool:
    """Whether articles carry titles: most begin with （…） or with a few words alone on the line."""
    if not articles.starts:
        return False
    bracketed = alone = 0
    for i, marker in articles.starts.items():
        follow = lines[i + 1] if i + 1 < len(lines) and i + 1 not in articles.starts else None
        plain = follow is not None and unit_marker(follow.text) is None and list_marker(follow.text) is None
        inner = list_marker(marker.rest)
        if inner is None and re.match(r"^[（(][^（）()]{1,30}[)）]", marker.rest):
            bracketed += 1
        elif (
            plain
            and not layout.full(lines[i])
            and _begins(follow, layout)
            and marker.rest
            and len(marker.rest) <= _OWN_TITLE
            and not re.search("[，。；：、,]", marker.rest)
        ):
            alone += 1
    count = len(articles.starts)
    return bracketed >= max(2, 0.6 * count) or alone >= max(3, 0.9 * count)


def _begins(line: Line | None, layout: Layout) -> bool:
    """Whether a line may begin a paragraph: where first lines are set in, it is."""
    return line is not None and (not layout.indented or line.indent >= INDENT)


def _deeper(style: Style) -> tuple[Style, ...]:
    order: tuple[Style, ...] = ("cn_dun", "cn_paren", "ar_dot", "ar_paren", "circled")
    return order[order.index(style) + 1 :] if style in order else ()


def _span(line: Line) -> Span:
    return line.no, line.end
