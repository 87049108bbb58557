"""Pages for those who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

View = Callable[..., HttpResponseBase]


def person(request: HttpRequest) -> Any:
    """Who is signed in, for queries: behind `signed_in` it is a User."""
    return request.user


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Away to the sign-in page, and back afterwards to where a GET was going."""
    target = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': target})}")


def signed_in(view: View) -> View:
    """Let only signed-in persons in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else to_sign_in(request)

    return guarded


def target_of(request: HttpRequest) -> str:
    """Where to go after signing in: the page asked for when it is one of ours, else the workbench."""
    target = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return reverse("workbench")
