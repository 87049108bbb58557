"""The list of a kind of case: narrowed, ordered, in chosen columns, kept under a name, exported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from kechuang.casework.cases.actions import actions_of
from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import could_open
from kechuang.casework.cases.queries import MOST_FOUND
from kechuang.casework.sheets.declare import all_imports
from kechuang.core.among import among
from kechuang.core.ui.parts import Tab
from kechuang.core.ui.sites import CaseSite, site_at, sites
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases.cells import drawn
from kechuang.web.cases.common import cases_of, columns_of, filters_of, quick_of, rows_of, whole_of
from kechuang.web.cases.counts import Pages, few
from kechuang.web.cases.exports import export
from kechuang.web.cases.models import SavedList
from kechuang.web.cases.narrowing import Narrowing, narrowing, quick_counts
from kechuang.web.navigation import AREAS

PAGE = 50


def site_or_404(slug: str) -> CaseSite:
    try:
        return site_at(slug)
    except KeyError:
        raise Http404 from None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The rows of a kind in a person's sight. rows: with what the kind adds; cases: as plain cases; whole: of the kind.

    seen: the ids of the rows when they are few.
    """

    rows: QuerySet[Any]
    cases: QuerySet[Any]
    whole: QuerySet[Any]
    seen: list[int] | None = None

    @classmethod
    def of(cls, site: CaseSite, user: Any) -> Shelf:
        """Few rows are named by their ids from here on, so that no condition on sight is asked again."""
        cases, whole = cases_of(site, user), whole_of(site)
        if (seen := few(cases)) is not None:
            return cls(whole.filter(among("pk", seen)), Case.objects.filter(among("pk", seen)), whole, seen)
        return cls(rows_of(site, user), cases, whole)

    def pages(self, asked: Narrowing, found: list[int] | None) -> Pages:
        rows = self.cases if asked.common else self.rows
        seen = None if asked.narrowed else self.seen
        many = not asked.narrowed and self.seen is None
        return Pages(asked.apply(rows, found), PAGE, asked.ordered(self.whole), seen, many=many)


@require_safe
@signed_in
def case_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The rows a person may see. Without a query their standing list, if they keep one, opens."""
    site = site_or_404(slug)
    request.area = site.area  # type: ignore[attr-defined]  # read by the bar
    saved = list(SavedList.objects.filter(user=person(request), slug=slug))
    query = request.GET
    if not query:
        standing = next((s for s in saved if s.standing), None)
        if standing is not None:
            query = QueryDict(standing.query)
    asked = narrowing(site, request.user, query)
    shelf = Shelf.of(site, request.user)
    found = asked.found()
    pages = shelf.pages(asked, found)
    unsorted = asked.sorting if pages.more and asked.sorting and not asked.sorting.indexed else None
    if unsorted is not None:
        asked = replace(asked, sort="")
        pages = shelf.pages(asked, found)
    page = pages.get_page(query.get("page"))
    columns = asked.shown
    context = {
        "site": site,
        "asked": asked,
        "page": page,
        "columns": [_head(asked, c) for c in columns],
        "rows": [(row, drawn(columns, row, reverse("case", args=[row.number]))) for row in page],
        "quick": _quick(asked, quick_counts(site, request.user, shelf.cases, shelf.rows)),
        "filters": [
            {"filter": f, "options": list(f.offered(request.user)), "value": asked.chosen.get(f.name, "")}
            for f in filters_of(site)
        ],
        "all_columns": [
            {"column": c, "shown": c in columns, "fixed": c.name in ("number", "title")} for c in columns_of(site)
        ],
        "saved": [{"row": s, "current": s.query == asked.query()} for s in saved],
        "query": f"{asked.address()}&",
        "chips": _chips(asked),
        "new": (new := new_links(site, request.user)),
        "imports": import_links(site) if new else [],
        "beginnings": [] if page.object_list else beginnings(site, new),
        "elsewhere": None if page.object_list else elsewhere(site, request.user),
        "bulk": any(a.bulk for a in actions_of(site.model).values()),
        "tabs": area_tabs(site),
        "narrowed": asked.narrowed,
        "unsorted": unsorted,
        "newest": MOST_FOUND if found is not None and len(found) == MOST_FOUND else None,
    }
    return render(request, "cases/list.html", context)


def area_tabs(site: CaseSite, current: str = "") -> list[Tab]:
    """The lists of the same area of work, as the second row of the bar."""
    return page_tabs(site.area, current or site.slug)


def page_tabs(area: str, current: str) -> list[Tab]:
    """The lists and pages of an area of work. current: the slug of a list, or the url name of a page."""
    tabs = [
        Tab(str(other.title), reverse("case-list", args=[other.slug]), other.slug == current)
        for other in sites()
        if other.area == area
    ]
    tabs += [Tab(str(page.label), reverse(page.url_name), page.url_name == current) for page in AREAS.get(area, ())]
    return [*tabs, Tab(pgettext("page", "期限"), reverse("obligations"), current == "obligations")]


def new_links(site: CaseSite, user: Any) -> list[tuple[str, str]]:
    """The actions that open a case of this kind, for those who could open one."""
    return [
        (str(a.label), reverse("case-new", args=[site.slug, a.name]))
        for a in actions_of(site.model).values()
        if a.creates and could_open(a, user)
    ]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What opens a case of a kind, for its empty list: the action, what it does, who may do it, and its page for those who may."""

    label: str
    hint: str
    who: str
    url: str


