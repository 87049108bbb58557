"""`kechuang doctor` tells what is wrong inside an installation, and how to mend it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from kechuang.core import clock, doctor, doctor_office
from kechuang.core.audit.models import Seal
from kechuang.core.audit.seal import seal_day, verify
from tests.casework.office import make_office, registered


@pytest.fixture
def day(db: None) -> dt.date:
    """A day with history."""
    registered(make_office())
    return clock.today()


def test_pending_migrations_are_named(db: None) -> None:
    assert doctor_office.pending_migrations() == []
    last = MigrationRecorder.Migration.objects.filter(app="inbox").latest("name")
    last.delete()
    assert doctor_office.pending_migrations() == [f"inbox.{last.name}"]
    sign = doctor_office.signs()[0]
    assert (sign.verdict, sign.found) == ("note", f"1 pending: inbox.{last.name}")


def test_without_seals_the_daily_work_is_asked_for(db: None) -> None:
    assert doctor_office.seals().verdict == "note"


def test_the_last_sealed_day_is_told_and_missed_when_old(day: dt.date) -> None:
    seal_day(day)
    with clock.moved_to(day + dt.timedelta(days=1)):
        assert doctor_office.seals() == doctor.Sign(
            "history", "ok", f"1 day(s) sealed, the last {day}; the chain holds"
        )
    with clock.moved_to(day + dt.timedelta(days=4)):
        assert doctor_office.seals().verdict == "note"


def test_a_broken_chain_or_last_day_is_wrong(day: dt.date) -> None:
    first = seal_day(day)
    second = seal_day(day + dt.timedelta(days=1))
    Seal.objects.filter(pk=second.pk).update(previous="f" * 64)
    assert "does not follow" in doctor_office.seals().found
    Seal.objects.filter(pk=second.pk).update(previous=first.digest, digest="e" * 64)
    assert (doctor_office.seals().verdict, doctor_office.seals().found) == ("wrong", str(verify()))


def test_an_altered_row_of_the_last_sealed_day_is_seen(day: dt.date) -> None:
    seal_day(day)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE cases_caseevent SET title = 'x'")
        cursor.execute("SET session_replication_role = DEFAULT")
    sign = doctor_office.seals()
    assert sign.verdict == "wrong"
    assert "was altered" in sign.found


@pytest.mark.parametrize(("year", "verdict", "words"), [(2025, "ok", "2025 and 2026"), (2999, "note", "2999 and 3000")])
def test_years_without_published_holidays_are_told(year: int, verdict: str, words: str) -> None:
    with clock.moved_to(dt.date(year, 6, 1)):
        sign = doctor_office.calendar()
    assert sign.verdict == verdict
    assert words in sign.found


def test_mail_that_is_off_is_a_note_and_a_dead_server_is_wrong(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert doctor_office.mail().verdict == "note"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    sign = doctor_office.mail()
    assert sign.verdict == "wrong"
    assert "127.0.0.1:1" in sign.found


def test_room_for_the_files_of_cases(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert doctor_office.media().verdict == "ok"
    monkeypatch.setattr(doctor_office, "free_bytes", lambda _folder: 10)
    assert doctor_office.media().verdict == "wrong"


def test_the_examination_fails_when_something_is_wrong(db: None, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    for name in ("_packages", "_front_end", "_fonts", "_browser"):
        monkeypatch.setattr(doctor, name, lambda: doctor.Sign("x", "ok", ""))
    monkeypatch.setattr(doctor, "_installation", doctor_office.signs)
    monkeypatch.setattr(doctor, "_disk", lambda: doctor.Sign("disk", "ok", ""))
    assert doctor.examine(0)
    assert "history" in capsys.readouterr().out
    monkeypatch.setattr(doctor, "_disk", lambda: doctor.Sign("disk", "wrong", "full"))
    assert not doctor.examine(0)
