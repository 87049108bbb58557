"""The page of an organisation: who it is, and the cases a person may see in which it stands."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case, CaseParty
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import site_of, sites
from kechuang.web.account.guard import to_sign_in
from kechuang.web.cases.counts import Pages
from kechuang.web.search.sources import visible_organisations

PAGE = 30


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Facts with evidence are for its members and for offices over its region; the rest for whoever may see it."""
    found = visible_organisations(request.user).select_related("region", "parent").filter(pk=pk).first()
    if found is None:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        raise Http404(_("没有这个单位。"))
    stands = CaseParty.objects.filter(organisation_id=pk).values("case_id")
    visible = Case.objects.visible_to(request.user).filter(kind__in=[site.kind for site in sites()])
    rows = (visible.filter(owner_id=pk) | visible.filter(pk__in=stands)).select_related("region").order_by("-pk")
    page = Pages(rows, PAGE).get_page(request.GET.get("page"))
    reach = reach_of(request.user)
    inside = pk in reach.organisations or any(found.region_id.startswith(prefix) for prefix in reach.prefixes)
    today = clock.today()
    context = {
        "organisation": found,
        "page": page,
        "cases": [
            {
                "case": case, "kind": site_of(case.kind).model._meta.verbose_name,
                "state": dict(site_of(case.kind).model.STATES).get(case.state, case.state),
                "own": case.owner_id == pk,
            }
            for case in page
        ],
        "facts": [fact for fact in found.unit_facts.all() if fact.holds_on(today)] if inside else [],
    }  # fmt: skip
    return render(request, "web/organisation.html", context)
