"""What a calculator shows of its findings: tree, instruments considered, switches with what each would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.core.money import MINUS, yuan
from kechuang.core.ui import findings as shown
from kechuang.core.ui.citing import interp_of
from kechuang.core.ui.findings import Notes, badge, fact_label, value_words
from kechuang.core.ui.parts import Badge, Choice, ConsideredTable, Line, Switch
from kechuang.core.words import day_words, either, language, listed
from kechuang.law import Finding, LawError, Verdict
from kechuang.law.expression import FACTS
from kechuang.law.finding import Said
from kechuang.law.model import Citation
from kechuang.law.types import Kind, Type
from kechuang.web.calc.case import READING, Case, query_of
from kechuang.web.calc.fields import place_words
from kechuang.web.law import shelf
from kechuang.web.law.panels import Panel, panel, rule_formula

LATER = ("reward_pool_check", "next_year_budget", "reward_notice", "reward_payment", "price_publicity")
"""Rules that speak only once their own facts are told: the answer before them is whole without."""
VIEWS = ("steps", "formula", "other")


@dataclass(frozen=True, slots=True)
class Headline:
    """A number or a word of the answer that a reading may change: its label, value, type and verdict."""

    label: str
    value: Any
    type: Type
    verdict: Verdict


def headlines(found: Sequence[Finding]) -> list[Headline]:
    return [
        Headline(either(f.zh, f.en), f.value, f.type, f.verdict)
        for f in found
        if f.verdict is not Verdict.NOT_APPLICABLE or f is found[0]
    ]


@dataclass
class Result:
    """Everything a result page shows. main is the finding of the first rule; findings those that apply, in order."""

    case: Case
    query: str
    main: Finding
    findings: list[Finding]
    badge: Badge
    notes: Notes
    lines: list[Line]
    considered: list[ConsideredTable]
    switches: list[Switch]
    remarks: list[tuple[Said, str, list[Any]]]
    missing: list[tuple[str, str]]
    questions: list[str]
    conflicts: list[tuple[Any, str]]
    panel: Panel | None
    formulas: list[tuple[str, list[tuple[str, str]]]]
    view: str = "steps"
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def laws(self) -> int:
        """How many instruments the answer rests on."""
        return len({c.instrument for f in self.findings for c in f.citations})

    @property
    def given(self) -> list[tuple[str, str]]:
        """The facts that were told, in words: what a printed account has instead of the form."""
        place = place_words(self.case.territory or "")
        told = [(fact_label("territory"), f"{self.case.territory} {place}".strip())] if self.case.territory else []
        for name, day in (("on", self.case.on), ("as_of", self.case.as_of)):
            told += [(_("截至日") if name == "as_of" else fact_label(name), str(day))] if day is not None else []
        for name, value in self.case.facts.items():
            kind = FACTS[name].type
            words = value_words(value, kind, shelf.library())
            told.append((fact_label(name), _("%(amount)s 元") % {"amount": words} if kind.kind is Kind.FEN else words))
        return told

    @property
    def provisional(self) -> bool:
        return any(f.provisional for f in self.findings)

    @property
    def simulation(self) -> bool:
        return any(f.simulation for f in self.findings)

    @property
    def unit(self) -> str:
        """The head of the value column."""
        return _("元") if self.main.type.kind is Kind.FEN else _("值")

    def of(self, rule: str) -> Finding | None:
        return next((f for f in self.findings if f.rule == rule), None)


def compute(case: Case, query: str, rules: Sequence[str], view: str, first: str = "") -> Result:
    """Run the rules over a case and lay the answer out; the answer is that of `first`, else of the first that applies.

    Raises LawError when the law floor refuses the case.
    """
    library = shelf.library()
    every = [case.run(rule) for rule in rules]
    said = [f for f in every if f.verdict is not Verdict.NOT_APPLICABLE]
    said = [f for f in said if f.rule not in LATER or not f.missing]
    found = said or every[:1]
    main = next((f for f in found if f.rule == first), found[0])
    notes = Notes(library)
    tables = [table for f in found for table in f.considered]
    considered, seen = [], set()
    for table in tables:
        if table.name not in seen:
            seen.add(table.name)
            considered.append(shown.considered_table(table, library, main))
    considered.sort(key=lambda table: table.column == _("写法"))
    decisive = _decisive(main)
    return Result(
        case=case, query=query, main=main, findings=found, badge=badge(main), notes=notes,
        lines=shown.lines([f.step for f in found], notes, "#considered"),
        considered=considered, switches=switches(case, found),
        remarks=[(said, either(said.zh, said.en), [notes.cite(c) for c in said.cites]) for said in _remarks(found)],
        missing=[(name, fact_label(name)) for name in dict.fromkeys(n for f in found for n in f.missing)],
        questions=list(dict.fromkeys(q for f in found for q in f.open)),
        conflicts=[(notes.cite(c), either(library.clause(c).zh, library.clause(c).en)) for f in found for c in f.conflicts],
        panel=panel(library.clause(decisive)) if decisive is not None else None,
        formulas=[
            (either(f.zh, f.en), rule_formula(f.rule, _other(view))) for f in found
        ] if view != "steps" else [],
        view=view,
    )  # fmt: skip


def _other(view: str) -> str:
    if view == "other":
        return "zh" if language() == "en" else "en"
    return language()


def _remarks(found: Sequence[Finding]) -> list[Said]:
    return list({(s.kind, s.zh): s for f in found for s in f.remarks}.values())


def _decisive(finding: Finding) -> Citation | None:
    """The clause to open beside the answer: the first that decided a value, else the first cited."""
    library = shelf.library()
    for table in finding.considered:
        for row in table.rows:
            if str(row.outcome) == "decides" and row.citation is not None and table.type.unit != "formula":
                return row.citation
    return next(
        (
            c
            for c in finding.citations
            if c.instrument in library.instruments and c.clause in library.instruments[c.instrument].clauses
        ),
        None,
    )


# -- readings and what they change ------------------------------------------------------------------


def switches(case: Case, found: Sequence[Finding]) -> list[Switch]:
    """Every reading the findings used, with the effect of each other choice, found by running the rules again."""
    library = shelf.library()
    used = dict.fromkeys(name for f in found for name in [*(i.id for i in f.interpretations), *f.open])
    now = headlines(found)
    made = []
    for name in used:
        question = library.interpretations[name]
        chosen = case.readings.get(name, question.default)
        choices = []
        for option in question.choices:
            is_chosen = option.id == chosen
            effect, mark = ("", None) if is_chosen else _effect(case, name, option.id, found, now)
            choices.append(Choice(option.id, either(option.zh, option.en), is_chosen, effect, mark))
        if question.default == "open":
            is_open = chosen == "open"
            effect, mark = ("", None) if is_open else _effect(case, name, "open", found, now)
            choices.append(Choice("open", _("由人认定"), is_open, effect, mark))
        made.append(
            Switch(
                interp_of(name, library), f"{READING}{name}", either(question.question, question.question_en), choices
            )
        )
    return made


def _effect(
    case: Case, name: str, choice: str, found: Sequence[Finding], now: Sequence[Headline]
) -> tuple[str, Badge | None]:
    other = case.reading(name, choice)
    try:
        then_found = [other.run(f.rule) for f in found]
    except LawError as wrong:
        return wrong.text(language()), None
    changes = []
    mark: Badge | None = None
    for f, before in zip(found, now, strict=False):
        after = next(g for g in then_found if g.rule == f.rule)
        words = difference(before, Headline(before.label, after.value, after.type, after.verdict))
        if words:
            changes.append(words)
        if after.verdict is not f.verdict and mark is None:
            mark = badge(after)
            if after.missing:
                changes.append(_("还缺%(facts)s") % {"facts": listed([fact_label(n) for n in after.missing[:3]])})
        changes += _output_changes(f, after) if not words and len(changes) < 2 else []
    if not changes and mark is None:
        return _("结果不变"), None
    return listed(changes[:3]), mark


def _output_changes(before: Finding, after: Finding) -> list[str]:
    """What changed among the further values told with an answer."""
    found = []
    for one, two in zip(before.outputs, after.outputs, strict=False):
        label = either(one.zh, one.en)
        words = difference(
            Headline(label, one.value, one.type, before.verdict), Headline(label, two.value, two.type, after.verdict)
        )
        if words:
            found.append(words)
    return found


def difference(before: Headline, after: Headline) -> str:
    """How one value became another, in yuan or days; empty when it did not."""
    if before.value == after.value:
        return ""
    if before.value is None or after.value is None:
        return f"{before.label} {value_words(after.value, after.type)}" if after.value is not None else ""
    if before.type.kind is Kind.FEN:
        return f"{before.label} {_signed(after.value - before.value)}"
    if before.type.kind is Kind.DATE:
        assert isinstance(before.value, dt.date)
        assert isinstance(after.value, dt.date)
        days = (after.value - before.value).days
        moved = _("晚 %(n)s 天") % {"n": days} if days > 0 else _("早 %(n)s 天") % {"n": -days}
        return _("%(label)s %(day)s，%(moved)s") % {
            "label": before.label, "day": day_words(after.value, weekday=False, year=True), "moved": moved,
        }  # fmt: skip
    if before.type.kind is Kind.COUNT and isinstance(after.value, int):
        return f"{before.label} {value_words(before.value, before.type)} → {value_words(after.value, after.type)}"
    if isinstance(after.value, Fraction):
        return f"{before.label} {value_words(before.value, before.type)} → {value_words(after.value, after.type)}"
    return f"{before.label} → {value_words(after.value, after.type)}"


def _signed(fen: int) -> str:
    return f"+{yuan(fen)}" if fen > 0 else f"{MINUS}{yuan(-fen)}"


def api_link(case: Case, rule: str) -> str:
    """The same answer as JSON, by GET."""
    return f"{reverse('api:explain-get', args=[rule])}?{query_of(case)}"
