"""Who must have a second factor (GB/T 22239 level 3: two factors for administrators), and keeping them at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.parties.reach import reach_of

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def missing(user: Any) -> str:
    """Why this person may not go on, in words, or "" when nothing is missing. Asked of the database only for the roles
    in KECHUANG_SECOND_FACTOR_ROLES.
    """
    if not reach_of(user).has_role(*settings.KECHUANG_SECOND_FACTOR_ROLES):
        return ""
    if Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists():
        return ""
    return _("管理员账户须先设置二次验证（动态码或者通行密钥）")


class SecondFactorMiddleware:
    """Sends administrators without a second factor to the page where they set one up; nothing else opens before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if user is None or not settings.KECHUANG_SECOND_FACTOR_ROLES or _always_open(request.path):
            return self.get_response(request)
        if user.is_authenticated and (reason := missing(user)):
            if request.headers.get("Accept", "").startswith("application/json"):
                return JsonResponse({"detail": reason}, status=403, json_dumps_params={"ensure_ascii": False})
            return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def _always_open(path: str) -> bool:
    """Signing in and out, the pages that set a factor up, static files; the API asks `missing` itself."""
    return path.startswith(("/account/", "/static/", "/healthz", "/preferences/", "/api/"))
