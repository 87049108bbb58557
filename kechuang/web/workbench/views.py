"""The workbench."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.parts import Tab
from kechuang.core.ui.sites import sites
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.lists import new_links
from kechuang.web.workbench import queries
from kechuang.web.workbench.days import next_rest
from kechuang.web.workbench.horizon import horizon


@require_safe
@signed_in
def workbench(request: HttpRequest) -> HttpResponse:
    """Due, claimable, changed: of my organisations, or with ?who=office of the regions under me."""
    over_regions = bool(reach_of(request.user).prefixes)
    office = over_regions and request.GET.get("who") == "office"
    today = clock.today()
    items, more = queries.due_items(request.user, office=office)
    late = sum(1 for i in items if i.day and i.day < today)
    holds, waits = queries.claims(request.user)
    told = queries.messages_of(request.user)
    context = {
        "groups": queries.grouped(items),
        "late": f"{late}+" if late and more else late,
        "more": more,
        "shown": queries.SHOWN,
        "now": sum(1 for i in items if i.day == today),
        "total": len(items),
        "rest": next_rest(today),
        "horizon": horizon([i.day for i in items if i.day], today),
        "sides": _sides(office) if over_regions else [],
        "office": office,
        "claims": holds,
        "waits": waits,
        "told": [{"row": m, "leads": m.case_id or m.link, "day": m.at.astimezone(clock.CHINA).date()} for m in told],
        "unread": sum(1 for m in told if m.read_at is None),
        "new": [link for site in sites() for link in new_links(site, request.user)],
        "posts": bool(reach_of(request.user).posts),
    }
    return render(request, "workbench/workbench.html", context)


def _sides(office: bool) -> list[Tab]:
    here = reverse("workbench")
    return [
        Tab(_("本单位"), here, not office),
        Tab(_("辖区"), f"{here}?{urlencode({'who': 'office'})}", office),
    ]
