"""One clause as its panel and its page: text, force, how the system reads it, where it lives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core.ui import citing
from kechuang.core.ui.findings import checklist_words, definition_words, fact_label, value_words
from kechuang.core.ui.parts import Cite, Interp, Seal
from kechuang.core.words import either, in_clauses, labelled, listed
from kechuang.law import types as t
from kechuang.law.coverage import Home, Row, coverage
from kechuang.law.execution.prose import lines as formula_lines
from kechuang.law.expression import FACTS
from kechuang.law.library import Library
from kechuang.law.model import Bound, Checklist, Citation, Clause, Entry, Instrument
from kechuang.law.rule import REGISTRY
from kechuang.law.types import Type
from kechuang.web.law import shelf
from kechuang.web.law.texts import official_text

BOUNDS: dict[Bound, Promise] = {
    Bound.FLOOR: gettext_lazy("不低于"),
    Bound.CEILING: gettext_lazy("不超过"),
    Bound.EXACT: gettext_lazy("为"),
}
STRICT_BOUNDS: dict[Bound, Promise] = {
    Bound.FLOOR: gettext_lazy("超过"),
    Bound.CEILING: gettext_lazy("不满"),
    Bound.EXACT: gettext_lazy("超过"),
}
HOME_KINDS: dict[str, Promise] = {
    "rule": pgettext_lazy("home of a clause", "规则"),
    "check": gettext_lazy("检查"),
    "clock": pgettext_lazy("home of a clause", "期限"),
    "checklist": gettext_lazy("清单"),
    "action": gettext_lazy("动作"),
    "form": gettext_lazy("表单"),
    "notice": gettext_lazy("公示"),
    "report": gettext_lazy("报表"),
    "page": gettext_lazy("页面"),
    "import": gettext_lazy("导入"),
    "reference": gettext_lazy("仅供查阅"),
}
_TYPES: dict[str, Type] = {
    "share": t.SHARE, "fen": t.FEN, "day": t.DAYS, "month": t.MONTHS, "year": t.YEARS, "count": t.COUNT, "date": t.DATE,
    "times": Type(t.Kind.COUNT, "times"),
}  # fmt: skip
_OPERATIVE = re.compile(r"(?:应当|必须|不得|禁止|可以)[^，。；：\n]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of official text; marked when it holds the operative words."""

    text: str
    marked: bool


def marked(text: str) -> list[Piece]:
    """The text in pieces, with each run from 应当, 不得 or 可以 to the next stop marked."""
    found, at = [], 0
    for match in _OPERATIVE.finditer(text):
        if match.start() > at:
            found.append(Piece(text[at : match.start()], False))
        found.append(Piece(match.group(), True))
        at = match.end()
    if at < len(text):
        found.append(Piece(text[at:], False))
    return found


@dataclass(frozen=True, slots=True)
class Official:
    """The official words of a clause: paragraphs of pieces, and where they stand in what was imported."""

    paragraphs: Sequence[Sequence[Piece]]
    source: str
    lines: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A value the clause states, as a row: what, how much, when it applies."""

    name: str
    words: str
    conditions: str
    period: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a clause lives: kind in words, label, address (empty when there is no page), file or address as text."""

    kind: str
    label: str
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the clause panel and page show. lead: the words before the items, for an item of a paragraph."""

    clause: Clause
    instrument: Instrument
    seal: Seal
    title: str
    place: str
    url: str
    summary: str
    official: Official | None
    trouble: str
    stated: Sequence[Stated]
    checklists: Sequence[Checklist]
    formulas: Sequence[str]
    interps: Sequence[Interp]
    lives: Sequence[Place]
    see: Sequence[Cite]

    @property
    def force(self) -> str:
        return citing.force_words(self.clause)

    @property
    def rank(self) -> str:
        return citing.rank_words(self.instrument)

    @property
    def period(self) -> str:
        return citing.period_words(self.instrument)

    @property
    def region(self) -> str:
        return citing.region_words(self.instrument.region)

    @property
    def kind(self) -> str:
        return citing.kind_words(self.clause.kind)

    @property
    def status_badge(self) -> object:
        return citing.status_badge(self.instrument)

    @property
    def reads(self) -> bool:
        return bool(self.stated or self.checklists or self.formulas or self.interps)


def panel(clause: Clause) -> Panel:
    """The panel of a clause, with its official words when the instrument's text was imported."""
    library = shelf.library()
    home = library.instruments[clause.instrument]
    read = shelf.readings(clause)
    shelved = official_text(home.id)
    official = None
    if shelved.text is not None and (bound := shelved.text.bound(clause.id)) is not None and bound.text:
        lead = _lead(clause.id, shelved.text)
        paragraphs = [p for p in (*lead, *bound.text.split("\n")) if p]
        first, last = bound.lines
        official = Official(
            [marked(p) for p in paragraphs],
            shelved.text.source_name,
            _("第 %(a)s 行") % {"a": first} if first == last else _("第 %(a)s–%(b)s 行") % {"a": first, "b": last},
        )
    return Panel(
        clause=clause,
        instrument=home,
        seal=citing.seal_of(home, clause.force),
        title=either(home.title, home.title_en),
        place=citing.formal_place(clause.id),
        url=citing.clause_url(clause.citation),
        summary=either(clause.zh, clause.en),
        official=official,
        trouble=shelved.trouble,
        stated=[stated(entry) for entry in read.parameters],
        checklists=read.checklists,
        formulas=[f"{_definition_label(entry)} = {definition_words(entry.value)}" for entry in read.definitions],
        interps=citing.interps_of((i.id for i in read.interpretations), library),
        lives=places(clause),
        see=[citing.cite_of(place, library) for place in clause.see],
    )


