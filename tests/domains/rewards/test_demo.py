"""The demonstration has plans in every state, one overdue, a report filed and one begun, told through the actions."""

from __future__ import annotations

import pytest

from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms
from kechuang.domains.rewards.demo.story import RewardStory
from kechuang.domains.rewards.models import RewardPlan, RewardShare, TransformationReport
from kechuang.domains.rewards.reporting.later import later


@pytest.mark.django_db
def test_every_state_is_there_and_a_researcher_has_rewards() -> None:
    history = History(make_office(), clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region.startswith("3308") and entry.money == "f":
            history.register(serial, entry)
            break
    RewardStory(history.office, clock.today()).tell_all()
    plans = RewardPlan.objects.all()
    assert {plan.state for plan in plans} == {code for code, _label in RewardPlan.STATES}
    late = Obligation.objects.overdue(clock.today()).filter(rule="reward_payment")
    assert [p.state for p in plans.filter(pk__in=late.values("case_id"))] == ["settled"]
    filed, begun = TransformationReport.objects.order_by("year")
    assert (filed.state, begun.state, begun.year) == ("filed", "drafted", filed.year + 1)
    assert filed.figures["income_distribution"]["paid"] == 80_000_000
    assert not later(filed).any
    researcher = User.objects.get(username="reward-researcher")
    assert RewardShare.objects.filter(person=researcher.person).count() == 6
