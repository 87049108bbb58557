"""A platform that leaves while it is judged: left out with a reason until results are published; the quota counts without it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.cases.actions import find_action
from kechuang.casework.reviews.demo_pool import make_pool
from kechuang.casework.reviews.models import Panel
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.evaluation.models import ClassLine
from kechuang.domains.evaluation.panels.campaigns import departed, left_out
from kechuang.domains.evaluation.panels.grading import marks, outcome
from tests.casework.office import Office, act
from tests.domains.evaluation.playing import (
    BUREAU,
    LEADER,
    Played,
    heard,
    in_notice,
    make_binjiang,
    no_vetoes,
    playing,
    proposed,
    scored_round,
    settled,
)

pytestmark = pytest.mark.django_db
TECHNOLOGY = "technology_innovation"
DAYS = {"seats_scientific": "3"}


def leaves(made: Played, title: str) -> Any:
    return act("platforms.platform.leave", made[title].platform, {"note": "合作终止"}, made.office[LEADER]).case


def left(made: Played, title: str) -> None:
    made.act("leave_out", {"platform": made[title].platform_id, "note": "合作终止"})


def test_who_leaves_while_experts_score_is_left_out_and_its_panel_ends(office: Office) -> None:
    make_binjiang(office)
    make_pool(office[BUREAU], 24)
    made = playing(office, {TECHNOLOGY: [80, 70]}, scored=50)
    made.act("start_scoring", {**DAYS, "reply_by": clock.today(), "score_by": clock.today() + dt.timedelta(9)})
    assert departed(made.campaign, office[BUREAU]) is None
    with pytest.raises(Refused) as caught:
        left(made, "A2")
    assert caught.value.refusal.ground in (Ground.STATE, Ground.INPUT)
    closed = find_action("evaluation.campaign", "leave_out").law
    assert closed is not None
    told = closed(made.campaign, data={}, by=office[BUREAU])
    assert "只有已登记退出的平台" in told[0].reason
    leaves(made, "A2")
    said = departed(made.campaign, office[BUREAU])
    assert said is not None
    assert said.rows[0][0]["label"] == "A2"
    left(made, "A2")
    assert departed(made.campaign, office[BUREAU]) is None
    panel = Panel.objects.get(subject_id=made.evaluations["A2"])
    assert panel.state == "void"
    assert not panel.seats.sitting().exists()
    assert Panel.objects.get(subject_id=made.evaluations["A1"]).state != "void"
    with pytest.raises(Refused, match="1 家平台的专家组没有出结论"):
        made.act("finish_scoring")
    told = left_out(made.campaign, office[BUREAU])
    assert told is not None
    assert told.rows[0][2] == "合作终止（已登记退出）"


def test_the_quota_counts_without_who_left_in_the_joint_review(office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [90, 88, 87, 86, 85]})
    no_vetoes(made)
    proposed(made)
    line = ClassLine.objects.get(platform_class=TECHNOLOGY)
    assert (line.evaluated, line.quota, made["A1"].proposed_grade) == (5, 1, "excellent")
    leaves(made, "A1")
    left(made, "A1")
    line.refresh_from_db()
    assert (line.evaluated, line.quota) == (4, 0)
    assert (made["A1"].state, made["A1"].proposed_grade, made["A1"].score) == ("left_out", "", 90), (
        "scores stay to be read"
    )
    told = marks(made["A1"], office["manager-A1"])
    assert told is not None
    assert told.badge is not None
    assert "90.00" in told.badge.word
    assert outcome(made["A1"], office["manager-A1"]) is not None
    assert made.grades("proposed_grade") == {"A1": "", "A2": "good", "A3": "good", "A4": "good", "A5": "good"}


def test_settled_grades_are_taken_back_before_anyone_is_left_out(office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [90, 70]})
    no_vetoes(made)
    proposed(made)
    heard(made)
    settled(made)
    in_notice(made)
    leaves(made, "A2")
    client = Client()
    client.force_login(office[BUREAU], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/case/{made.campaign.number}/").content.decode()
    for words in ("评价期间退出的平台", "仍计入参评数", made["A2"].number):
        assert words in page
    with pytest.raises(Refused, match="先撤回审定"):
        left(made, "A2")
    made.act("take_back", {"note": "A2 已退出"}, by=LEADER)
    left(made, "A2")
    settled(made)
    in_notice(made)
    assert "评价期间退出的平台" not in client.get(f"/case/{made.campaign.number}/").content.decode()
    assert "A2" not in made.campaign.notices.get(live=True).fields["results"]


def test_a_contest_of_who_left_is_not_waited_for(office: Office) -> None:
    from kechuang.domains.evaluation.models import Contest

    made = playing(office, {TECHNOLOGY: [80, 70]})
    made.act("start_scoring", {**DAYS, "reply_by": clock.today(), "score_by": clock.today()})
    made.act("finish_scoring")
    row = made["A2"]
    Contest.objects.create(
        evaluation=row, node=row.scheme.nodes.get(), text="少计", file="证书.pdf v1", filed_on=clock.today()
    )
    leaves(made, "A2")
    left(made, "A2")
    made.act("close_contest")
    assert (made["A1"].state, made["A2"].state, made["A2"].score) == ("reviewed", "left_out", 70)
