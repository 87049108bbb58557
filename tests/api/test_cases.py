"""Reading cases: who sees what, pages, filters, what is offered, and how many queries it takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kechuang.casework.inbox.models import Message
from kechuang.casework.inbox.services import tell
from kechuang.core import clock
from kechuang.core.clock import moved_to
from tests.api.conftest import Calls, bearer, session
from tests.casework.office import AGREEMENT, PLATFORM, Office, act, drafted, registered


def numbers(answer: tuple[int, Any]) -> list[str]:
    status, body = answer
    assert status == 200, body
    return [item["number"] for item in body["items"]]


def test_each_sees_their_own_and_nobody_only_what_is_public(office: Office, nobody: Calls) -> None:
    platform = registered(office)
    agreement = drafted(office, platform)
    both = [agreement.number, platform.number]
    assert numbers(nobody.get("/cases/")) == [platform.number]
    assert numbers(session(office["stranger"]).get("/cases/")) == [platform.number]
    assert numbers(session(office["kq-professor"]).get("/cases/")) == both
    assert numbers(bearer(office["kq-audit_department-clerk"], "read").get("/cases/")) == both
    assert numbers(session(office["kc-audit_department-clerk"]).get("/cases/")) == [platform.number]


def test_one_case_by_the_four(office: Office, nobody: Calls) -> None:
    platform = registered(office)
    agreement = drafted(office, platform)
    for outsider in (nobody, session(office["stranger"])):
        assert outsider.get(f"/cases/{agreement.number}/")[0] == 404
        assert outsider.get(f"/cases/{agreement.number}/timeline")[0] == 404
        status, body = outsider.get(f"/cases/{platform.number}/")
        assert (status, body["fields"]["platform_class"]["code"]) == (200, "technology_innovation")
        assert (body["timeline"], body["offers"], body["rows"], body["parties"]) == ([], [], {}, [])
        assert outsider.get(f"/cases/{platform.number}/timeline")[0] in (401, 404)
    for insider in ("kq-professor", "kq-audit_department-clerk"):
        status, body = session(office[insider]).get(f"/cases/{agreement.number}/")
        assert status == 200
        assert [entry["action"]["code"] for entry in body["timeline"]] == ["draft"]
        assert [row["amount"] for row in body["rows"]["amounts"]] == ["1000000.00", "2500000.50"]
        assert {party["role"] for party in body["parties"]} == {"signatory"}
        assert body["state"]["code"] == "draft"


def test_every_action_is_offered_open_or_blocked_with_the_reason(office: Office) -> None:
    agreement = drafted(office, registered(office))
    clerk = session(office["kq-park-clerk"])
    _status, body = clerk.get(f"/cases/{agreement.number}/")
    offers = {offer["name"]: offer for offer in body["offers"]}
    assert offers["consult"]["open"] is True
    assert offers["file"]["refusal"]["ground"] == "state"
    assert offers["reply"]["refusal"]["ground"] == "permission"
    assert offers["file"]["cites"] == ["keqiao-2025-draft:s1.4.c"]
    assert clerk.last["ETag"] == f'"{body["version"]}"'
    assert "draft" not in offers


def test_filters_narrow_and_bad_ones_are_named(office: Office) -> None:
    kq = registered(office)
    kc = registered(office, "330802", "kc", title="电子信息研究院")
    agreement = drafted(office, kq)
    with moved_to(dt.date(2027, 1, 1)):
        act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2027-02-01"}, office["kq-park-clerk"])
    clerk = session(office["kq-park-clerk"])
    assert numbers(clerk.get("/cases/", kind="platforms")) == [kc.number, kq.number]
    assert numbers(clerk.get("/cases/", kind="agreements", state="consulting")) == [agreement.number]
    assert numbers(clerk.get("/cases/", region="330800")) == [kc.number]
    assert numbers(clerk.get("/cases/", region="3306")) == [agreement.number, kq.number]
    assert numbers(clerk.get("/cases/", owner=agreement.owner_id)) == [agreement.number]
    assert numbers(clerk.get("/cases/", q="电子 研究")) == [kc.number]
    assert numbers(clerk.get("/cases/", q=kq.number.lower())) == [kq.number]
    assert numbers(clerk.get("/cases/", updated_since="2026-12-31T00:00:00")) == [agreement.number]
    for query in ({"region": "x"}, {"limit": 0}, {"limit": 101}, {"cursor": "Zm9v"}, {"q": "\x00"}, {"owner": "x"}):
        status, body = clerk.get("/cases/", **query)
        assert status == 422, query
        assert set(body["errors"]) == set(query)
    assert clerk.get("/cases/", kind="nothing")[0] == 404


def test_pages_neither_repeat_nor_miss_while_rows_are_added(office: Office, nobody: Calls) -> None:
    made = [registered(office, title=f"研究院{n}").number for n in range(5)]
    seen: list[str] = []
    cursor = ""
    while True:
        status, body = nobody.get("/cases/", limit=2, cursor=cursor)
        assert status == 200
        seen += [item["number"] for item in body["items"]]
        registered(office, title=f"后来的{len(seen)}")
        cursor = body["next"]
        if cursor is None:
            break
    assert seen == made[::-1]


@pytest.mark.parametrize("path", ["/cases/", "/obligations/", "/todos/", "/organisations/"])
def test_a_list_takes_as_many_queries_for_thirty_rows_as_for_one(office: Office, path: str) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        kinds = {"/cases/": 30, "/obligations/": 3, "/todos/": 12, "/organisations/": 1}
        platform = registered(office)
        for n in range(kinds[path]):
            agreement = drafted(office, platform, title=f"协议{n}")
            act(f"{AGREEMENT}.consult", agreement, {"reply_by": "2026-01-20"}, office["kq-park-clerk"])
            if path == "/obligations/":
                from kechuang.casework.obligations.services import start

                start(
                    case_id=agreement.pk, rule="agreement_filing", territory="330603", owner=agreement.owner,
                    facts={"agreement.signed_on": dt.date(2026, 1, 2)},
                )  # fmt: skip
        user = office["kq-st_department-clerk"]
        counts = []
        for limit in (1, 30):
            client = session(user)
            client.get(path, limit=1)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                status, body = client.get(path, limit=limit)
            assert status == 200
            assert len(body["items"]) >= min(limit, 3)
            counts.append(len(queries))
    assert counts[0] == counts[1], counts
    assert counts[1] <= 8


def test_messages_are_one_s_own_and_asking_reads_none(office: Office) -> None:
    case = registered(office)
    user = office["kq-park-clerk"]
    tell([user], "case", "of the case", case_id=case.pk)
    tell([user], "import", "of an import", link="/imports/1/")
    tell([office["kq-park-leader"]], "law", "of another")
    client = session(user)
    status, body = client.get("/messages/", limit=1)
    assert (status, [m["text"] for m in body["items"]]) == (200, ["of an import"])
    _status, rest = client.get("/messages/", cursor=body["next"])
    assert [(m["text"], m["case"]) for m in rest["items"]] == [("of the case", case.number)]
    assert Message.objects.filter(user=user, read_at=None).count() == 2
    Message.objects.filter(text="of an import").update(read_at=clock.now())
    _status, unread = client.get("/messages/", unread=True)
    assert [m["text"] for m in unread["items"]] == ["of the case"]
    assert session(office["stranger"]).get("/messages/")[1]["items"] == []


def test_messages_are_marked_as_read_one_by_one_or_all(office: Office, nobody: Calls) -> None:
    clerk, other = office["kq-park-clerk"], office["stranger"]
    for text in ("one", "two", "three"):
        tell([clerk], "case", lambda text=text: text)  # type: ignore[misc]
    client = session(clerk)
    first = client.get("/messages/")[1]["items"][0]["id"]
    for stranger, status in ((session(other), 404), (nobody, 401), (bearer(clerk, "read"), 403)):
        assert stranger.post(f"/messages/{first}/read")[0] == status
    assert Message.objects.filter(user=clerk, read_at=None).count() == 3
    status, body = client.post(f"/messages/{first}/read")
    assert (status, body["id"]) == (200, first)
    assert body["read_at"]
    assert client.post(f"/messages/{first}/read")[1]["read_at"] == body["read_at"], "the first time stays"
    assert len(client.get("/messages/", unread=True)[1]["items"]) == 2
    assert bearer(clerk, "act").post("/messages/read") == (200, {"read": 2})
    assert client.post("/messages/read") == (200, {"read": 0})
    assert client.post("/messages/999999999/read")[0] == 404


def test_words_are_looked_up_as_lists_look_them_up(office: Office) -> None:
    """By the index of words and marks, the newest first and no more than a page can lead to: never all there are."""
    platform = registered(office)
    caller = session(office["kc-park-clerk"])
    for query in ({}, {"kind": "platforms"}, {"region": "330603"}, {"kind": "platforms", "state": "preparing"}):
        with CaptureQueriesContext(connection) as asked:
            assert numbers(caller.get("/cases/", q="纺织", **query)) == [platform.number], query
        looked = [q["sql"] for q in asked.captured_queries if "search_entry" in q["sql"] and "tokens" in q["sql"]]
        assert looked
        assert all("LIMIT" in sql and "scope &&" in sql for sql in looked), looked
    assert numbers(caller.get("/cases/", q="纺织", kind="agreements")) == []
    assert numbers(caller.get("/cases/", q="没有这个词")) == []


def test_kinds_tell_the_input_of_their_actions(office: Office) -> None:
    status, body = session(office["stranger"]).get("/kinds/")
    assert status == 200
    kinds = {kind["kind"]: kind for kind in body}
    assert set(kinds) >= {"platforms", "agreements"}
    actions = {a["name"]: a for a in kinds["agreements"]["actions"]}
    schema = actions["reply"]["input"]
    assert schema["properties"]["opinion"]["enum"] == ["agree", "changes", "object"]
    assert schema["required"] == ["opinion"]
    draft = actions["draft"]["input"]["properties"]
    assert draft["platform"].items() >= {"type": "integer", "x-rows-of": "platforms.platform", "title": "平台"}.items()
    assert draft["amount_1"]["format"] == "decimal"
    assert "topic_talent" in draft


def test_organisations_and_regions(office: Office, nobody: Calls) -> None:
    assert nobody.get("/organisations/")[0] == 401
    _status, body = session(office["stranger"]).get("/organisations/", q="滨江")
    assert [o["name"] for o in body["items"]] == ["滨江企业"]
    status, body = nobody.get("/regions/", under="3308")
    assert status == 200
    assert [r["code"] for r in body] == ["330800", "330802"]


def test_a_foreign_case_is_named_by_number_alone(office: Office) -> None:
    platform = registered(office)
    agreement = drafted(office, platform)
    type(platform).objects.filter(pk=platform.pk).update(public=False)
    _status, body = session(office["kq-professor"]).get(f"/cases/{agreement.number}/")
    assert body["fields"]["platform"] == {"id": platform.pk, "number": platform.number, "title": ""}
    _status, body = session(office["kq-park-clerk"]).get(f"/cases/{agreement.number}/")
    assert body["fields"]["platform"]["title"] == platform.title
    assert PLATFORM


def test_an_address_that_no_route_answers_is_told_as_a_problem(nobody: Calls) -> None:
    for path in ("/nowhere", "/cases/x/y/z/"):
        status, body = nobody.get(path)
        assert (status, body["status"], body["title"]) == (404, 404, "Not Found")
        assert nobody.last["Content-Type"] == "application/problem+json"
