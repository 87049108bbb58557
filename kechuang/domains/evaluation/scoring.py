"""Marks and scores put into the rows: of records against their targets, of experts together, of the whole by weight.

The marks of an indicator are out of 100 with four decimals, half up. The score is their weighted sum, exact, rounded once, to two
decimals, half up: whoever adds up what the page shows comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from kechuang.casework.reviews import queries as reviews
from kechuang.core import bulk
from kechuang.domains.evaluation.computing import scored, weight_frame
from kechuang.domains.evaluation.models import Contest, Evaluation, IndicatorValue, SchemeNode
from kechuang.domains.evaluation.queries.trees import weights_for
from kechuang.domains.evaluation.reviews import SCORING, node_of
from kechuang.domains.evaluation.values import marks as earned

FOURTH = Decimal("0.0001")
UNIT = 10_000
"""Marks are reckoned in so many units a point."""


def experts_marks(evaluations: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    """(evaluation, node) -> the mean of the experts' points, of panels that have concluded."""
    return {
        (subject, node_of(criterion)): (total / many).quantize(FOURTH, ROUND_HALF_UP)
        for subject, criterion, total, many in reviews.totals(evaluations, SCORING.name)
    }


def settled_marks(evaluations: Iterable[int]) -> dict[tuple[int, int], Decimal]:
    """(evaluation, node) -> the marks that the answer to a contest set."""
    rows = Contest.objects.filter(evaluation_id__in=list(evaluations)).exclude(score=None).exclude(node=None)
    answered = rows.exclude(outcome__in=("", Contest.Outcome.REJECTED)).order_by("answered_on", "pk")
    return {(row.evaluation_id, row.node_id or 0): row.score for row in answered if row.score is not None}


def marks(
    values: Iterable[IndicatorValue], nodes: Mapping[int, SchemeNode], *, missing_is_zero: bool = False
) -> dict[int, Decimal | None]:
    """The marks of values, by their key: what a contest settled, else what the experts gave, else what the record earns."""
    rows = list(values)
    of = {row.evaluation_id for row in rows}
    given = {**experts_marks(of), **settled_marks(of)}
    found: dict[int, Decimal | None] = {}
    for row in rows:
        mark = given.get((row.evaluation_id, row.node_id))
        node = nodes[row.node_id]
        if mark is None and node.kind == SchemeNode.Kind.RECORD:
            row.node = node
            mark = earned(row)
            if mark is None and missing_is_zero:
                mark = Decimal(0)
        found[row.pk] = mark
    return found


def views_of(
    evaluations: Sequence[Evaluation], nodes: Mapping[int, Sequence[SchemeNode]]
) -> tuple[dict[int, dict[int, Fraction]], dict[int, int]]:
    """Trees as platforms see them: view -> leaf -> weight; and evaluation -> its view. Platforms with no indicators of their own share."""
    numbers: dict[tuple[int, int | None], int] = {}
    views: dict[int, dict[int, Fraction]] = {}
    seen: dict[int, int] = {}
    own = {(scheme, node.platform_id) for scheme, rows in nodes.items() for node in rows if node.platform_id}
    for row in evaluations:
        key = (row.scheme_id, row.platform_id if (row.scheme_id, row.platform_id) in own else None)
        if key not in numbers:
            numbers[key] = len(numbers)
            views[numbers[key]] = weights_for(nodes[row.scheme_id], row.platform_id)
        seen[row.pk] = numbers[key]
    return views, seen


def nodes_of(evaluations: Iterable[Evaluation]) -> dict[int, list[SchemeNode]]:
    """The nodes of every scheme in use, by scheme."""
    found: dict[int, list[SchemeNode]] = {row.scheme_id: [] for row in evaluations}
    for node in SchemeNode.objects.filter(scheme_id__in=found).order_by("position", "pk"):
        found[node.scheme_id].append(node)
    return found


def score_all(evaluations: Sequence[Evaluation], *, missing_is_zero: bool = False) -> dict[int, Decimal | None]:
    """Write the marks of every value of these evaluations, and set (not save) their scores. Scores by evaluation.

    A score is None while some indicator has no marks.
    """
    nodes = nodes_of(evaluations)
    by_pk = {node.pk: node for rows in nodes.values() for node in rows}
    values = list(
        IndicatorValue.objects.filter(evaluation_id__in=[row.pk for row in evaluations]).only(
            "evaluation_id", "node_id", "recorded", "given", "target", "score"
        )
    )
    found = marks(values, by_pk, missing_is_zero=missing_is_zero)
    bulk.update(IndicatorValue, "score", found)
    views, seen = views_of(evaluations, nodes)
    rows = [(v.evaluation_id, v.node_id, int(mark * UNIT)) for v in values if (mark := found[v.pk]) is not None]
    schema = {"platform": pl.Int64, "node": pl.Int64, "points": pl.Int64}
    points = pl.DataFrame(rows, schema=schema, orient="row")
    placed = pl.DataFrame(list(seen.items()), schema={"platform": pl.Int64, "view": pl.Int64}, orient="row")
    told = dict(scored(points, weight_frame(views), placed, UNIT).iter_rows()) if evaluations else {}
    scores: dict[int, Any] = {}
    for row in evaluations:
        hundredths = told.get(row.pk)
        row.score = scores[row.pk] = None if hundredths is None else Decimal(hundredths) / 100
    return scores
