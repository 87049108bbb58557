"""Signing in by password, passkey or the organisation's own identity provider; signing out."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.socialaccount.adapter import get_adapter as social_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kechuang.core import demo
from kechuang.web.account.forms import SignInForm
from kechuang.web.account.guard import target_of


class SignIn(LoginView):
    """Name and password; in a demonstration with the way to its people. allauth counts failures and goes on to the
    second factor."""

    form_class = SignInForm
    template_name = "account/sign_in.html"

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def get_default_success_url(self) -> str:
        return reverse("workbench")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "next": target_of(self.request),
            "demo": settings.KECHUANG_DEMO and demo.on(),
            "providers": social_adapter().list_providers(self.request),
        }


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("portal"))
