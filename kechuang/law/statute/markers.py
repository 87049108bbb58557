"""Numbering at the start of a line: 第三章, 第二十条之一, 一、, （一）, 1., （1）, ①.

Reading a marker says what a line *could* begin. Whether it does, or is the second half of a broken cross-reference
(依照本条例 / 第十二条第一款的规定), is settled in ``articles`` and ``blocks``, which see the lines around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from .numerals import ARABIC, CHINESE, to_int

Style = Literal[
    "编", "分编", "章", "节", "条",  # the units of a statute
    "cn_dun", "cn_paren", "ar_dot", "ar_paren", "circled", "xiang",  # 一、 （一） 1. （1） ① 第一项
]  # fmt: skip

CONTAINER_STYLES: tuple[Style, ...] = ("编", "分编", "章", "节")
LIST_STYLES: frozenset[Style] = frozenset({"cn_dun", "cn_paren", "ar_dot", "ar_paren", "circled", "xiang"})

_ANY = f"[{CHINESE}{ARABIC}]"
_UNIT = re.compile(rf"第\s*({_ANY}(?:\s*{_ANY})*)\s*(条|分编|编|章|节|项|部分)(?:\s*之\s*({_ANY}+))?")
_GAP = re.compile(r"\s*[:：、.．]?\s*")
_CN_PAREN = re.compile(rf"[（(]\s*([{CHINESE}]+)\s*[)）]")
_AR_PAREN = re.compile(rf"[（(]\s*([{ARABIC}]{{1,3}})\s*[)）]|([{ARABIC}]{{1,2}})\s*[)）]")
_CN_DUN = re.compile(rf"([{CHINESE}]{{1,4}})\s*[、．.](?!\d)")
_AR_DOT = re.compile(rf"([{ARABIC}]{{1,3}})\s*(?:[.．](?![{ARABIC}])|、)")
_SINGLE: dict[str, tuple[Style, int]] = {
    **{chr(0x2460 + n): ("circled", n + 1) for n in range(20)},
    **{chr(0x2474 + n): ("ar_paren", n + 1) for n in range(20)},
    **{chr(0x2488 + n): ("ar_dot", n + 1) for n in range(20)},
    **{chr(0x3220 + n): ("cn_paren", n + 1) for n in range(10)},
}

_REFERENCE = re.compile(  # what follows a number inside a sentence, never the beginning of an article
    rf"第\s*{_ANY}+\s*(?:款|项|条|目)|[、，。；：;,）)》」”’]|[之的]规定|规定[的，、。；）)处]"
    r"|所列|所称的|所规定|至第|和第|或第|或者第|及第|以及第|与第|中的|的(?!士)"
)
_GLUED_REFERENCE = re.compile(  # the same after a number with no space: a little more can follow
    _REFERENCE.pattern + r"|规定|中(?:所|规定|的|列|有关)|所(?:述|指|涉|规定|列|称)|[和与及](?:本|前|其)|或者?(?:本|前)"
    r"|以(?:上|下|外|内|及)|有关(?:规定|条款|内容|要求|事项)|前(?:款|项|述|半)|后半|内容|项(?!目)|款(?!项)|列举|[确规]定的|要求的|情形|件"
)
_LIST_REFERENCE = re.compile(r"[项目](?!目|标|前|的)|[、，]\s*[（(]|[至到和或与及]\s*(?:第|[（(])|或者\s*(?:第|[（(])")

TERMINAL = "。；：！？!?;:…"
_CLOSERS = "”’」』）)】》〉\"'"


_LISTED = re.compile(r"\s*、\s*[第本前]")
_SHORT = 6


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line: its ``style``, value and 之N, as ``printed``, and the ``rest`` of the line.

    ``spaced`` is True when space, a colon or the line's end stands between number and words.
    """

    style: Style
    number: int
    inserted: int
    printed: str
    rest: str
    spaced: bool

    @property
    def place(self) -> tuple[int, int]:
        """Number and 之N, for ordering: 第十条 < 第十条之一 < 第十一条."""
        return self.number, self.inserted

    @property
    def refers(self) -> bool:
        """Whether the words after it can only follow a number that is cited inside a sentence."""
        if self.style in ("cn_paren", "ar_paren", "circled", "xiang"):
            return bool(_LIST_REFERENCE.match(self.rest))
        if self.style in ("cn_dun", "ar_dot"):  # 一、二类设备, 10、20万元: an enumeration
            return self.rest[:1] in CHINESE + ARABIC if self.rest else False
        return bool((_REFERENCE if self.spaced else _GLUED_REFERENCE).match(self.rest))

    @property
    def certainly_refers(self) -> bool:
        """As ``refers``, but only by words no beginning could have, space or not."""
        return bool(_REFERENCE.match(self.rest))

    def before(self, following: str) -> Marker:
        """The same with the line below added where its own line is nearly over: 第五条规 / 定的…, （三） / 项…."""
        return replace(self, rest=self.rest + following) if len(self.rest) < _SHORT else self


