"""The simulator: a campaign graded by other lines, cuts and readings, with what it would cost. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from kechuang.core.ui.citing import interp_of
from kechuang.core.ui.parts import Badge, Choice, Switch
from kechuang.core.words import either
from kechuang.domains.evaluation.computing import Bill
from kechuang.domains.evaluation.models import SCHEME_CLASSES, Campaign, Evaluation
from kechuang.domains.evaluation.panels.grading import GRADE_WORDS, grade_badge
from kechuang.domains.evaluation.queries.grading import Line, Round, context_of, graded, judged, lines_of
from kechuang.law.library import load

QUESTIONS = ("A23.rounding", "A23.denominator", "A23.award", "A23.cycle", "A23.veto", "A23.budget_base")
"""The open questions of the quota, the award, the veto and the cut."""
SCORED = ("contest", "joint_review", "in_notice", "published", "closed")
"""States of a campaign in which there are scores to grade by."""
PREFIX = "reading."
MORE = 20
"""As many platforms more as one may try."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What someone tries: lines by class, readings, platforms more by class."""

    lines: Mapping[str, Line]
    switches: Mapping[str, str]
    more: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """One platform in its lane."""

    evaluation: Evaluation
    score: str
    badge: Badge | None
    excellent: bool
    vetoed: bool
    undecided: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One class: its platforms from the best down, those above the cut and those below it."""

    name: str
    label: str
    evaluated: int
    registered: int
    quota: int | None
    open: bool
    chosen: int
    above: Sequence[Unit]
    below: Sequence[Unit]
    line: Line
    award: int | None
    more: int

    @property
    def fewer(self) -> int:
        """What the cut moved up by one asks for."""
        return max(self.chosen - 1, 0)

    @property
    def further(self) -> int | None:
        """What the cut moved down by one asks for; None at the quota or the end."""
        most = len(self.above) + len(self.below) if self.quota is None else self.quota
        return self.chosen + 1 if self.chosen < most and not self.open else None


@dataclass(frozen=True, slots=True)
class Outcome:
    lanes: Sequence[Lane]
    bill: Bill
    cuts: Sequence[tuple[Evaluation, int]]
    unknown: Sequence[Evaluation]
    changed: int
    """How many platforms would have another grade than the one proposed now."""


def tried(campaign: Campaign, query: Mapping[str, str]) -> Tried:
    """What a page's address asks for; what is no number or no choice counts as not said."""
    kept = lines_of(campaign)
    lines: dict[str, Line] = {}
    more: dict[str, int] = {}
    for name, _label in SCHEME_CLASSES:
        old = kept.get(name, Line(name))
        wanted = _whole(query.get(f"wanted_{name}", ""))
        lines[name] = Line(
            name,
            _score(query.get(f"excellent_{name}"), old.excellent), _score(query.get(f"good_{name}"), old.good),
            _score(query.get(f"qualified_{name}"), old.qualified), old.failing,
            wanted if f"wanted_{name}" in query else old.wanted, old.tie_rule,
        )  # fmt: skip
        extra = _whole(query.get(f"more_{name}", ""))
        if extra:
            more[name] = min(extra, MORE)
    questions = load().interpretations
    switches = {
        name: value
        for name in QUESTIONS
        if name in questions
        and (value := query.get(PREFIX + name, "")) in {choice.id for choice in questions[name].choices}
    }
    return Tried(lines, switches, more)


def _score(text: str | None, old: Decimal | None) -> Decimal | None:
    if text is None:
        return old
    try:
        value = Decimal(text.strip()).quantize(Decimal("0.01")) if text.strip() else None
    except InvalidOperation:
        return old
    return value if value is None or 0 <= value <= 100 else old


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def simulate(campaign: Campaign, what: Tried) -> Outcome:
    """Grade the campaign as tried, with the bill."""
    context = context_of(campaign, what.switches)
    made = graded(campaign, what.lines, context=context, more=what.more)
    bill = made.bill()
    lanes = [_lane(made, row, what, bill) for row in made.classes]
    units = made.evaluations
    now = {pk: row.proposed_grade for pk, row in units.items()}
    changed = sum(1 for r in made.rows if r["platform"] > 0 and (r["grade"] or "") != now[r["platform"]])
    return Outcome(
        lanes, bill, [(units[pk], fen) for pk, fen in bill.cuts.items() if pk in units],
        [units[pk] for pk in bill.unknown if pk in units], changed,
    )  # fmt: skip


def _lane(made: Round, row: Mapping[str, Any], what: Tried, bill: Bill) -> Lane:
    name = row["class"]
    rows = [r for r in made.rows if r["class"] == name and r["platform"] > 0]
    units = [(r["excellent"], _unit(made, r)) for r in sorted(rows, key=lambda r: -(r["score"] or -1))]
    return Lane(
        name, str(dict(SCHEME_CLASSES)[name]), row["evaluated"], row["registered"] or 0, row["quota"], row["open"],
        row["excellent"], [u for yes, u in units if yes], [u for yes, u in units if not yes], what.lines[name],
        bill.awards.get(name), what.more.get(name, 0),
    )  # fmt: skip


def _unit(made: Round, row: Mapping[str, Any]) -> Unit:
    evaluation = made.evaluations[row["platform"]]
    score = "–" if row["score"] is None else f"{row['score'] / 100:.2f}"
    badge = grade_badge(row["grade"] or "", vetoed=row["vetoed"], draft=made.campaign.simulation)
    if row["open"]:
        badge = Badge("open", _("否决事项待核查"))
    elif row["undecided"]:
        words = {"grade": GRADE_WORDS.get(row["grade"] or "", "–")}
        badge = Badge("open", _("同分待决（%(grade)s）") % words)
    elif badge is None:
        badge = Badge("none", _("没有分数线"))
    return Unit(evaluation, score, badge, row["excellent"], row["vetoed"], row["undecided"])


def switches(campaign: Campaign, what: Tried) -> list[Switch]:
    """Each open question with its choices and what another one would do: quotas and awards in all."""
    library = load()
    context = context_of(campaign, what.switches)
    rows = judged(campaign)
    found = []
    for name in QUESTIONS:
        question = library.interpretations.get(name)
        if question is None:
            continue
        chosen = context.interpretations.get(name, question.default)
        choices = []
        for choice in question.choices:
            other = context_of(campaign, {**what.switches, name: choice.id})
            effect = ""
            if choice.id != chosen:
                effect = _effect(graded(campaign, what.lines, context=other, evaluations=rows, more=what.more))
            choices.append(Choice(choice.id, either(choice.zh, choice.en), choice.id == chosen, effect))
        text = either(question.question, question.question_en)
        found.append(Switch(interp_of(name, library), f"{PREFIX}{name}", text, choices))
    return found


def _effect(made: Round) -> str:
    from kechuang.core.money import yuan

    quotas = "/".join("–" if row["quota"] is None else str(row["quota"]) for row in made.classes)
    bill = made.bill()
    words = {"quotas": quotas, "awards": yuan(bill.awarded), "cuts": yuan(bill.cut)}
    return _("名额 %(quotas)s，奖励 %(awards)s 元，削减 %(cuts)s 元") % words
