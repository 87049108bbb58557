"""Statutes of our own invention, drawn at random and printed in the layouts official texts come in."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import assume
from hypothesis import strategies as st

from kechuang.law.statute import to_chinese

SUBJECTS = (
    "市人民政府",
    "科学技术部门",
    "试验平台",
    "有关单位和个人",
    "共建各方",
    "中试基地",
    "所在单位",
    "规定范围内的企业",
)
PHRASES = (
    "应当建立登记制度", "可以给予补助", "不得收取费用", "按照职责做好服务", "提供场地和设备", "并向社会公开",
    "自收到申请之日起三十日内答复", "不超过总额的百分之二十", "有条件的可以试行", "会同财政（审计）部门办理",
    "所得收入归单位所有", "涉及“先试后买”的除外", "每年第一季度报告上一年度情况", "一、二类设备分别管理",
)  # fmt: skip
NUMBERS = st.integers(1, 30).map(to_chinese)
CITATIONS = st.one_of(
    st.builds("依照本办法第{}条的规定执行".format, NUMBERS),
    st.builds("有本办法第{}条第{}款规定情形的".format, NUMBERS, NUMBERS),
    st.builds("违反本办法第{}条、第{}条规定的".format, NUMBERS, NUMBERS),
    st.builds("按照第{}条和第{}条办理的除外".format, NUMBERS, NUMBERS),
    st.builds("适用本办法第{}章的规定".format, NUMBERS),
    st.builds("属于前款第（{}）项、第（{}）项所列情形的".format, NUMBERS, NUMBERS),
    st.builds("符合第（{}）至（{}）项条件的".format, NUMBERS, NUMBERS),
)
PAGES = ("- 7 -", "７", "第 7 页 共 12 页")
TITLES = ("总则", "布局建设", "技术开发", "成果使用", "服务保障", "监督管理", "法律责任", "所有权", "规定", "附则")


@st.composite
def sentences(draw: st.DrawFn, end: str = "。") -> str:
    parts = draw(st.lists(st.one_of(st.sampled_from(PHRASES), CITATIONS), min_size=1, max_size=4))
    return draw(st.sampled_from(SUBJECTS)) + "，".join(parts) + end


@dataclass(frozen=True)
class Paragraph:
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    articles: tuple[Article, ...]


@st.composite
def paragraphs(draw: st.DrawFn, first: bool) -> Paragraph:
    if draw(st.integers(0, 3)) == 0:
        count = draw(st.integers(2, 12))
        items = [draw(sentences("；")) for _ in range(count - 1)] + [draw(sentences("。"))]
        return Paragraph(draw(sentences("：")), tuple(items))
    text = "".join(draw(st.lists(sentences(), min_size=1, max_size=3)))
    if not first and draw(st.integers(0, 5)) == 0:  # a paragraph may well begin with a citation
        text = f"第{draw(NUMBERS)}条第{draw(NUMBERS)}款规定的期限，" + text
    return Paragraph(text)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    count = draw(st.integers(1, 4))
    return Article(tuple(draw(paragraphs(first=i == 0)) for i in range(count)))


@st.composite
def statutes(draw: st.DrawFn) -> tuple[Chapter, ...]:
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=4, unique=True))
    return tuple(Chapter(title, tuple(draw(st.lists(articles(), min_size=1, max_size=4)))) for title in titles)


@dataclass(frozen=True)
class Style:
    markdown: bool = False
    bold: bool = False
    gap: str = "　"
    half_brackets: bool = False
    blank: bool = True
    indent: bool = False
    width: int = 0
    contents: bool = False
    own_line: bool = False
    newline: str = "\n"


@st.composite
def styles(draw: st.DrawFn) -> Style:
    markdown = draw(st.booleans())
    indent = False if markdown else draw(st.booleans())
    width = draw(st.sampled_from((0, 0, 24, 31, 38)))
    return Style(
        markdown=markdown, bold=markdown and draw(st.booleans()), gap=draw(st.sampled_from((" ", "　", "  ", ""))),
        half_brackets=draw(st.booleans()),
        blank=True if markdown or (width and not indent) else draw(st.booleans()), indent=indent, width=width,
        contents=draw(st.booleans()), own_line=False if width else draw(st.booleans()),
        newline=draw(st.sampled_from(("\n", "\r\n"))),
    )  # fmt: skip


@dataclass
class Printed:
    """A text with what should be found in it: words by clause id, and the lines articles and items begin on."""

    lines: list[str] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    starts: dict[str, list[int]] = field(default_factory=dict)
    breaks: int = 0
    newline: str = "\n"

    @property
    def text(self) -> str:
        return self.newline.join(self.lines) + self.newline


class Printer:
    """Prints chapters in a style; ``cuts`` are chances (0 to 1) at which a page break falls into a paragraph."""

    def __init__(self, style: Style, cuts: list[float]) -> None:
        self.style, self.cuts, self.since, self.out = style, cuts, 0, Printed(newline=style.newline)

    def print(self, chapters: tuple[Chapter, ...], *, drop: str = "", repeat: str = "") -> Printed:
        style = self.style
        self._line("# 某市试验平台管理办法" if style.markdown else "某市试验平台管理办法")
        self._line("（2024年9月30日某市人民政府常务会议通过）")
        if style.contents:
            self._line("目　录")
            for number, chapter in enumerate(chapters, start=1):
                self._line(f"第{to_chinese(number)}章　{chapter.title}")
        article = 0
        for number, chapter in enumerate(chapters, start=1):
            heading = f"第{to_chinese(number)}章　{chapter.title}"
            self._line(f"## {heading}" if style.markdown else heading)
            for body in chapter.articles:
                article += 1
                for _ in range(0 if drop == f"art{article}" else 2 if repeat == f"art{article}" else 1):
                    self._article(article, body, drop, repeat)
        return self.out

    def _article(self, number: int, article: Article, drop: str, repeat: str) -> None:
        printed = f"第{to_chinese(number)}条"
        shown = f"**{printed}**" if self.style.bold else printed
        self.out.starts.setdefault(f"art{number}", []).append(len(self.out.lines) + 1)
        for position, paragraph in enumerate(article.paragraphs, start=1):
            place = f"art{number}.p{position}"
            self.out.words[place] = paragraph.text
            if position > 1:
                self._paragraph("", paragraph.text)
            elif self.style.own_line and number % 3 == 0:
                self._line(shown, body=True)
                self._paragraph("", paragraph.text)
            else:
                self._paragraph(shown + self.style.gap, paragraph.text)
            for at, item in enumerate(paragraph.items, start=1):
                here = f"{place}.i{at}"
                self.out.words[here] = item
                brackets = "({})" if self.style.half_brackets else "（{}）"
                for _ in range(0 if drop == here else 2 if repeat == here else 1):
                    self.out.starts.setdefault(here, []).append(len(self.out.lines) + 1)
                    self._paragraph(brackets.format(to_chinese(at)), item)

    def _paragraph(self, marker: str, text: str) -> None:
        whole = marker + text
        width, lead = self.style.width, "　　" if self.style.indent else ""
        if width:
            room = width - len(lead) + marker.count("*")
            pieces = [whole[:room], *(whole[i : i + width] for i in range(room, len(whole), width))]
        else:
            pieces = [whole]
        pieces = [piece for piece in pieces if piece]
        self.since += 1
        cut = self.cuts.pop() if self.cuts and self.since > 3 else 1.0  # a page holds a few paragraphs
        if cut < 0.3 and not width:
            at = len(marker) + 2 + int(cut / 0.3 * (len(text) - 4))
            self.since = 0
            alone = whole[:at].startswith("第") and whole[:at].endswith("条")  # a cited number alone: nobody can tell
            if whole[at - 1] not in "。；：”" and at < len(whole) - 1 and not alone:
                page = [PAGES[int(cut * 30)], ""] if cut < 0.1 else []
                pieces = [whole[:at], "", *page, whole[at:]]
        self.out.breaks += sum(piece[-1] not in "。；：" for piece in pieces[:-1] if piece)
        for position, piece in enumerate(pieces):
            self.out.lines.append((lead if position == 0 else "") + piece)
        if self.style.blank:
            self.out.lines.append("")

    def _line(self, text: str, *, body: bool = False) -> None:
        self.out.lines.append(("　　" if self.style.indent and body else "") + text)
        if self.style.blank:
            self.out.lines.append("")


def printed(draw: st.DrawFn, *, drop: str = "", repeat: str = "", chapters: tuple[Chapter, ...] = ()) -> Printed:
    """A statute printed in some style. Wrapped text must show enough broken lines to be known as such."""
    style = draw(styles())
    cuts = [] if style.width else draw(st.lists(st.floats(0, 1), max_size=40))
    out = Printer(style, cuts).print(chapters or draw(statutes()), drop=drop, repeat=repeat)
    if style.width:
        assume(out.breaks >= 4)
    if not style.gap and not style.bold:  # 第五条规定范围内的企业…: nobody can tell
        assume(not any(text.startswith("规定") for place, text in out.words.items() if place.endswith(".p1")))
    return out