def beginnings(site: CaseSite, new: list[tuple[str, str]]) -> list[Beginning]:
    """Every action that opens a case of this kind. new: those open to the reader, by label, with their addresses."""
    urls = dict(new)
    return [
        Beginning(str(a.label), str(a.hint), str(a.who), urls.get(str(a.label), ""))
        for a in actions_of(site.model).values()
        if a.creates
    ]


def elsewhere(site: CaseSite, user: Any) -> tuple[str, str] | None:
    """The list where a case of this kind is begun, when it is another and the reader has anything to do there."""
    if not site.begins_in:
        return None
    where = site_at(site.begins_in)
    if not new_links(where, user) and not cases_of(where, user).exists():
        return None
    return str(where.title), reverse("case-list", args=[where.slug])


def import_links(site: CaseSite) -> list[tuple[str, str]]:
    """The spreadsheets that can be taken in for this kind, for those who may open a case of it."""
    return [
        (str(sheet.title), reverse("import-new", args=[sheet.action.key]))
        for sheet in all_imports()
        if sheet.action.model is site.model
    ]


def _chips(asked: Narrowing) -> list[dict[str, str]]:
    """What the list is narrowed by, each with the address of the list without it."""
    made = []
    if asked.text:
        made.append({"label": _("词语"), "value": asked.text, "url": replace(asked, text="").address()})
    for filter_ in filters_of(asked.site):
        if (value := asked.chosen.get(filter_.name)) is not None:
            words = next((str(label) for code, label in filter_.choices() if str(code) == value), value)
            rest = {name: kept for name, kept in asked.chosen.items() if name != filter_.name}
            made.append({"label": str(filter_.label), "value": words, "url": replace(asked, chosen=rest).address()})
    if asked.owner:
        made.append({"label": _("责任单位"), "value": asked.owner, "url": replace(asked, owner="").address()})
    return made


def _head(asked: Narrowing, column: Any) -> dict[str, Any]:
    up, down = asked.sort == column.name, asked.sort == f"-{column.name}"
    link = asked.address(sort=f"-{column.name}" if up else column.name) if column.sort else ""
    return {
        "column": column, "link": link, "sort": "ascending" if up else "descending" if down else "",
        "arrow": "↑" if up else "↓" if down else "",
    }  # fmt: skip


def _quick(asked: Narrowing, counts: Any) -> list[dict[str, Any]]:
    found = []
    for quick in quick_of(asked.site):
        on = quick.name in asked.quick
        names = [n for n in asked.quick if n != quick.name] if on else [*asked.quick, quick.name]
        found.append({"label": quick.label, "count": counts[quick.name], "on": on, "url": asked.address(quick=names)})
    return found


@require_safe
@signed_in
def case_export(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """Every row of the list as asked for, as .xlsx or .csv."""
    site = site_or_404(slug)
    asked = narrowing(site, request.user, request.GET)
    return export(kind, asked.apply(rows_of(site, request.user)), asked.shown, slug)


@require_POST
@signed_in
def save_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep the present list under a name; the same name again replaces it."""
    site = site_or_404(slug)
    name = request.POST.get("name", "").strip()[:40]
    asked = narrowing(site, request.user, QueryDict(request.POST.get("query", "").lstrip("?")))
    if name:
        standing = "standing" in request.POST
        if standing:
            SavedList.objects.filter(user=person(request), slug=slug, standing=True).update(standing=False)
        SavedList.objects.update_or_create(
            user=person(request), slug=slug, name=name, defaults={"query": asked.query()[:1000], "standing": standing}
        )
    return HttpResponseRedirect(f"{reverse('case-list', args=[slug])}{asked.address()}")


@require_POST
@signed_in
def forget_list(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Drop a kept list."""
    get_object_or_404(SavedList, user=person(request), slug=slug, pk=pk).delete()
    return HttpResponseRedirect(f"{reverse('case-list', args=[slug])}?{urlencode({'all': 1})}")
