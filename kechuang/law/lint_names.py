"""The names an instrument file uses: a misspelt one is found by nobody, so it must be one that others use too.

A file never vouches for its own names. A name near a known one is a mistake; one that is near none may be meant (a city
states what no rule asks for yet), so it is a warning. What the package ships is known to every other file.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kechuang.law.expression import FACTS, Node
from kechuang.law.library import Library, load
from kechuang.law.types import Kind

TABLES = {"parameter": "参数", "checklist": "清单", "definition": "定义"}
"""The tables whose `name` somebody must look up."""
_PREFIX = {"parameter": "", "checklist": "checklist:", "definition": "definition:"}
NEAR = 0.9
"""How alike two names are (difflib's ratio) for one to be taken for a misspelling of the other."""


@dataclass(frozen=True, slots=True)
class Strange:
    """A name nobody else uses: where it stands, why it is told in both languages, and whether it may be meant."""

    table: str
    index: int
    key: str
    zh: str
    en: str
    warning: bool


def strange_names(
    ident: str, tables: Callable[[str], list[Mapping[str, Any]]], library: Library | None
) -> Iterator[Strange]:
    """Every name, module and actor of a file that no rule and no other instrument knows. ident: the file's id."""
    for table, zh in TABLES.items():
        known = asked(table) | _stated(table, ident, library)
        shipped = {name.removeprefix(_PREFIX[table]) for name in _entries(load([]), table, {ident})}
        for index, item in enumerate(tables(table)):
            name = str(item.get("name", ""))
            if name in known or not name:
                continue
            near = difflib.get_close_matches(name, sorted(known), 1, NEAR)
            if near or name not in shipped:
                yield Strange(
                    table, index, "name",
                    f"没有规则或者别的文件用到{zh} {name}" + (f"；是不是 {near[0]}？" if near else ""),
                    f"no rule and no other instrument uses the {table} {name}"
                    + (f"; did you mean {near[0]}?" if near else ""),
                    not near,
                )  # fmt: skip
    modules, actors = _words()
    for index, item in enumerate(tables("clause")):
        module = item.get("module")
        if isinstance(module, str) and module not in modules:
            yield _word(index, "module", module, modules, certain=True)
        for actor in item.get("actors", ()):
            if actor not in actors:
                yield _word(index, "actors", str(actor), actors)


def _word(index: int, key: str, word: str, known: frozenset[str], certain: bool = False) -> Strange:
    near = difflib.get_close_matches(word, sorted(known), 1, 0.8)
    return Strange(
        "clause", index, key,
        f"不认识 {word}" + (f"；是不是 {near[0]}？" if near else f"；有：{'、'.join(sorted(known))}" if certain else ""),
        f"{word} is not known"
        + (f"; did you mean {near[0]}?" if near else f"; known: {', '.join(sorted(known))}" if certain else ""),
        not near and not certain,
    )  # fmt: skip


def _stated(table: str, ident: str, library: Library | None) -> set[str]:
    """The names that other instruments than this one state, on the shelf given and in the package."""
    found: set[str] = set()
    for shelf in (load([]), library):
        if shelf is not None:
            found |= _entries(shelf, table, set(shelf.instruments) - {ident})
    return found


def _entries(shelf: Library, table: str, among: set[str]) -> set[str]:
    kind = _PREFIX[table]
    return {
        entry.name.removeprefix(kind)
        for ident in among & set(shelf.instruments)
        for entry in shelf.instruments[ident].entries
        if (entry.name.startswith(kind) if kind else ":" not in entry.name)
    }


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """The modules and the actors that the packaged instruments name."""
    clauses = [clause for instrument in load([]).instruments.values() for clause in instrument.clauses.values()]
    return (
        frozenset(clause.module for clause in clauses),
        frozenset(actor for clause in clauses for actor in clause.actors),
    )


@lru_cache(maxsize=3)
def asked(table: str) -> frozenset[str]:
    """The names of every parameter, checklist or definition that some rule looks up; the facts' own checklists too."""
    import kechuang.law.rules  # noqa: F401  the rule files register themselves
    from kechuang.law.rule import REGISTRY

    ops = {"parameter": {"parameter"}, "definition": {"definition"}, "checklist": {"missing"}}[table]
    found: set[str] = set()
    if table == "checklist":
        found |= {node.type.checklist for node in FACTS.values() if node.type.kind is Kind.ITEMS}
    seen: set[int] = set()
    for rule in REGISTRY.values():
        ahead: list[Node] = [rule, *rule.outputs.values(), *(remark.when for remark in rule.remarks)]
        while ahead:
            node = ahead.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if node.op in ops:
                found.add(str(node.data["name"]))
            ahead += node.args
    return frozenset(found)
