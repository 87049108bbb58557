"""Signing in with a password, and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kechuang.core import demo
from kechuang.web.account.forms import SignInForm
from kechuang.web.account.guard import target_of


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; in a demonstration with the way to its people."""
    form = SignInForm(request, data=request.POST) if request.method == "POST" else SignInForm(request)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(target_of(request))
    context = {"form": form, "next": target_of(request), "demo": settings.KECHUANG_DEMO and demo.on()}
    return render(request, "account/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect(reverse("portal"))
