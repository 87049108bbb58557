"""Who may, told by hand; everybody else is refused on the ground of permission. And the races."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.inbox.models import Todo
from kechuang.casework.reviews import redrawing
from kechuang.casework.reviews.models import Expert, Panel, Receipt, Score, Seat
from kechuang.core.permissions import Ground, Refused
from tests.casework.office import act
from tests.casework.reviews.conftest import Pool, accepted, brought_to, make_pool, scores_for, user_of

KEEPER = {"st_department-clerk", "st_department-leader"}
SEATED, CHAIR = {"expert A"}, {"expert chair"}
ALLOWED: dict[type, dict[str, set[str]]] = {
    Expert: {
        "enter": KEEPER,
        "apply": {"expert A"},
        **dict.fromkeys(("admit", "refuse", "suspend", "reinstate"), KEEPER),
        **dict.fromkeys(("amend", "declare", "end_conflict", "retire"), KEEPER | SEATED),
    },
    Panel: {
        **dict.fromkeys(("convene", "name_chair", "remind", "begin"), KEEPER),
        **dict.fromkeys(("discuss", "settle"), KEEPER | CHAIR),
        "conclude": CHAIR,
        "void": {"st_department-leader"},
    },
    Seat: {
        **dict.fromkeys(("accept", "decline", "recuse", "submit", "revise", "say"), SEATED),
        "uphold": {"st_department-leader"},
        "replace": KEEPER,
    },
}


def test_every_action_and_role_in_the_own_and_a_foreign_region(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    chair = panel.chair
    assert chair is not None
    seat = panel.seats.exclude(pk=chair.pk).order_by("label")[0]
    other = panel.seats.exclude(pk__in=(chair.pk, seat.pk)).get()
    pool.office.user("kq-reader", pool.office.organisations["kq-university"], "expert")
    people: dict[str, Any] = {name: user for name, user in pool.office.users.items() if not name.endswith("manager")}
    people |= {"kq-expert A": user_of(seat), "kq-expert chair": user_of(chair), "kq-expert B": user_of(other)}
    from kechuang.casework.parties.models import Membership

    Membership.objects.create(
        user=user_of(seat), organisation=seat.expert.organisation, role="expert", valid_from="2020-01-01"
    )
    cases: dict[type, Any] = {Expert: seat.expert, Panel: panel, Seat: seat}
    for model, case in cases.items():
        assert set(actions_of(model)) == set(ALLOWED[model])
        for name, action in actions_of(model).items():
            for user_name, user in people.items():
                mark, _, who = user_name.partition("-")
                expected = mark == "kq" and who in ALLOWED[model][name]
                assert action.by.test(user, case) is expected, (action.key, user_name)


def test_a_reviewer_cannot_score_for_another_nor_see_their_seat(pool: Pool) -> None:
    panel = brought_to(pool, "scoring")
    a, b = panel.seats.order_by("label")[:2]
    with pytest.raises(Seat.DoesNotExist):
        act("reviews.seat.submit", a, scores_for(a), user_of(b))
    with pytest.raises(Refused) as refused:
        act("reviews.seat.submit", a, scores_for(a), pool.leader)
    assert refused.value.refusal.ground is Ground.PERMISSION


def test_who_could_be_a_judge_in_their_own_cause_is_refused(pool: Pool) -> None:
    from kechuang.casework.reviews import services

    with pytest.raises(Refused) as refused:
        services.open_panel(pool.subject, "test_whole", by=pool.office["kq-manager"])
    assert refused.value.refusal.ground is Ground.PERMISSION


def _in_threads(*calls: Any) -> list[str]:
    def one(call: Any) -> str:
        try:
            call()
        except Refused as refused:
            return str(refused.refusal.ground)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(one, calls))


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_and_a_chair_who_closes_at_once() -> None:
    """Whoever is first, no score comes in after the blind phase, none is lost, and nothing hangs."""
    pool = make_pool()
    panel = brought_to(pool, "scoring")
    seats = list(panel.seats.select_related("panel", "expert__person").order_by("label"))
    act("reviews.seat.submit", seats[0], scores_for(seats[0]), user_of(seats[0]))
    before = {"done": 0, "state": 0, "changed": 0, "law": 0}
    answers = _in_threads(
        lambda: act("reviews.seat.submit", seats[1], scores_for(seats[1]), user_of(seats[1])),
        lambda: act("reviews.seat.submit", seats[2], scores_for(seats[2]), user_of(seats[2])),
        lambda: act("reviews.panel.discuss", panel, {}, pool.clerk),
    )
    assert set(answers) <= set(before)
    panel = Panel.objects.get(pk=panel.pk)
    submitted = panel.seats.filter(state="submitted").count()
    assert Score.objects.filter(seat__panel=panel).count() == 2 * submitted == 2 * Receipt.objects.count()
    if panel.state == "discussion":
        assert submitted == 3
    else:
        assert answers[2] == "state"
        for seat in panel.seats.filter(state="accepted"):
            act("reviews.seat.submit", seat, scores_for(seat), user_of(seat))
        assert Todo.objects.open().filter(case_id=panel.pk, name="discuss").exists()


@pytest.mark.django_db(transaction=True)
def test_a_reviewer_who_revises_while_the_chair_concludes() -> None:
    pool = make_pool()
    panel = brought_to(pool, "final")
    chair = panel.chair
    assert chair is not None
    seat = panel.seats.exclude(pk=chair.pk).order_by("label")[0]
    data = {"opinion": "recommend", "opinion_text": "好", "met_on": "2026-01-05", "place": "会议室"}
    answers = _in_threads(
        lambda: act("reviews.seat.revise", seat, scores_for(seat, 0.9), user_of(seat)),
        lambda: act("reviews.panel.conclude", panel, data, user_of(chair)),
    )
    assert answers[1] in ("done", "changed")
    panel = Panel.objects.get(pk=panel.pk)
    finals = Score.objects.filter(seat=seat, phase="final").count()
    assert finals == (2 if answers[0] == "done" else 0)
    assert panel.state == ("closed" if answers[1] == "done" else "final")


@pytest.mark.django_db(transaction=True)
def test_two_who_leave_at_once_are_replaced_by_two_different_experts() -> None:
    pool = make_pool()
    panel = accepted(pool.open())
    seats = list(panel.seats.order_by("label"))
    answers = _in_threads(
        *[lambda s=seat: act("reviews.seat.decline", s, {"note": "没空"}, user_of(s)) for seat in seats[:2]]
    )
    assert answers == ["done", "done"]
    assert panel.seats.sitting().count() == 3
    assert len(set(panel.seats.values_list("expert_id", flat=True))) == 5
    assert redrawing.of(panel.number).same  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_of_two_panels_opened_at_once_one_is_drawn() -> None:
    pool = make_pool()
    answers = _in_threads(pool.open, pool.open)
    assert sorted(answers) == ["done", "state"]
    assert Panel.objects.count() == 1
