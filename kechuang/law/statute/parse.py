"""An official text, read: ``parse(text)`` gives the tree and a report of what was found and what is wrong."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from .articles import ArticleStarts, find_articles, mentions
from .blocks import UNNUMBERED_HEADINGS, Block, make_blocks
from .checks import check_contents, check_empty, check_numbers
from .citation import parse_clause_id
from .header import find_contents, find_effective, find_history, find_title, preface_entries
from .layout import survey
from .markers import Marker, Style, is_container_heading, list_marker, unit_marker
from .numerals import to_chinese
from .prepare import dun_chapters, merge_titles, split_inline, structural
from .structure import Kind, Node, Numbering, Problem, Report, Span, Statute, index_nodes
from .text import Line, clean_lines, decode
from .tree import Tree, build, split_final

_ANNEX = re.compile(r"^附\s*[件录表]\s*[一二三四五六七八九十0-9０-９]*\s*(?:[:：].*)?$")
_COUNTED: dict[Numbering, tuple[Kind, ...]] = {
    "articles": ("part", "subpart", "chapter", "section", "article", "paragraph", "item", "subitem"),
    "sections": ("op_part", "op_section", "paragraph", "point", "subpoint"),
}


def parse(text: str | bytes, *, numbering: Literal["auto", "articles", "sections"] = "auto") -> Statute:
    """Read an official text.

    ``text`` is a string, or bytes in UTF-8, UTF-16 with a mark or GB18030; Markdown or plain. ``numbering`` says
    how it is numbered: ``articles`` 第N条 with 款 and 项, ``sections`` 一、（一）1., ``auto`` finds out. The result's
    ``ok`` is False when numbers are missing, repeated or out of order; ``report.problems`` names them.

    Raises StatuteError when the bytes are no text.
    """
    lines, skipped = clean_lines(decode(text))
    lines = merge_titles(lines)
    articles = find_articles(lines, survey(lines, structural(lines)))
    chosen: Numbering = _find_numbering(lines, articles) if numbering == "auto" else numbering
    if chosen == "articles":
        lines = split_inline(lines)
        articles = find_articles(lines, survey(lines, structural(lines)))
    parsing = _Parsing(lines, skipped, articles, chosen)
    if running := parsing.running_titles():
        lines = [line for i, line in enumerate(lines) if i not in running]
        skipped = skipped + [parsing.lines[i].no for i in running]
        parsing = _Parsing(lines, skipped, find_articles(lines, survey(lines, structural(lines))), chosen)
    return parsing.statute()


class _Parsing:
    """The steps of one parse, in order: header, body, tree, checks."""

    def __init__(self, lines: list[Line], skipped: list[int], articles: ArticleStarts, numbering: Numbering) -> None:
        self.lines, self.skipped, self.articles, self.numbering = lines, skipped, articles, numbering
        self.sections = numbering == "sections"
        first = min(articles.starts, default=len(lines))
        self.contents = find_contents(lines, len(lines) if self.sections else first, sections=self.sections)
        self.chapters = {} if self.sections else dun_chapters(lines, articles)
        self.begin = self._begin(first)
        self.annex = self._annex()

    def running_titles(self) -> frozenset[int]:
        """The title printed again at the head of each page: indexes of such lines in the body."""
        title = "".join(find_title(self._preface()[0])[0].split())
        return frozenset(i for i in range(self.begin, len(self.lines)) if title and self.lines[i].bare == title)

    def statute(self) -> Statute:
        body = self.lines[: self.annex]
        layout = survey(body[self.begin :], structural(body[self.begin :]))
        made = make_blocks(body, self.begin, self.articles, layout, chapters=self.chapters, sections=self.sections)
        inner, closing = split_final(made.blocks, sections=self.sections)
        tree = build(inner, sections=self.sections)
        before, taken = self._preface()
        entries = preface_entries(before, taken)
        title, _ = find_title(before)
        nodes = (*self._preamble(before, entries), *tree.nodes, *self._final(closing))
        problems = self._problems(tree, inner, made.doubts)
        history = find_history(entries)
        started = next((e.on for e in reversed(history) if e.event in ("施行", "实施")), None)
        report = Report(self._counts(nodes), tuple(problems), tuple(made.joins), tuple(sorted(set(self.skipped))))
        return Statute(
            title=title, numbering=self.numbering, preface=tuple(text for text, _ in entries),
            history=history, effective=find_effective(n.text for top in nodes for n in top.walk()) or started,
            nodes=nodes, report=report, index=index_nodes(nodes),
        )  # fmt: skip

    def _begin(self, first: int) -> int:
        """Index of the first line of the body: the headings right above the first article, or the first 一、."""
        floor = self.contents.end if self.contents is not None else 0
        if self.sections:
            top = top_style(self.lines[floor:])
            markers = ((i, list_marker(self.lines[i].text)) for i in range(floor, len(self.lines)))
            return next((i for i, m in markers if m is not None and m.style == top), len(self.lines))
        begin = first
        while begin > floor and (
            is_container_heading(unit_marker(self.lines[begin - 1].text), self.lines[begin - 1].text)
            or self.lines[begin - 1].bare in UNNUMBERED_HEADINGS
            or begin - 1 in self.chapters
        ):
            begin -= 1
        return begin

    def _annex(self) -> int:
        """Index where annexes begin: 附件 after which the numbers start over or end."""
        top = top_style(self.lines[self.begin :]) if self.sections else None
        for i in range(self.begin + 1, len(self.lines)):
            if not _ANNEX.match(self.lines[i].text):
                continue
            if self.sections:
                after = (list_marker(line.text) for line in self.lines[i + 1 :])
                following = next((m.number for m in after if m is not None and m.style == top), 1)
            else:
                following = next((m.number for j, m in sorted(self.articles.starts.items()) if j > i), 1)
            if following == 1:
                return i
        return len(self.lines)

    def _preface(self) -> tuple[list[Line], frozenset[int]]:
        """The lines before the body without the table of contents, and the indexes of the title among them."""
        table = range(self.contents.begin, self.contents.end) if self.contents is not None else range(0)
        before = [line for i, line in enumerate(self.lines[: self.begin]) if i not in table]
        return before, find_title(before)[1]

    def _preamble(self, before: Sequence[Line], entries: Sequence[tuple[str, int]]) -> tuple[Node, ...]:
        if not before:
            return ()
        lines: Span = (before[0].no, before[-1].end)
        return (Node("preamble", "preamble", "", "", "\n".join(text for text, _ in entries), lines, lines),)

    def _final(self, closing: Sequence[Block]) -> tuple[Node, ...]:
        """All that follows the last numbered part, annexes included; its lines reach the end of the source."""
        annexed = self.lines[self.annex :]
        texts = [block.text for block in closing] + [line.text for line in annexed]
        if not texts:
            return ()
        first = closing[0].lines[0] if closing else annexed[0].no
        last = max([self.lines[-1].end, *self.skipped])
        return (Node("final", "final", "", "", "\n".join(texts), (first, last), (first, last)),)

    def _problems(self, tree: Tree, blocks: Sequence[Block], doubts: Sequence[Span]) -> list[Problem]:
        problems = self._hinted(check_numbers(tree.nodes)) + check_empty(tree.nodes)
        problems += check_contents(self.contents, _headings(blocks, self.sections))
        sought: Kind = "op_part" if self.sections else "article"
        if not any(node.kind == sought for top in tree.nodes for node in top.walk()):
            what, en = ("一、", "numbered part") if self.sections else ("第…条", "article")
            problems.append(Problem("nothing_found", f"没有找到以“{what}”开头的条文", f"no {en} found in the text"))
        if not self.sections:
            problems += self._article_doubts()
        problems += [
            _doubt(pair, "是否分段无法确定，按分段处理", "may be one paragraph; read as two") for pair in doubts
        ]
        problems += [
            _doubt(pair, "列项中间的一段归入前一项", "a paragraph inside a list is read as part of the item above it")
            for pair in tree.doubts
        ]
        return problems

    def _article_doubts(self) -> list[Problem]:
        out = []
        for i, marker in self.articles.guessed.items():
            no = self.lines[i].no
            out.append(
                Problem(
                    "doubtful", f"第{no}行“{marker.printed}”后没有空格，按条的开头处理",
                    f"line {no}: no space after {marker.printed}; read as the beginning of an article", (no,),
                )
            )  # fmt: skip
        for i, marker in self.articles.refused.items():
            no = self.lines[i].no
            if i < self.begin or i >= self.annex or marker.certainly_refers:
                continue
            out.append(
                Problem(
                    "doubtful", f"第{no}行以“{marker.printed}”开头，按文中引用处理，不作为条的开头",
                    f"line {no} begins with {marker.printed}; read as a citation, not as an article", (no,),
                )
            )  # fmt: skip
        return out

    def _hinted(self, problems: list[Problem]) -> list[Problem]:
        """A missing article's number standing inside a line is where a line break was lost: say so."""
        out = []
        for problem in problems:
            seen: set[int] = set()
            for missing in problem.ids if problem.kind == "gap" else ():
                if missing.startswith("art") and "." not in missing:
                    path = parse_clause_id(missing)
                    seen.update(mentions(self.lines[self.begin :], path.zh, (path.number, path.inserted)))
                elif ".i" in missing and len(problem.lines) == 2:
                    seen.update(self._inside(problem.lines, parse_clause_id(missing).items[-1]))
            if not seen:
                out.append(problem)
                continue
            zh = "、".join(f"第{n}行" for n in sorted(seen))
            en = ", ".join(map(str, sorted(seen)))
            out.append(
                replace(
                    problem, message=f"{problem.message}（{zh}有该条号，可能缺换行）",
                    message_en=f"{problem.message_en} (the number stands in line {en}: a line break may be lost)",
                )
            )  # fmt: skip
        return out

    def _inside(self, lines: tuple[int, ...], number: int) -> list[int]:
        """Lines between two items in which the missing item's number stands: 甲；（二）乙."""
        shape = re.compile(rf"(?<!第)[（(]\s*(?:{to_chinese(number)}|{number})\s*[)）](?!项)")
        return [line.no for line in self.lines if lines[0] <= line.no < lines[1] and shape.search(line.text)]

    def _counts(self, nodes: Sequence[Node]) -> dict[str, int]:
        found = Counter(node.kind for top in nodes for node in top.walk())
        return {kind: found.get(kind, 0) for kind in _COUNTED[self.numbering]}


