"""The demonstration of evaluation stands: told through the actions, with platforms in every state of self-evaluation."""

from __future__ import annotations

import pytest

from kechuang.core import clock
from kechuang.domains.evaluation.demo.story import EvaluationStory
from kechuang.domains.evaluation.models import Campaign, Evaluation, Scheme
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_self_evaluations_in_every_state() -> None:
    office = make_office()
    history = History(office, clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region == "330603" and entry.years > 1.5:
            platform = history.register(serial, entry)
            data = {"operating_since": history.day(200 if serial == 2 else 500)}
            history.act("platforms.platform.start_operation", platform, data, "330603-st_department-clerk", 190)
    EvaluationStory(office, clock.today()).tell_all()
    (campaign,) = Campaign.objects.all()
    assert (campaign.state, campaign.simulation) == ("self_evaluation", True)
    assert set(Evaluation.objects.values_list("state", flat=True)) == {"invited", "submitted", "left_out"}
    assert {row.by_law for row in campaign.exclusions.all()} == {True, False}
    assert set(Scheme.objects.values_list("state", flat=True)) == {"adopted"}
    done = Evaluation.objects.filter(state="submitted").first()
    assert done is not None
    assert done.self_score is not None
    assert 0 < done.self_score < 100
    assert done.values.filter(node__platform=done.platform_id).count() == 1, "its own tasks"
