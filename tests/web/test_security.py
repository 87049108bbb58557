"""The records of security and audit: for auditors and guards of a region, about its people, and nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client, override_settings

from kechuang.casework.accounts.models import ApiToken, LoginEvent
from kechuang.casework.parties.models import Person, Role, Unmasking
from kechuang.core import clock
from tests.casework.conftest import office
from tests.casework.office import Office

__all__ = ["office"]
VIEWS = ("history", "sign-ins", "looks", "tokens")


def page(user: Any, view: str, **more: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/security/", {"view": view, **more})
    return answer.status_code, answer.content.decode()


@pytest.fixture
def auditor(office: Office) -> Any:
    return office.user("kq-auditor", office.organisations["kq-audit_department"], Role.AUDITOR)


@pytest.fixture
def events(office: Office) -> None:
    now = clock.now()
    person = Person.objects.create(name="张某")
    for name, mark in (("kq-firm-member", "near"), ("kc-firm-member", "far")):
        user = office[name]
        LoginEvent.objects.create(user=user, kind="failed", method=f"{mark}-password", address="192.0.2.7")
        Unmasking.objects.create(person=person, field="phone", by=user, reason=f"{mark}-reason")
        ApiToken.objects.create(
            user=user, name=f"{mark}-token", hint="kt_abc", digest=mark, expires_at=now + dt.timedelta(days=9)
        )
    LoginEvent.objects.create(user=None, kind="failed", method="nobody-password")


@pytest.mark.parametrize(
    "name", ["kq-st_department-clerk", "kq-st_department-leader", "kq-professor", "kq-audit_department-leader"]
)
def test_others_find_no_such_page(office: Office, name: str) -> None:
    assert page(office[name], "sign-ins")[0] == 404


@override_settings(KECHUANG_SECOND_FACTOR_ROLES=())
def test_one_who_administers_the_system_does_not_read_its_records(office: Office) -> None:
    admin = office.user("root", office.organisations["kq-st_department"], Role.SYSTEM_ADMIN)
    assert page(admin, "history")[0] == 404


def test_records_are_those_of_the_region(events: None, auditor: Any) -> None:
    for view in VIEWS[1:]:
        status, text = page(auditor, view)
        assert status == 200
        assert "near-" in text
        assert "far-" not in text
        assert "nobody-" not in text


@override_settings(KECHUANG_SECOND_FACTOR_ROLES=())
def test_a_guard_of_the_province_sees_attempts_under_no_account(office: Office, events: None) -> None:
    bureau = office.organisation("province", "330000", department="st_department")
    guard = office.user("guard", bureau, Role.SECURITY_ADMIN)
    text = page(guard, "sign-ins")[1]
    assert all(mark in text for mark in ("near-", "far-", "nobody-"))
    assert "near-" not in page(guard, "sign-ins", kind="locked")[1]


def test_every_view_reads_in_english_and_asks_few_questions(
    auditor: Any, events: None, django_assert_max_num_queries: Any
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(auditor, backend="django.contrib.auth.backends.ModelBackend")
    for view in VIEWS:
        with django_assert_max_num_queries(12):
            assert client.get("/security/", {"view": view}).status_code == 200
