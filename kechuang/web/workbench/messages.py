"""What one was told: all of it, by topic, and what is unread. GET reads; following or marking as read is a POST."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.inbox.models import Message
from kechuang.casework.inbox.services import TOPICS
from kechuang.core import clock
from kechuang.core.rowid import row_id
from kechuang.core.ui.parts import Tab
from kechuang.web.account.guard import person, signed_in, target_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A message, what it is about, and whether there is a page to go to."""

    row: Message
    topic: str
    leads: bool


@never_cache
@require_safe
@signed_in
def messages(request: HttpRequest) -> HttpResponse:
    """One's own messages, latest first; ?unread=1 those not read yet, ?topic= those of one topic."""
    rows = Message.objects.filter(user=person(request))
    unread, topic = "unread" in request.GET, request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    shown = rows.filter(read_at=None) if unread else rows
    if topic:
        shown = shown.filter(topic=topic)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": lines(page), "tabs": _tabs(unread, topic), "query": _query(unread, topic, "&"),
        "waiting": rows.filter(read_at=None).exists(), "here": request.get_full_path(),
    }  # fmt: skip
    return render(request, "workbench/messages.html", context)


def lines(rows: Iterable[Message]) -> list[Line]:
    """Messages with what to show beside them."""
    return [Line(row, str(TOPICS.get(row.topic, row.topic)), bool(row.case_id or row.link)) for row in rows]


def _tabs(unread: bool, topic: str) -> list[Tab]:
    here = reverse("messages")
    found = [
        Tab(_("全部"), here, not unread and not topic),
        Tab(_("未读"), here + _query(True, ""), unread and not topic),
    ]
    return found + [Tab(str(label), here + _query(False, name), topic == name) for name, label in TOPICS.items()]


def _query(unread: bool, topic: str, end: str = "") -> str:
    given = {**({"unread": 1} if unread else {}), **({"topic": topic} if topic else {})}
    return f"?{urlencode(given)}{end if given else ''}"


@require_POST
@signed_in
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a message leads; from now on it is read."""
    message = get_object_or_404(Message, pk=pk, user=person(request))
    if message.read_at is None:
        Message.objects.filter(pk=pk, read_at=None).update(read_at=clock.now())
    if message.link:
        return HttpResponseRedirect(message.link)
    if message.case_id is None:
        return HttpResponseRedirect(reverse("messages"))
    number = Case.objects.values_list("number", flat=True).get(pk=message.case_id)
    return HttpResponseRedirect(reverse("case", args=[number]))


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Mark one message, or all of them, as read, and go back."""
    rows = Message.objects.filter(user=person(request), read_at=None)
    one = request.POST.get("message", "")
    if one:
        rows = rows.filter(pk=row_id(one) or 0)
    rows.update(read_at=clock.now())
    return HttpResponseRedirect(target_of(request))
