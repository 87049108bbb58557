"""A round from the experts to the publication: who sees what when, the quota kept, vetoes first, every department heard."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.cases.direct import step
from kechuang.casework.cases.models import CaseDetermination
from kechuang.casework.reviews.demo_pool import make_pool
from kechuang.casework.reviews.models import Panel
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.models import ClassLine, Evaluation, IndicatorValue, Rectification
from kechuang.domains.evaluation.queries.grading import graded, lines_of
from tests.casework.office import Office, act, registered
from tests.domains.evaluation import results
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
    published,
    scored_round,
    settled,
    user_of,
)
from tests.domains.evaluation.results import fact

BASIC, TECHNOLOGY, SERVICE = "basic_research", "technology_innovation", "innovation_service"
DRAW = {"seats_scientific": "3"}


def panels_done(made: Played, points: dict[str, list[str]]) -> None:
    """Every panel taken to its end through the experts' own actions; points by platform, one of each expert."""
    for title, given in points.items():
        panel = Panel.objects.get(subject_id=made.evaluations[title])
        for seat in panel.seats.filter(state="asked").order_by("label"):
            act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
        act("reviews.panel.begin", panel, {}, made.office[BUREAU])
        (criterion,) = panel.criteria
        for seat, mark in zip(panel.seats.sitting().order_by("label"), given, strict=True):
            data = {f"points_{criterion['name']}": mark, f"comment_{criterion['name']}": "论文有影响"}
            act("reviews.seat.submit", seat, data, user_of(seat))
        act("reviews.panel.discuss", panel, {}, made.office[BUREAU])
        act("reviews.panel.settle", panel, {}, made.office[BUREAU])
        chair = Panel.objects.get(pk=panel.pk).chair
        assert chair is not None
        last = {"opinion_text": "同意。", "met_on": clock.today(), "place": "三楼"}
        act("reviews.panel.conclude", panel, last, user_of(chair))


def test_experts_score_half_and_the_records_half(office: Office) -> None:
    make_binjiang(office)
    make_pool(office[BUREAU], 24)
    made = playing(office, {TECHNOLOGY: [80, 70]}, scored=50)
    days = {"reply_by": clock.today(), "score_by": clock.today() + dt.timedelta(9)}
    made.act("start_scoring", {**DRAW, **days})
    panel = Panel.objects.get(subject_id=made.evaluations["A1"])
    assert [(c["label"], c["weight"], c["points"]) for c in panel.criteria] == [("E 科研水平", "1", 100)]
    assert panel.owner.name == "bj-st_department"
    with pytest.raises(Refused, match="2 家平台的专家组没有出结论"):
        made.act("finish_scoring")
    panels_done(made, {"A1": ["90", "85.5", "80"], "A2": ["60", "61", "61"]})
    assert made["A1"].score is None, "no score before the phase is over"
    made.act("finish_scoring")
    assert (made["A1"].score, made["A2"].score) == (Decimal("82.5833").quantize(Decimal("0.01")), Decimal("65.33"))
    marks = dict(IndicatorValue.objects.filter(evaluation=made["A2"]).values_list("node__code", "score"))
    assert marks == {"R": Decimal("70.0000"), "E": Decimal("60.6667")}
    assert (made["A1"].state, made.campaign.state) == ("scored", "contest")


def test_no_score_without_its_reason(office: Office) -> None:
    make_binjiang(office)
    make_pool(office[BUREAU], 24)
    made = playing(office, {TECHNOLOGY: [80]}, scored=50)
    made.act("start_scoring", {**DRAW, "reply_by": clock.today(), "score_by": clock.today() + dt.timedelta(9)})
    panel = Panel.objects.get(subject_id=made.evaluations["A1"])
    for seat in panel.seats.filter(state="asked"):
        act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
    act("reviews.panel.begin", panel, {}, made.office[BUREAU])
    (criterion,) = panel.criteria
    seat = panel.seats.sitting().order_by("label")[0]
    data = {f"points_{criterion['name']}": "85.5", f"comment_{criterion['name']}": "  "}
    with pytest.raises(Refused) as caught:
        act("reviews.seat.submit", seat, data, user_of(seat))
    assert list(caught.value.refusal.errors) == [f"comment_{criterion['name']}"]


