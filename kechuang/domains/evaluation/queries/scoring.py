"""How far the scoring of a campaign is: panels, seats, values. Counts alone, never a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from kechuang.casework.reviews.models import Panel, Seat
from kechuang.domains.evaluation.models import Campaign, SchemeNode
from kechuang.domains.evaluation.reviews import SCORING


@dataclass(frozen=True, slots=True)
class Progress:
    """platforms: those judged; drawn: with a panel; states: panels by state; seats, submitted: experts who sit, who have scored.

    missing: values of counted indicators that are not there.
    """

    platforms: int
    drawn: int
    states: dict[str, int]
    seats: int
    submitted: int
    missing: int

    @property
    def concluded(self) -> int:
        return self.states.get("closed", 0)


def judged_by_experts(campaign: Campaign) -> Any:
    """The evaluations of a campaign whose scheme has indicators that experts score."""
    schemes = SchemeNode.objects.filter(kind=SchemeNode.Kind.SCORED).values("scheme_id")
    return campaign.evaluations.exclude(state="left_out").filter(scheme_id__in=schemes)


def panels_of(campaign: Campaign) -> Any:
    """The panels that score the platforms of a campaign, those broken off apart."""
    subjects = judged_by_experts(campaign).values("pk")
    return Panel.objects.filter(purpose=SCORING.name, subject_id__in=subjects).exclude(state="void")


def without_values(campaign: Campaign) -> Any:
    """Values of counted indicators that are not there, or have nothing to be held against."""
    from kechuang.domains.evaluation.models import IndicatorValue

    rows = IndicatorValue.objects.filter(evaluation__campaign=campaign, node__kind=SchemeNode.Kind.RECORD)
    return rows.exclude(evaluation__state="left_out").filter(
        Q(recorded=None, given=None) | Q(node__measure=SchemeNode.Measure.TARGET, target=None)
    )


def progress(campaign: Campaign) -> Progress:
    panels = panels_of(campaign)
    states = dict(panels.order_by().values_list("state").annotate(n=Count("pk")))
    seats = Seat.objects.filter(panel__in=panels.values("pk")).sitting()
    counted = seats.aggregate(all=Count("pk"), done=Count("pk", filter=Q(state__in=("submitted", "done"))))
    return Progress(
        judged_by_experts(campaign).count(), panels.values("subject_id").distinct().count(), states, counted["all"],
        counted["done"], without_values(campaign).count(),
    )  # fmt: skip
