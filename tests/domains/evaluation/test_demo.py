"""The demonstration of evaluation stands: told through the actions, with platforms in every state of self-evaluation."""

from __future__ import annotations

import pytest

from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.domains.evaluation.demo.results import ResultStory
from kechuang.domains.evaluation.demo.story import EvaluationStory
from kechuang.domains.evaluation.demo.teams import TEAMS, TeamStory
from kechuang.domains.evaluation.models import (
    Assessment,
    Campaign,
    Effect,
    Evaluation,
    Rectification,
    Scheme,
    Team,
    Termination,
)
from kechuang.domains.platforms.demo.history import History
from kechuang.domains.platforms.demo.office import make_office
from kechuang.domains.platforms.demo.registry import platforms
from kechuang.domains.platforms.models import Platform
from tests.domains.evaluation.results import fact

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


def test_teams_of_the_demonstration_are_on_their_way_balanced_and_under_review() -> None:
    office = make_office()
    history = History(office, clock.today())
    for serial, entry in enumerate(platforms(), 1):
        if entry.region == "330108" and entry.years > 1.5 and Platform.objects.count() < len(TEAMS):
            platform = history.register(serial, entry)
            data = {"operating_since": history.day(200)}
            history.act("platforms.platform.start_operation", platform, data, "330108-st_department-clerk", 190)
            fact(platform, "unit.iur_platform")
    TeamStory(office, clock.today()).tell_all()
    assert sorted(Team.objects.values_list("state", flat=True)) == ["balanced", "review", "running"]
    assert Obligation.objects.filter(rule="team_balance_due", status="due").count() == 2
    assert Obligation.objects.overdue(clock.today()).filter(rule="team_balance_due").count() == 1


def test_rounds_of_the_demonstration_end_with_an_award_a_cut_a_rectification_and_an_assessment() -> None:
    office = make_office()
    history = History(office, clock.today())
    many = {"330108": 3, "330803": 3, "330603": 1}
    for serial, entry in enumerate(platforms(), 1):
        if many.get(entry.region, 0) and entry.years > (4 if entry.region == "330603" else 2.4):
            many[entry.region] -= 1
            platform = history.register(serial, entry)
            clerk = f"{entry.region}-st_department-clerk"
            since = min(1200, int(entry.years * 365) - 60)
            data = {"operating_since": history.day(since)}
            history.act("platforms.platform.start_operation", platform, data, clerk, since - 1)
    EvaluationStory(office, clock.today()).tell_all()
    ResultStory(office, clock.today()).tell_all()
    ended = Campaign.objects.filter(state="published")
    assert sorted(ended.values_list("place", flat=True)) == ["330108", "330603", "330603", "330803"]
    kinds = set(Effect.objects.filter(simulation=False).values_list("kind", flat=True))
    assert {"award", "cut", "rectification"} <= kinds
    running = Rectification.objects.get(simulation=False)
    assert (running.state, running.due_on is not None and running.due_on > clock.today()) == ("ordered", True)
    assert Assessment.objects.get().simulation
    assert not Termination.objects.exists()
