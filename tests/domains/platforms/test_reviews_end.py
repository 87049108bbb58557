"""A review ends with the matter it is about: no panel, seat or to-do outlives an application given up or refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from kechuang.casework.inbox.models import Following, Message, Todo
from kechuang.casework.reviews import services
from kechuang.casework.reviews.models import Panel
from kechuang.domains.platforms.models import Admission
from tests.casework.office import Office, act
from tests.domains.platforms.admitting import (
    ADMISSION,
    ASSESSED,
    BUDGET,
    accepted,
    experts,
    heard,
    reviewed,
    user_of,
)
from tests.domains.platforms.recognising import APPLICATION, applied, platform_of, taking

ACCEPT = {"no_conflict": True, "confidential": True}


def nothing_open(panel: Panel, told: str) -> None:
    panel = Panel.objects.get(pk=panel.pk)
    assert (panel.state, panel.closed_on is not None) == ("void", True)
    cases = [panel.pk, *panel.seats.values_list("pk", flat=True)]
    assert not Todo.objects.open().filter(case_id__in=cases).exists()
    for seat in panel.seats.all():
        assert seat.state in ("void", "done", "declined")
        heard_of_it = Message.objects.filter(user=user_of(seat), case_id=seat.pk, text__contains=told).exists()
        assert heard_of_it is (seat.state != "declined"), seat.label
    entry = panel.timeline.get(action="end")
    assert (entry.by, entry.to_state) == (None, "void")


@pytest.mark.parametrize("phase", ["drawn", "scoring"])
def test_an_application_withdrawn_ends_its_panel(office: Office, phase: str) -> None:
    experts(office)
    admission = accepted(office)
    panel = Panel.objects.get(subject=admission)
    first = panel.seats.order_by("label")[0]
    act("reviews.seat.decline", first, {"note": "没空"}, user_of(first))
    second = panel.seats.filter(state="asked").order_by("label")[0]
    act("reviews.seat.accept", second, ACCEPT, user_of(second))
    if phase == "scoring":
        for seat in panel.seats.filter(state="asked"):
            act("reviews.seat.accept", seat, ACCEPT, user_of(seat))
        act("reviews.panel.begin", panel, {}, office["kc-st_department-clerk"])
        assert Todo.objects.open().filter(name="submit").exists()
    assert Admission.objects.visible_to(user_of(second)).filter(pk=admission.pk).exists()
    professor = office["kc-professor"]
    act(f"{ADMISSION}.withdraw", admission, {"note": "另有安排"}, professor)
    nothing_open(panel, admission.number)
    assert not Admission.objects.visible_to(user_of(second)).filter(pk=admission.pk).exists()
    followed = Following.objects.filter(user=professor).values_list("case_id", flat=True)
    assert not {panel.pk, *panel.seats.values_list("pk", flat=True)} & set(followed), (
        "an applicant hears nothing of seats"
    )


def test_a_panel_asked_beside_the_argument_ends_with_a_refusal(office: Office) -> None:
    admission, clerk = reviewed(office), office["kc-st_department-clerk"]
    act(f"{ADMISSION}.arrange_budget", admission, BUDGET, clerk)
    act(f"{ADMISSION}.conclude", admission, {**ASSESSED, "consultation": heard(office).pk}, clerk)
    with transaction.atomic():
        beside = services.open_panel(admission, "expert_opinion", by=clerk)
    data = {"decision": "refuse", "reasons": "重复建设", "grounds": ["quzhou-2024:art9.p1"]}
    act(f"{ADMISSION}.decide", admission, data, office["kc-st_department-leader"])
    nothing_open(beside, admission.number)
    assert Panel.objects.get(subject=admission, purpose="admission").state == "closed", "what was concluded stays"


@pytest.mark.parametrize("how", ["withdraw", "refuse"])
def test_an_application_for_recognition_takes_its_panel_with_it(office: Office, how: str) -> None:
    experts(office)
    platform = platform_of(office)
    application = applied(office, taking(office, needs_review=True), platform)
    act(f"{APPLICATION}.accept", application, {"complete": True, "draw_now": True}, office["kc-st_department-clerk"])
    panel = Panel.objects.get(subject=application)
    by: Any = office[f"manager-{platform.pk}"] if how == "withdraw" else office["kc-st_department-leader"]
    data = {"note": "另有安排", "reasons": "人数不足", "grounds": ["quzhou-2024:art10.p3"]}
    act(f"{APPLICATION}.{how}", application, data, by)
    nothing_open(panel, application.number)
    if how == "withdraw":
        act(f"{APPLICATION}.resume", application, {}, by)
        act(f"{APPLICATION}.submit", application, {}, by)
        act(
            f"{APPLICATION}.accept", application, {"complete": True, "draw_now": True}, office["kc-st_department-clerk"]
        )
        assert Panel.objects.filter(subject=application).open().count() == 1, "another may be drawn"
