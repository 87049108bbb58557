"""What the law said is kept in both languages, and does not change when the law's words do."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kechuang.casework.obligations import daily, feed, services
from kechuang.casework.obligations.models import Obligation
from kechuang.core.clock import moved_to
from kechuang.law.rule import REGISTRY
from kechuang.web.cases.basis import finding_words
from tests.casework.office import Office, registered

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def running(office: Office) -> Obligation:
    case = registered(office, title="Institute")
    with moved_to(dt.date(2026, 2, 2)):
        return services.start(
            case_id=case.pk, rule="agreement_filing", territory="330603", owner=office.organisations["kq-park"],
            facts={"agreement.signed_on": dt.date(2026, 1, 31)},
        )  # fmt: skip


def test_an_obligation_knows_its_first_day_and_its_consequence_in_both_languages(running: Obligation) -> None:
    running.refresh_from_db()
    assert running.starts_on == dt.date(2026, 2, 1), "the day after the event"
    assert running.told("zh")["label"] == REGISTRY["agreement_filing"].zh
    assert running.told("en")["label"] == REGISTRY["agreement_filing"].en
    assert (running.consequence_in("zh"), running.consequence_in("en")) == ("", ""), "it is not late"


def test_once_late_it_says_what_follows_in_both_languages(running: Obligation) -> None:
    daily.run(dt.date(2026, 3, 3))
    running.refresh_from_db()
    assert HAN.search(running.consequence_in("zh"))
    assert running.consequence_in("en")
    assert not HAN.search(running.consequence_in("en"))
    assert running.due == dt.date(2026, 2, 28)


def test_what_is_done_late_says_what_followed_and_what_is_done_in_time_nothing(running: Obligation) -> None:
    late = services.meet(running.case_id, "agreement_filing", dt.date(2026, 3, 9))
    assert late is not None
    assert late.consequence_en
    again = services.start(
        case_id=running.case_id, rule="agreement_filing", territory="330603", owner=running.owner,
        facts={"agreement.signed_on": dt.date(2099, 1, 31)},
    )  # fmt: skip
    assert services.meet(running.case_id, "agreement_filing", dt.date(2099, 2, 2)) == again
    again.refresh_from_db()
    assert (again.status, again.consequence, again.consequence_en) == ("met", "", "")


def test_a_restarted_clock_counts_from_its_new_day(running: Obligation) -> None:
    services.start(
        case_id=running.case_id, rule="agreement_filing", territory="330603", owner=running.owner,
        facts={"agreement.signed_on": dt.date(2026, 3, 10)},
    )  # fmt: skip
    assert Obligation.objects.get().starts_on == dt.date(2026, 3, 11)


def test_first_days_of_older_rows_are_filled_from_their_findings(running: Obligation) -> None:
    from importlib import import_module

    Obligation.objects.update(starts_on=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("kechuang.casework.obligations.migrations.0003_starts_on").FILL)
    assert Obligation.objects.get().starts_on == dt.date(2026, 2, 1)


def test_what_was_said_stays_when_the_law_s_words_change(running: Obligation) -> None:
    running.refresh_from_db()
    zh, en = running.told("zh"), running.told("en")
    rule = REGISTRY["agreement_filing"]
    text, _cites, _draft = finding_words(running.finding)
    assert rule.zh in text
    kept: dict[str, Any] = running.finding | {"label": "旧名"}
    assert "旧名" in finding_words(kept)[0], "the label is read from what was kept, not from the law of today"
    assert (running.told("zh"), running.told("en")) == (zh, en)


def test_an_english_reader_meets_english(office: Office, running: Obligation) -> None:
    client = Client()
    client.force_login(office["kq-park-clerk"])
    client.cookies["django_language"] = "en"
    found = client.get("/api/obligations/?lang=en").json()
    row = next(r for r in found["items"] if r["rule"] == "agreement_filing")
    assert row["starts_on"] == "2026-02-01"
    assert not HAN.search(row["consequence"])
    assert client.get("/workbench/?lang=en").status_code == 200


def test_the_calendar_is_in_the_reader_s_language(office: Office, running: Obligation) -> None:
    user = office["kq-park-clerk"]
    for language, label in (("", REGISTRY["agreement_filing"].zh), ("en", REGISTRY["agreement_filing"].en)):
        user.language = language
        user.save()
        row = feed.feed_of(feed.subscribe(user, "x"))
        assert row is not None
        text = feed.calendar(row).decode().replace("\r\n ", "")
        assert label in text
