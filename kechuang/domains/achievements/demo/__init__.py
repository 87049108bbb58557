"""Achievements of the demonstration: in every state, on every step of the idle ladder, told through the actions."""

from __future__ import annotations

from django.db import transaction

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.achievements.demo.story import Story
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.platforms.models import Platform


def load() -> str | None:
    """Make them where the demonstration's platforms are and none is yet. Only in a database marked for it."""
    if not marked() or Achievement.objects.exists() or not Platform.objects.exists():
        return None
    office = Office(users={user.username: user for user in User.objects.all()})
    with transaction.atomic():
        Story(office, clock.today()).tell_all()
    return f"{Achievement.objects.count()} achievements"
