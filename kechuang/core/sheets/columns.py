"""What a column of a sheet is: its name, its words in both languages, what its cells may hold, and how to fill it in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.utils.translation import override

Kind = Literal["text", "code", "whole", "decimal", "day", "choice", "choices", "flag", "key", "keys"]
"""code: an identifier, which a number cell would mangle. key, keys: names another row, or several apart by semicolons."""

REQUIRED_MARK = "*"
EXAMPLE_MARK = "（示例）"
"""A row with a cell that begins so is the template's example, and is left out."""

EXPLANATIONS = "填表说明 How to fill in"
"""The sheet of a template that explains its columns."""

ZH, EN = "zh-hans", "en"

_PASSED_OVER = re.compile(r"[\s*＊:：]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The same in Chinese and English."""

    zh: str
    en: str

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return self.en if (get_language() or "").startswith("en") else self.zh


def both(text: Any) -> Words:
    """A lazy translation in both languages."""
    with override(ZH):
        zh = str(text)
    with override(EN):
        en = str(text)
    return Words(zh, en)


KINDS = {
    "text": ("文字", "text"), "code": ("编码，文本格式", "a code, as text"), "whole": ("整数", "a whole number"),
    "decimal": ("数字", "a number"), "day": ("日期，如 2026-05-01", "a date, as 2026-05-01"),
    "choice": ("从列表中选", "chosen from the list"),
    "choices": ("可选值中的几项，用分号隔开", "some of the options, apart by semicolons"), "flag": ("是 / 否", "yes / no"),
    "key": ("代码或者名称，须已登记", "a code or name already on record"),
    "keys": ("代码或者名称，多个用分号隔开", "codes or names, apart by semicolons"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. choices: (value, words) of a closed list; standard: what fixes its form, as GB 32100."""

    name: str
    label: Words
    kind: Kind = "text"
    required: bool = False
    help: Words = Words("", "")
    choices: Sequence[tuple[str, Words]] = ()
    example: str = ""
    standard: str = ""
    longest: int | None = None

    @property
    def as_text(self) -> bool:
        """Whether its cells are kept in text format, so that no digit is lost."""
        return self.kind in ("code", "key", "keys", "text")

    @property
    def takes(self) -> Words:
        """What its cells hold, in words."""
        zh, en = KINDS[self.kind]
        return Words("；".join(t for t in (zh, self.help.zh) if t), "; ".join(t for t in (en, self.help.en) if t))

    def head(self) -> str:
        """The head as the template writes it in the present language."""
        return f"{self.label}{REQUIRED_MARK if self.required else ''}"


def plain_head(text: Any) -> str:
    """A head as it is compared: width, spaces, case and the mark of required columns do not count."""
    return _plain(text if isinstance(text, str) else str(text))


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    return _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text).casefold())


def heads_of(columns: Sequence[SheetColumn]) -> dict[str, SheetColumn]:
    """Every head by which a column is known: its Chinese and English label and its own name."""
    found: dict[str, SheetColumn] = {}
    for column in columns:
        for head in (column.label.zh, column.label.en, column.name):
            found.setdefault(plain_head(head), column)
    return found


def letter(index: int) -> str:
    """The letter of a column as spreadsheets show it, counted from 0: A, B, ... Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
