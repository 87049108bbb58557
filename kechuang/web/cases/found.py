"""The case an address names, for the person who asks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case
from kechuang.core.ui.sites import CaseSite, site_of
from kechuang.web.account.guard import to_sign_in


def find_case(request: HttpRequest, number: str) -> tuple[Any, CaseSite] | None:
    """The case of a number as its own model, with its site; None when it is not there for this person."""
    row = Case.objects.visible_to(request.user).filter(number=number).only("kind").first()
    if row is None:
        return None
    site = site_of(row.kind)
    rows = site.model.objects.select_related("region", "owner", *site.related)
    # Parties, people and determinations are asked for once, however many actions and panels look at them.
    return rows.prefetch_related("parties", "people", "determinations__by").get(pk=row.pk), site


def missing(request: HttpRequest) -> HttpResponseBase:
    """Not there: for those who are not signed in the door, for the others the page that says so."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    raise Http404(_("没有这个编号的案件，或者不归你看。"))
