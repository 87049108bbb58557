"""Equipment of the demonstration: registered, published, used for a year and more, some of it by nobody else, some on order."""

from __future__ import annotations

from django.db import transaction

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.equipment.demo.story import EquipmentStory
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.platforms.models import Platform


def load() -> str | None:
    """Make it where the demonstration's platforms are and no equipment is yet. Only in a database marked for it."""
    if not marked() or Equipment.objects.exists() or not Platform.objects.exists():
        return None
    office = Office(users={user.username: user for user in User.objects.all()})
    with transaction.atomic():
        EquipmentStory(office, clock.today()).tell_all()
    return f"{Equipment.objects.count()} pieces of equipment, {UsePeriod.objects.count()} uses"
