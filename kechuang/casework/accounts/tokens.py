"""Making, finding and revoking API tokens."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kechuang.casework.accounts import events
from kechuang.casework.accounts.models import ApiToken, LoginEvent
from kechuang.core import clock
from kechuang.core.api.callers import Caller
from kechuang.core.crypto import digest

PREFIX = "kch_"
"""So that a token left in a file is recognised for what it is."""
MOST_DAYS = 365
_USE_NOTED_EVERY = dt.timedelta(minutes=5)


def make(
    user: Any, name: str, *, scope: str, days: int, kinds: Iterable[str] = (), request: HttpRequest | None = None
) -> tuple[ApiToken, str]:
    """A new token and its text, which cannot be shown again. Raises ValidationError for days out of 1..365."""
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(_("有效期为 1 至 %(n)d 天") % {"n": MOST_DAYS})
    text = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    made = ApiToken.objects.create(
        user=user, name=name.strip(), hint=text[:9], digest=digest(text), scope=scope, kinds=sorted(set(kinds)),
        created_at=now, expires_at=now + dt.timedelta(days=days),
    )  # fmt: skip
    events.record(LoginEvent.Kind.TOKEN_MADE, user, request, method=made.hint)
    return made, text


def revoke(token: ApiToken, request: HttpRequest | None = None) -> None:
    """End a token at once; a second time changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=("revoked_at",))
        events.record(LoginEvent.Kind.TOKEN_REVOKED, token.user, request, method=token.hint)


def find(request: HttpRequest, text: str) -> Caller | str:
    """The caller behind a token, or why it stands for nobody. Notes its use, at most every five minutes."""
    if not text.isascii() or not text.startswith(PREFIX):
        return _("不认识这个令牌")
    token = ApiToken.objects.select_related("user").filter(digest=digest(text)).first()
    if token is None:
        return _("不认识这个令牌")
    now = clock.now()
    if token.revoked_at is not None:
        return _("这个令牌已撤销")
    if not token.lives(now):
        return _("这个令牌已于 %(at)s 到期") % {"at": clock_words(token.expires_at)}
    if not token.user.is_active:
        return _("这个账户已停用")
    ApiToken.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=now - _USE_NOTED_EVERY), pk=token.pk).update(
        last_used_at=now
    )
    return Caller(token.user, token.scopes, frozenset(token.kinds))


def clock_words(moment: dt.datetime) -> str:
    """A moment in China time, to the minute."""
    return moment.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")
