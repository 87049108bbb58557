"""Figures for monitoring: counted by name and outcome, asked for with one query, shown to whom they are meant for."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path, resolve
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from kechuang.casework.cases.models import Case
from kechuang.casework.obligations import figures
from kechuang.casework.obligations.models import Obligation
from kechuang.core import metrics
from kechuang.core.permissions import Refused
from tests.casework.office import PLATFORM, Office, act, platform_data, registered

urlpatterns = [path("metrics", metrics.metrics, name="metrics")]
pytestmark = pytest.mark.urls(__name__)


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def outcome(name: str) -> float:
    return value("kechuang_actions_total", kind=PLATFORM, action="register", outcome=name)


def samples() -> dict[str, float]:
    text = Client().get("/metrics").content.decode()
    found = text_string_to_metric_families(text)
    return {f"{s.name}{s.labels or ''}": s.value for family in found for s in family.samples}


def test_actions_are_counted_by_how_they_ended(office: Office) -> None:
    names = ("done", "repeated", "refused_permission", "refused_input")
    before = {name: outcome(name) for name in names}
    clerk, data = office["kq-st_department-clerk"], platform_data(office)
    act(f"{PLATFORM}.register", None, data, clerk, key="1")
    act(f"{PLATFORM}.register", None, data, clerk, key="1")
    with suppress(Refused):
        act(f"{PLATFORM}.register", None, data, office["kq-professor"])
    with suppress(Refused):
        act(f"{PLATFORM}.register", None, data | {"title": ""}, clerk)
    assert {name: outcome(name) - before[name] for name in names} == dict.fromkeys(names, 1.0)


def test_a_case_out_of_sight_counts_as_unseen(office: Office) -> None:
    platform = registered(office)
    Case.objects.filter(pk=platform.pk).update(public=False)
    labels = {"kind": PLATFORM, "action": "recognise", "outcome": "unseen"}
    before = value("kechuang_actions_total", **labels)
    with suppress(Case.DoesNotExist):
        act(f"{PLATFORM}.recognise", platform, {}, office["kc-professor"])
    assert value("kechuang_actions_total", **labels) == before + 1


def test_requests_are_counted_by_view_and_status(db: None, rf: RequestFactory) -> None:
    def answer(request: Any) -> HttpResponse:
        request.resolver_match = resolve("/metrics") if request.path == "/metrics" else None
        return HttpResponse(status=418)

    counted = metrics.MetricsMiddleware(answer)
    for name, where, method in (("metrics", "/metrics", "GET"), ("none", "/elsewhere/1", "other")):
        before = value("kechuang_requests_total", view=name, method=method, status="418")
        timed = value("kechuang_request_seconds_count", view=name)
        counted(rf.generic("GET" if method == "GET" else "BREW", where))
        assert value("kechuang_requests_total", view=name, method=method, status="418") == before + 1
        assert value("kechuang_request_seconds_count", view=name) == timed + 1


def test_obligations_are_asked_for_with_one_query(office: Office) -> None:
    case, owner = registered(office), office["kq-park-clerk"].memberships.get().organisation
    for n, due in enumerate((dt.date(2020, 1, 1), dt.date(2999, 1, 1), None)):
        Obligation.objects.create(
            case_id=case.pk,
            rule=f"r{n}",
            territory="330603",
            owner=owner,
            due=due,
            provisional=n == 1,
            law="x",
            calendar="x",
        )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (gauge,) = figures.gauges()
    assert len(asked) == 1
    assert gauge.values == {"running": 3, "overdue": 1, "provisional": 1, "without_day": 1}
    shown = samples()
    assert shown["kechuang_obligations{'which': 'overdue'}"] == 1
    assert shown["kechuang_database_up"] == 1


def test_a_database_that_does_not_answer_shows_and_hides_nothing_else(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Any:
        raise DatabaseError("gone")

    monkeypatch.setitem(metrics._gauges, "obligations", fail)
    shown = samples()
    assert shown["kechuang_database_up"] == 0
    assert any(name.startswith("python_info") for name in shown)


@pytest.mark.parametrize(
    ("request_of", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.7"}, 403),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer right"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer wrong"}, 403),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Basic right"}, 403),
    ],
)
def test_who_may_look(db: None, settings: Settings, request_of: dict[str, str], status: int) -> None:
    settings.KECHUANG_METRICS_TOKEN = "right"
    assert Client().get("/metrics", **request_of).status_code == status  # type: ignore[arg-type]


def test_no_token_set_admits_no_token_and_a_proxy_hides_nobody(db: None, settings: Settings) -> None:
    settings.KECHUANG_METRICS_TOKEN = ""
    assert Client().get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer ").status_code == 403
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/metrics", REMOTE_ADDR="127.0.0.1").status_code == 403


def test_looking_writes_nothing_and_takes_only_get(db: None) -> None:
    assert Client().post("/metrics").status_code == 405
