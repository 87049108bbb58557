"""An application for admission: written, handed in, and what keeps it from going on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from kechuang.casework.cases.models import Case, TimelineEntry
from kechuang.casework.inbox.models import Todo
from kechuang.casework.reviews.models import Panel, Seat
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.platforms.models import Admission
from tests.casework.office import Office, act
from tests.domains.platforms.admitting import (
    ADMISSION,
    CALL,
    accepted,
    application,
    called,
    day,
    experts,
    opened,
    submitted,
)


def refusal(name: str, case: object, data: dict[str, Any], by: Any) -> Any:
    with pytest.raises(Refused) as caught:
        act(name, case, data, by)
    return caught.value.refusal


def test_a_draft_is_the_applicants_alone_until_it_is_handed_in(office: Office) -> None:
    draft = opened(office, directions="")
    seen = {name: Case.objects.filter(pk=draft.pk).visible_to(office[name]).exists() for name in (
        "kc-professor", "kc-st_department-clerk", "kc-park-leader", "kq-professor",
    )}  # fmt: skip
    assert seen == {
        "kc-professor": True, "kc-st_department-clerk": False, "kc-park-leader": False, "kq-professor": False,
    }  # fmt: skip
    assert not Case.objects.filter(pk=draft.pk).visible_to(AnonymousUser()).exists()
    act(f"{ADMISSION}.fill", draft, application(office), office["kc-professor"])
    act(f"{ADMISSION}.submit", draft, {}, office["kc-professor"])
    assert Case.objects.filter(pk=draft.pk).visible_to(office["kc-st_department-clerk"]).exists()
    assert not Case.objects.filter(pk=draft.pk).visible_to(office["kq-st_department-clerk"]).exists()
    assert Todo.objects.open().filter(case_id=draft.pk, name="accept").count() == 1


def test_what_is_missing_is_named_field_by_field(office: Office) -> None:
    draft = opened(office, directions="", term_years="", industries=[])
    found = refusal(f"{ADMISSION}.submit", draft, {}, office["kc-professor"])
    assert set(found.errors) == {"directions", "term_years", "industries"}
    assert "主攻方向" in found.reason


def test_contacts_are_sealed_and_stay_out_of_the_timeline(office: Office) -> None:
    draft = opened(office)
    entry = TimelineEntry.objects.get(case=draft, action="apply")
    assert "contact_phone" not in entry.data
    assert "0570" not in str(entry.data)
    assert Admission.objects.get(pk=draft.pk).contact_phone == "0570-1234567"
    with transaction.atomic():
        raw = Admission.objects.raw("SELECT case_ptr_id, contact_phone AS sealed FROM platforms_admission")[0].sealed
    assert "0570" not in raw


def test_nobody_applies_for_an_organisation_of_others_but_an_office_that_enters_paper(office: Office) -> None:
    data = application(office, applicant=office.organisations["kq-university"].pk)
    assert refusal(f"{ADMISSION}.apply", None, data, office["kc-professor"]).ground is Ground.INPUT
    entered = act(f"{ADMISSION}.apply", None, data, office["kc-st_department-clerk"]).case
    assert (entered.owner.name, entered.confined) == ("kq-university", False)


def test_a_call_is_public_and_takes_applications_in_its_window_alone(office: Office) -> None:
    call = called(office, opens_on=day(3))
    assert call.documents == ["团队简历", "合作协议"]
    assert Case.objects.filter(pk=call.pk).visible_to(AnonymousUser()).exists()
    draft = opened(office, route="call", call=call.pk)
    found = refusal(f"{ADMISSION}.submit", draft, {}, office["kc-professor"])
    assert (found.ground, found.opens_on) == (Ground.STATE, call.opens_on)
    assert refusal(f"{CALL}.close", call, {}, office["kc-st_department-clerk"]).opens_on is not None
    with clock.moved_to(dt.datetime.combine(call.closes_on, dt.time(23, 59), clock.CHINA)):
        act(f"{ADMISSION}.submit", draft, {}, office["kc-professor"])
    late = opened(office, route="call", call=call.pk, title="迟到的")
    with clock.moved_to(call.closes_on + dt.timedelta(days=1)):
        assert "截止" in refusal(f"{ADMISSION}.submit", late, {}, office["kc-professor"]).reason
        act(f"{CALL}.close", call, {}, office["kc-st_department-clerk"])
        act(f"{ADMISSION}.send_back", draft, {"note": "补团队简历"}, office["kc-st_department-clerk"])
        again = act(f"{ADMISSION}.submit", draft, {}, office["kc-professor"]).case
    assert again.submitted_on == call.closes_on, "sent back after the window, it is still in time"


def test_a_call_with_applications_is_not_taken_back(office: Office) -> None:
    call = called(office)
    submitted(office, route="call", call=call.pk)
    clerk = office["kc-st_department-clerk"]
    assert "已有 1 件" in refusal(f"{CALL}.withdraw", call, {"note": "x"}, clerk).reason


def test_the_route_and_the_call_go_together(office: Office) -> None:
    call = called(office)
    data = application(office, route="call")
    assert "call" in refusal(f"{ADMISSION}.apply", None, data, office["kc-professor"]).errors
    elsewhere = application(office, route="call", call=call.pk, region="330603")
    assert "region" in refusal(f"{ADMISSION}.apply", None, elsewhere, office["kc-professor"]).errors
    direct = opened(office, route="direct", call=call.pk)
    assert Admission.objects.get(pk=direct.pk).call is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Admission.objects.filter(pk=direct.pk).update(call=call.pk)


def test_passing_the_form_check_draws_the_two_tracks(office: Office) -> None:
    experts(office)
    admission = accepted(office)
    panel = Panel.objects.get(subject=admission)
    seats = Seat.objects.filter(panel=panel)
    assert sorted(seats.values_list("side", flat=True)) == [
        "enterprise", "government", "investment", "platform", "scientific", "scientific",
    ]  # fmt: skip
    assert set(seats.values_list("track", flat=True)) == {"scientific_review", "investment_review"}
    assert panel.owner == office.organisations["kc-st_department"]


def test_with_too_few_experts_nothing_is_written_and_the_office_may_draw_later(office: Office) -> None:
    admission = submitted(office)
    clerk = office["kc-st_department-clerk"]
    found = refusal(f"{ADMISSION}.accept", admission, {"documents_checked": True, "draw_now": True}, clerk)
    assert "可抽 0 人" in found.reason
    admission.refresh_from_db()
    assert admission.state == "submitted"
    done = act(f"{ADMISSION}.accept", admission, {"documents_checked": True}, clerk).case
    assert done.state == "reviewing"
    assert not Panel.objects.exists()
    assert refusal(f"{ADMISSION}.conclude", done, {}, clerk).ground is Ground.INPUT
