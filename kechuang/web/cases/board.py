"""The supervision board: what is due in the regions and organisations a person sees, overdue first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.obligations.figures import by_place
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation, Region
from kechuang.core import clock
from kechuang.core.rowid import row_id
from kechuang.core.ui.parts import Tab
from kechuang.core.ui.sites import sites
from kechuang.core.words import either
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.basis import due_of
from kechuang.web.cases.counts import Pages
from kechuang.web.cases.lists import area_tabs

AREA = "platforms"
"""The area of the bar under which the board of all deadlines stands."""

PAGE = 50
SHOWN = ("late", "week", "month", "later", "met_late")
Figures = Mapping[tuple[str, int], Counter[str]]
STATUS = ("running", "late", "met-late", "all")


@require_safe
@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """Counts by region and by owner, and the obligations themselves."""
    today = clock.today()
    everything = Obligation.objects.visible_to(request.user)
    status = request.GET.get("status", "running")
    status = status if status in STATUS else "running"
    region, owner = request.GET.get("region", ""), request.GET.get("owner", "")
    rows = everything.filter(_status(status, today))
    if region.isdigit():
        rows = rows.filter(territory__startswith=region)
    if owner and (unit := row_id(owner)) is not None:
        rows = rows.filter(owner_id=unit)
    rows = rows.select_related("owner").order_by(F("due").asc(nulls_last=True), "pk")
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    figures = by_place(everything, today)
    total = sum(figures.values(), Counter[str]())
    cases = {c.pk: c for c in Case.objects.visible_to(request.user).filter(pk__in=[row.case_id for row in page])}
    kept = {k: v for k, v in (("region", region), ("owner", owner), ("status", status)) if v and v != "running"}
    area = next((site for site in sites() if site.area == AREA), None)
    if area is not None:
        request.area = area.area  # type: ignore[attr-defined]  # read by the bar
    words = {"running": _("进行中"), "late": _("逾期未办"), "met-late": _("迟办"), "all": _("全部")}
    context = {
        "page": page,
        "dues": [due_of(row, cases.get(row.case_id)) for row in page],
        "regions": _by_region(figures, region, kept),
        "owners": _by_owner(figures, region, owner, kept),
        "statuses": [Tab(words[s], f"?{urlencode({**kept, 'status': s})}", s == status) for s in STATUS],
        "counts": {name: total[name] for name in SHOWN},
        "query": f"?{urlencode(kept)}&" if kept else "?",
        "tabs": area_tabs(area, "obligations") if area is not None else [],
        "narrowed": bool(region or owner),
        "provisional": total["provisional"],
        "none": total["no_day"],
    }
    return render(request, "cases/board.html", context)


def _status(status: str, today: dt.date) -> Q:
    return {
        "running": Q(status=Obligation.Status.DUE),
        "late": Q(status=Obligation.Status.DUE, due__lt=today),
        "met-late": Q(status=Obligation.Status.MET, done_on__gt=F("due")),
        "all": Q(),
    }[status]


def _by_region(figures: Figures, chosen: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    names = {r.code: either(r.name, r.name_en) for r in Region.objects.all()}
    found: dict[str, Counter[str]] = {}
    for (territory, _owner), counted in figures.items():
        found.setdefault(territory, Counter()).update(counted)
    return [
        {
            **{name: found[code][name] for name in SHOWN}, "name": names.get(code, code), "current": code == chosen,
            "url": f"?{urlencode({**kept, 'region': code})}",
        }
        for code in sorted(found)
    ]  # fmt: skip


def _by_owner(figures: Figures, region: str, chosen: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    """The twelve owners with the most that is late, then due soonest."""
    found: dict[int, Counter[str]] = {}
    for (territory, owner), counted in figures.items():
        if not region.isdigit() or territory.startswith(region):
            found.setdefault(owner, Counter()).update(counted)
    first = sorted(found, key=lambda o: (-found[o]["late"], -found[o]["week"], -found[o]["month"], o))[:12]
    names = dict(Organisation.objects.filter(pk__in=first).values_list("pk", "name"))
    return [
        {
            **{name: found[owner][name] for name in SHOWN}, "name": names[owner], "current": str(owner) == chosen,
            "url": f"?{urlencode({**kept, 'owner': owner})}",
        }
        for owner in first
    ]  # fmt: skip
