"""Which column is which fact: by its name, its Chinese or its English label, with a unit in brackets where one matters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kechuang.law.batch.tables import TableError, letter
from kechuang.law.expression import FACTS
from kechuang.law.link import Program
from kechuang.law.types import Kind, Type

_WITH_UNIT = re.compile(r"(.+?)\s*[(（\[【]\s*([^()（）\[\]【】]+?)\s*[)）\]】]")
_MONEY = {
    "分": 1, "fen": 1, "元": 100, "人民币元": 100, "yuan": 100, "cny": 100, "rmb": 100, "¥": 100, "万元": 1_000_000,
    "亿元": 10_000_000_000,
}  # fmt: skip
_LENGTHS = {
    "日": "day", "天": "day", "day": "day", "days": "day", "月": "month", "个月": "month", "month": "month", "months": "month",
    "年": "year", "year": "year", "years": "year", "倍": "times", "times": "times",
}  # fmt: skip
_PER_CENT = {"%", "百分比", "percent", "per cent"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column that is a fact. scale: how many fen a bare number stands for; per_cent: its numbers are per cent."""

    index: int
    text: str
    fact: str
    kind: Type
    scale: int | None = None
    per_cent: bool = False


@dataclass(frozen=True, slots=True)
class Heads:
    """The columns of a table: those the rule asks for, and those that are only carried through."""

    facts: tuple[Head, ...]
    carried: tuple[str, ...]
    unasked: tuple[str, ...]
    """Carried columns that are facts, though this rule does not ask for them."""


def kinds_of(program: Program) -> dict[str, Type]:
    """The facts a program may ask for, with their types."""
    return {name: program.slots[index].type for name, index in program.facts.items()}


def match_heads(texts: Sequence[str], kinds: Mapping[str, Type]) -> Heads:
    """The fact of each column, among these facts and their types.

    Raises TableError for two columns of one fact, an ambiguous label, or a unit that cannot be.
    """
    names = _names(kinds)
    facts: dict[str, Head] = {}
    carried: list[str] = []
    unasked: list[str] = []
    for index, text in enumerate(texts):
        head = _head(index, text, names, kinds)
        if head is None:
            carried.append(text)
            if _known(text):
                unasked.append(text)
            continue
        if head.fact in facts:
            other = facts[head.fact]
            raise TableError(
                f"“{other.text}”（{letter(other.index)} 列）和“{text}”（{letter(index)} 列）都是 {head.fact}",
                f"“{other.text}” (column {letter(other.index)}) and “{text}” (column {letter(index)}) are both {head.fact}",
            )
        facts[head.fact] = head
    return Heads(tuple(facts.values()), tuple(carried), tuple(unasked))


def plain(text: str) -> str:
    """A head as it is compared: full-width forms narrowed, spaces and case set aside."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _names(kinds: Mapping[str, Type]) -> Mapping[str, tuple[str, ...]]:
    """The facts by name and by label."""
    found: dict[str, dict[str, None]] = {}
    for fact in kinds:
        node = FACTS[fact]
        for word in (fact, node.zh, node.en):
            found.setdefault(plain(word), {})[fact] = None
    return {word: tuple(facts) for word, facts in found.items()}


def _known(text: str) -> bool:
    parted = _WITH_UNIT.fullmatch(text.strip())
    words = {plain(text), plain(parted[1]) if parted else ""}
    return any(plain(word) in words for name, node in FACTS.items() for word in (name, node.zh, node.en))


def _head(index: int, text: str, names: Mapping[str, tuple[str, ...]], kinds: Mapping[str, Type]) -> Head | None:
    whole = names.get(plain(text))
    parted = _WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", text.strip()))
    if whole is None and parted is None:
        return None
    found = whole if whole is not None else names.get(plain(parted[1] if parted else ""))
    if found is None:
        return None
    if len(found) > 1:
        raise TableError(
            f"列名“{text}”可能是 {'、'.join(found)}，请写事实名",
            f"“{text}” may be {', '.join(found)}; write the name of the fact",
        )
    kind = kinds[found[0]]
    if whole is not None or parted is None:
        return Head(index, text, found[0], kind)
    return _in_unit(index, text, found[0], kind, parted[2])


def _in_unit(index: int, text: str, fact: str, kind: Type, unit: str) -> Head | None:
    """A fact with something in brackets behind it: a unit, or a remark that makes it another column."""
    word = plain(unit)
    units = {plain(name): scale for name, scale in _MONEY.items()}
    if word in units:
        if kind.kind is Kind.FEN:
            return Head(index, text, fact, kind, scale=units[word])
    elif word in _PER_CENT:
        if kind.kind is Kind.SHARE:
            return Head(index, text, fact, kind, per_cent=True)
    elif word in _LENGTHS:
        if kind.kind is Kind.COUNT and kind.unit in (_LENGTHS[word], "count"):
            return Head(index, text, fact, kind)
    else:
        return None
    raise TableError(
        f"列名“{text}”的单位“{unit}”不能用于 {fact}", f"the unit “{unit}” of column “{text}” cannot be that of {fact}"
    )