def test_without_values_nobody_is_given_nothing_in_silence(office: Office) -> None:
    made = playing(office, {TECHNOLOGY: [80, None]})
    days = {"reply_by": clock.today(), "score_by": clock.today()}
    made.act("start_scoring", {**DRAW, **days})
    with pytest.raises(Refused, match=r"缺数.*A2"):
        made.act("finish_scoring")
    made.act("finish_scoring", {"missing_is_zero": True})
    assert (made["A1"].score, made["A2"].score) == (80, 0)


def test_a_settled_contest_changes_the_score_it_is_about(office: Office) -> None:
    from kechuang.domains.evaluation.models import Contest

    made = playing(office, {TECHNOLOGY: [80, 70]})
    made.act("start_scoring", {**DRAW, "reply_by": clock.today(), "score_by": clock.today()})
    made.act("finish_scoring")
    row = made["A2"]
    contest = Contest.objects.create(
        evaluation=row, node=row.scheme.nodes.get(), text="少计两项", file="证书.pdf v1", filed_on=clock.today()
    )
    with pytest.raises(Refused, match="1 件申辩没有答复"):
        made.act("close_contest")
    Contest.objects.filter(pk=contest.pk).update(
        outcome="upheld", answer="属实", answered_on=clock.today(), score=Decimal("72.5")
    )
    made.act("close_contest")
    assert (made["A1"].score, made["A2"].score) == (80, Decimal("72.5"))
    assert {made["A1"].state, made["A2"].state} == {"reviewed"}


def test_scenario_22_played_to_publication(office: Office) -> None:
    """9, 7 and 4 platforms: 1, 1 and 0 excellent; a director with an integrity case fails with 92."""
    scores = {
        BASIC: [94 - 3 * n for n in range(9)],
        TECHNOLOGY: [92, *[89 - 3 * n for n in range(6)]],
        SERVICE: [88, 83, 79, 55],
    }
    made = scored_round(office, scores)
    no_vetoes(made, {"B1": ["integrity"]})
    proposed(made)
    lines = {line.platform_class: (line.evaluated, line.quota) for line in ClassLine.objects.all()}
    assert lines == {BASIC: (9, 1), TECHNOLOGY: (7, 1), SERVICE: (4, 0)}
    heard(made)
    settled(made)
    assert set(made.grades().values()) == {""}, "final only when published"
    in_notice(made)
    notice = made.campaign.notices.get()
    assert "一票否决" not in notice.fields["results"]
    assert "技术创新型 · 不合格：B1" in notice.fields["results"]
    told: list[Any] = []
    following._PUBLISHED.append(told.append)
    try:
        with pytest.raises(Refused) as refused:
            made.act("publish", by=LEADER)
        assert refused.value.refusal.opens_on == clock.today() + dt.timedelta(16)
        with clock.moved_to(clock.today() + dt.timedelta(16)):
            made.act("publish", by=LEADER)
    finally:
        following._PUBLISHED.pop()
    grades = made.grades()
    assert [t for t, grade in grades.items() if grade == "excellent"] == ["A1", "B2"]
    assert [t for t, grade in grades.items() if grade == "unqualified"] == ["B1", "C4"]
    assert (made["B1"].score, made["B1"].veto) == (92, True)
    assert [one.campaign.pk for one in told] == [made.campaign.pk]
    assert {made[t].state for t in grades} == {"published"}
    with pytest.raises(Refused) as refused:
        made.act("close_campaign", by=LEADER)
    assert "2 项效果待认定或者待核定预算" in refused.value.refusal.errors["note"][0], "what is open is named"
    made.act("close_campaign", {"note": "预算核定后由财政部门执行"}, by=LEADER)
    assert made.campaign.state == "closed"


def test_the_work_is_not_over_before_every_order_is_given(office: Office) -> None:
    """Quzhou: a failing platform is rectified; the order is the department's to give."""
    platform = registered(office, "330802", "kc")
    fact(platform, "unit.public_platform")
    campaign = results.published(office, {platform: "unqualified"}, mark="kc")
    with transaction.atomic():
        campaign.published_on = clock.today()
        step(campaign, "publish", to="published")
    case, leader = Rectification.objects.get(), office["kc-st_department-leader"]
    client = Client()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/case/{campaign.number}/").content.decode()
    assert "还有 1 件整改通知没有下达" in page
    assert case.number in page
    with pytest.raises(Refused, match=case.number) as refused:
        act("evaluation.campaign.close_campaign", campaign, {"note": "另行办理"}, leader)
    assert refused.value.refusal.ground is Ground.STATE
    order = {"due_on": clock.today() + dt.timedelta(60), "requirements": "补齐研发投入", "document": "衢科〔2026〕9 号"}
    act("evaluation.rectification.order_rectification", case, order, leader)
    with pytest.raises(Refused) as refused:
        act("evaluation.campaign.close_campaign", campaign, {}, leader)
    assert "1 件整改还没有验收" in refused.value.refusal.errors["note"][0]
    assert act("evaluation.campaign.close_campaign", campaign, {"note": "整改到期验收"}, leader).case.state == "closed"


