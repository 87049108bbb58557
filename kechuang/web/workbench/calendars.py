"""One's deadlines in the calendar one uses anyway: addresses made, shown once, and revoked; and the feed behind them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.cases.queries import paths
from kechuang.casework.obligations import feed as feeds
from kechuang.casework.obligations.models import Feed
from kechuang.web.account.guard import person, signed_in

MOST = 10
"""Addresses one person keeps at a time."""


class CalendarForm(forms.Form):
    name = forms.CharField(label=_("用在哪里"), max_length=60, help_text=_("例如 手机、单位电脑；以后按这个名字撤销"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def calendars(request: HttpRequest) -> HttpResponse:
    """The addresses; a POST makes one and shows it this once."""
    form = CalendarForm(request.POST if request.method == "POST" else None)
    address, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _living(request).count() >= MOST:
            form.add_error("name", _("最多 %(n)d 个，先撤销不用的") % {"n": MOST})
        elif form.is_valid():
            token = feeds.subscribe(person(request), form.cleaned_data["name"])
            address = request.build_absolute_uri(reverse("calendar-feed", args=[token]))
            form, status = CalendarForm(), 201
    context = {"form": form, "rows": _living(request), "address": address}
    return render(request, "workbench/calendars.html", context, status=status)


def _living(request: HttpRequest) -> Any:
    return Feed.objects.filter(user=person(request), revoked_at=None).order_by("-pk")


@require_POST
@signed_in
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Close one of one's own addresses for good."""
    feeds.revoke(get_object_or_404(Feed, pk=pk, user=person(request), revoked_at=None))
    return HttpResponseRedirect(reverse("calendars"))


@require_safe
@cache_control(private=True, max_age=900)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind an address, for who has it. A revoked one is not there."""
    found = feeds.feed_of(token)
    if found is None:
        raise Http404(_("没有这个日历，或者已经撤销。"))
    entries = feeds.entries_of(found)
    pages = {pk: request.build_absolute_uri(path) for pk, path in paths({e.case_id for e in entries}).items()}
    answer = HttpResponse(feeds.calendar(found, entries, pages), content_type="text/calendar; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
