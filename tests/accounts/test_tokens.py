"""API tokens: shown once, kept as a digest, limited, ended by time, by hand, or with the account."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from kechuang.casework.accounts import tokens
from kechuang.casework.accounts.models import ApiToken, LoginEvent
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.clock import moved_to
from tests.api.conftest import Calls
from tests.casework.office import Office


def calls(text: str) -> Calls:
    return Calls(headers={"Authorization": f"Bearer {text}"})


def test_made_on_the_page_by_post_shown_once_and_stored_as_a_digest(clerk: User) -> None:
    client = Client()
    client.force_login(clerk)
    assert client.get("/account/tokens/").status_code == 200
    assert not ApiToken.objects.exists()
    answer = client.post("/account/tokens/", {"name": "同步", "scope": "act", "days": 30, "kinds": ["agreements"]})
    assert answer.status_code == 201
    (text,) = re.findall(r"kch_[\w-]{43}", answer.content.decode())
    page = client.get("/account/tokens/").content.decode()
    assert text not in page
    assert text[:9] in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_apitoken t")
        assert text[9:] not in cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(t)::text FROM accounts_apitokenevent t")
        history = cursor.fetchone()[0]
    assert text[9:] not in history
    assert "digest" not in history
    token = ApiToken.objects.get()
    assert (token.scopes, token.kinds) == ({"read", "act"}, ["agreements"])
    assert LoginEvent.objects.filter(user=clerk, kind="token_made").count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("days", "366"), ("days", "0"), ("scope", "all"), ("name", ""), ("kinds", "x")]
)
def test_bad_input_makes_no_token(clerk: User, field: str, value: str) -> None:
    client = Client()
    client.force_login(clerk)
    data = {"name": "同步", "scope": "read", "days": "30"} | {field: value}
    assert client.post("/account/tokens/", data).status_code == 422
    assert not ApiToken.objects.exists()


def test_no_token_outlives_a_year(clerk: User) -> None:
    with pytest.raises(ValidationError):
        tokens.make(clerk, "x", scope="read", days=366)
    token, _text = tokens.make(clerk, "x", scope="read", days=365)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(expires_at=token.created_at + dt.timedelta(days=367))


def test_it_ends_when_its_day_comes(clerk: User) -> None:
    with moved_to(dt.date(2026, 1, 5)):
        _token, text = tokens.make(clerk, "x", scope="read", days=10)
        assert calls(text).get("/todos/")[0] == 200
    with moved_to(dt.datetime(2026, 1, 14, 23, 59, tzinfo=clock.CHINA)):
        assert calls(text).get("/todos/")[0] == 200
    with moved_to(dt.datetime(2026, 1, 15, 0, 1, tzinfo=clock.CHINA)):
        caller = calls(text)
        status, body = caller.get("/todos/")
        assert (status, body["type"]) == (401, "urn:kechuang:problem:token")
        assert "到期" in body["detail"]
        assert "invalid_token" in caller.last["WWW-Authenticate"]
        assert caller.get("/cases/")[0] == 401, "not even what is public: a program must hear that its token ended"


def test_it_ends_when_revoked_or_with_the_account(clerk: User, office: Office) -> None:
    token, text = tokens.make(clerk, "x", scope="read", days=10)
    other = Client()
    other.force_login(office["kq-park-leader"])
    assert other.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    assert calls(text).get("/todos/")[0] == 200
    mine = Client()
    mine.force_login(clerk)
    assert mine.get(f"/account/tokens/{token.pk}/revoke/").status_code == 405
    assert calls(text).get("/todos/")[0] == 200
    mine.post(f"/account/tokens/{token.pk}/revoke/")
    assert calls(text).get("/todos/")[1]["detail"] == "这个令牌已撤销"
    _token, text = tokens.make(clerk, "y", scope="read", days=10)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert calls(text).get("/todos/")[0] == 401


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Basic YTpi", "Bearer kch_x", "Bearer 令牌", "kch_x"])
def test_what_is_no_token_is_401(db: None, header: str) -> None:
    sent = header.encode().decode("latin-1")
    assert Calls(headers={"Authorization": sent}).get("/cases/")[0] == 401


def test_its_use_is_noted_but_not_every_time(clerk: User) -> None:
    token, text = tokens.make(clerk, "x", scope="read", days=10)
    calls(text).get("/todos/")
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    calls(text).get("/todos/")
    token.refresh_from_db()
    assert token.last_used_at == first
    with moved_to(clock.now() + dt.timedelta(minutes=6)):
        calls(text).get("/todos/")
    token.refresh_from_db()
    assert token.last_used_at is not None
    assert token.last_used_at > first
