"""Panels for many platforms and what follows from many results: beside the request, with progress, once, and on from where it stopped."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.direct import step
from kechuang.casework.cases.models import LongStep
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.parties.models import User
from kechuang.casework.reviews.demo_pool import make_pool
from kechuang.casework.reviews.models import Expert, Panel, Score
from kechuang.core import clock
from kechuang.core.jobs import run_waiting
from kechuang.core.permissions import Refused
from kechuang.domains.evaluation import consequences, drawing
from kechuang.domains.evaluation.models import Effect, Evaluation, Scheme, SchemeNode
from tests.casework.office import Office, act
from tests.domains.evaluation import playing as playing_room
from tests.domains.evaluation.playing import (
    BUREAU,
    HELD,
    Played,
    _submitted,
    make_binjiang,
    no_vetoes,
    platform,
    playing,
    proposed,
    published,
    scored_round,
    user_of,
)  # fmt: skip

pytestmark = pytest.mark.django_db
BASIC = "basic_research"
DAYS = {"reply_by": "2026-12-20", "score_by": "2026-12-30"}
DRAW = {"seats_scientific": "2", **DAYS}


@pytest.fixture
def many(office: Office, monkeypatch: pytest.MonkeyPatch) -> Played:
    """Four platforms to be scored by experts, where one is already too many for a request."""
    monkeypatch.setattr(drawing, "AT_ONCE", 1)
    monkeypatch.setitem(longsteps._KINDS, drawing.DRAW.name, _smaller(drawing.DRAW, 2))
    make_binjiang(office)
    make_pool(office[BUREAU], 12)
    return playing(office, {BASIC: [None] * 4}, scored=100)


def _smaller(kind: longsteps.LongKind, at_once: int) -> longsteps.LongKind:
    return longsteps.LongKind(kind.name, kind.model, kind.label, kind.keys, kind.part, kind.may, at_once)


def client_of(office: Office, name: str) -> Client:
    return client_of_user(office[name])


def client_of_user(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_first_panel_is_drawn_at_once_and_the_rest_by_a_worker_with_progress(office: Office, many: Played) -> None:
    campaign = many.act("start_scoring", DRAW)
    assert campaign.state == "scoring"
    assert Panel.objects.count() == 1
    step = LongStep.objects.get()
    assert (step.state, step.done, step.total) == ("running", 0, 3)
    client = client_of(office, BUREAU)
    page = client.get(f"/case/{campaign.number}/").content.decode()
    assert f'hx-get="/case/{campaign.number}/steps/{step.pk}/"' in page
    assert "已办 0 项，共 3 项" in page
    with pytest.raises(Refused, match="正在抽取专家"):
        many.act("draw_again", DRAW)

    kind = longsteps.kind_of(step.name)
    assert longsteps._next(step.pk, kind), "one part, and something is left"
    line = client.get(f"/case/{campaign.number}/steps/{step.pk}/")
    assert "已办 2 项，共 3 项" in line.content.decode()
    assert "HX-Refresh" not in line
    assert run_waiting() >= 1
    step.refresh_from_db()
    assert (step.state, step.done) == ("done", 3)
    assert client.get(f"/case/{campaign.number}/steps/{step.pk}/")["HX-Refresh"] == "true"
    assert Panel.objects.values("subject_id").distinct().count() == Panel.objects.count() == 4
    assert Todo.objects.filter(name="accept").count() == 8
    assert Message.objects.filter(user=office[BUREAU], case_id=campaign.pk, text__contains="已办完，共 3 项").exists()
    longsteps.work(step.pk)
    assert Panel.objects.count() == 4, "carried out again, it changes nothing"


def test_one_that_cannot_go_on_says_why_and_goes_on_later(office: Office, many: Played) -> None:
    campaign = many.act("start_scoring", DRAW)
    experts = User.objects.filter(person__in=Expert.objects.values("person"))
    experts.update(is_active=False)
    run_waiting()
    step = LongStep.objects.get()
    assert step.state == "stopped"
    assert "可抽 0 人" in step.problem
    assert Panel.objects.count() == 1
    client = client_of(office, BUREAU)
    assert step.problem.split("：")[0] in client.get(f"/case/{campaign.number}/").content.decode()
    resume = f"/case/{campaign.number}/steps/{step.pk}/resume/"
    assert client_of(office, "manager-A1").post(resume).status_code in (403, 404)
    step.refresh_from_db()
    assert step.state == "stopped"

    experts.update(is_active=True)
    assert client.post(resume).status_code == 302
    assert client.post(resume).status_code == 302, "once more changes nothing"
    run_waiting()
    step.refresh_from_db()
    assert step.state == "done"
    assert Panel.objects.count() == 4


def test_a_pool_too_small_is_told_at_the_field_before_anything_moves(office: Office, many: Played) -> None:
    with pytest.raises(Refused) as refused:
        many.act("start_scoring", {**DRAW, "seats_scientific": "9"})
    assert "seats_scientific" in refused.value.refusal.errors
    assert not Panel.objects.exists()
    assert not LongStep.objects.exists()


def test_what_follows_from_many_results_is_made_by_a_worker_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consequences, "AT_ONCE", 2)
    monkeypatch.setitem(longsteps._KINDS, consequences.EFFECTS.name, _smaller(consequences.EFFECTS, 2))
    made = scored_round(office, {BASIC: ["95", "70", "50"]})
    campaign = published(made)
    assert campaign.state == "published"
    assert made.grades()["A3"] == "unqualified"
    assert not Effect.objects.exists()
    with clock.moved_to(campaign.published_on), pytest.raises(Refused, match="还有 3 家的效果没有作出"):
        made.act("close_campaign", {}, by="bj-st_department-leader")
    run_waiting()
    told = set(Effect.objects.values_list("evaluation__platform__title", "kind"))
    assert ("A3", "cut") in told or ("A3", "rectification") in told
    assert LongStep.objects.get().state == "done"
    longsteps.work(LongStep.objects.get().pk)
    assert Effect.objects.count() == len(told)


def test_an_expert_hands_in_a_whole_panel_in_as_many_statements_however_many_indicators(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One action for the panel: 1 indicator or 20, and pages of a platform and a campaign cost the same for both."""
    make_binjiang(office)
    make_pool(office[BUREAU], 12)
    monkeypatch.setattr(playing_room, "scheme", _scheme)
    made = playing(office, {BASIC: [None], "technology_innovation": [None] * 2}, scored=100)
    made.act("start_scoring", {**DRAW, "seats_scientific": "1"})
    spent, looked = {}, {}
    for title in ("B2", "A1", "B1"):  # the first warms up
        panel = Panel.objects.get(subject_id=made.evaluations[title])
        (seat,) = panel.seats.all()
        expert = user_of(seat)
        act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, expert)
        act("reviews.panel.begin", panel, {}, office[BUREAU])
        points = {f"points_{one['name']}": "82.5" for one in panel.criteria}
        reasons = {f"comment_{one['name']}": "见材料" for one in panel.criteria}
        with CaptureQueriesContext(connection) as asked:
            client = client_of_user(expert)
            assert client.get(f"/case/{seat.number}/submit/").status_code == 200
        looked[title] = len(asked)
        with CaptureQueriesContext(connection) as asked:
            act("reviews.seat.submit", seat, points | reasons, expert)
        spent[title] = len(asked)
        assert Score.objects.filter(seat=seat).count() == len(points) == (1 if title == "A1" else 20)
    assert spent["A1"] == spent["B1"] <= 34, spent
    assert looked["A1"] == looked["B1"], looked


