"""The simulator: a campaign graded by other lines, cuts and readings, with what it would cost. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.models import TimelineEntry
from kechuang.core import clock
from kechuang.core.ui.parts import Badge
from kechuang.domains.evaluation.computing import Bill
from kechuang.domains.evaluation.computing.grading import quota_alone
from kechuang.domains.evaluation.models import SCHEME_CLASSES, Campaign, Evaluation
from kechuang.domains.evaluation.panels.grading import GRADE_WORDS, grade_badge
from kechuang.domains.evaluation.queries.grading import (
    Line,
    Material,
    Round,
    context_of,
    graded_from,
    lines_of,
    material,
)
from kechuang.law.library import load

QUESTIONS = (
    "A23.rounding",
    "A23.denominator",
    "A23.excellent_line",
    "A23.award",
    "A23.cycle",
    "A23.veto",
    "A23.budget_base",
)
"""The open questions of the quota, the award, the veto and the cut."""
SCORED = ("contest", "joint_review", "in_notice", "published", "closed")
"""States of a campaign in which there are scores to grade by."""
PREFIX = "reading."
MORE = 20
"""As many platforms more as one may try."""
SHOWN = 12
"""How many platforms of a class are shown on either side of its cut."""


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
    may: bool
    """Whether the cut can be drawn under it: it has a score and no veto."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One class: its platforms from the best down, those above the cut and those below it, as near to it as are shown.

    higher, lower: how many more there are beyond those shown. most: as many as may be excellent, by the quota and by the scores.
    cut_fen, cut_of: what is cut from the next budgets of those that fail, and of how many; unknown: whose budget is not known.
    """

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
    higher: int
    lower: int
    most: int
    cut_fen: int
    cut_of: int
    unknown: int

    @property
    def fewer(self) -> int:
        """What the cut moved up by one asks for."""
        return max(self.chosen - 1, 0)

    @property
    def further(self) -> int | None:
        """What the cut moved down by one asks for; None at the quota or the end."""
        return self.chosen + 1 if self.chosen < self.most else None


@dataclass(frozen=True, slots=True)
class Cut:
    """The next budget of one platform that fails: before, and what is cut from it. Fen."""

    evaluation: Evaluation
    before: int
    cut: int

    @property
    def after(self) -> int:
        return self.before - self.cut


@dataclass(frozen=True, slots=True)
class Outcome:
    lanes: Sequence[Lane]
    bill: Bill
    cuts: Sequence[Cut]
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
    return value if value is None or (value.is_finite() and 0 <= value <= 100) else old


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def read(campaign: Campaign) -> Material:
    """What the campaign is graded from; kept in this process until anybody takes a step in any case, a minute at most."""
    last = TimelineEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return _read(campaign.pk, last, int(clock.now().timestamp()) // 60)


@lru_cache(maxsize=4)
def _read(pk: int, last: int, minute: int) -> Material:
    campaign = Campaign.objects.select_related("region", "owner").get(pk=pk)
    return material(campaign, lines_of(campaign))


def simulate(campaign: Campaign, what: Tried) -> Outcome:
    """Grade the campaign as tried, with the bill."""
    context = context_of(campaign, what.switches)
    made = graded_from(read(campaign), what.lines, context=context, more=what.more)
    bill = made.bill()
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in made.graded.platforms.sort("score", descending=True, nulls_last=True).iter_rows(named=True):
        if row["platform"] > 0:
            rows.setdefault(row["class"], []).append(row)
    lanes = [_lane(made, row, rows.get(row["class"], []), what, bill) for row in made.classes]
    units = made.evaluations
    base = "budget.next_year_approved"
    cuts = [
        Cut(units[pk], made.budgets[units[pk].platform_id][base], fen)
        for pk, fen in bill.cuts.items()
        if pk in units and base in made.budgets.get(units[pk].platform_id, {})
    ]
    changed = sum(
        1 for some in rows.values() for r in some if (r["grade"] or "") != units[r["platform"]].proposed_grade
    )
    return Outcome(lanes, bill, cuts, [units[pk] for pk in bill.unknown if pk in units], changed)


def _lane(made: Round, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], what: Tried, bill: Bill) -> Lane:
    name = row["class"]
    above = [r for r in rows if r["excellent"]]
    below = [r for r in rows if not r["excellent"]]
    least = _least(what.lines.get(name, Line(name)), alone=quota_alone(made.context))
    may = sum(1 for r in rows if _may(r, least))
    most = 0 if row["open"] else may if row["quota"] is None else min(row["quota"], may)
    pks = {r["platform"] for r in rows}
    cuts = [fen for pk, fen in bill.cuts.items() if pk in pks]
    return Lane(
        name, str(dict(SCHEME_CLASSES)[name]), row["evaluated"], row["registered"] or 0, row["quota"], row["open"],
        row["excellent"], [_unit(made, r, least) for r in above[-SHOWN:]], [_unit(made, r, least) for r in below[:SHOWN]],
        what.lines.get(name, Line(name)), bill.awards.get(name), what.more.get(name, 0), max(len(above) - SHOWN, 0),
        max(len(below) - SHOWN, 0), most, sum(cuts), len(cuts), sum(1 for pk in bill.unknown if pk in pks),
    )  # fmt: skip


def _least(line: Line, *, alone: bool) -> int:
    """The score below which nobody of a class is excellent, in hundredths: the line for it, else that for good as the law is
    read; alone: then none."""
    least = line.excellent if alone or line.excellent is not None else line.good
    return 0 if least is None else int(least * 100)


def _may(row: Mapping[str, Any], least: int) -> bool:
    return row["score"] is not None and row["score"] >= least and not row["vetoed"] and not row["open"]


def _unit(made: Round, row: Mapping[str, Any], least: int) -> Unit:
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
    return Unit(evaluation, score, badge, row["excellent"], row["vetoed"], row["undecided"], _may(row, least))