def top_style(lines: Sequence[Line]) -> Style | None:
    """How the outermost parts of an opinion are numbered: 一、 before （一） before 1."""
    markers = [m for m in (list_marker(line.text) for line in lines) if m is not None]
    order: tuple[Style, ...] = ("cn_dun", "cn_paren", "ar_dot")
    for style in order:
        own = [m.number for m in markers if m.style == style]
        if len(own) > 1 or own[:1] == [1] or (own and markers[0].style == style):
            return style
    return None


def _find_numbering(lines: Sequence[Line], articles: ArticleStarts) -> Numbering:
    """Articles where there are any, unless they only stand in an annex to an opinion."""
    if not articles.starts:
        return "sections" if top_style(lines) is not None else "articles"
    first = min(articles.starts)
    before = lines[:first]
    annexed = any(_ANNEX.match(line.text) for line in before)
    parts = [m for m in (list_marker(line.text) for line in before) if m is not None and m.style == "cn_dun"]
    if annexed and len(parts) > 1:
        return "sections"
    if len(articles.starts) == 1 and top_style(lines) == "cn_dun" and articles.starts[first].place != (1, 0):
        return "sections"
    return "articles"


def _headings(blocks: Sequence[Block], sections: bool) -> list[tuple[Marker, str, int]]:
    out = []
    for block in blocks:
        marker = block.marker
        listed = sections and block.kind == "list" and marker is not None and marker.style in ("cn_dun", "cn_paren")
        if marker is not None and (block.kind == "container" or listed):
            out.append((marker, block.heading or block.text.partition("。")[0], block.lines[0]))
    return out


def _doubt(lines: Span, zh: str, en: str) -> Problem:
    return Problem("doubtful", f"第{lines[0]}至{lines[1]}行：{zh}", f"lines {lines[0]} to {lines[1]}: {en}", lines)