def _lead(clause_id: str, text: object) -> list[str]:
    """For an item, the words of its paragraph before the items, so that it reads as a sentence."""
    paragraph, item, _rest = clause_id.partition(".i")
    if not item:
        return []
    words = text.clause(paragraph)  # type: ignore[attr-defined]  # an OfficialText
    return words.split("\n") if words else []


def _definition_label(entry: Entry) -> str:
    name = entry.name.partition(":")[2]
    rule = REGISTRY.get(name)
    return either(rule.zh, rule.en) if rule is not None else name


@lru_cache(maxsize=4)
def _labels(fingerprint: str, count: int) -> dict[str, tuple[str, str]]:
    """The label of each parameter, as the rules that look it up call it."""
    from kechuang.law import link

    found: dict[str, tuple[str, str]] = {}
    for rule in REGISTRY.values():
        for slot in link(rule, shelf.library()).slots:
            if slot.op == "lookup" and slot.node.zh:
                found.setdefault(str(slot.node.data.get("name", "")), (slot.node.zh, slot.node.en))
    return found


def parameter_label(name: str) -> str:
    labels = _labels(shelf.library().fingerprint, len(REGISTRY))
    return either(*labels[name]) if name in labels else name


def stated(entry: Entry) -> Stated:
    """A parameter as a row of words."""
    kind = _TYPES.get(entry.unit)
    value = value_words(entry.value, kind) if kind is not None else str(entry.value)
    bounds = STRICT_BOUNDS if entry.strict else BOUNDS
    if entry.unit == "fen":
        value = f"¥{value}"
    conditions = [labelled(fact_label(name), _flag(wanted)) for name, wanted in entry.applies.items()]
    conditions += [_key_words(name, allowed) for name, allowed in entry.keys.items()]
    period = ""
    if entry.since is not None:
        period = f"{entry.since} –" + (f" {entry.until}" if entry.until else "")
    return Stated(parameter_label(entry.name), f"{bounds[entry.bound]} {value}", in_clauses(conditions), period)


def _flag(wanted: object) -> str:
    return {True: _("是"), False: _("否")}.get(wanted, str(wanted))  # type: ignore[call-overload]


def _key_words(name: str, allowed: Iterable[str]) -> str:
    wanted = set(allowed)
    node = next((node for node in FACTS.values() if node.type.options and wanted <= set(node.type.codes)), None)
    if node is None:
        return f"{name}: {', '.join(sorted(allowed))}"
    words = [either(option.zh, option.en) for option in node.type.options if option.id in wanted]
    return labelled(either(node.zh, node.en), listed(words))


# -- where it lives ---------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _coverage(fingerprint: str, count: int) -> dict[Citation, Row]:
    return {row.clause.citation: row for row in coverage(shelf.library())}


def coverage_rows(library: Library) -> dict[Citation, Row]:
    """A row for each clause; computed once for a library."""
    return _coverage(library.fingerprint, len(REGISTRY))


def places(clause: Clause) -> list[Place]:
    """Where the clause lives besides its own page; empty when nowhere."""
    row = coverage_rows(shelf.library()).get(clause.citation)
    return [place_of(home) for home in row.lives_in if home.kind != "reference"] if row is not None else []


def place_of(home: Home) -> Place:
    kind = str(HOME_KINDS.get(home.kind, home.kind))
    if home.kind in ("rule", "check", "clock") and home.name in REGISTRY:
        rule = REGISTRY[home.name]
        return Place(kind, either(rule.zh, rule.en), reverse("law-rule", args=[rule.name]), home.where)
    if home.kind == "checklist":
        return Place(kind, checklist_label(home.name), "", home.where)
    url = ""
    try:
        url = reverse(home.where)
    except NoReverseMatch:
        url = home.where if home.where.startswith("/") else ""
    return Place(kind, _(home.name) if home.name else home.where, url, home.where)


def checklist_label(name: str) -> str:
    return checklist_words(name, shelf.library())


def rule_formula(name: str, lang: str) -> list[tuple[str, str]]:
    """The lines of a rule's formula as (label, expression)."""
    found = []
    for line in formula_lines(REGISTRY[name], lang, shelf.library()):
        label, _sign, expression = line.partition(" = ")
        condition = line.startswith(("适用于：", "only where "))
        found.append((label, expression) if expression and not condition else ("", line))
    return found
