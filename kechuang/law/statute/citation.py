"""Clause ids and official citations, both ways.

A regulation is cited by article, paragraph, item and sub-item (条 款 项 目): ``art20.p1.i1`` is
第二十条第一款第（一）项. An opinion is cited by its numbered parts: ``s3.1`` is 三（一）, ``s1.2.i1`` is 一（二）1.
A trailing letter (``art17.p2.a``) splits one paragraph into the statements it holds; it is ours and is never cited.
An inserted article 第十条之一 is ``art10-1``. ``preamble`` and ``final`` are the text before the first and after the
last numbered part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from kechuang.law.errors import LawError

from .numerals import ARABIC, CHINESE, to_chinese, to_int, to_roman

Root = Literal["article", "part", "preamble", "final"]

_STEP = r"[1-9][0-9]{0,3}"
_ARTICLE_ID = re.compile(rf"art({_STEP})(?:-({_STEP}))?(?:\.p({_STEP}))?((?:\.i{_STEP})*)(?:\.([a-z]))?")
_PART_ID = re.compile(rf"s({_STEP})(?:\.({_STEP}))?(?:\.p({_STEP}))?((?:\.i{_STEP})*)(?:\.([a-z]))?")
_EDGE_ID = re.compile(r"(preamble|final)(?:\.([a-z]))?")

_NUMERAL = f"[{CHINESE}{ARABIC}]+"
_ARTICLE_ZH = re.compile(
    rf"第({_NUMERAL})条(?:之({_NUMERAL}))?(?:第({_NUMERAL})款)?(?:第[（(]?({_NUMERAL})[)）]?项)?(?:第({_NUMERAL})目)?"
)
_PART_ZH = re.compile(rf"([{CHINESE}]+)、?(?:[（(]([{CHINESE}]+)[)）])?(?:第({_NUMERAL})段)?(?:([{ARABIC}]+)[.．、]?)?")


class CitationError(LawError, ValueError):
    """A clause id or citation that follows no known form. str() names it in Chinese, ``en`` in English."""


@dataclass(frozen=True, slots=True)
class ClausePath:
    """Where a clause stands in its text.

    ``root`` says which kind of number leads; ``number`` is the article's or part's; ``inserted`` the 之N of an
    article; ``section`` the （一） of an opinion; ``paragraph`` the 款; ``items`` the 项 and then 目 inside it;
    ``letter`` our own split of one paragraph.
    """

    root: Root
    number: int = 0
    inserted: int = 0
    section: int = 0
    paragraph: int = 0
    items: tuple[int, ...] = ()
    letter: str = ""

    @property
    def official(self) -> ClausePath:
        """The same place without our letter: what an official citation names."""
        return replace(self, letter="")

    @property
    def id(self) -> str:
        """The clause id, letter included."""
        if self.root == "article":
            steps = [f"art{self.number}" + (f"-{self.inserted}" if self.inserted else "")]
        elif self.root == "part":
            steps = [f"s{self.number}"] + ([str(self.section)] if self.section else [])
        else:
            steps = [self.root]
        steps += [f"p{self.paragraph}"] if self.paragraph else []
        steps += [f"i{n}" for n in self.items]
        steps += [self.letter] if self.letter else []
        return ".".join(steps)

    @property
    def parents(self) -> tuple[ClausePath, ...]:
        """The places that hold this one, nearest first; a prefix cites all its children."""
        out: list[ClausePath] = []
        place = self.official
        while True:
            if place.items:
                place = replace(place, items=place.items[:-1])
            elif place.paragraph:
                place = replace(place, paragraph=0)
            elif place.section:
                place = replace(place, section=0)
            else:
                return tuple(out)
            out.append(place)

    @property
    def zh(self) -> str:
        """The official Chinese citation: 第二十条第一款第（一）项, 三（一）, 前言."""
        if self.root == "article":
            out = f"第{to_chinese(self.number)}条" + (f"之{to_chinese(self.inserted)}" if self.inserted else "")
            out += f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
            out += f"第（{to_chinese(self.items[0])}）项" if self.items else ""
            return out + "".join(f"第{n}目" for n in self.items[1:])
        if self.root == "part":
            out = to_chinese(self.number) + (f"（{to_chinese(self.section)}）" if self.section else "")
            return out + self._loose_steps(f"第{to_chinese(self.paragraph)}段" if self.paragraph else "")
        return {"preamble": "前言", "final": "文末"}[self.root]

    @property
    def short(self) -> str:
        """The short Chinese citation, Arabic numerals: 第20条第1款第1项; an opinion's is short already."""
        if self.root != "article":
            return self.zh
        out = f"第{self.number}条" + (f"之{self.inserted}" if self.inserted else "")
        out += f"第{self.paragraph}款" if self.paragraph else ""
        out += f"第{self.items[0]}项" if self.items else ""
        return out + "".join(f"第{n}目" for n in self.items[1:])

    @property
    def en(self) -> str:
        """The English citation: art. 20(1)(i), part 3(1), preamble, closing."""
        if self.root == "article":
            out = f"art. {self.number}" + (f"-{self.inserted}" if self.inserted else "")
            out += f"({self.paragraph})" if self.paragraph else ""
            out += f"({to_roman(self.items[0])})" if self.items else ""
            return out + "".join(f"({n})" for n in self.items[1:])
        if self.root == "part":
            out = f"part {self.number}" + (f"({self.section})" if self.section else "")
            return out + self._loose_steps(f" para. {self.paragraph}" if self.paragraph else "", point=".")
        return {"preamble": "preamble", "final": "closing"}[self.root]

    def _loose_steps(self, paragraph: str, point: str = "") -> str:
        """Paragraph and points of an opinion: 二第一段, 一（二）1, and （1） below it."""
        out = paragraph + (f"{point}{self.items[0]}" if self.items else "")
        return out + "".join(f"（{n}）" if not point else f"({n})" for n in self.items[1:])


