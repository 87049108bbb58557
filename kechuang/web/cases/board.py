"""The supervision board: what is due in the regions and organisations a person sees, overdue first."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation, Region
from kechuang.core import clock
from kechuang.core.ui.parts import Tab
from kechuang.core.ui.sites import sites
from kechuang.core.ui.words import either
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.basis import due_of
from kechuang.web.cases.lists import area_tabs

PAGE = 50
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
    if owner.isdigit():
        rows = rows.filter(owner_id=int(owner))
    page = Paginator(rows.select_related("owner").order_by(F("due").asc(nulls_last=True), "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    cases = {c.pk: c for c in Case.objects.filter(pk__in=[row.case_id for row in page])}
    kept = {k: v for k, v in (("region", region), ("owner", owner), ("status", status)) if v and v != "running"}
    area = sites()[0] if sites() else None
    if area is not None:
        request.area = area.area  # type: ignore[attr-defined]  # read by the bar
    words = {"running": _("进行中"), "late": _("逾期未办"), "met-late": _("迟办"), "all": _("全部")}
    context = {
        "page": page,
        "dues": [due_of(row, cases.get(row.case_id)) for row in page],
        "regions": _by_region(everything, today, region, kept),
        "owners": _by_owner(everything, today, region, owner, kept),
        "statuses": [Tab(words[s], f"?{urlencode({**kept, 'status': s})}", s == status) for s in STATUS],
        "counts": _counts(everything, today),
        "query": f"?{urlencode(kept)}&" if kept else "?",
        "tabs": area_tabs(area, "obligations") if area is not None else [],
        "narrowed": bool(region or owner),
        "provisional": everything.running().filter(provisional=True).count(),
        "none": everything.running().filter(due=None).count(),
    }
    return render(request, "cases/board.html", context)


def _status(status: str, today: dt.date) -> Q:
    return {
        "running": Q(status=Obligation.Status.DUE),
        "late": Q(status=Obligation.Status.DUE, due__lt=today),
        "met-late": Q(status=Obligation.Status.MET, done_on__gt=F("due")),
        "all": Q(),
    }[status]


def _counted(rows: QuerySet[Any], today: dt.date) -> dict[str, Any]:
    running = Q(status=Obligation.Status.DUE)
    return {
        "late": Count("pk", filter=running & Q(due__lt=today)),
        "week": Count("pk", filter=running & Q(due__gte=today, due__lte=today + dt.timedelta(days=7))),
        "month": Count(
            "pk", filter=running & Q(due__gt=today + dt.timedelta(days=7), due__lte=today + dt.timedelta(days=30))
        ),
        "later": Count("pk", filter=running & (Q(due__gt=today + dt.timedelta(days=30)) | Q(due=None))),
        "met_late": Count("pk", filter=Q(status=Obligation.Status.MET, done_on__gt=F("due"))),
    }


def _counts(rows: QuerySet[Any], today: dt.date) -> dict[str, int]:
    return rows.aggregate(**_counted(rows, today))


def _by_region(rows: QuerySet[Any], today: dt.date, chosen: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    names = {r.code: either(r.name, r.name_en) for r in Region.objects.all()}
    found = rows.order_by().values("territory").annotate(**_counted(rows, today)).order_by("territory")
    return [
        {
            **row, "name": names.get(row["territory"], row["territory"]), "current": row["territory"] == chosen,
            "url": f"?{urlencode({**kept, 'region': row['territory']})}",
        }
        for row in found
    ]  # fmt: skip


def _by_owner(
    rows: QuerySet[Any], today: dt.date, region: str, chosen: str, kept: dict[str, str]
) -> list[dict[str, Any]]:
    if region.isdigit():
        rows = rows.filter(territory__startswith=region)
    found = list(
        rows.order_by().values("owner_id").annotate(**_counted(rows, today)).order_by("-late", "-week", "-month")[:12]
    )
    names = dict(Organisation.objects.filter(pk__in=[r["owner_id"] for r in found]).values_list("pk", "name"))
    return [
        {
            **row, "name": names[row["owner_id"]], "current": str(row["owner_id"]) == chosen,
            "url": f"?{urlencode({**kept, 'owner': row['owner_id']})}",
        }
        for row in found
    ]  # fmt: skip
