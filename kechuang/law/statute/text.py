"""From bytes to clean lines: encodings, line ends, Markdown and page furniture.

The words themselves are never changed: full-width digits, brackets and punctuation stay as printed. Only markup, the
space around a line and what belongs to the page (its number, a rule) are taken off, and every line keeps its number
in the source.
"""

from __future__ import annotations

import codecs
import html
import re
from dataclasses import dataclass

from .numerals import ARABIC, CHINESE
from .structure import StatuteError

_SPACE = " \t\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\x0b\x0c"
_INVISIBLE = re.compile("[\ufeff\u200b\u200c\u200d\u2060\u00ad\u0000-\u0008\u000e-\u001f\u007f]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HASHES = re.compile(r"(#{1,6})[ \t\u3000]*(?=[^#\s])(.*?)[ \t]*#*$")
_NUMBERING = (
    rf"第[{CHINESE}{ARABIC}\s]+(?:条|章|节|编|分编)(?:之[{CHINESE}]+)?|[（(][{CHINESE}{ARABIC}]+[)）]|[{CHINESE}]+、"
)
_BOLD_NUMBER = re.compile(rf"^(\*\*|__)\s*({_NUMBERING})\s*\1(?=\S)")
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1")
_ITALIC = re.compile(r"^\*(?=[^\s*])([^*]+)(?<=\S)\*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_BULLET = re.compile(rf"^(?:[-*+•]\s+|>\s*)(?={_NUMBERING}|[{ARABIC}]+[.．、])")
_RULE = re.compile(r"^(?:[-*_=—－~]\s*){3,}$")
_PAGE = re.compile(
    r"^(?:[-—–－−·•\s]*[0-9０-９]{1,4}[-—–－−·•\s]*"
    r"|第?\s*[0-9０-９]+\s*页\s*(?:[,，/／]?\s*共\s*[0-9０-９]+\s*页)?"
    r"|[0-9０-９]+\s*[/／]\s*[0-9０-９]+|[Pp]age\s+\d+(?:\s+of\s+\d+)?)$"
)
_COUNTED = ("年", "月", "日", "万", "亿", "元", "%", "％", "个", "号", "条", "款", "项", ".", "．", "、")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its number in the source (counted from 1), its words, and how it was set.

    ``end`` differs from ``no`` where a heading and its title stood on two lines. ``indent`` counts half-width columns
    of leading space, ``blank_before`` says that an empty line or a page break lies above, ``heading`` is the Markdown
    level (0 none), ``strong`` a line that begins in bold.
    """

    no: int
    end: int
    text: str
    indent: int = 0
    blank_before: bool = True
    heading: int = 0
    strong: bool = False

    @property
    def bare(self) -> str:
        """The words without any space, for comparing headings."""
        return "".join(self.text.split())

    @property
    def width(self) -> float:
        """Printed width in full-width characters."""
        return width(self.text)


def decode(source: str | bytes) -> str:
    """Text of UTF-8 with or without a mark, UTF-16 with one, or GB18030 (which includes GBK and GB2312).

    Raises StatuteError when the bytes are none of these.
    """
    if isinstance(source, str):
        return source
    marked = source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return source.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StatuteError(
        "读不出文字：既不是 UTF-8（UTF-16），也不是 GB18030 编码；若是 PDF 或 Word 文件，请先另存为文本",
        "not readable as text: neither UTF-8 (UTF-16) nor GB18030; save a PDF or Word file as text first",
    )


def clean_lines(source: str) -> tuple[list[Line], list[int]]:
    """The lines that carry words, and the numbers of those skipped as page furniture."""
    text = _INVISIBLE.sub("", source.replace("\r\n", "\n").replace("\r", "\n"))
    text = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), text)
    lines: list[Line] = []
    skipped: list[int] = []
    blank = True
    physical = text.split("\n")
    for number, raw in enumerate(physical, start=1):
        for piece in _BREAK.split(raw):
            line = _clean(number, piece, blank)
            if line is None:
                blank = True
            elif _RULE.match(line.text) or _is_page_number(line.text, lines, physical, number):
                skipped.append(number)
                blank = True
            else:
                lines.append(line)
                blank = False
    return lines, skipped


def join(before: str, after: str) -> str:
    """Two halves of a broken sentence: no space between Chinese, one between words of an alphabet."""
    if before and after and _latin(before[-1]) and _latin(after[0]):
        return f"{before} {after}"
    return before + after


def width(text: str) -> float:
    """Printed width in full-width characters: a Latin letter or digit is half of one."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _clean(number: int, raw: str, blank: bool) -> Line | None:
    text = html.unescape(raw).rstrip(_SPACE + "\n") if "&" in raw else raw.rstrip(_SPACE)
    bare = text.lstrip(_SPACE)
    if not bare:
        return None
    indent = sum(2 if ord(c) > 0x2E7F else 1 for c in text[: len(text) - len(bare)])
    level = 0
    if m := _HASHES.match(bare):
        level, bare = len(m[1]), m[2]
    bare = _BULLET.sub("", bare)
    strong = bare.startswith(("**", "__"))
    bare = _BOLD_NUMBER.sub(r"\2 ", bare)
    bare = _BOLD.sub(lambda m: m[0] if set(m[2]) <= {"_"} else m[2], bare)
    bare = _ITALIC.sub(r"\1", bare)
    bare = _ESCAPE.sub(r"\1", bare).strip(_SPACE)
    return Line(number, number, bare, indent, blank, level, strong) if bare else None


def _is_page_number(text: str, before: list[Line], physical: list[str], number: int) -> bool:
    """A number alone on its line is a page number, unless, bare and with no blank line about it, it is the middle of a
    broken sentence (自2025年 / 3 / 月1日起)."""
    if not _PAGE.match(text):
        return False
    if not text.isdigit() or not before or before[-1].end != number - 1:
        return True
    follow = physical[number].strip(_SPACE) if number < len(physical) else ""
    return before[-1].text[-1] in "。；：！？!?;:" or not follow.startswith(_COUNTED)
