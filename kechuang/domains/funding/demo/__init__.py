"""Money in the demonstration: budgets of three places with what was paid, spent, brought in and matched."""

from __future__ import annotations

from django.db import transaction

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.funding.demo.story import FundingStory
from kechuang.domains.funding.models import Budget, FundRequest
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.platforms.models import Platform


def load() -> str | None:
    """Make them where the demonstration's platforms are and no budget is yet. Only in a database marked for it."""
    if not marked() or Budget.objects.exists() or not Platform.objects.exists():
        return None
    office = Office(users={user.username: user for user in User.objects.all()})
    with transaction.atomic():
        FundingStory(office, clock.today()).tell_all()
    return f"{Budget.objects.count()} budgets, {FundRequest.objects.count()} fund requests"
