"""Making accounts and giving lost ones back. No account comes with a password: its owner sets it, by a link that works once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from kechuang.casework.accounts import events, tokens
from kechuang.casework.accounts.models import ApiToken, LoginEvent
from kechuang.casework.parties.models import Membership, Organisation, User
from kechuang.core import clock


@transaction.atomic
def create(
    username: str, *, name: str, organisation: Organisation | Mapping[str, Any], role: str, email: str = "",
    language: str = "", since: dt.date | None = None,
) -> User:  # fmt: skip
    """An account with a membership, without a password. Raises ValidationError.

    organisation: one that is there, or the fields of one to be made, for the first person of an office.
    """
    user = User(username=username, display_name=name, email=email, language=language)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    if isinstance(organisation, Mapping):
        organisation = Organisation(**organisation)
        organisation.full_clean()
        organisation.save()
    post = Membership(user=user, organisation=organisation, role=role, valid_from=since or clock.today())
    post.full_clean()
    post.save()
    return user


@transaction.atomic
def reset(user: User, *, second_factor: bool = False, revoke_tokens: bool = False) -> str:
    """Make the password worthless, end every session, and return a link to a new one.

    second_factor: remove authenticator apps, passkeys and recovery codes too, for someone who has lost the device.
    """
    user.set_unusable_password()  # sessions hold a hash of it, so they end with it
    user.save(update_fields=("password",))
    UserSession.objects.filter(user=user).delete()
    events.record(LoginEvent.Kind.PASSWORD, user, None, method="command line")
    if second_factor and Authenticator.objects.filter(user=user).delete()[0]:
        events.record(LoginEvent.Kind.SECOND_FACTOR, user, None, method="command line")
    if revoke_tokens:
        for token in ApiToken.objects.filter(user=user, revoked_at=None):
            tokens.revoke(token)
    return password_link(user)


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """Give an account a password that somebody typed. Raises ValidationError when it is too weak."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=("password",))
    events.record(LoginEvent.Kind.PASSWORD, user, None, method="command line")


def password_link(user: User) -> str:
    """The address where the owner of an account sets a password, once, within PASSWORD_RESET_TIMEOUT."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    origin = getattr(settings, "KECHUANG_ORIGIN", "") or "http://localhost:8000"
    return f"{origin}{path}"
