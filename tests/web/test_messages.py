"""Being told: in one's language, of what one wants to hear, read by a press and not by looking."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import Settings

from kechuang.casework.cases.actions import find_action
from kechuang.casework.inbox import mail
from kechuang.casework.inbox.models import Message, Preference, Todo
from kechuang.casework.inbox.services import ALWAYS, TOPICS, follow, tell
from kechuang.casework.obligations import daily
from kechuang.casework.parties.models import User
from kechuang.core.clock import moved_to
from kechuang.core.jobs import run_waiting
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, drafted, make_office, registered


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def reader(office: Office) -> User:
    """Someone who reads English, with an address."""
    user = office["kq-park-leader"]
    user.language, user.email = "en", "reader@example.test"
    user.save()
    return user


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def texts(user: User, **of: Any) -> list[str]:
    """What a person was told, as they read it in their language."""
    with translation.override(user.language):
        return [message.words for message in Message.objects.filter(user=user, **of).order_by("pk")]


def test_followers_are_told_what_was_done_each_in_their_language(office: Office, reader: User) -> None:
    case = registered(office)
    chinese = office["kq-talent_office-clerk"]
    for user in (reader, chinese):
        follow(user, case.pk)
    data = {"name": "重点实验室", "level": "province", "authority": "省科技厅", "valid_from": "2025-01-01"}
    recognise = find_action("platforms.platform", "recognise")
    with translation.override("en"):  # whoever acts, and in whatever language
        done = act(recognise.key, case, data, office["kq-st_department-clerk"])
    for user, language in ((chinese, "zh-hans"), (reader, "en")):
        (text,) = texts(user, topic="case")
        with translation.override(language):
            assert f"“{recognise.label}”" in text or f'"{recognise.label}"' in text, text
            assert str(done.case.state_label) in text
        assert case.number in text
        assert "kq-st_department-clerk" in text
    assert not texts(office["kq-st_department-clerk"], topic="case"), "who acts knows"


def test_to_dos_and_deadlines_are_told_in_the_reader_s_language_and_kept_in_chinese(
    office: Office, reader: User
) -> None:
    consulted = office["kq-finance_department-clerk"]
    consulted.language = "en"
    consulted.save()
    with moved_to(dt.date(2026, 1, 5)), translation.override("en"):
        agreement = drafted(office, registered(office))
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
    assert not re.search("[\u4e00-\u9fff]{3}", texts(consulted, topic="todo")[0].replace(agreement.title, ""))
    chinese = texts(office["kq-talent_office-clerk"], topic="todo")[0]
    assert re.search("[\u4e00-\u9fff]{3}", chinese.replace(agreement.title, ""))
    todo = Todo.objects.filter(organisation=office.organisations["kq-finance_department"]).get()
    assert re.search("[\u4e00-\u9fff]", todo.text)
    assert todo.text_en
    assert not re.search("[\u4e00-\u9fff]", todo.text_en)
    with translation.override("en"):
        assert todo.words == todo.text_en
    client = Client()
    client.force_login(consulted, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = "en"
    assert todo.text_en in client.get("/workbench/").content.decode()


def test_what_a_step_tells_beside_the_state_is_told_in_the_reader_s_language(office: Office, reader: User) -> None:
    case = registered(office)
    manager = office["kq-manager"]
    manager.language = "en"
    manager.save()
    clerk = office["kq-st_department-clerk"]
    data = {"name": "Key Laboratory", "level": "county", "authority": "区科技局", "valid_from": "2025-01-01"}
    act(f"{PLATFORM}.recognise", case, data, clerk)
    named = case.recognitions.get()
    act(f"{PLATFORM}.withdraw_recognition", case, {
        "recognition": named.pk, "withdrawn_on": "2026-03-01", "note": "不再符合条件",
    }, office["kq-st_department-leader"])  # fmt: skip
    told = [text for text in texts(manager, topic="case") if "Key Laboratory" in text]
    assert told
    assert not re.search("[\u4e00-\u9fff]", told[0]), told


def test_a_to_do_kept_before_there_was_english_shows_its_action(office: Office) -> None:
    with translation.override("en"):
        assert Todo(text="征求意见").words == ""


def test_late_obligations_are_told_in_the_leader_s_language(office: Office, reader: User) -> None:
    from kechuang.casework.obligations import services

    case = registered(office)
    park = office.organisations["kq-park"]
    services.start(
        case_id=case.pk, rule="agreement_filing", territory="330603", owner=park,
        facts={"agreement.signed_on": dt.date(2026, 1, 31)},
    )  # fmt: skip
    daily.run(dt.date(2026, 4, 1))
    found = texts(reader, topic="due")
    assert found
    assert all(not re.search("[\u4e00-\u9fff]", text) for text in found), found


def test_preferences_are_kept_and_obeyed(office: Office, reader: User, settings: Settings) -> None:
    settings.KECHUANG_ORIGIN = "https://kechuang.example"
    client = as_(reader)
    page = client.get("/account/messages/").content.decode()
    assert "reader@example.test" in page
    assert page.count("<select") == len(TOPICS)
    chosen = dict.fromkeys(TOPICS, "digest") | {"case": "never", "todo": "none", "due": "at_once"}
    assert client.post("/account/messages/", chosen).status_code == 302
    kept = dict(Preference.objects.filter(user=reader).values_list("topic", "mail"))
    assert kept == {"case": "never", "todo": "none", "due": "at_once"}, "what needs no choice needs no row"
    assert 'value="never" selected' in client.get("/account/messages/").content.decode()
    for topic in ("case", "todo", "due", "law"):
        tell([reader], topic, f"of {topic}")
    assert set(texts(reader)) == {"of todo", "of due", "of law"}
    run_waiting()
    mail.digests()
    bodies = [one.body for one in outbox.outbox]
    assert [("of due" in body, "of law" in body, "of todo" in body) for body in bodies] == [
        (True, False, False),
        (False, True, False),
    ]
    for one in outbox.outbox:
        html = one.alternatives[0][0]  # type: ignore[attr-defined]
        assert 'href="https://kechuang.example/account/messages/"' in html
        assert "https://kechuang.example/account/messages/" in one.body
        assert one.extra_headers["List-Unsubscribe"] == "<https://kechuang.example/account/messages/>"
    back = dict.fromkeys(TOPICS, "digest")
    client.post("/account/messages/", back)
    assert not Preference.objects.exists()


@pytest.mark.parametrize("topic", sorted(ALWAYS))
def test_what_nobody_may_miss_cannot_be_switched_off(office: Office, reader: User, topic: str) -> None:
    client = as_(reader)
    answer = client.post("/account/messages/", dict.fromkeys(TOPICS, "digest") | {topic: "never"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()
    Preference.objects.create(user=reader, topic=topic, mail="never")
    tell([reader], topic, "late")
    assert texts(reader) == ["late"]


def test_the_switch_of_language_is_remembered_for_mail(office: Office) -> None:
    user = office["kq-park-clerk"]
    client = as_(user)
    client.post("/preferences/", {"language": "en", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"
    client.post("/preferences/", {"language": "fr", "next": "/"})
    client.post("/preferences/", {"theme": "dark", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en"
    Client().post("/preferences/", {"language": "zh-hans", "next": "/"})
    user.refresh_from_db()
    assert user.language == "en", "a stranger's switch is the stranger's"


def test_messages_are_read_by_a_press_and_never_by_looking(office: Office, reader: User) -> None:
    case = registered(office)
    tell([reader], "case", "of a case", case_id=case.pk)
    tell([reader], "import", "of an import", link="/imports/7/")
    tell([reader], "law", "of the law")
    client = as_(reader)
    page = client.get("/messages/").content.decode()
    assert all(text in page for text in ("of a case", "of an import", "of the law"))
    assert '<span class="k-count">3</span>' in page
    assert Message.objects.filter(read_at=None).count() == 3, "looking reads nothing"
    by_text = {m.text: m.pk for m in Message.objects.all()}
    assert client.get(f"/messages/{by_text['of a case']}/open/").status_code == 405
    assert client.post(f"/messages/{by_text['of a case']}/open/")["Location"] == f"/case/{case.number}/"
    assert client.post(f"/messages/{by_text['of an import']}/open/")["Location"] == "/imports/7/"
    unread = client.get("/messages/?unread=1").content.decode()
    assert ("of the law" in unread, "of a case" in unread) == (True, False)
    assert "of an import" in client.get("/messages/?topic=import").content.decode()
    answer = client.post("/messages/read/", {"message": by_text["of the law"], "next": "/messages/?unread=1"})
    assert answer["Location"] == "/messages/?unread=1"
    assert not Message.objects.filter(read_at=None).exists()
    assert "k-count" not in client.get("/messages/").content.decode().partition("</header>")[0]


def test_nobody_reads_or_opens_another_s_messages(office: Office, reader: User) -> None:
    tell([reader], "law", "for one alone")
    other = as_(office["kq-park-clerk"])
    pk = Message.objects.get().pk
    assert "for one alone" not in other.get("/messages/").content.decode()
    assert other.post(f"/messages/{pk}/open/").status_code == 404
    other.post("/messages/read/", {"message": pk})
    other.post("/messages/read/")
    assert Message.objects.get().read_at is None
    assert Client().get("/messages/").status_code == 302


def test_many_messages_cost_as_many_queries_as_one(office: Office, reader: User) -> None:
    client = as_(reader)
    tell([reader], "law", "one")
    client.get("/messages/")
    with CaptureQueriesContext(connection) as one:
        client.get("/messages/")
    for n in range(60):
        tell([reader], "law", f"{n}")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/messages/").content.decode()
    assert len(many) == len(one) <= 12
    assert "?page=2" in page
    for n in range(60):
        tell([reader], "law", f"{n}")
    assert '<span class="k-count">99+</span>' in client.get("/messages/").content.decode()
