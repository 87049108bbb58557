"""A campaign graded by the law, without writing anything: for the proposal, for the simulator, for checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
from django.db.models import Count

from kechuang.casework.cases.law import determined_in
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.computing import Bill, Branch, Graded, bill, grade, leaf_weights, under
from kechuang.domains.evaluation.computing.frames import fact_columns
from kechuang.domains.evaluation.computing.grading import Known
from kechuang.domains.evaluation.facts.grading import campaign_facts, determined, grade_facts
from kechuang.domains.evaluation.models import Campaign, ClassLine, Evaluation, IndicatorValue, TieDecision
from kechuang.domains.evaluation.queries.participation import taking_part
from kechuang.domains.evaluation.queries.trees import seen_by
from kechuang.domains.evaluation.scoring import nodes_of
from kechuang.domains.platforms.models import Platform
from kechuang.law import Context
from kechuang.law.library import load


@dataclass(frozen=True, slots=True)
class Line:
    """How a class is to be graded; as ClassLine, or as someone tries it. Scores out of 100."""

    platform_class: str
    excellent: Decimal | None = None
    good: Decimal | None = None
    qualified: Decimal | None = None
    failing: str = "unqualified"
    wanted: int | None = None
    tie_rule: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What a campaign is graded from, read once: by other lines and readings it is graded again without asking anew.

    evaluations, facts, budgets: as in Round. frame: the platforms as columns, with what the recorded rules for ties compare.
    registered: platforms on the register by class.
    """

    campaign: Campaign
    evaluations: Mapping[int, Evaluation]
    facts: Mapping[int, Mapping[str, Any]]
    frame: pl.DataFrame
    registered: Mapping[str, int]
    budgets: Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Round:
    """A campaign as graded. evaluations: by key. facts: of each platform. graded: see computing.grade."""

    campaign: Campaign
    evaluations: Mapping[int, Evaluation]
    facts: Mapping[int, Mapping[str, Any]]
    graded: Graded
    context: Context
    budgets: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The platforms, each class from the best down; `platform` is the key of the evaluation."""
        order = ["class", "rank", "score"]
        frame = self.graded.platforms.sort(order, descending=[False, False, True], nulls_last=True)
        return list(frame.iter_rows(named=True))

    @property
    def classes(self) -> list[dict[str, Any]]:
        return list(self.graded.classes.sort("class").iter_rows(named=True))

    @property
    def territory(self) -> str:
        return str(self.campaign.region_id)

    def bill(self) -> Bill:
        """What it costs: awards by class, cuts of next year's budgets."""
        platforms = self.graded.platforms
        known = {pk: self.budgets.get(row.platform_id, {}) for pk, row in self.evaluations.items()}
        extra = [dict(known.get(pk, {})) for pk in platforms.get_column("platform")]
        columns = {c.name: c for c in fact_columns(extra)}
        columns.setdefault(
            "budget.next_year_approved",
            pl.Series("budget.next_year_approved", [None] * platforms.height, dtype=pl.Int64),
        )
        return bill(
            platforms.with_columns(*columns.values()), self.graded.classes, territory=self.territory,
            on=self.campaign.held_on, facts={"evaluation.kind": self.campaign.kind_of}, context=self.context,
        )  # fmt: skip


def context_of(campaign: Campaign, switches: Mapping[str, str] | None = None) -> Context:
    """How the law's open questions are read in a campaign: as persons determined in it; switches try another reading."""
    rows = determined_in([campaign.pk]).get(campaign.pk, [])
    questions = load().interpretations
    kept = {row.question: str(row.answer) for row in rows if row.question in questions}
    return Context(interpretations={**kept, **(switches or {})})


def judged(campaign: Campaign) -> list[Evaluation]:
    """The evaluations of a campaign that take part, with what the law asks of their platforms."""
    rows = taking_part(campaign).select_related("platform__owner", "owner", "region")
    return list(rows.prefetch_related("platform__recognitions", "platform__owner__unit_facts").order_by("pk"))


def registered(campaign: Campaign) -> dict[str, int]:
    """How many platforms of each class are on the register of the campaign's region, running."""
    rows = Platform.objects.filter(region__code__startswith=campaign.region.prefix, state="operating")
    return dict(rows.order_by().values_list("platform_class").annotate(n=Count("pk")))


def lines_of(campaign: Campaign) -> dict[str, Line]:
    return {row.platform_class: line_of(row) for row in ClassLine.objects.filter(campaign=campaign)}


def line_of(row: ClassLine) -> Line:
    return Line(
        row.platform_class, row.excellent, row.good, row.qualified, row.failing, row.wanted, tuple(row.tie_rule)
    )


def graded(
    campaign: Campaign,
    lines: Mapping[str, Line],
    *,
    context: Context | None = None,
    evaluations: Sequence[Evaluation] | None = None,
    more: Mapping[str, int] | None = None,
) -> Round:
    """Grade a campaign by these lines. more: so many platforms of a class beside those there, to try (their scores unknown)."""
    return graded_from(material(campaign, lines, evaluations), lines, context=context, more=more)


