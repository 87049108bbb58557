"""Personal data: masked everywhere, shown to few, for a reason, on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kechuang.casework.parties.models import Person, Unmasking, User
from kechuang.domains.platforms.models import Staff
from tests.api.conftest import Calls, bearer, session
from tests.casework.office import LONG_AGO, Office, registered

NUMBER = "11010519491231002X"
BODY = {"field": "id_number", "reason": "核对奖励发放对象"}


@pytest.fixture
def person(office: Office) -> Person:
    platform = registered(office)
    made = Person.objects.create(name="张某", id_number=NUMBER, phone="13800000000")
    Staff.objects.create(platform=platform, person=made, capacity="researcher", valid_from=LONG_AGO)
    return made


def test_the_four_and_what_is_on_record(office: Office, person: Person) -> None:
    path = f"/people/{person.pk}/unmask"
    for caller, expected in (
        (Calls(), 401),
        (session(office["kc-park-clerk"]), 404),
        (session(office["kq-firm-member"]), 404),
        (session(office["kq-professor"]), 404),
        (bearer(office["kq-manager"], scope="read"), 403),
    ):
        status, body = caller.post(path, BODY)
        assert status == expected
        assert NUMBER not in str(body)
    assert not Unmasking.objects.exists()
    for caller in (session(office["kq-manager"]), bearer(office["kq-st_department-clerk"])):
        assert caller.post(path, BODY) == (200, {"field": "id_number", "value": NUMBER})
    looks = list(Unmasking.objects.order_by("pk").values_list("by__username", "field", "reason"))
    assert looks == [
        (office["kq-manager"].username, "id_number", BODY["reason"]),
        ("kq-st_department-clerk", "id_number", BODY["reason"]),
    ]


@pytest.mark.parametrize("wrong", [{"reason": "  "}, {"reason": "x" * 201}, {"field": "password"}, {"field": "name"}])
def test_without_a_reason_nothing_is_shown_or_recorded(office: Office, person: Person, wrong: dict[str, Any]) -> None:
    status, body = session(office["kq-manager"]).post(f"/people/{person.pk}/unmask", BODY | wrong)
    assert (status, set(body["errors"])) == (422, set(wrong))
    assert not Unmasking.objects.exists()


def test_reading_shows_the_mask_alone(office: Office, person: Person) -> None:
    status, body = session(office["kq-manager"]).get(f"/people/{person.pk}/")
    assert (status, body["id_number"], body["phone"]) == (200, "110105***********X", "138******00")
    _status, case = session(office["kq-manager"]).get("/cases/", kind="platforms")
    _status, whole = session(office["kq-manager"]).get(f"/cases/{case['items'][0]['number']}/")
    assert whole["rows"]["staff"][0]["person"] == {"id": person.pk, "name": "张某"}
    assert NUMBER not in str(whole)
    assert not Unmasking.objects.exists()


def test_the_page_does_the_same(office: Office, person: Person) -> None:
    client = Client()
    client.force_login(office["kq-manager"])
    page = client.get(f"/people/{person.pk}/").content.decode()
    assert "110105***********X" in page
    assert NUMBER not in page
    answer = client.post(f"/people/{person.pk}/", {"field": "id_number", "reason": ""})
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()
    answer = client.post(f"/people/{person.pk}/", {"field": "id_number", "reason": BODY["reason"]})
    assert NUMBER in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Unmasking.objects.count() == 1
    other = Client()
    other.force_login(office["kc-park-clerk"])
    assert other.get(f"/people/{person.pk}/").status_code == 404


def test_ones_own_data_is_ones_own(office: Office, person: Person) -> None:
    User.objects.filter(pk=office["kq-professor"].pk).update(person=person)
    user = User.objects.get(pk=office["kq-professor"].pk)
    assert session(user).post(f"/people/{person.pk}/unmask", BODY)[0] == 200
