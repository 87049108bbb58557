"""Every page of the account in both languages: it answers, in the house's look, with nothing the policy forbids."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kechuang.casework.parties.models import User
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import sign_in, with_totp

OPEN = ["/account/sign-in/", "/account/login/", "/account/signup/", "/account/password/reset/"]
OWN = [
    "/account/", "/account/tokens/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/", "/account/sessions/", "/account/password/change/", "/account/3rdparty/",
    "/account/logout/", "/account/reauthenticate/",
]  # fmt: skip
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def check(page: str, language: str) -> None:
    assert '<hr class="k-rule">' in page, "the house's page"
    assert f'<html lang="{language}"' in page
    for script in re.findall(r"<script\b([^>]*)>", page):
        assert "src=" in script or 'type="application/json"' in script, f"inline script: {script}"
    assert not re.search(r"\s(style|on[a-z]+)=", page), "inline style or handler"
    assert re.search(r"<title>\s*\S", page)
    assert len(re.findall(r"<h1\b", page)) == 1
    for control in re.findall(r"<(?:input|textarea|select)\b[^>]*>", page):
        ident = re.search(r'id="([^"]+)"', control)
        if 'type="hidden"' in control or "aria-label" in control:
            continue
        assert ident is not None, control
        assert f'for="{ident[1]}"' in page, f"no label for {control}"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("path", OPEN)
def test_pages_before_signing_in(db: None, path: str, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = "en" if language == "en" else "zh-hans"
    answer = client.get(path)
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    check(answer.content.decode(), language)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_pages_of_ones_own(clerk: User, language: str) -> None:
    client = Client()
    client.cookies["django_language"] = "en" if language == "en" else "zh-hans"
    for path in OWN:
        assert Client().get(path).status_code == 302, f"{path} is for those signed in"
    sign_in(client, clerk)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for path in OWN:
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer.content.decode(), language)
    with_totp(clerk)
    for path in ("/account/2fa/", "/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/generate/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        check(answer.content.decode(), language)
    client.post("/account/2fa/recovery-codes/generate/")
    answer = client.get("/account/2fa/recovery-codes/")
    check(answer.content.decode(), language)
    stored = Authenticator.objects.get(user=clerk, type="recovery_codes").data
    assert not any(code in str(stored) for code in re.findall(r"\b[0-9a-f]{8}\b", answer.content.decode())), "sealed"
    other = Client()
    other.cookies["django_language"] = client.cookies["django_language"].value
    sign_in(other, clerk)
    check(other.get("/account/2fa/authenticate/").content.decode(), language)


def test_reading_the_pages_writes_nothing(clerk: User) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    sign_in(client, clerk)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    for path in ("/account/", "/account/tokens/", "/account/2fa/", "/account/sessions/", "/account/3rdparty/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        wrote = [q["sql"] for q in queries if re.match(r"(INSERT|UPDATE|DELETE)", q["sql"])]
        assert wrote == [], path
