"""Where the choices of an action's form get their suggestions: the form itself says which rows its person may choose."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.core.ui.choosing import suggested, wire
from kechuang.core.ui.sites import CaseSite
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.found import find_case, missing
from kechuang.web.cases.lists import site_or_404


def wired(form: Any, site: CaseSite, action: Action, case: Any) -> Any:
    """The form, its choices told where their suggestions come from. On many cases at once: as when opening one."""
    if form is not None:
        wire(form, lambda name: _address(site, action, case, name))
    return form


def _address(site: CaseSite, action: Action, case: Any, name: str) -> str:
    if case is None:
        return reverse("case-new-choose", args=[site.slug, action.name, name])
    return reverse("case-action-choose", args=[case.number, action.name, name])


@require_safe
@signed_in
def of_action(request: HttpRequest, number: str, name: str, field: str) -> HttpResponseBase:
    """Suggestions for a field of an action, to those who may carry it out."""
    found = find_case(request, number)
    if found is None:
        return missing(request)
    case, _site = found
    action = actions_of(case).get(name)
    if action is None or action.creates or not action.by.test(request.user, case):
        raise Http404
    if not action.leaves(case.state):  # typed just before the form went in: there is nothing to choose any more
        return render(request, "ui/options.html", {"options": [], "text": "", "list": f"id_{field}-options"})
    return _options(request, action.form(case=case, by=request.user), field)


@require_safe
@signed_in
def of_new(request: HttpRequest, slug: str, name: str, field: str) -> HttpResponseBase:
    """Suggestions for a field of an action that opens a case."""
    action = actions_of(site_or_404(slug).model).get(name)
    if action is None or not action.creates:
        raise Http404
    return _options(request, action.form(case=None, by=request.user), field)


def _options(request: HttpRequest, form: Any, field: str) -> HttpResponse:
    text = request.GET.get(field, "").replace("\x00", "").strip()
    options = suggested(form, field, text)
    if options is None:
        raise Http404
    return render(request, "ui/options.html", {"options": options, "text": text[:60], "list": f"id_{field}-options"})