def unit_marker(text: str) -> Marker | None:
    """第N条, 第N章, 第N节, 第N编, 第N分编, 第N项 at the start, else None. 第N部分 counts as 一、."""
    m = _UNIT.match(text)
    if m is None:
        return None
    number, inserted = to_int(m[1]), to_int(m[3]) if m[3] else 0
    after = text[m.end() :]
    if number is None or inserted is None or (m[2] == "项" and after.startswith("目")):
        return None
    gap = _GAP.match(after)
    skip = gap.end() if gap else 0
    style: Style = {"项": "xiang", "部分": "cn_dun"}.get(m[2], m[2])  # type: ignore[assignment]
    if style == "条" and _LISTED.match(after):  # 第三条、第五条: a list of references
        skip = 0
    return Marker(style, number, inserted, "".join(m[0].split()), after[skip:], skip > 0 or not after)


def list_marker(text: str) -> Marker | None:
    """一、 （一） 1. （1） ① or 第一项 at the start, else None."""
    if text[:1] in _SINGLE:
        style, number = _SINGLE[text[0]]
        return Marker(style, number, 0, text[0], text[1:].lstrip(), True)
    unit = unit_marker(text)
    if unit is not None:
        return unit if unit.style in ("xiang", "cn_dun") and unit.spaced else None
    shapes: tuple[tuple[Style, re.Pattern[str]], ...] = (
        ("cn_paren", _CN_PAREN), ("ar_paren", _AR_PAREN), ("cn_dun", _CN_DUN), ("ar_dot", _AR_DOT),
    )  # fmt: skip
    for style, shape in shapes:
        if m := shape.match(text):
            number_ = to_int(next(g for g in m.groups() if g))
            if number_ is None:
                return None
            return Marker(style, number_, 0, "".join(m[0].split()), text[m.end() :].lstrip(), True)
    return None


def is_container_heading(marker: Marker | None, text: str) -> bool:
    """Whether a line is the heading of a 编, 章 or 节: short, no sentence, no cross-reference (第三章的规定适用于…)."""
    if marker is None or marker.style not in CONTAINER_STYLES or ends_sentence(text):
        return False
    title = marker.rest.rstrip()
    if marker.certainly_refers:
        return False
    return len(title) <= 50 and "。" not in title and "；" not in title and not title.endswith(("，", "、"))


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence, an item or the words before a list may end."""
    core = text.rstrip().rstrip(_CLOSERS)
    if not core:
        return False
    return core[-1] in TERMINAL or (core[-1] in ".．" and not core[-2:-1].isascii())


def last_mark(text: str) -> str:
    """The punctuation a line ends with, closing quotes and brackets put aside; empty when it ends with a word."""
    core = text.rstrip().rstrip(_CLOSERS)
    return core[-1] if core and core[-1] in TERMINAL else ""