def material(
    campaign: Campaign, lines: Mapping[str, Line], evaluations: Sequence[Evaluation] | None = None
) -> Material:
    """Read what a campaign is graded from. Of the lines only the rules for ties count here."""
    rows = judged(campaign) if evaluations is None else list(evaluations)
    told = determined(rows)
    facts = {row.pk: {**grade_facts(row, campaign), **told.get(row.pk, {})} for row in rows}
    budgets = following.budgets([row.platform_id for row in rows], campaign.year + 1)
    frame = _platforms(campaign, rows, lines, facts)
    return Material(campaign, {row.pk: row for row in rows}, facts, frame, registered(campaign), budgets)


def graded_from(
    read: Material,
    lines: Mapping[str, Line],
    *,
    context: Context | None = None,
    more: Mapping[str, int] | None = None,
    known: Known | None = None,
) -> Round:
    """Grade what was read by these lines, whose rules for ties are those it was read with. known: see computing.grade."""
    within = context or context_of(read.campaign)
    frame = read.frame
    if more:
        frame = pl.concat([frame, _tried(frame, more)], how="diagonal")
    made = grade(frame, _classes(read, frame, lines, more or {}), within, known)
    return Round(read.campaign, read.evaluations, read.facts, made, within, read.budgets)


def _tried(frame: pl.DataFrame, more: Mapping[str, int]) -> pl.DataFrame:
    rows = [(name, -1 - n) for name, many in more.items() for n in range(many)]
    schema = {"class": pl.String, "platform": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row").with_columns(round=pl.lit(1, pl.Int64))


def _platforms(
    campaign: Campaign, rows: Sequence[Evaluation], lines: Mapping[str, Line], facts: Mapping[int, Mapping[str, Any]]
) -> pl.DataFrame:
    decided = dict(TieDecision.objects.filter(campaign=campaign).values_list("evaluation_id", "place"))
    ties = _ties(rows, lines)
    depth = max((len(found) for found in ties.values()), default=0)
    columns = [
        pl.Series("round", [1] * len(rows), dtype=pl.Int64),
        pl.Series("platform", [row.pk for row in rows], dtype=pl.Int64),
        pl.Series("class", [row.platform_class for row in rows], dtype=pl.String),
        pl.Series("score", [None if row.score is None else int(row.score * 100) for row in rows], dtype=pl.Int64),
        pl.Series("decided", [decided.get(row.pk) for row in rows], dtype=pl.Int64),
        *[
            pl.Series(f"tie_{n + 1}", [_at(ties.get(row.pk, ()), n) for row in rows], dtype=pl.Int64)
            for n in range(depth)
        ],
    ]
    shared = {"territory", "on", "evaluation.kind"}
    laws = [column for column in fact_columns([facts[row.pk] for row in rows]) if column.name not in shared]
    return pl.DataFrame([*columns, *laws])


def _at(values: Sequence[int], place: int) -> int | None:
    return values[place] if place < len(values) else None


def _ties(rows: Sequence[Evaluation], lines: Mapping[str, Line]) -> dict[int, list[int]]:
    """What the recorded rule compares, of those whose score stands more than once in their class: marks in ten-thousandths."""
    same: dict[Any, list[Evaluation]] = {}
    for row in rows:
        line = lines.get(row.platform_class)
        if row.score is not None and line is not None and line.tie_rule:
            same.setdefault((row.platform_class, row.score), []).append(row)
    tied = [row for group in same.values() if len(group) > 1 for row in group]
    if not tied:
        return {}
    nodes = nodes_of(tied)
    marks: dict[int, dict[int, Decimal]] = {row.pk: {} for row in tied}
    for value in IndicatorValue.objects.filter(evaluation__in=marks).exclude(score=None):
        marks[value.evaluation_id][value.node_id] = value.score or Decimal(0)
    found: dict[int, list[int]] = {}
    for row in tied:
        mine = seen_by(nodes[row.scheme_id], row.platform_id)
        tree = [Branch(n.pk, n.parent_id, Fraction(n.weight)) for n in mine]
        by_code = {n.code: n.pk for n in mine}
        found[row.pk] = [
            _part(tree, by_code[code], marks[row.pk]) if code in by_code else -1
            for code in lines[row.platform_class].tie_rule
        ]
    return found


def _part(tree: Sequence[Branch], top: int, marks: Mapping[int, Decimal]) -> int:
    """The marks of a part of the tree, by its own weights."""
    weights = leaf_weights(under(tree, top))
    return int(sum(share * Fraction(marks.get(leaf, Decimal(0))) for leaf, share in weights.items()) * 10_000)


def _classes(read: Material, frame: pl.DataFrame, lines: Mapping[str, Line], more: Mapping[str, int]) -> pl.DataFrame:
    campaign, given = read.campaign, campaign_facts(read.campaign)
    rows = []
    for name in sorted(set(frame.get_column("class"))):
        line = lines.get(name, Line(name))
        rows.append(
            {
                "round": 1, "class": name, "territory": campaign.region_id, "on": given["on"],
                "registered": read.registered.get(name, 0) + more.get(name, 0), "chosen": line.wanted,
                "excellent": _hundredths(line.excellent), "good": _hundredths(line.good),
                "qualified": _hundredths(line.qualified), "failing": line.failing, "evaluation.kind": given["evaluation.kind"],
            }
        )  # fmt: skip
    schema = {
        "round": pl.Int64, "class": pl.String, "territory": pl.String, "on": pl.Date, "registered": pl.Int64,
        "chosen": pl.Int64, "excellent": pl.Int64, "good": pl.Int64, "qualified": pl.Int64, "failing": pl.String,
        "evaluation.kind": pl.String,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def _hundredths(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)
