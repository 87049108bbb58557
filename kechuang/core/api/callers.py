"""Who calls: a signed-in session, guarded against forged forms, or a bearer token with its scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from kechuang.core.api.problems import Problem, out_of_scope, refused_token, sign_in_first

READ, ACT = "read", "act"
_SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Caller:
    """The person behind a request, and what their token is limited to (a session is limited by nothing)."""

    user: Any
    scopes: frozenset[str] = frozenset({READ, ACT})
    kinds: frozenset[str] = frozenset()

    def reaches(self, kind: str) -> bool:
        """Whether cases of a kind lie within the token."""
        return not self.kinds or kind in self.kinds

    def must_reach(self, kind: str) -> None:
        if not self.reaches(kind):
            raise out_of_scope(_("这个令牌不包括这一类案件"))


FindToken = Callable[[HttpRequest, str], "Caller | str"]
"""Looks a token up: the caller it stands for, or in words why it no longer stands for anyone."""


class Signed(AuthBase):
    """`Authorization: Bearer …` or the session."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    anonymous = False

    def __init__(self, find: FindToken, check: Callable[[Any], str] | None = None) -> None:
        """check(user) says why this person may not go on (a second factor is missing), or ""."""
        super().__init__()
        self.find, self.check = find, check

    def __call__(self, request: HttpRequest) -> Caller:
        header = request.headers.get("Authorization", "")
        caller = self._by_token(request, header) if header else self._by_session(request)
        needed = READ if request.method in _SAFE else ACT
        if needed not in caller.scopes:
            raise out_of_scope(_("这个令牌只能查看") if needed == ACT else _("这个令牌不能查看"))
        if self.check is not None and caller.user.is_authenticated and (reason := self.check(caller.user)):
            raise Problem(403, "second_factor", reason)
        return caller

    def _by_token(self, request: HttpRequest, header: str) -> Caller:
        scheme, _space, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise refused_token(_("应为 Authorization: Bearer 加令牌"))
        found = self.find(request, token.strip())
        if isinstance(found, str):
            raise refused_token(found)
        request.user = found.user
        return found

    def _by_session(self, request: HttpRequest) -> Caller:
        user = request.user
        if not user.is_authenticated:
            if self.anonymous and request.method in _SAFE:
                return Caller(AnonymousUser())
            raise sign_in_first()
        if request.method not in _SAFE and check_csrf(request) is not None:
            raise Problem(403, "csrf", _("缺少防伪造凭证（X-CSRFToken），没有处理"))
        return Caller(user)


class Anybody(Signed):
    """The same, and nobody in particular too, for reading and for the few things that need no account."""

    anonymous = True

    def _by_session(self, request: HttpRequest) -> Caller:
        if not request.user.is_authenticated:
            return Caller(AnonymousUser())
        return super()._by_session(request)


class Open(Signed):
    """The same, and for reading nobody in particular too, who sees what is public."""

    anonymous = True
