"""The values of an evaluation: read from the records, held against targets, turned into marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kechuang.core import clock
from kechuang.core.once import kept
from kechuang.domains.evaluation.computing.scoring import PLACES, attained, told
from kechuang.domains.evaluation.models import Campaign, Evaluation, IndicatorValue, SchemeNode
from kechuang.domains.evaluation.queries.trees import in_order, nodes_of, seen_by, weights_for
from kechuang.domains.platforms.models import Agreement
from kechuang.domains.platforms.queries.indicators import Evidence, find, period


@dataclass(frozen=True, slots=True)
class Read:
    """What the records say of one indicator: the sum of its rows."""

    value: Decimal
    rows: list[Evidence]

    def kept(self) -> list[list[str]]:
        """The rows as a value keeps them."""
        return [[row.label, str(row.value), row.url] for row in self.rows]


def span(evaluation: Evaluation) -> tuple[dt.date, dt.date]:
    """The days that are looked at: the year; for a cycle, from the start of the agreement in force on the day of evaluation."""
    campaign = evaluation.campaign
    first, last = period(campaign.year)
    if campaign.kind_of == Campaign.Kind.CYCLE:
        rows = Agreement.objects.filter(
            platform=evaluation.platform_id, signed_on__isnull=False, starts_on__lte=last, ends_on__gte=first
        )
        started = rows.order_by("starts_on").values_list("starts_on", flat=True).first()
        first = min(first, started or first)
    return first, last


def leaves_of(evaluation: Evaluation) -> list[IndicatorValue]:
    """The values in the order of the tree, each with its node."""
    return kept(("leaves", evaluation.pk), lambda: _leaves_of(evaluation))


def _leaves_of(evaluation: Evaluation) -> list[IndicatorValue]:
    values = {row.node_id: row for row in evaluation.values.all()}
    found = []
    for one in in_order(seen_by(nodes_of(evaluation.scheme_id), evaluation.platform_id)):
        if (row := values.get(one.node.pk)) is not None:
            row.node = one.node
            found.append(row)
    return found


def read(evaluation: Evaluation, nodes: Iterable[SchemeNode]) -> dict[int, Read]:
    """What the records say now, by node; for indicators of the program's own data alone."""
    first, last = span(evaluation)
    found = {}
    for node in nodes:
        known = find(node.indicator) if node.kind == SchemeNode.Kind.RECORD else None
        if known is not None and known.own:
            rows = known.evidence(evaluation.platform, first, last)
            found[node.pk] = Read(sum((row.value for row in rows), Decimal(0)), rows)
    return found


def read_one(evaluation: Evaluation, node: SchemeNode) -> Read | None:
    return read(evaluation, [node]).get(node.pk)


def refresh(evaluation: Evaluation) -> None:
    """Keep what the records say now, with the rows behind it; a value that was typed and now agrees with them is theirs."""
    rows = leaves_of(evaluation)
    found = read(evaluation, [row.node for row in rows])
    for row in rows:
        told_now = found.get(row.node_id)
        if told_now is None:
            continue
        row.recorded, row.evidence, row.recorded_on = told_now.value, told_now.kept(), clock.today()
        if row.given is None or row.given == row.recorded:
            row.given, row.reason, row.source = None, "", IndicatorValue.Source.OWN
        row.save()


def held_against(row: IndicatorValue) -> Decimal | None:
    """What earns full marks in a recorded indicator: the platform's target, or the scheme's own value."""
    return row.node.full_at if row.node.measure == SchemeNode.Measure.FIXED else row.target


def missed(row: IndicatorValue) -> bool:
    """Whether a recorded value falls short of what it is held against."""
    goal, value = held_against(row), row.value
    if goal is None or value is None:
        return False
    return value > goal if row.node.direction == SchemeNode.Direction.DOWN else value < goal


def marks(row: IndicatorValue) -> Decimal | None:
    """The marks (0 to 100) of a recorded value by what it is held against; None where either is unknown."""
    goal, value = held_against(row), row.value
    if row.node.kind != SchemeNode.Kind.RECORD or goal is None or value is None:
        return None
    up = row.node.direction == SchemeNode.Direction.UP
    return Decimal(attained(Fraction(value), Fraction(goal), more=up)) / PLACES


def total(evaluation: Evaluation, points: Mapping[int, Decimal | None]) -> Decimal | None:
    """The score of the whole tree from the marks of its indicators, to the hundredth; None while one has none."""
    weights = weights_for(evaluation.scheme.nodes.all(), evaluation.platform_id)
    given = {node: value for node, value in points.items() if value is not None}
    if any(node not in given for node in weights):
        return None
    exact = sum((share * Fraction(given[node]) for node, share in weights.items()), Fraction(0))
    return Decimal(told(exact)) / PLACES


def missing(row: IndicatorValue) -> str:
    """What of a value has still to be said: value, file, target, self_score or explanation; empty when all is."""
    if row.node.kind == SchemeNode.Kind.RECORD:
        if row.value is None:
            return "value"
        if held_against(row) is None:
            return "target"
        return "explanation" if missed(row) and not row.explanation else ""
    return "self_score" if row.self_score is None else ""
