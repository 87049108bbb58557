"""Blocks become a tree: chapters hold articles, these paragraphs, these items; opinions hold their numbered parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .blocks import Block, is_footer
from .draft import Draft
from .markers import CONTAINER_STYLES, Marker, Style, ends_sentence, last_mark
from .structure import Kind, Node, Span

_CONTAINER_KIND: dict[str, tuple[Kind, str]] = {
    "编": ("part", "part"), "分编": ("subpart", "sub"), "章": ("chapter", "ch"), "节": ("section", "sec"),
}  # fmt: skip
_CLOSING = re.compile(r"^(?:本|自|原|此前|以上|上述|各).*(?:施行|实施|执行|废止|有效期|负责解释|为准)")
_INLINE_TITLE = 30


@dataclass(slots=True)
class _Level:
    """One open list: its style, the last item in it and that item's number."""

    style: Style
    item: Draft
    number: int


@dataclass(slots=True)
class Tree:
    """What was built: the top nodes, and pairs of lines where the place of a paragraph was a guess."""

    nodes: list[Node] = field(default_factory=list)
    doubts: list[Span] = field(default_factory=list)


def build(blocks: Sequence[Block], *, sections: bool) -> Tree:
    """The tree of a body without its closing lines (see ``split_final``)."""
    builder = _Sections(blocks) if sections else _Articles(blocks)
    for block in blocks:
        builder.take(block)
    return Tree([draft.frozen() for draft in builder.top.children], builder.doubts)


def split_final(blocks: list[Block], *, sections: bool) -> tuple[list[Block], list[Block]]:
    """The body, and the blocks after the last numbered part: entry into force of an opinion, signature, 抄送."""
    last = max((i for i, b in enumerate(blocks) if b.kind != "text"), default=-1)
    after = last + 1
    if sections and last >= 0 and blocks[last].title_only and after < len(blocks):
        after += 1  # the first paragraph under a title is the title's own
    further = sections and _has_further_paragraphs(blocks[: last + 1])
    for i in range(after, len(blocks)):
        text = blocks[i].text
        closes = is_footer(text) or not ends_sentence(text)
        if sections and (closes or _CLOSING.search(text) or not (further or blocks[last].title_only)):
            return blocks[:i], blocks[i:]
        if not sections and closes:
            return blocks[:i], blocks[i:]
    return blocks, []


