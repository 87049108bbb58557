"""Acting over the API: what is refused, on which ground, and that a refusal leaves nothing behind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.cases.models import Case, IdempotencyKey, TimelineEntry
from kechuang.casework.inbox.models import Todo
from kechuang.core.clock import moved_to
from kechuang.domains.platforms.models import Agreement
from tests.api.conftest import Calls, bearer, session
from tests.casework.office import Office, agreement_data, drafted, platform_data, registered

CONSULT = {"reply_by": "2099-01-01"}


def standing() -> tuple[Any, ...]:
    """Everything an action could have changed."""
    cases = list(Case.objects.order_by("pk").values_list("pk", "version", "state", "title"))
    return cases, TimelineEntry.objects.count(), Todo.objects.count(), IdempotencyKey.objects.count()


def test_the_four_callers_and_what_they_leave_behind(office: Office, nobody: Calls) -> None:
    agreement = drafted(office, registered(office))
    path = f"/agreements/{agreement.number}/actions/consult"
    before = standing()
    expected = [
        (nobody, 401, "sign_in"),
        (session(office["stranger"]), 404, "unseen"),
        (session(office["kc-park-clerk"]), 404, "unseen"),
        (session(office["kq-professor"]), 403, "permission"),
        (bearer(office["kq-audit_department-clerk"]), 403, "permission"),
        (bearer(office["kq-park-clerk"], scope="read"), 403, "scope"),
        (bearer(office["kq-park-clerk"], kinds=("platforms",)), 403, "scope"),
    ]
    for caller, status, kind in expected:
        got, body = caller.post(path, CONSULT)
        assert (got, body["type"]) == (status, f"urn:kechuang:problem:{kind}"), body
        assert caller.last["Content-Type"] == "application/problem+json"
        assert standing() == before
    status, body = bearer(office["kq-park-clerk"], kinds=("agreements",)).post(path, CONSULT)
    assert (status, body["state"]["code"], body["version"]) == (200, "consulting", 2)
    assert Todo.objects.open().count() == 5


def test_a_session_without_the_csrf_token_changes_nothing(office: Office) -> None:
    agreement = drafted(office, registered(office))
    client = Client(enforce_csrf_checks=True)
    client.force_login(office["kq-park-clerk"])
    before = standing()
    status, body = Calls(client).post(f"/agreements/{agreement.number}/actions/consult", CONSULT)
    assert (status, body["type"]) == (403, "urn:kechuang:problem:csrf")
    assert standing() == before
    client.get("/law/")
    client.get("/account/sign-in/")
    token = client.cookies["csrftoken"].value
    status, _body = Calls(client).post(
        f"/agreements/{agreement.number}/actions/consult", CONSULT, X_CSRFToken=token, Origin="http://testserver"
    )
    assert status == 200


def test_opening_a_case_answers_201_and_once_per_key(office: Office) -> None:
    clerk = bearer(office["kq-st_department-clerk"])
    data = platform_data(office)
    status, body = clerk.post("/platforms/actions/register", data, Idempotency_Key="a-1")
    assert (status, body["kind"], body["state"]["code"]) == (201, "platforms", "preparing")
    assert clerk.last["Location"].endswith(f"/api/cases/{body['number']}/")
    before = standing()
    again, same = clerk.post("/platforms/actions/register", data, Idempotency_Key="a-1")
    assert (again, same["number"], clerk.last["Idempotency-Replayed"]) == (201, body["number"], "true")
    status, body = clerk.post("/platforms/actions/register", data | {"title": "别的"}, Idempotency_Key="a-1")
    assert (status, "idempotency_key" in body["errors"]) == (422, True)
    status, body = clerk.post("/platforms/actions/register", data, Idempotency_Key="k" * 121)
    assert (status, list(body["errors"])) == (422, ["Idempotency-Key"])
    assert standing() == before


def test_the_generic_address_does_the_same(office: Office) -> None:
    agreement = drafted(office, registered(office))
    clerk = session(office["kq-park-clerk"])
    assert clerk.post(f"/cases/{agreement.number}/actions/nothing")[0] == 404
    assert clerk.post(f"/cases/{agreement.number}/actions/draft", agreement_data(agreement.platform))[0] == 404
    assert clerk.post(f"/platforms/{agreement.number}/actions/leave", {"note": "x"})[0] == 404
    status, body = clerk.post(f"/cases/{agreement.number}/actions/consult", CONSULT)
    assert (status, body["state"]["code"]) == (200, "consulting")


def test_wrong_state_and_a_faster_colleague_are_409(office: Office) -> None:
    agreement = drafted(office, registered(office))
    clerk = session(office["kq-park-clerk"])
    path = f"/agreements/{agreement.number}/actions"
    status, body = clerk.post(f"{path}/file", {"filed_on": "2026-01-01"})
    assert (status, body["refusal"]["ground"]) == (409, "state")
    assert clerk.post(f"{path}/redraft", agreement_data(agreement.platform, title="新"), If_Match='"1"')[0] == 200
    before = standing()
    status, body = clerk.post(f"{path}/redraft", agreement_data(agreement.platform, title="旧"), If_Match='"1"')
    assert (status, body["refusal"]["ground"]) == (409, "changed")
    assert "修改草案" in body["detail"]
    status, body = clerk.post(f"{path}/redraft", agreement_data(agreement.platform), If_Match="one")
    assert (status, list(body["errors"])) == (422, ["If-Match"])
    assert standing() == before


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"title", "platform", "support_mode", "starts_on", "ends_on"}),
        ({"ends_on": "2025-01-01", "amount_1": "1.234"}, {"ends_on", "amount_1"}),
        ({"platform": 10**30}, {"platform"}),
        ({"titel": "x"}, {"titel"}),
        ({"title": {"a": 1}}, {"title"}),
        ({"title": "a\x00b"}, {"title"}),
        ({"title": "\ud800"}, {"title"}),
        ({"starts_on": "2026-13-01"}, {"starts_on"}),
        ({"title": "x" * 201}, {"title"}),
    ],
)
def test_bad_input_is_told_by_field_and_nothing_is_half_saved(office: Office, body: Any, fields: set[str]) -> None:
    platform = registered(office)
    clerk = session(office["kq-park-clerk"])
    before = standing()
    whole = agreement_data(platform) | body if body else {}
    status, answer = clerk.post("/agreements/actions/draft", whole)
    assert status == 422, answer
    assert set(answer["errors"]) == fields
    assert standing() == before


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'"x"', b"\xff", b"[" * 5000, b'{"title": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_object_is_refused(office: Office, raw: bytes) -> None:
    clerk = session(office["kq-park-clerk"])
    answer = clerk.client.post("/api/agreements/actions/draft", raw, content_type="application/json")
    assert answer.status_code in (400, 422)
    answer = clerk.client.post("/api/agreements/actions/draft", b"<x/>", content_type="text/xml")
    assert answer.status_code == 415
    assert not Agreement.objects.exists()


def test_what_only_the_database_bounds_is_still_a_clear_refusal(office: Office) -> None:
    clerk = session(office["kq-st_department-clerk"])
    for wrong in ({"floor_area": 10**12}, {"operating_since": "2020-01-01"}):
        before = standing()
        status, body = clerk.post("/platforms/actions/register", platform_data(office) | wrong)
        assert (status, body["type"]) == (422, "urn:kechuang:problem:input"), body
        assert standing() == before


def test_a_refusal_of_the_law_carries_its_finding_and_clauses(office: Office) -> None:
    clerk = session(office["kc-park-clerk"])
    platform = registered(office, "330802", "kc", origin="mixed")
    from tests.casework.office import act

    act(
        "platforms.platform.recognise", platform,
        {"name": "重点实验室", "level": "city", "authority": "市科技局", "valid_from": "2025-01-01"},
        office["kc-st_department-clerk"],
    )  # fmt: skip
    _status, body = clerk.post("/agreements/actions/draft", agreement_data(platform, topic_incubation=""))
    path = f"/agreements/{body['number']}/actions"
    status, body = clerk.post(f"{path}/open_signing")
    refusal = body["refusal"]
    assert (status, refusal["ground"]) == (422, "determination")
    assert refusal["finding"]["verdict"] == "needs_determination"
    assert "unit.public_platform" in refusal["questions"]
    leader = session(office["kc-st_department-leader"])
    answer = {"question": "unit.public_platform", "answer": "是", "basis": "市编办批文"}
    assert clerk.post(f"{path}/determine", answer)[0] == 403
    assert leader.post(f"{path}/determine", answer)[0] == 200
    status, body = clerk.post(f"{path}/open_signing")
    refusal = body["refusal"]
    assert (status, refusal["ground"]) == (422, "law")
    assert "quzhou-2024:art9.p2" in refusal["cites"]
    assert "孵化" in refusal["reason"]
    assert refusal["finding"]["verdict"] == "breached"


def test_a_form_is_taken_as_well_as_json(office: Office) -> None:
    agreement = drafted(office, registered(office))
    clerk = session(office["kq-park-clerk"])
    with moved_to(dt.date(2026, 1, 5)):
        answer = clerk.client.post(f"/api/agreements/{agreement.number}/actions/consult", {"reply_by": "2026-02-01"})
    assert answer.status_code == 200, answer.content
