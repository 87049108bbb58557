"""The API's callers, with this house's tokens and its rule about second factors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kechuang.casework.accounts import second_factor, tokens
from kechuang.core.api.callers import Anybody, Caller, Open, Signed

SIGNED = Signed(tokens.find, second_factor.missing)
"""A person, by session or token."""

ANYONE = Open(tokens.find, second_factor.missing)
"""A person or nobody in particular, who sees what is public."""

ANYBODY = Anybody(tokens.find, second_factor.missing)
"""A person or nobody in particular, also for what needs no account."""


def caller(request: HttpRequest) -> Caller:
    """Who calls, as ninja keeps it."""
    found: Any = request.auth  # type: ignore[attr-defined]
    assert isinstance(found, Caller)
    return found
