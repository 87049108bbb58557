"""What one person completed: their achievements, the transformations of these, and what was shared out to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kechuang.casework.parties.models import Person
from kechuang.domains.achievements.models import Completer
from kechuang.domains.rewards.models import RewardShare
from kechuang.domains.transformations.models import TransformedAchievement


def completed(person: Person) -> QuerySet[Completer]:
    """Their part in each achievement that stands, the newest first."""
    rows = Completer.objects.filter(person=person).exclude(achievement__state="withdrawn")
    return rows.select_related("achievement__owner", "achievement__region").order_by("-achievement__opened_on", "-pk")


def deals_of(achievements: Iterable[int]) -> dict[int, list[Any]]:
    """The transformations of some achievements, by achievement, the newest first; withdrawn ones are left out."""
    rows = TransformedAchievement.objects.filter(achievement_id__in=list(achievements))
    rows = rows.exclude(transformation__state="withdrawn").select_related(
        "transformation__owner", "transformation__partner"
    )
    found: dict[int, list[Any]] = {}
    for row in rows.order_by("-transformation_id"):
        found.setdefault(row.achievement_id, []).append(row.transformation)
    return found


def rewards_of(person: Person, deals: Iterable[int]) -> dict[int, list[RewardShare]]:
    """What plans share out to a person, by transformation; plans that are void are left out."""
    rows = RewardShare.objects.filter(person=person, plan__transformation_id__in=list(deals)).exclude(
        plan__state="void"
    )
    found: dict[int, list[RewardShare]] = {}
    for row in rows.select_related("plan").order_by("-plan_id"):
        found.setdefault(row.plan.transformation_id or 0, []).append(row)
    return found
