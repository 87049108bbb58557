"""Many cases at once: who can and who cannot is told before the press, each goes through the engine by itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.casework.cases.engine import offers, perform
from kechuang.casework.cases.models import Case
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.rowid import row_id
from kechuang.core.ui.parts import Crumb
from kechuang.core.ui.sites import CaseSite
from kechuang.core.words import in_clauses
from kechuang.web.account.guard import signed_in
from kechuang.web.cases import basis
from kechuang.web.cases.choosing import wired
from kechuang.web.cases.lists import area_tabs, site_or_404

MOST = 200
"""As many cases as one press may act on: more would hold the page for too long."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An action over the selected cases: those it is open for, and those it is not with the reason."""

    action: Action
    can: Sequence[Case]
    cannot: Sequence[tuple[Case, basis.Blocked]]
    url: str

    @property
    def words(self) -> str:
        if not self.cannot:
            return _("%(label)s，%(can)d 件可办") % {"label": self.action.label, "can": len(self.can)}
        return _("%(label)s，%(can)d 件可办，%(cannot)d 件不可办") % {
            "label": self.action.label, "can": len(self.can), "cannot": len(self.cannot),
        }  # fmt: skip


def selected(request: HttpRequest, site: CaseSite, values: Sequence[str]) -> list[Any]:
    """The chosen cases this person may see, in the order of their numbers."""
    pks = [pk for value in values if (pk := row_id(value)) is not None][:MOST]
    rows = site.model.objects.visible_to(request.user).filter(pk__in=pks)
    rows = rows.select_related("region", "owner", *site.related)
    return list(rows.prefetch_related("parties", *site.prefetched()).order_by("number"))


def choices(request: HttpRequest, site: CaseSite, cases: Sequence[Any]) -> list[Choice]:
    """Every bulk action over these cases; one that is open for none of them is left out unless nothing else is left."""
    sorted_: dict[str, tuple[list[Case], list[tuple[Case, basis.Blocked]]]] = {}
    for case in cases:
        for offer in offers(case, request.user):
            if not offer.action.bulk:
                continue
            can, cannot = sorted_.setdefault(offer.action.name, ([], []))
            if offer.refusal is None:
                can.append(case)
            else:
                cannot.append((case, basis.blocked(offer.refusal, offer.action.label, region=case.region_id)))
    found = [
        Choice(action, *sorted_[name], reverse("case-bulk-action", args=[site.slug, name]))
        for name, action in actions_of(site.model).items()
        if name in sorted_
    ]
    return [choice for choice in found if choice.can] or found


@require_safe
@signed_in
def bulk(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What can be done with the selected cases: the bar over the list with htmx, a page of its own without."""
    site = site_or_404(slug)
    request.area = site.area  # type: ignore[attr-defined]  # read by the bar
    cases = selected(request, site, request.GET.getlist("id"))
    context = {
        "site": site, "cases": cases, "choices": choices(request, site, cases), "tabs": area_tabs(site),
        "crumbs": _crumbs(site),
    }  # fmt: skip
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "cases/bulk_bar.html" if fragment else "cases/bulk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bulk_action(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """GET asks for the input once and names who it is for; POST acts, and keeps the rest selected with their reasons."""
    site = site_or_404(slug)
    action = actions_of(site.model).get(name)
    if action is None or not action.bulk:
        raise Http404
    request.area = site.area  # type: ignore[attr-defined]  # read by the bar
    values = request.POST.getlist("id") if request.method == "POST" else request.GET.getlist("id")
    cases = selected(request, site, values)
    done: list[Case] = []
    refused: list[tuple[Case, basis.Blocked]] = []
    form = action.form(case=cases[0] if cases else None, by=request.user)
    if request.method == "POST":
        done, refused, wrong = _perform(request, action, cases)
        if wrong:
            form = action.form(data=_typed(request), case=cases[0] if cases else None, by=request.user)
        cases = [case for case, _why in refused]
    form = wired(form, site, action, cases[0]) if cases else form
    choice = next((c for c in choices(request, site, cases) if c.action is action), None)
    context = {
        "site": site, "action": action, "choice": choice, "cases": cases, "done": done, "refused": refused,
        "form": form, "key": request.POST.get("key") or uuid.uuid4().hex, "cites": basis.cites(action.cites),
        "tabs": area_tabs(site), "crumbs": [*_crumbs(site), Crumb(str(action.label))], "acted": request.method == "POST",
    }  # fmt: skip
    return render(request, "cases/bulk_action.html", context)


def _perform(
    request: HttpRequest, action: Action, cases: Sequence[Any]
) -> tuple[list[Case], list[tuple[Case, basis.Blocked]], bool]:
    """Each case in a transaction of its own. Whether the input itself was wrong for one comes third."""
    done, refused, wrong = [], [], False
    key = request.POST.get("key", "")[:80]
    for case in cases:
        try:
            made = perform(
                action, case.pk, _typed(request), by=request.user, files=request.FILES,
                key=f"{key}:{case.pk}" if key else "",
            )  # fmt: skip
            done.append(made.case)
        except Refused as stopped:
            wrong = wrong or stopped.refusal.ground is Ground.INPUT
            refused.append((case, basis.blocked(_told(stopped.refusal), action.label, region=case.region_id)))
    return done, refused, wrong


def _told(refusal: Refusal) -> Refusal:
    """Bad input in one line, for a row has no field to show it at."""
    if refusal.ground is not Ground.INPUT:
        return refusal
    words = in_clauses(str(e) for errors in refusal.errors.values() for e in errors)
    return Refusal(refusal.ground, words or refusal.reason, refusal.cites, errors=refusal.errors)


def _typed(request: HttpRequest) -> Any:
    typed = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "key", "id"):
        typed.pop(name, None)
    return typed


def _crumbs(site: CaseSite) -> list[Crumb]:
    return [Crumb(str(site.title), reverse(site.slug)), Crumb(_("批量办理"))]
