"""In a demonstration: everyone with one press, and the clock of all."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.parties.models import User
from kechuang.core import clock, demo, upkeep
from kechuang.core.words import day_words
from kechuang.web.account.guard import signed_in
from kechuang.web.account.guard import target_of as _next
from kechuang.web.demonstration.forms import ClockForm
from kechuang.web.demonstration.people import by_role, first, matching, posts

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _demo_or_404() -> None:
    if not demo.on():
        raise Http404


@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Ten to begin with, then everyone of the demonstration by role; a press signs in as them."""
    _demo_or_404()
    text = request.GET.get("q", "").strip()[:100]
    rows = posts()
    found = matching(rows, text) if text else rows
    context = {
        "first": [] if text else first(rows), "groups": by_role(found, unfolded=bool(text)), "q": text,
        "n": len(rows), "n_found": len(found), "next": _next(request),
    }  # fmt: skip
    return render(request, "demo/people.html", context)


@require_POST
def become(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign in as a person of the demonstration."""
    _demo_or_404()
    user = get_object_or_404(User, pk=pk, is_active=True, is_superuser=False)
    login(request, user, backend=BACKEND)
    return HttpResponseRedirect(_next(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Move the clock of the whole demonstration: to a day, some days on, or back to the machine's."""
    _demo_or_404()
    form = ClockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "reset" in request.POST:
        demo.reset_clock()
        messages.info(request, _("演示时间已回到今天"))
        return HttpResponseRedirect(reverse("demo-clock"))
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        days = (day - clock.today()).days if day is not None else form.cleaned_data["days"] or 0
        if days:
            demo.move_clock(days)
            upkeep.daily.once("clock")  # what falls due on the days that passed
            shown = clock.today() + dt.timedelta(days=days)
            messages.info(request, _("演示时间现在是 %(day)s") % {"day": day_words(shown, year=True)})
        return HttpResponseRedirect(reverse("demo-clock"))
    return render(request, "demo/clock.html", {"form": form, "steps": (1, 7, 15, 31)})
