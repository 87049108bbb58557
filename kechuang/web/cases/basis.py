"""What a case page says of the law: refusals, obligations and the clauses a case rests on, as components."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.casework.cases.models import Case, CaseDetermination, TimelineEntry
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock, words
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.ui.citing import cite_of, interps_of
from kechuang.core.ui.findings import VERDICT_WORDS, badge, question_words, value_words
from kechuang.core.ui.parts import Badge, Cite, Interp
from kechuang.law import REGISTRY
from kechuang.law.bilingual import reading
from kechuang.law.errors import FactError
from kechuang.law.expression import FACTS
from kechuang.law.library import load
from kechuang.law.model import Citation
from kechuang.law.types import read


def governs(place: Citation | str, region: str) -> bool:
    """Whether the instrument cited governs the region (any where none is named)."""
    home = load().instruments.get(str(place).partition(":")[0])
    return not region or home is None or region.startswith(home.region)


def cites(places: Iterable[Citation | str], region: str = "") -> list[Cite]:
    """Chips, one for each official place; with a region only those of the texts that govern it."""
    shelf = load()
    found: dict[tuple[str, str], Cite] = {}
    for place in places:
        if not governs(place, region):
            continue
        chip = cite_of(place, shelf)
        found.setdefault((chip.seal.char, chip.words), chip)
    return list(found.values())


# -- refusals --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blocked:
    """An action that cannot be done, drawn: why, by which clauses, from which day, and what may be determined."""

    id: str
    label: str
    reason: str
    cites: Sequence[Cite]
    interps: Sequence[Interp]
    opens_on: dt.date | None
    days: int | None
    badge: Badge | None
    ground: str
    remarks: Sequence[tuple[str, str]] = ()
    asked: Sequence[str] = ()

    @property
    def button(self) -> str:
        """The label of its button: with the day it opens when there is one."""
        if self.opens_on is None:
            return self.label
        day = words.day_words(self.opens_on, weekday=False)
        return _("%(label)s，%(day)s起") % {"label": self.label, "day": day}


def blocked(refusal: Refusal, label: Any, ident: str = "refusal", region: str = "") -> Blocked:
    finding = refusal.finding
    return Blocked(
        id=ident,
        label=str(label),
        reason=str(refusal.reason),
        cites=cites(refusal.cites, region),
        interps=interps_of([q for q in refusal.questions if q in load().interpretations], load()),
        opens_on=refusal.opens_on,
        days=(refusal.opens_on - clock.today()).days if refusal.opens_on else None,
        badge=badge(finding) if finding is not None else _GROUND_BADGES.get(refusal.ground, lambda: None)(),
        ground=str(refusal.ground),
        remarks=[(r.kind, words.either(r.zh, r.en)) for r in finding.remarks] if finding is not None else (),
        asked=refusal.questions,
    )


_GROUND_BADGES = {
    Ground.PERMISSION: lambda: Badge("breach", _("不归你办")),
    Ground.STATE: lambda: Badge("na", _("状态不对")),
    Ground.CHANGED: lambda: Badge("open", _("案件变了")),
    Ground.INPUT: lambda: Badge("breach", _("有处要改")),
}


# -- obligations -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """An obligation drawn: days, what, why this day, what follows, by which clauses."""

    row: Obligation
    what: str
    why: str
    number: str
    unit: str
    css: str
    state: Badge | None
    cites: Sequence[Cite]
    case: Any = None
    day: dt.date | None = None
    late: bool = False
    action: str = ""
    action_url: str = ""


def rule_words(name: str) -> str:
    rule = REGISTRY.get(name)
    return words.either(rule.zh, rule.en) if rule is not None else name


def due_of(row: Obligation, case: Any = None, action: Action | None = None, action_url: str = "") -> Due:
    """An obligation as a line: how many days are left or how late, or what became of it."""
    today = clock.today()
    left = row.days_left(today)
    running = row.status == Obligation.Status.DUE
    number, unit, css = "–", "", ""
    if running and left is not None:
        if left < 0:
            number, unit, css = str(-left), _("天 逾期"), "late"
        elif left == 0:
            number, unit, css = _("今天"), "", "soon"
        else:
            number, unit, css = str(left), _("天"), "soon" if left <= 3 else ""
    name = row.told(words.language()).get("label") or rule_words(row.rule)
    return Due(
        row, name, why_words(row), number, unit, css, _due_badge(row), cites(row.cites), case,
        row.due, running and left is not None and left < 0, str(action.label) if action else "", action_url,
    )  # fmt: skip


def _due_badge(row: Obligation) -> Badge | None:
    if row.status == Obligation.Status.WAIVED:
        return Badge("na", _("已免除"))
    if row.status == Obligation.Status.MET:
        late = row.overdue_days
        return Badge("breach", _("迟了 %(n)d 天") % {"n": late}) if late else Badge("met", _("按期办结"))
    if row.due is None:
        return Badge("none", _("未查到规定"))
    if row.simulation:
        return Badge("draft", _("模拟"))
    return Badge("open", _("暂定")) if row.provisional else None


def why_words(row: Obligation) -> str:
    """From which day, to which day, and what follows; nothing is said that was not computed."""
    parts = []
    if row.starts_on is not None:
        parts.append(_("%(day)s起算") % {"day": words.day_words(row.starts_on, weekday=False)})
    if row.due is not None:
        parts.append(_("至 %(day)s") % {"day": words.day_words(row.due)})
    if row.status == Obligation.Status.MET and row.done_on:
        parts.append(_("%(day)s办结") % {"day": words.day_words(row.done_on, weekday=False)})
    text = words.in_parts(parts)
    if follows := row.consequence_in(words.language()):
        text += ("。" if not words.in_english() else ". ") + follows
    elif row.overdue_days:
        text += ("。" if not words.in_english() else ". ") + _("逾期的后果未查到规定")
    return text


def shifts_of(row: Obligation) -> list[str]:
    """Why this very day: what the calendar did to it, in the words of the finding."""
    steps = row.told(words.language()).get("steps", ())
    return [str(shift["text"]) for step in steps for shift in step.get("dates", ())]


# -- legal basis -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause a case rests on, in our words, and what carries it out here."""

    cite: Cite
    text: str
    uses: Sequence[str]


