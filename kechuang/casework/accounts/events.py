"""Writing down what happens at the door, whichever way people come in."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kechuang.casework.accounts.models import LoginEvent

Kind = LoginEvent.Kind


def record(kind: str, user: Any, request: HttpRequest | None, *, method: str = "") -> LoginEvent:
    """One event, with the address and device of the request it came by."""
    agent = request.headers.get("User-Agent", "") if request is not None else ""
    return LoginEvent.objects.create(
        kind=kind, user=user if getattr(user, "pk", None) else None, method=method[:60], address=address_of(request),
        agent="".join(c for c in agent if c.isprintable())[:200],
    )  # fmt: skip


def connect() -> None:
    """Listen to Django and allauth; called once when the app is ready."""
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (user_login_failed, _failed),
        (account_signals.password_changed, _password),
        (account_signals.password_set, _password),
        (account_signals.password_reset, _password),
        (mfa_signals.authenticator_added, _second_factor),
        (mfa_signals.authenticator_removed, _second_factor),
        (mfa_signals.authenticator_reset, _second_factor),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")


def _signed_in(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    used = request.session.get("account_authentication_methods", []) if hasattr(request, "session") else []
    record(Kind.SIGNED_IN, user, request, method="+".join(str(one.get("type") or one["method"]) for one in used))


def _signed_out(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    if user is not None:
        record(Kind.SIGNED_OUT, user, request)


def _failed(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:
    # What was typed as a name is kept only when an account has it: people type passwords into the wrong box.
    name = str(credentials.get("username") or credentials.get("email") or "")
    user = get_user_model().objects.filter(username=name).first() if name and "\x00" not in name else None
    record(Kind.FAILED, user, request, method="password")


def _password(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    record(Kind.PASSWORD, user, request)


def _second_factor(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **more: Any) -> None:
    record(Kind.SECOND_FACTOR, user, request, method=str(authenticator.type))


def address_of(request: HttpRequest | None) -> str | None:
    """Where a request comes from; None when that cannot be told."""
    if request is None:
        return None
    try:
        return str(get_adapter(request).get_client_ip(request))
    except PermissionDenied:  # the address cannot be told
        return None
