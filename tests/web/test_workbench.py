"""The workbench: what it costs, what the calendar does next, and one's deadlines in a calendar of one's own."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.obligations.models import Feed
from kechuang.casework.parties.models import Membership, Role
from kechuang.core.clock import moved_to
from kechuang.web.workbench.days import next_rest
from tests.casework.office import LONG_AGO, Office, drafted, make_office, registered
from tests.casework.test_engine import sign, to_signing


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


def signed(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office[name], backend="django.contrib.auth.backends.ModelBackend")
    return client


def cost(client: Client, url: str = "/workbench/") -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_a_manager_of_many_platforms_costs_what_one_of_one_costs(office: Office) -> None:
    drafted(office, registered(office))
    manager = office["kq-manager"]
    one = cost(signed(office, "kq-manager"))
    for n in range(4):
        platform = registered(office, title=f"第{n}所")
        Membership.objects.create(
            user=manager, organisation=platform.owner, role=Role.PLATFORM_MANAGER, valid_from=LONG_AGO
        )
    office.users["kq-manager"] = manager
    assert cost(signed(office, "kq-manager")) == one < 20


@pytest.mark.parametrize("name", ["kq-park-leader", "kq-st_department-clerk", "kq-professor", "kq-firm-member"])
def test_every_role_has_its_three_parts_for_less_than_twenty_queries(office: Office, name: str) -> None:
    drafted(office, registered(office))
    client = signed(office, name)
    text = client.get("/workbench/").content.decode()
    for heading in ('id="due"', 'id="claim"', 'id="changed"'):
        assert heading in text
    assert cost(client) < 20
    assert cost(client, "/workbench/?who=office") < 20


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 9, 1), "下一个法定节假日是中秋节，9月25日至9月27日，其间到期的顺延至9月28日。"),
        (dt.date(2026, 9, 28), "下一个法定节假日是国庆节，10月1日至10月7日，其间到期的顺延至10月8日。"),
        (dt.date(2026, 10, 2), "今天是周五，国庆节放假。"),
        (dt.date(2026, 9, 20), "今天是周日，国庆节调休上班。"),
        (dt.date(2026, 11, 21), "2027 年的放假安排尚未公布，暂按法定节假日。"),
    ],
)
def test_what_the_calendar_does_next(day: dt.date, words: str) -> None:
    with moved_to(day):
        assert words in next_rest(day)


def test_an_address_is_shown_once_read_without_signing_in_and_revoked(office: Office) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        agreement = to_signing(office)
    with moved_to(dt.date(2026, 2, 2)):
        for name in ("kq-park-clerk", "kq-professor", "kq-manager"):
            sign(office, agreement, name, "2026-01-31")
        client = signed(office, "kq-park-clerk")
        made = client.post("/calendars/", {"name": "手机"})
        assert made.status_code == 201
        found = re.search(r'id="address">(http://testserver(/calendars/[^<]+\.ics))<', made.content.decode())
        assert found
        assert found[1] not in client.get("/calendars/").content.decode()
        answer = Client().get(found[2])
        assert answer["Content-Type"].startswith("text/calendar")
        (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert event["url"] == f"http://testserver/case/{agreement.number}/"
        (feed,) = Feed.objects.all()
        assert signed(office, "kc-park-clerk").post(f"/calendars/{feed.pk}/revoke/").status_code == 404
        assert Client().get(found[2]).status_code == 200
        client.post(f"/calendars/{feed.pk}/revoke/")
        assert Client().get(found[2]).status_code == 404
        assert client.get(f"/calendars/{feed.pk}/revoke/").status_code == 405


def test_addresses_are_named_and_few(office: Office) -> None:
    client = signed(office, "kq-park-clerk")
    assert client.post("/calendars/", {"name": " "}).status_code == 422
    for n in range(10):
        assert client.post("/calendars/", {"name": f"第{n}个"}).status_code == 201
    assert "最多 10 个" in client.post("/calendars/", {"name": "再一个"}).content.decode()
    assert Feed.objects.count() == 10
    assert Client().get("/calendars/").status_code == 302
    assert Client().get("/calendars/nothing.ics").status_code == 404


def test_what_is_cut_off_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        to_signing(office)
        client = signed(office, "kq-manager")
        whole = client.get("/workbench/").content.decode()
        assert "k-due__what" in whole
        assert "这里只列最早的" not in whole
        monkeypatch.setattr("kechuang.web.workbench.queries.SHOWN", 0)
        assert "这里只列最早的" in client.get("/workbench/").content.decode()
