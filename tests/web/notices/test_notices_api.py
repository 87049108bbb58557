"""Notices and objections over the API, without an account."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from kechuang.casework.notices import sources
from kechuang.casework.notices.models import Notice, Objection
from kechuang.core.clock import moved_to
from tests.casework.notices.kit import SAID, day, put_up, upload

GROUNDS = {"arguments": "价格低于同类成交价", "remedy": "更正价格", "name": "张三丰", "contact": "138"}


@pytest.fixture
def notice(platform: Any, office: Any) -> Any:
    with moved_to(day("2025-05-08")):
        yield put_up(platform, office, "2025-05-06", "2025-05-08")


def post(number: str, data: dict[str, Any], **more: Any) -> Any:
    return Client().post(f"/api/notices/{number}/objections", json.dumps(data), content_type="application/json", **more)


def test_a_notice_tells_everything_but_what_is_secret(notice: Notice) -> None:
    [row] = Client().get("/api/notices/?region=3306").json()["items"]
    assert (row["number"], row["standing"], row["opens_on"]) == (notice.number, "running", "2025-05-24")
    assert Client().get("/api/notices/?region=3308").json()["items"] == []
    whole = Client().get(f"/api/notices/{notice.number}/").json()
    assert {line["name"]: line["text"] for line in whole["says"]} == {
        name: text for name, text in SAID.items() if name != "formula"
    }
    assert [(c["name"], c["first_on"]) for c in whole["channels"]] == [("unit", "2025-05-06"), ("market", "2025-05-08")]
    assert whole["cites"] == ["zhejiang-2021:art17.p2.a"]
    assert Client().get("/api/notices/GS-2025-999999/").status_code == 404


def test_an_objection_without_an_account(notice: Notice) -> None:
    made = post(notice.number, GROUNDS)
    assert made.status_code == 201, made.content.decode()
    token = made.json()["follow"].strip("/").rpartition("/")[2]
    followed = Client().get(f"/api/notices/objections/{token}").json()
    assert (followed["number"], followed["state"]["code"]) == (made.json()["number"], "filed")
    assert GROUNDS["name"] not in json.dumps(followed, ensure_ascii=False)
    assert Client().get("/api/notices/objections/nothing").status_code == 404
    files = Client().post(f"/api/notices/{notice.number}/objections", {**GROUNDS, "evidence": upload("a.txt", b"x")})
    assert files.status_code == 201, files.content.decode()


def test_mistakes_and_floods_are_problems(notice: Notice) -> None:
    wrong = post(notice.number, {"arguments": ""})
    assert wrong.status_code == 422
    assert set(wrong.json()["errors"]) == {"arguments", "remedy", "name", "contact"}
    for _ in range(sources.PER_HOUR):
        assert post(notice.number, GROUNDS).status_code == 201
    flood = post(notice.number, GROUNDS)
    assert (flood.status_code, flood["Content-Type"]) == (429, "application/problem+json")
    assert Objection.objects.count() == sources.PER_HOUR
    with moved_to(day("2025-05-24")):
        assert post(notice.number, GROUNDS).status_code == 422


def test_the_document_tells_the_body(db: None) -> None:
    found = Client().get("/api/openapi.json").json()
    operation = found["paths"]["/api/notices/{number}/objections"]["post"]
    schema = operation["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(schema["required"]) == {"arguments", "remedy"}
    assert {} in operation["security"]