def _scheme(office: Office, kind: str, scored: int = 0) -> Scheme:
    made: Scheme = act(
        "evaluation.scheme.draft_scheme", None, {"platform_class": kind, "year": 2025}, office[BUREAU]
    ).case
    many = 1 if kind == BASIC else 20
    for n in range(many):
        SchemeNode.objects.create(
            scheme=made, code=f"E{n}", name=f"指标{n}", weight=100 // many, kind="scored", position=n
        )
    with transaction.atomic():
        made.adopted_on = HELD
        step(made, "adopt_scheme", to="adopted")
    return made


def test_pages_of_a_round_cost_the_same_for_one_platform_and_for_thirty(office: Office) -> None:
    """The campaign, the list and the simulator with 1 and with 30 platforms."""
    one = scored_round(office, {BASIC: ["91"]})
    no_vetoes(one)
    proposed(one)
    client = client_of(office, "bj-st_department-leader")
    paths = (f"/case/{one.campaign.number}/", "/evaluations/", f"/evaluation-simulator/{one.campaign.number}/")

    def costs() -> list[int]:
        found = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found.append(len(asked))
        return found

    before = costs()
    scheme = one.scheme[BASIC]
    for n in range(29):
        place = platform(office, f"Z{n}", BASIC)
        pk = _submitted(one, place, scheme, "70")
        Evaluation.objects.filter(pk=pk).update(score="70")
        with transaction.atomic():
            step(Evaluation.objects.get(pk=pk), "take_over", to="reviewed")
    assert costs() == before
    assert max(before) <= 60, before