def parse_clause_id(clause_id: str) -> ClausePath:
    """Read a clause id such as ``art20.p1.i1``, ``s3.1.b`` or ``final.a``. Raises CitationError naming a wrong one."""
    if m := _ARTICLE_ID.fullmatch(clause_id):
        items = _items(m[4])
        if items and not m[3]:
            raise CitationError(
                f"条款编号 {clause_id} 有项而无款；一款的条也写 .p1",
                f"clause id {clause_id} has an item but no paragraph; write .p1 even where there is one",
            )
        return ClausePath("article", int(m[1]), int(m[2] or 0), 0, int(m[3] or 0), items, m[5] or "")
    if m := _PART_ID.fullmatch(clause_id):
        return ClausePath("part", int(m[1]), 0, int(m[2] or 0), int(m[3] or 0), _items(m[4]), m[5] or "")
    if m := _EDGE_ID.fullmatch(clause_id):
        return ClausePath("preamble" if m[1] == "preamble" else "final", letter=m[2] or "")
    raise CitationError(
        f"不认识的条款编号 {clause_id!r}（应如 art20.p1.i1、s3.1、preamble、final）",
        f"{clause_id!r} is no clause id (they look like art20.p1.i1, s3.1, preamble, final)",
    )


def parse_citation(citation: str) -> ClausePath:
    """Read an official Chinese citation, long or short: 第二十条第一款第（一）项, 第20条第1款第1项, 三（一）, 前言.

    第二十条第（一）项 without a paragraph is how a one-paragraph article is cited: it reads as paragraph 1.
    Raises CitationError naming a wrong one.
    """
    bare = "".join(citation.split())
    if bare in ("前言", "文末"):
        return ClausePath("preamble" if bare == "前言" else "final")
    if (m := _ARTICLE_ZH.fullmatch(bare)) and (numbers := _numbers(m.groups())):
        article, inserted, paragraph, item, sub = numbers
        if sub and not item:
            raise CitationError(f"引用 {citation!r} 有目而无项", f"{citation!r} cites a sub-item without its item")
        items = tuple(n for n in (item, sub) if n)
        return ClausePath("article", article, inserted, 0, paragraph or (1 if items else 0), items)
    if (m := _PART_ZH.fullmatch(bare)) and (numbers := _numbers(m.groups())):
        part, section, paragraph, point = numbers
        return ClausePath("part", part, 0, section, paragraph, (point,) if point else ())
    raise CitationError(f"不认识的引用 {citation!r}", f"{citation!r} is no citation")


def cite(clause_id: str, form: Literal["zh", "short", "en"] = "zh") -> str:
    """The citation of a clause id in one of three forms; the letter is dropped. Raises CitationError."""
    path = parse_clause_id(clause_id)
    return {"zh": path.zh, "short": path.short, "en": path.en}[form]


def _items(steps: str) -> tuple[int, ...]:
    return tuple(int(step[1:]) for step in steps.split(".") if step)


def _numbers(groups: tuple[str | None, ...]) -> list[int] | None:
    """Each group as a number, 0 where absent; None when one is no numeral."""
    read = [0 if g is None else to_int(g) for g in groups]
    return None if any(n is None for n in read) else [n or 0 for n in read]
