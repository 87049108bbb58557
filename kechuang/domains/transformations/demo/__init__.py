"""Deals of the demonstration: in every state, of every mode and way of pricing, told through the actions."""

from __future__ import annotations

from django.db import transaction

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.transformations.demo.story import DealStory
from kechuang.domains.transformations.models import Transformation


def load() -> str | None:
    """Make them where the demonstration's achievements are and no deal is yet. Only in a database marked for it."""
    if not marked() or Transformation.objects.exists() or not Achievement.objects.exists():
        return None
    office = Office(users={user.username: user for user in User.objects.all()})
    with transaction.atomic():
        DealStory(office, clock.today()).tell_all()
    return f"{Transformation.objects.count()} transformations"
