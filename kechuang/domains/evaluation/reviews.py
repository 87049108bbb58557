"""What experts score here: the indicators of a platform's own scheme that are judged rather than counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.reviews.schemes import Criterion, ReviewPurpose, Side, review_purpose
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.evaluation.models import SchemeNode
from kechuang.domains.evaluation.queries.trees import weights_for

POINTS = 100
"""Every indicator is scored out of this many points."""


def criterion_of(node: int) -> str:
    """What an indicator is called on a panel."""
    return f"node_{node}"


def node_of(criterion: str) -> int:
    return int(criterion.removeprefix("node_"))


def _criteria(subject: Any) -> Sequence[Criterion]:
    """The judged indicators of an evaluation, each by its part of what is judged at all."""
    from kechuang.domains.evaluation.models import Evaluation

    if not isinstance(subject, Evaluation):
        raise Refused(Refusal(Ground.INPUT, gettext("这种评审只用于平台评价"), errors={"purpose": [""]}))
    nodes = list(subject.scheme.nodes.all())
    weights = weights_for(nodes, subject.platform_id)
    judged = [n for n in nodes if n.pk in weights and n.kind == SchemeNode.Kind.SCORED and weights[n.pk]]
    whole = sum(weights[n.pk] for n in judged)
    if not whole:
        raise Refused(Refusal(Ground.STATE, gettext("这套指标体系没有由专家评分的指标")))
    return [
        Criterion(criterion_of(n.pk), f"{n.code} {n.name}", weights[n.pk] / whole, points=POINTS, hint=n.criteria)
        for n in judged
    ]


def _stakeholders(evaluation: Any) -> Iterable[Any]:
    """Who has a stake besides the platform's own organisation: its founders, and who brought it in."""
    platform = evaluation.platform
    yield from (founder.organisation for founder in platform.founders.all())
    if platform.introducing_entity is not None:
        yield platform.introducing_entity


SCORING = review_purpose(
    ReviewPurpose(
        "platform_evaluation",
        _("平台绩效评分"),
        sides=(Side.SCIENTIFIC, Side.ENTERPRISE, Side.INVESTMENT, Side.GOVERNMENT),
        criteria=(),
        criteria_of=_criteria,
        seats={Side.SCIENTIFIC: 7},
        cites=("quzhou-2024:art33.p1", "keqiao-2025-draft:s4.3.c", "binjiang-2023:s4.5.b"),
        parties=_stakeholders,
        recommends=False,
        reasoned=True,
    )
)
