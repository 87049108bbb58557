"""The search page, and what it suggests while one types."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kechuang.web.cases.counts import Pages
from kechuang.web.search.groups import groups
from kechuang.web.search.sources import BY_NAME, plain

PAGE = 30
FIRST = 6
SUGGESTED = 4


@require_safe
@cache_control(private=True)
def search(request: HttpRequest) -> HttpResponse:
    """Without a kind the first of every group; with one all of that group, page by page."""
    query, kind = plain(request.GET.get("q", "")), request.GET.get("kind", "")
    source = BY_NAME.get(kind)
    found = groups(request.user, query, each=0 if source else FIRST, glance=source is None)
    context: dict[str, Any] = {"q": query, "kind": kind if source else "", "source": source, "groups": found}
    if source is not None and query:
        things: Any = next((group.things for group in found if group.source is source), [])
        pages = Pages(things, PAGE) if isinstance(things, QuerySet) else Paginator(things, PAGE)
        page = pages.get_page(request.GET.get("page"))
        address = urlencode({"q": query, "kind": kind})
        context |= {"page": page, "hits": [source.hit(thing) for thing in page], "query": f"?{address}&"}
    return render(request, "search/search.html", context)


@require_safe
@cache_control(private=True)
def suggest(request: HttpRequest) -> HttpResponse:
    """The first of every group, under the box; nothing for less than two characters."""
    query = plain(request.GET.get("q", ""))
    query = query if len(query) > 1 else ""
    found = groups(request.user, query, each=SUGGESTED, glance=True)
    return render(request, "search/suggest.html", {"q": query, "groups": found})
