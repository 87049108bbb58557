"""The door: password, lockout, one-time codes, the identity provider, sessions, and who must have a second factor."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.db import DatabaseError, connection, transaction
from django.test import Client

from kechuang.casework.accounts.links import link_subject
from kechuang.casework.accounts.models import LoginEvent
from kechuang.casework.parties.models import Membership, Role, User
from tests.accounts.conftest import PASSWORD
from tests.casework.office import LONG_AGO, Office

SIGN_IN = "/account/sign-in/"


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": user.username, "password": password, **more})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code(secret: str) -> str:
    """The six digits an authenticator app shows now (RFC 6238), computed apart from the library under test."""
    counter = struct.pack(">Q", int(time.time()) // 30)  # noqa: TID251  # the world outside
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def kinds(user: User | None) -> list[str]:
    return list(LoginEvent.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def with_totp(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return str(secret)


def test_name_and_password_lead_to_where_one_was_going(clerk: User) -> None:
    client = Client()
    answer = sign_in(client, clerk, next="/law/")
    assert (answer.status_code, answer["Location"]) == (302, "/law/")
    assert signed_in(client)
    assert kinds(clerk) == ["signed_in"]
    answer = sign_in(Client(), clerk, next="https://elsewhere.example/")
    assert answer["Location"] == "/workbench/"
    client.post("/account/sign-out/")
    assert not signed_in(client)


def test_a_wrong_password_and_an_unknown_name_read_alike(clerk: User) -> None:
    client = Client()
    wrong = sign_in(client, clerk, "falsch")
    unknown = client.post(SIGN_IN, {"login": "nobody-here", "password": "falsch"})
    for answer in (wrong, unknown):
        assert answer.status_code == 200
        assert "账号或者密码不对" in answer.content.decode()
    assert not signed_in(client)
    assert kinds(clerk) == ["failed"]
    assert kinds(None) == ["failed"], "what was typed as a name of nobody is not kept"


def test_after_five_failures_even_the_right_password_waits(clerk: User, office: Office) -> None:
    for _ in range(5):
        sign_in(Client(), clerk, "falsch")
    client = Client()
    answer = sign_in(client, clerk)
    assert "暂时锁定" in answer.content.decode()
    assert not signed_in(client)
    assert kinds(clerk) == [*["failed"] * 5, "locked"]
    other = office["kq-park-leader"]
    other.set_password(PASSWORD)
    other.save()
    assert sign_in(client, other).status_code == 302, "another account is not locked"


def test_the_count_of_failures_is_kept_in_the_database(clerk: User) -> None:
    sign_in(Client(), clerk, "falsch")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_counts")
        assert cursor.fetchone()[0] > 0, "so that several server processes count together"


def test_a_one_time_code_is_asked_after_the_password(clerk: User) -> None:
    secret = with_totp(clerk)
    stored = Authenticator.objects.get(user=clerk, type="totp").data["secret"]
    assert secret not in stored, "sealed at rest"
    client = Client()
    answer = sign_in(client, clerk)
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/authenticate/")
    assert not signed_in(client)
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    assert not signed_in(client)
    right = code(secret)
    assert client.post("/account/2fa/authenticate/", {"code": right}).status_code == 302
    assert signed_in(client)
    again = Client()
    sign_in(again, clerk)
    again.post("/account/2fa/authenticate/", {"code": right})
    assert not signed_in(again), "a code works once"
    assert LoginEvent.objects.filter(user=clerk, kind="signed_in", method__contains="totp").count() == 1


def test_setting_up_an_authenticator_app_by_the_pages(clerk: User, django_capture_on_commit_callbacks: Any) -> None:
    client = Client()
    sign_in(client, clerk)
    address = "/account/2fa/totp/activate/"
    answer = client.get(address)
    assert answer["Location"].startswith("/account/reauthenticate/"), "the password is asked once more"
    client.post(answer["Location"], {"password": "falsch"})
    assert client.get(address).status_code == 302
    client.post(answer["Location"], {"password": PASSWORD})
    page = client.get(address).content.decode()
    (secret,) = re.findall(r'value="([A-Z2-7]{32})"', page)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"code": code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    assert Authenticator.objects.filter(user=clerk, type="totp").exists(), answer["Location"]
    assert "second_factor" in kinds(clerk)


def test_an_administrator_goes_nowhere_without_a_second_factor(clerk: User, settings: Any) -> None:
    settings.KECHUANG_SECOND_FACTOR_ROLES = ("system_admin", "security_admin")
    client = Client()
    sign_in(client, clerk)
    assert client.get("/law/").status_code == 200
    own = clerk.memberships.get().organisation
    Membership.objects.create(user=clerk, organisation=own, role=Role.SYSTEM_ADMIN, valid_from=LONG_AGO)
    answer = client.get("/law/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert client.get("/account/2fa/").status_code == 200
    answer = client.get("/api/cases/")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:kechuang:problem:second_factor")
    assert client.post("/account/tokens/", {"name": "x", "scope": "act", "days": 1}).status_code == 403
    assert not clerk.api_tokens.exists()
    with_totp(clerk)
    assert client.get("/law/").status_code == 200


def test_nobody_signs_up(db: None) -> None:
    client = Client()
    assert "不开放注册" in client.get("/account/signup/").content.decode()
    client.post("/account/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(username="new").exists()


def test_ones_other_sessions_are_listed_and_ended(clerk: User) -> None:
    here, there = Client(HTTP_USER_AGENT="Firefox here"), Client(HTTP_USER_AGENT="Edge there")
    sign_in(here, clerk)
    sign_in(there, clerk)
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox here" in page
    assert "Edge there" in page
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302, "away to the sign-in page"
    assert UserSession.objects.filter(user=clerk).count() == 1


def test_what_happened_at_the_door_cannot_be_altered(clerk: User) -> None:
    sign_in(Client(), clerk)
    event = LoginEvent.objects.get(user=clerk)
    for change in (lambda: LoginEvent.objects.filter(pk=event.pk).update(kind="failed"), event.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# -- the identity provider ---------------------------------------------------------------------------------


def by_provider(client: Client, issuer: str, subject: str, path: str = "/account/oidc/office/login/") -> Any:
    """What a browser does: press the button, follow to the provider, come back with its code."""
    requests.post(f"{issuer}/subject", data={"subject": subject}, timeout=5)
    answer = client.post(path)
    assert answer.status_code == 302, answer.content
    assert answer["Location"].startswith(f"{issuer}/authorize?")
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = requests.get(answer["Location"], allow_redirects=False, timeout=5)
    assert back.status_code == 302, back.text
    target = urlsplit(back.headers["Location"])
    assert target.path == "/account/oidc/office/login/callback/"
    return client.get(f"{target.path}?{target.query}")


def test_a_known_subject_signs_in_and_an_unknown_one_makes_no_account(clerk: User, oidc: str) -> None:
    link_subject(clerk, "office", "subject-1")
    before = User.objects.count()
    client = Client()
    assert "统一身份认证" in client.get(SIGN_IN).content.decode()
    answer = by_provider(client, oidc, "subject-1")
    assert (answer.status_code, signed_in(client)) == (302, True)
    assert client.session["_auth_user_id"] == str(clerk.pk)
    stranger = Client()
    answer = by_provider(stranger, oidc, "subject-2")
    followed = stranger.get(answer["Location"]) if answer.status_code == 302 else answer
    assert "不开放注册" in followed.content.decode()
    assert not signed_in(stranger)
    assert User.objects.count() == before
    assert requests.get(f"{oidc}/refused", timeout=5).json() == []


def test_a_second_factor_is_asked_after_the_provider_too(clerk: User, oidc: str) -> None:
    link_subject(clerk, "office", "subject-3")
    with_totp(clerk)
    client = Client()
    answer = by_provider(client, oidc, "subject-3")
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert not signed_in(client)


def test_one_links_ones_own_subject_when_signed_in(clerk: User, oidc: str) -> None:
    client = Client()
    sign_in(client, clerk)
    by_provider(client, oidc, "subject-4", "/account/oidc/office/login/?process=connect")
    assert clerk.socialaccount_set.get().uid == "subject-4"
    other = Client()
    by_provider(other, oidc, "subject-4")
    assert other.session["_auth_user_id"] == str(clerk.pk)


def test_an_answer_with_a_forged_state_signs_nobody_in(clerk: User, oidc: str) -> None:
    link_subject(clerk, "office", "subject-5")
    client = Client()
    answer = client.get("/account/oidc/office/login/callback/?code=x&state=forged")
    assert answer.status_code in (200, 302, 401, 403)
    assert not signed_in(client)
    assert client.get("/account/oidc/nothing/login/callback/").status_code == 404


def test_a_provider_without_tls_is_refused_unless_on_this_machine() -> None:
    from kechuang.settings.sign_in import oidc as configured

    with pytest.raises(ValueError, match="https"):
        configured({"KECHUANG_OIDC_ISSUER": "http://id.example.cn"})
    found, origins = configured({"KECHUANG_OIDC_ISSUER": "https://id.example.cn/realm/"})
    assert origins == ["https://id.example.cn"]
    assert found["openid_connect"]["APPS"][0]["settings"]["server_url"] == "https://id.example.cn/realm"
    assert configured({}) == ({"openid_connect": {"APPS": []}}, [])
