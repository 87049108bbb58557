"""Evaluation in the demonstration: campaigns at every point of their year, results with what follows from them; teams."""

from __future__ import annotations

from django.db import transaction

from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.demo import marked
from kechuang.domains.evaluation.demo.results import ResultStory
from kechuang.domains.evaluation.demo.story import EvaluationStory
from kechuang.domains.evaluation.demo.teams import TeamStory
from kechuang.domains.evaluation.models import Campaign, Evaluation, Team
from kechuang.domains.platforms.demo.office import Office
from kechuang.domains.platforms.models import Platform


def load() -> str | None:
    """Make them where the demonstration's platforms are and no campaign is yet. Only in a database marked for it."""
    if not marked() or Campaign.objects.exists() or not Platform.objects.exists():
        return None
    office = Office(users={user.username: user for user in User.objects.all()})
    with transaction.atomic():
        EvaluationStory(office, clock.today()).tell_all()
        ResultStory(office, clock.today()).tell_all()
        TeamStory(office, clock.today()).tell_all()
    counts = Campaign.objects.count(), Evaluation.objects.count(), Team.objects.count()
    return "{} evaluation campaigns, {} evaluations, {} teams".format(*counts)
