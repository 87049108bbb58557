"""The board: notices that run, narrowed by place and kind, searched and subscribed to."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kechuang.casework.notices.kinds import kind_choices
from kechuang.casework.notices.models import Notice, Objector
from kechuang.core import clock
from kechuang.web.account.guard import person
from kechuang.web.notices.asked import WHEN, Asked, region_choices
from kechuang.web.notices.words import Line, lines_of

PAGE = 30
ON_THE_PORTAL = 5


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Everything public, those that end first on top."""
    asked = Asked.of(request.GET)
    page = Paginator(asked.rows(), PAGE).get_page(request.GET.get("page"))
    running = Notice.objects.filter(public=True).running(clock.today()).count()
    query = asked.query()
    filters = (
        ("when", _("状态"), WHEN, asked.when), ("region", _("所在地"), region_choices(), asked.region),
        ("kind", _("种类"), kind_choices(), asked.kind),
    )  # fmt: skip
    context = {
        "asked": asked, "page": page, "lines": lines_of(list(page)), "filters": filters,
        "query": f"?{query}&" if query else "?", "feed": f"{reverse('notice-feed')}{f'?{query}' if query else ''}",
        "words": ngettext("正在公示 %(n)d 份", "正在公示 %(n)d 份", running) % {"n": running}, "wide_bar": True,
        "mine": Objector.objects.filter(user=person(request)).count() if request.user.is_authenticated else 0,
    }  # fmt: skip
    return render(request, "public/board.html", context)


def running_lines() -> tuple[list[Line], int]:
    """The first few that run and how many run in all, for the portal."""
    rows = Asked().rows()
    found = lines_of(list(rows[: ON_THE_PORTAL + 1]))
    total = (
        len(found) if len(found) <= ON_THE_PORTAL else Notice.objects.filter(public=True).running(clock.today()).count()
    )
    return found[:ON_THE_PORTAL], total
