"""The panels of a campaign taken a step further together: each on its own grounds, those that cannot are named with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.models import LongStep, TimelineEntry
from kechuang.casework.inbox.models import Message, Todo
from kechuang.casework.reviews.demo_pool import make_pool
from kechuang.casework.reviews.models import Minutes, Panel, Seat
from kechuang.core import clock
from kechuang.core.jobs import run_waiting
from kechuang.core.permissions import Refused
from kechuang.domains.evaluation import advancing
from tests.casework.office import Office, act
from tests.domains.evaluation.playing import BUREAU, Played, make_binjiang, playing, user_of

pytestmark = pytest.mark.django_db
DRAW = {"seats_scientific": "2", "reply_by": "2026-12-20", "score_by": "2026-12-30"}


@pytest.fixture
def four(office: Office) -> Played:
    """Four platforms, each with a panel of two; of one panel nobody has answered."""
    make_binjiang(office)
    make_pool(office[BUREAU], 12)
    made = playing(office, {"basic_research": [None] * 4}, scored=100)
    made.act("start_scoring", DRAW)
    for panel in Panel.objects.exclude(subject=made["A4"]):
        accepted(panel)
    return made


def accepted(panel: Panel) -> None:
    for seat in panel.seats.filter(state="asked"):
        act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))


def scored(panel: Panel) -> None:
    (criterion,) = panel.criteria
    for seat in panel.seats.filter(state="accepted"):
        data = {f"points_{criterion['name']}": "80", f"comment_{criterion['name']}": "见材料"}
        act("reviews.seat.submit", seat, data, user_of(seat))


def states(made: Played) -> dict[str, str]:
    return {title: Panel.objects.get(subject=made[title]).state for title in made.evaluations}


def page_of(made: Played) -> str:
    client = Client()
    client.force_login(made.office[BUREAU])
    return client.get(f"/case/{made.campaign.number}/").content.decode()


def test_those_that_are_ready_go_on_and_the_others_are_named(four: Played) -> None:
    four.act("advance_panels", {"step": "begin"})
    assert states(four) == {"A1": "scoring", "A2": "scoring", "A3": "scoring", "A4": "drawn"}
    waiting = Panel.objects.get(subject=four["A4"])
    step = LongStep.objects.get()
    assert (step.state, step.done, step.refused) == (
        "done",
        4,
        [[waiting.number, waiting.title, "还有 2 位专家没有确认"]],
    )
    page = page_of(four)
    assert "推进专家组（开始评分）" in page
    assert "办成 3 项，没有办成 1 项，共 4 项" in page
    assert "还有 2 位专家没有确认" in page
    assert Seat.objects.filter(panel=waiting, state="asked").count() == 2, "nobody was spared the declaration"
    assert TimelineEntry.objects.filter(case__kind="reviews.panel", action="begin").count() == 3, (
        "each in its own timeline"
    )

    accepted(waiting)
    four.act("advance_panels", {"step": "begin"})
    assert set(states(four).values()) == {"scoring"}
    assert "没有办成" not in page_of(four), "the last time all went on"

    for panel in Panel.objects.exclude(pk=waiting.pk):
        scored(panel)
    four.act("advance_panels", {"step": "discuss"})
    assert states(four) == {"A1": "discussion", "A2": "discussion", "A3": "discussion", "A4": "scoring"}
    assert "还有 2 位专家没有交评分" in page_of(four)
    four.act("advance_panels", {"step": "settle"})
    assert states(four)["A1"] == "final"
    with pytest.raises(Refused):
        four.act("advance_panels", {"step": "settle"})  # none stands there
    with pytest.raises(Refused, match="4 家平台的专家组没有出结论"):
        four.act("finish_scoring")


def test_a_chair_concludes_several_from_the_list_in_words_beside_the_scores(four: Played) -> None:
    accepted(Panel.objects.get(subject=four["A4"]))
    four.act("advance_panels", {"step": "begin"})
    for panel in Panel.objects.all():
        scored(panel)
    for name in ("discuss", "settle"):
        four.act("advance_panels", {"step": name})
    client = Client()
    for panel in Panel.objects.filter(state="final"):
        panel.refresh_from_db()
        chair = panel.chair
        if panel.state == "closed":
            continue  # with another of the same chair
        assert chair is not None
        asked = Todo.objects.open().filter(case_id=panel.pk, name="conclude")
        assert [todo.user for todo in asked] == [user_of(chair)], "the chair is asked for the conclusion"
        mine = Panel.objects.filter(chair__expert=chair.expert, state="final").values_list("pk", flat=True)
        client.force_login(user_of(chair), backend="django.contrib.auth.backends.ModelBackend")
        data = {"id": list(mine), "opinion_text": "按材料评分。", "met_on": clock.today().isoformat(), "place": "三楼"}
        client.post("/panels/bulk/conclude/", data)
    assert set(states(four).values()) == {"closed"}
    assert Minutes.objects.count() == 4
    assert not Todo.objects.open().filter(name="conclude").exists()
    panel = Panel.objects.get(subject=four["A1"])
    assert (panel.opinion, panel.opinion_words) == ("scored", "评分意见")
    client.force_login(four.office[BUREAU])
    for address in (f"/case/{panel.number}/", f"/case/{four['A1'].number}/"):
        text = client.get(address).content.decode()
        assert "建议通过" not in text, "a performance is scored, not passed"
    assert "评分意见" in client.get(f"/case/{panel.number}/").content.decode()
    assert four.act("finish_scoring").state == "contest"


def test_a_thousand_go_on_beside_the_request_with_progress(four: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advancing, "AT_ONCE", 1)
    kind = advancing.ADVANCE
    smaller = longsteps.LongKind(kind.name, kind.model, kind.label, kind.keys, kind.part, kind.may, 3)
    monkeypatch.setitem(longsteps._KINDS, kind.name, smaller)
    four.act("advance_panels", {"step": "begin"})
    step = LongStep.objects.get()
    assert (step.state, step.done, step.total) == ("running", 0, 4)
    with pytest.raises(Refused, match="正在推进专家组，已办 0 组，共 4 组"):
        four.act("advance_panels", {"step": "begin"})
    assert "已办 0 项，共 4 项" in page_of(four)
    assert longsteps._next(step.pk, smaller)
    assert "已办 3 项，共 4 项" in page_of(four)
    run_waiting()
    step.refresh_from_db()
    assert (step.state, step.done, len(step.refused)) == ("done", 4, 1)
    assert sorted(states(four).values()) == ["drawn", "scoring", "scoring", "scoring"]
    assert Message.objects.filter(user=four.office[BUREAU], text__contains="其中 1 项没有办成").exists()


def test_an_expert_accepts_several_seats_from_the_list_with_one_declaration(four: Played) -> None:
    waiting = Panel.objects.get(subject=four["A4"])
    seat: Any = waiting.seats.filter(state="asked").first()
    client = Client()
    client.force_login(user_of(seat), backend="django.contrib.auth.backends.ModelBackend")
    client.post("/seats/bulk/accept/", {"id": [seat.pk], "confidential": "on"})
    seat.refresh_from_db()
    assert seat.state == "asked", "not without the statement that nothing binds"
    client.post("/seats/bulk/accept/", {"id": [seat.pk], "confidential": "on", "no_conflict": "on"})
    seat.refresh_from_db()
    assert seat.state == "accepted"
