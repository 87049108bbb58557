"""Whether an account is locked after too many failures, and unlocking it. The counts are allauth's, in the shared cache."""

from __future__ import annotations

import time
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.db import transaction

from kechuang.casework.accounts import events
from kechuang.casework.accounts.models import LoginEvent

_OF = {"app": "allauth.account", "action": "login_failed"}


def key_of(login: str) -> str:
    """What failures for a name are counted under: the name alone, so that no other Host header starts another count."""
    return f"login:{login.lower()}"


def is_locked(user: Any) -> bool:
    """Whether the next sign-in or confirmation of this account would be refused untried."""
    now = time.time()  # noqa: TID251  # as allauth dates the failures it counts
    return any(_recent(name, rate, now) >= rate.amount for rate, name in _counts(user))


@transaction.atomic
def unlock(user: Any) -> bool:
    """Forget the failures of an account; whether it was locked. Kept in the record of sign-ins."""
    was = is_locked(user)
    for _rate, name in _counts(user):
        cache.delete(name)
    events.record(LoginEvent.Kind.UNLOCKED, user, None, method="command line")
    return was


def _recent(name: str, rate: Any, now: float) -> int:
    return sum(at > now - rate.duration for at in cache.get(name, []))


def _counts(user: Any) -> list[tuple[Any, str]]:
    """The limits by account and where each is counted: for the password and for the second factor."""
    keys = (key_of(user.username), f"mfa-auth-user-{user.pk}")
    rates = [rate for rate in ratelimit.get_rates(**_OF) if rate.per == "key"]
    return [(rate, ratelimit.get_cache_key(None, **_OF, rate=rate, key=key)) for rate in rates for key in keys]
