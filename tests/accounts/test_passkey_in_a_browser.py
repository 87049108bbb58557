"""A passkey from first to last in a real browser, with a virtual authenticator, under the site's own policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator

from kechuang.casework.accounts.models import LoginEvent
from tests.accounts.conftest import PASSWORD
from tests.casework.office import make_office

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_passkey_is_added_and_signs_in_without_a_password(page: Page) -> None:
    user = make_office()["kq-park-clerk"]
    user.set_password(PASSWORD)
    user.save()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    page.goto("/account/sign-in/?next=/account/2fa/webauthn/add/")
    page.get_by_label("账号").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/account/reauthenticate/**")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/account/2fa/webauthn/add/")
    page.locator("#id_passwordless").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto("/account/sign-in/?next=/account/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "sign-in" not in url and "login" not in url)
    page.goto("/account/")
    assert page.locator("h1").inner_text() == str(user)
    assert LoginEvent.objects.filter(user=user, kind="signed_in", method__contains="webauthn").exists()