def basis_of(case: Case, obligations: Iterable[Obligation], findings: Iterable[Mapping[str, Any]]) -> list[Clause]:
    """The clauses of the case's actions, its clocks and its recorded findings, in the order met."""
    uses: dict[str, list[str]] = {}
    for action in actions_of(case).values():
        for place in action.cited(case):
            if not governs(place, case.region_id):
                continue
            uses.setdefault(str(place), []).append(str(action.label))
    for row in obligations:
        for place in row.cites:
            uses.setdefault(str(place), []).append(rule_words(row.rule))
    for finding in findings:
        for cited in finding.get("citations", ()):
            uses.setdefault(str(cited["clause"]), []).append(rule_words(str(finding.get("rule", ""))))
    shelf, found = load(), []
    for name, names in uses.items():
        instrument, _sep, ident = name.partition(":")
        home = shelf.instruments.get(instrument)
        clause = home.clauses.get(ident) if home else None
        text = words.either(clause.zh, clause.en) if clause else ""
        found.append(Clause(cite_of(name, shelf), text, list(dict.fromkeys(names))))
    return found


def _verdict(finding: Mapping[str, Any]) -> str:
    """The verdict in the words of the pages; as it was kept where it is none that they know."""
    known = {str(verdict): word for verdict, word in VERDICT_WORDS.items()}
    return str(known.get(str(finding.get("verdict", "")), finding.get("verdict_text", "")))


def finding_words(finding: Mapping[str, Any]) -> tuple[str, list[Cite], bool]:
    """A recorded finding in a line, its chips, and whether it rests on a draft."""
    finding = reading(finding, words.language())
    label = str(finding.get("label", "")) or rule_words(str(finding.get("rule", "")))
    text = words.concluded(label, _verdict(finding))
    return text, cites(c["clause"] for c in finding.get("citations", ())), bool(finding.get("simulation"))


@dataclass(frozen=True, slots=True)
class Determined:
    """A determination in words: what was asked, what was answered, why, by whom and when."""

    words: str
    answered: str
    basis: str
    by: Any
    on: dt.date


def determinations_of(case: Case) -> list[Determined]:
    rows = case.determinations.select_related("by")
    return [Determined(question_words(d.question), _answer(d), d.basis, d.by, d.on) for d in rows]


def _answer(row: CaseDetermination) -> str:
    """The answer in the words of the choice or of the kind of fact."""
    library = load()
    question = library.interpretations.get(row.question)
    if question is not None:
        return next((words.either(c.zh, c.en) for c in question.choices if c.id == row.answer), str(row.answer))
    node = FACTS.get(row.question)
    if node is None:
        return str(row.answer)
    try:
        return value_words(read(row.answer, node.type, row.question), node.type, library)
    except FactError:
        return str(row.answer)


def entry_cites(entry: TimelineEntry, region: str) -> list[Cite]:
    return cites(entry.cites, region)