def test_grades_are_not_settled_before_all_is_said(office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [90, 90, 90, 70, 50]})
    proposed(made)
    with pytest.raises(Refused, match="否决事项还没有核查"):
        settled(made)
    no_vetoes(made)
    proposed(made)
    with pytest.raises(Refused, match=r"同分跨过优秀名额.*A1"):
        settled(made)
    for place, title in enumerate(("A2", "A1", "A3"), start=1):
        data = {"evaluation": made.evaluations[title], "place": place, "reason": "成果转化收入更高"}
        made.act("decide_tie", data, by=LEADER)
    assert [t for t, g in made.grades("proposed_grade").items() if g == "excellent"] == ["A2"]
    assert made["A2"].tie_rule == "decision"
    heard(made, but=["finance_department"])
    with pytest.raises(Refused, match="财政"):
        settled(made)
    heard(made)
    with pytest.raises(Refused):
        settled(made, district_leader=False)
    settled(made)
    with pytest.raises(Refused, match="要改先撤回审定"):
        proposed(made)
    made.act("take_back", {"note": "得分有误"}, by=LEADER)
    assert (made.campaign.settled_on, made["A1"].state) == (None, "reviewed")


def test_a_rule_for_ties_is_recorded_and_told(office: Office) -> None:
    """Equal scores of 75: by record 90 against 60 and by experts 60 against 90; the rule compares the record first."""
    made = scored_round(office, {TECHNOLOGY: [75, 75, 70, 65, 60]})
    no_vetoes(made)
    proposed(made, tie_technology_innovation="R", good_technology_innovation="70")
    assert [made[t].proposed_grade for t in ("A1", "A2")] == ["good", "good"], "the rule finds them equal too"
    with pytest.raises(Refused) as refused:
        proposed(made, tie_technology_innovation="R X")
    assert list(refused.value.refusal.errors) == ["tie_technology_innovation"]


def test_an_upheld_objection_brings_the_grades_back(office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [90, 80, 70, 60, 50]})
    no_vetoes(made)
    proposed(made)
    heard(made)
    settled(made)
    in_notice(made)
    made.act("take_back", {"note": "异议成立"}, by=LEADER)
    assert made.campaign.state == "joint_review"
    assert not made.campaign.notices.filter(live=True).exists()
    settled(made)
    in_notice(made)
    assert made.campaign.state == "in_notice"


def test_the_database_holds_the_quota_and_what_is_published(office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [90, 80, 70, 60, 50]})
    no_vetoes(made)
    proposed(made)
    with pytest.raises(IntegrityError, match="quota is 1"), transaction.atomic():
        Evaluation.objects.filter(pk=made["A2"].pk).update(proposed_grade="excellent")
    published(made)
    excellent = made["A1"]
    assert excellent.grade == "excellent"
    for change in ({"grade": "good"}, {"score": 1}, {"veto": True}):
        with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
            Evaluation.objects.filter(pk=excellent.pk).update(**change)


def test_quotas_follow_how_the_law_is_read_in_the_campaign(office: Office) -> None:
    made = scored_round(office, {TECHNOLOGY: [90 - n for n in range(9)]})
    no_vetoes(made)
    proposed(made)
    assert sum(g == "excellent" for g in made.grades("proposed_grade").values()) == 1
    CaseDetermination.objects.create(
        case=made.campaign, question="A23.rounding", answer="ceil", basis="管委会会议纪要", by=office[LEADER]
    )
    proposed(made)
    assert sum(g == "excellent" for g in made.grades("proposed_grade").values()) == 2
    told = graded(made.campaign, lines_of(made.campaign))
    assert told.bill().awarded == 2 * 300_000_000
