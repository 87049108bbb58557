"""Rewards of the demonstration: plans in every state, a yearly report that was filed and the next one begun."""

from __future__ import annotations

from django.db import transaction

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.rewards.demo.story import RewardStory
from kechuang.domains.rewards.models import RewardPlan, TransformationReport
from kechuang.domains.transformations.models import Transformation


def load() -> str | None:
    """Make them where the demonstration's deals are and no plan is yet. Only in a database marked for it."""
    if not marked() or RewardPlan.objects.exists() or not Transformation.objects.exists():
        return None
    office = Office(users={user.username: user for user in User.objects.all()})
    with transaction.atomic():
        RewardStory(office, clock.today()).tell_all()
    return f"{RewardPlan.objects.count()} reward plans, {TransformationReport.objects.count()} transformation reports"
