"""`kechuang accounts`: nobody is there before somebody is made, nobody has a password before its owner sets one."""

from __future__ import annotations

import json
import re
from contextlib import nullcontext

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import Settings
from typer.testing import CliRunner

from kechuang.casework.accounts import cli, lockout, services, tokens
from kechuang.casework.accounts.models import LoginEvent
from kechuang.casework.parties.models import Membership, Organisation, Region, User
from kechuang.core.failures import Mendable
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_sign_in import SIGN_IN, sign_in, signed_in
from tests.casework.office import Office

BUREAU = ("--organisation", "柯桥区科学技术局", "--role", "leader")
NEW = (*BUREAU, "--new-organisation", "--region", "330603")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the database of the tests."""
    monkeypatch.setattr(cli, "database_up", nullcontext)
    monkeypatch.setattr(cli, "set_up", lambda: None)
    monkeypatch.setattr(cli, "migrate", lambda: None)


def run(*arguments: str, typed: str = "") -> str:
    done = CliRunner().invoke(cli.app, arguments, input=typed)
    if isinstance(done.exception, Mendable):
        raise done.exception
    assert done.exit_code == 0, done.output + repr(done.exception)
    return done.output


def link_in(said: str) -> str:
    found = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", said)
    assert found, said
    return found[1]


def choose_password(path: str, password: str = PASSWORD) -> Client:
    client = Client()
    form = client.get(path, follow=True)
    assert form.status_code == 200
    done = client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert done.status_code == 302, done.content.decode()
    return client


def test_an_office_begins_without_accounts_and_the_first_person_sets_their_own_password(
    db: None, settings: Settings
) -> None:
    settings.KECHUANG_ORIGIN = "https://kechuang.example"
    assert not User.objects.exists(), "no default account"
    Region.objects.create(code="330603", name="柯桥区", name_en="Keqiao")
    said = run("create", "wang", "--name", "王某", "--email", "w@example.test", *NEW, "--since", "2026-01-05")
    assert "https://kechuang.example/account/password/reset/key/" in said
    post = Membership.objects.select_related("user", "organisation").get()
    assert (post.organisation.name, post.organisation.kind, post.role) == ("柯桥区科学技术局", "department", "leader")
    assert post.valid_from.isoformat() == "2026-01-05"
    assert not post.user.has_usable_password(), "no default password"
    choose_password(link_in(said))
    client = Client()
    assert sign_in(client, post.user).status_code == 302
    assert signed_in(client)
    stale = Client().get(link_in(said), follow=True)
    assert not stale.redirect_chain, "the link worked once"
    history = apps.get_model("parties", "UserEvent").objects.filter(pgh_obj_id=post.user_id).first()
    assert history.pgh_context["action"] == "accounts.create"
    assert history.pgh_context["command_by"]


def test_a_password_may_come_by_standard_input_if_it_is_good_enough(office: Office) -> None:
    place = ("--organisation", "kq-park", "--role", "clerk")
    with pytest.raises(Mendable):
        run("create", "li", "--name", "李某", *place, "--password-stdin", typed="12345678\n")
    run("create", "zhao", "--name", "赵某", *place, "--password-stdin", typed=f"{PASSWORD}\n")
    assert User.objects.get(username="zhao").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("wang", "--name", "王", "--organisation", "nowhere", "--role", "clerk"), "no organisation nowhere"),
        (("wang", "--name", "王", "--organisation", "kq-park", "--role", "king"), "no role king"),
        (("kq-park-clerk", "--name", "王", "--organisation", "kq-park", "--role", "clerk"), "username"),
        (("wang", "--name", "王", "--organisation", "kq-park", "--role", "clerk", "--since", "soon"), "soon is no day"),
        (("wang", "--name", "王", *BUREAU, "--new-organisation", "--region", "999999"), "no region 999999"),
        (("wang", "--name", "王", "--organisation", "kq-park", "--role", "clerk", "--new-organisation", "--region",
          "330603"), "is there already"),
        (("w x", "--name", "王", "--organisation", "kq-park", "--role", "clerk"), "username"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_made(office: Office, arguments: tuple[str, ...], what: str) -> None:
    before = User.objects.count(), Organisation.objects.count()
    with pytest.raises(Mendable, match=what):
        run("create", *arguments)
    assert (User.objects.count(), Organisation.objects.count()) == before


def test_organisations_of_one_name_are_told_apart_by_number(office: Office) -> None:
    twin = office.organisation("kq-park", "330802", department="park_administration")
    with pytest.raises(Mendable) as told:
        run("create", "wang", "--name", "王", "--organisation", "kq-park", "--role", "clerk")
    assert f"{twin.pk} kq-park (柯城区)" in told.value.mend
    run("create", "wang", "--name", "王", "--organisation", str(twin.pk), "--role", "clerk")
    assert Membership.objects.get(user__username="wang").organisation == twin


def test_a_locked_account_is_unlocked(clerk: User) -> None:
    for _ in range(5):
        sign_in(Client(), clerk, "falsch")
    client = Client()
    assert "暂时锁定" in sign_in(client, clerk).content.decode()
    assert lockout.is_locked(clerk)
    assert [row["username"] for row in json.loads(run("list", "--json")) if row["locked"]] == [clerk.username]
    assert "unlocked" in run("unlock", clerk.username)
    assert sign_in(client, clerk).status_code == 302
    assert "was not locked" in run("unlock", clerk.username)
    assert (
        list(LoginEvent.objects.filter(kind="unlocked").values_list("user", "method"))
        == [(clerk.pk, "command line")] * 2
    )


def test_another_host_header_is_no_way_round_the_lock(clerk: User) -> None:
    for n in range(5):
        Client().post(SIGN_IN, {"login": clerk.username, "password": "falsch"}, HTTP_HOST=f"testserver:{8000 + n}")
    client = Client()
    wrong = client.post(SIGN_IN, {"login": clerk.username, "password": PASSWORD}, HTTP_HOST="testserver:1")
    assert "暂时锁定" in wrong.content.decode()


def test_reset_ends_what_was_and_lets_the_owner_in_again(clerk: User) -> None:
    totp.TOTP.activate(clerk, totp.generate_totp_secret())
    token, _text = tokens.make(clerk, "x", scope="read", days=3)
    clerk.save()
    inside = Client()
    inside.force_login(clerk)
    assert inside.get("/workbench/").status_code == 200
    said = run("reset", clerk.username, "--revoke-tokens")
    assert inside.get("/workbench/").status_code == 302, "its sessions are over"
    assert Authenticator.objects.filter(user=clerk).exists(), "the second factor stays unless it is lost too"
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert not signed_in(_after(clerk))
    choose_password(link_in(said), "另一句够长的口令 2027")
    said = run("reset", clerk.username, "--second-factor")
    choose_password(link_in(said))
    client = Client()
    sign_in(client, clerk)
    assert signed_in(client)
    assert {"password", "second_factor", "token_revoked"} <= set(
        LoginEvent.objects.filter(user=clerk).values_list("kind", flat=True)
    )


def _after(user: User) -> Client:
    client = Client()
    sign_in(client, user)
    return client


def test_a_subject_of_the_provider_is_one_account(office: Office) -> None:
    assert "linked to sub-1" in run("link", "kq-park-clerk", "sub-1")
    run("link", "kq-park-clerk", "sub-1")
    with pytest.raises(Mendable, match="kq-park-clerk"):
        run("link", "kq-park-leader", "sub-1")
    run("link", "kq-park-clerk", "sub-1", "--remove")
    run("link", "kq-park-leader", "sub-1")
    kinds = list(LoginEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["linked", "unlinked", "linked"]


def test_the_list_says_who_gets_in_and_how(office: Office, clerk: User) -> None:
    run("link", "kq-park-leader", "sub-9")
    rows = {row["username"]: row for row in json.loads(run("list", "--organisation", "kq-park", "--json"))}
    assert set(rows) == {"kq-park-clerk", "kq-park-leader"}
    assert rows["kq-park-clerk"]["ways"] == ["password"]
    assert rows["kq-park-leader"]["ways"] == ["oidc:sub-9"]
    assert rows["kq-park-leader"]["roles"] == ["kq-park · 负责人"]
    assert "kq-park-clerk" in run("list")


def test_unknown_people_are_told(db: None) -> None:
    for command in (("unlock", "nobody"), ("reset", "nobody"), ("link", "nobody", "x")):
        with pytest.raises(Mendable, match="no account nobody"):
            run(*command)


def test_a_weak_password_is_refused_by_the_service_too(clerk: User) -> None:
    with pytest.raises(ValidationError):
        services.set_password(clerk, "123")
    assert clerk.check_password(PASSWORD)