class _Builder:
    """What both kinds of text share: open containers, open lists, and paragraphs that may yet go back to an item."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.top = Draft("", "heading", "", "", (0, 0))
        self.containers: list[tuple[int, Draft]] = []
        self.holder: Draft | None = None  # the article, or the part or section of an opinion
        self.levels: list[_Level] = []
        self.suspended: list[_Level] = []  # the list before the paragraphs in ``loose``
        self.loose: list[Draft] = []
        self.doubts: list[Span] = []
        self.blocks = blocks

    def take(self, block: Block) -> None:
        if block.kind == "container":
            self._container(block)
        elif block.kind == "article":
            self._article(block)
        elif block.kind == "list" and block.marker is not None:
            self._list(block, block.marker)
        else:
            self._text(block)

    def _article(self, block: Block) -> None:
        raise NotImplementedError

    def _list(self, block: Block, marker: Marker) -> None:
        raise NotImplementedError

    def _text(self, block: Block) -> None:
        raise NotImplementedError

    def _container(self, block: Block) -> None:
        marker = block.marker
        level = CONTAINER_STYLES.index(marker.style) if marker is not None else CONTAINER_STYLES.index("章")
        while self.containers and self.containers[-1][0] >= level:
            self.containers.pop()
        above = self.containers[-1][1] if self.containers else self.top
        if marker is None:
            step = f"h{1 + sum(c.kind == 'heading' for c in above.children)}"
            made = above.child("heading", step, "", block.lines, heading=block.heading)
        else:
            kind, prefix = _CONTAINER_KIND[marker.style]
            step = f"{prefix}{marker.number}" + (f"-{marker.inserted}" if marker.inserted else "")
            made = above.child(kind, step, marker.printed, block.lines, heading=block.heading)
        made.id = made.id.lstrip(".")
        self.containers.append((level, made))
        self._open(made)

    def _open(self, holder: Draft) -> None:
        self.holder = holder
        self._close_lists()

    def _close_lists(self) -> None:
        self.levels, self.suspended, self.loose = [], [], []

    def _place(self) -> Draft:
        return self.containers[-1][1] if self.containers else self.top

    def _paragraph(self, text: str, lines: Span) -> Draft:
        """The next 款 of the article, or paragraph of a section."""
        holder = self.holder or self._place()
        number = 1 + sum(child.kind == "paragraph" for child in holder.children)
        return holder.child("paragraph", f"p{number}", "", lines, text=text)

    def _loosen(self, block: Block) -> None:
        """A paragraph after a list: the next 款, unless the list goes on below it."""
        paragraph = self._paragraph(block.text, block.lines)
        if self.levels:
            self.suspended, self.loose, self.levels = self.levels, [paragraph], []
        elif self.loose:
            self.loose.append(paragraph)

    def _resume(self, marker: Marker) -> None:
        """（三） after a paragraph that follows （二）: the paragraph was the second of item （二）."""
        due = any(level.style == marker.style and marker.number == level.number + 1 for level in self.suspended)
        if self.loose and due and marker.number > 1 and last_mark(self.loose[-1].texts[-1][0]) not in ("：", ":"):
            item, holder = self.suspended[-1].item, self.holder or self._place()
            for paragraph in self.loose:
                for text, lines in paragraph.texts:
                    item.add(text, lines)
                holder.children.remove(paragraph)
            self.doubts.append((item.texts[0][1][0] if item.texts else item.lines[0], self.loose[0].lines[0]))
            self.levels = self.suspended
        self.suspended, self.loose = [], []

    def _enter(self, block: Block, marker: Marker, root: Draft, kinds: tuple[Kind, Kind]) -> Draft:
        """The item a marker opens, under ``root`` or inside the lists that are open."""
        known = next((i for i, level in enumerate(self.levels) if level.style == marker.style), None)
        if known is None:
            parent = self.levels[-1].item if self.levels else root
        else:
            parent = self.levels[known - 1].item if known else root
            del self.levels[known:]
        kind = kinds[1] if self.levels else kinds[0]
        item = parent.child(kind, f"i{marker.number}", marker.printed, block.lines, text=block.text)
        self.levels.append(_Level(marker.style, item, marker.number))
        return item


class _Articles(_Builder):
    def _article(self, block: Block) -> None:
        marker = block.marker
        assert marker is not None
        name = f"art{marker.number}" + (f"-{marker.inserted}" if marker.inserted else "")
        article = self._place().child("article", name, marker.printed, block.lines, heading=block.heading)
        article.id = name
        self._open(article)
        if block.text:
            article.lines = (block.lines[0], block.lines[0])
            self._paragraph(block.text, block.lines)

    def _list(self, block: Block, marker: Marker) -> None:
        self._resume(marker)
        holder = self.holder or self._place()
        paragraphs = [child for child in holder.children if child.kind == "paragraph"]
        root = paragraphs[-1] if paragraphs else self._paragraph("", (block.lines[0], block.lines[0]))
        self._enter(block, marker, root, ("item", "subitem"))

    def _text(self, block: Block) -> None:
        self._loosen(block)


class _Sections(_Builder):
    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__(blocks)
        styles = {block.marker.style for block in blocks if block.kind == "list" and block.marker is not None}
        order: tuple[Style, ...] = ("cn_dun", "cn_paren", "ar_dot", "ar_paren", "circled", "xiang")
        present = [style for style in order if style in styles]
        self.part_style = present[0] if present else None
        self.section_style: Style | None = "cn_paren" if self.part_style == "cn_dun" else None
        self.part: Draft | None = None

    def _list(self, block: Block, marker: Marker) -> None:
        if marker.style == self.part_style:
            place = self._place()
            part = place.child("op_part", f"s{marker.number}", marker.printed, block.lines)
            part.id = part.id.lstrip(".")
            self.part = part
            self._fill(part, block)
        elif marker.style == self.section_style and self.part is not None:
            section = self.part.child("op_section", str(marker.number), marker.printed, block.lines)
            self._fill(section, block)
        else:
            self._resume(marker)
            point = self._enter(block, marker, self.holder or self._place(), ("point", "subpoint"))
            point.heading, point.title_apart = (
                (block.heading, True) if block.title_only else (_inline_title(block.text), False)
            )

    def _fill(self, draft: Draft, block: Block) -> None:
        self._open(draft)
        if block.title_only:
            draft.heading, draft.title_apart = block.heading, True
        elif block.text:
            draft.heading = _inline_title(block.text, alone=True)
            draft.lines = (block.lines[0], block.lines[0])
            self._paragraph(block.text, block.lines)

    def _text(self, block: Block) -> None:
        if self.levels and self.levels[-1].item.title_apart:
            self.levels[-1].item.add(block.text, block.lines)
        else:
            self._loosen(block)

    def _article(self, block: Block) -> None:
        self._text(block)


def _inline_title(text: str, *, alone: bool = False) -> str:
    """定额保障 of 定额保障。对…: a short first sentence with more behind it, or ``alone`` on the line of a section."""
    title, mark, rest = text.partition("。")
    return title if mark and (rest or alone) and len(title) <= _INLINE_TITLE and "，" not in title else ""


def _has_further_paragraphs(blocks: Sequence[Block]) -> bool:
    """Whether some section of an opinion, set in one line with its number, has a second paragraph."""
    return any(
        block.kind == "list" and not block.title_only and after.kind == "text" for block, after in pairwise(blocks)
    )
