"""Forms not sent yet: kept as they are typed, found again when the form is opened, gone once the action is done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kechuang.casework.cases.actions import Action, actions_of
from kechuang.core import clock
from kechuang.web.account.guard import person, signed_in
from kechuang.web.cases.found import find_case, missing
from kechuang.web.cases.lists import site_or_404
from kechuang.web.cases.models import FormDraft
from kechuang.web.cases.typed import OWN

MOST = 200_000
"""The longest draft kept, in characters."""


def draft_of(user: Any, action: Action, case: Any) -> FormDraft | None:
    """What this person has typed for an action on a case (None: to open one) and not sent."""
    return FormDraft.objects.filter(user=user, action=action.key, case=case).first()


def initial_of(draft: FormDraft, form: forms.Form) -> dict[str, Any]:
    """The draft as a form starts from it: what it holds, and nothing where a box was left unticked."""
    typed: dict[str, list[str]] = json.loads(draft.typed)
    many = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField, forms.TypedMultipleChoiceField)
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            continue
        values = typed.get(name, [])
        if isinstance(field, many):
            found[name] = values
        elif values or isinstance(field, forms.BooleanField):
            found[name] = values[-1] if values else ""
    return found


def forget(user: Any, action: Action, case: Any) -> None:
    FormDraft.objects.filter(user=user, action=action.key, case=case).delete()


@require_POST
@signed_in
def keep_action(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """Keep what is typed into the form of an action on a case."""
    found = find_case(request, number)
    if found is None:
        return missing(request)
    case, _site = found
    action = actions_of(case).get(name)
    if action is None or action.creates:
        raise Http404
    return _keep(request, action, case, reverse("case-action", args=[case.number, name]))


@require_POST
@signed_in
def keep_new(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Keep what is typed into the form of an action that opens a case."""
    action = actions_of(site_or_404(slug).model).get(name)
    if action is None or not action.creates:
        raise Http404
    return _keep(request, action, None, reverse("case-new", args=[slug, name]))


def _keep(request: HttpRequest, action: Action, case: Any, back: str) -> HttpResponseBase:
    if "forget" in request.POST:
        forget(person(request), action, case)
        messages.success(request, _("草稿已丢弃"))
        return HttpResponseRedirect(back)
    form = action.form(case=case, by=request.user)
    kept = {name: request.POST.getlist(name) for name in form.fields if name in request.POST and name not in OWN}
    text = json.dumps(kept, ensure_ascii=False)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if len(text) > MOST:
        said = _("太长，草稿没有存")
        if by_script:
            return JsonResponse({"said": said}, status=413)
        messages.error(request, said)
        return HttpResponseRedirect(back)
    now = clock.now()
    FormDraft.objects.update_or_create(
        user=person(request), action=action.key, case=case,
        defaults={"typed": text, "saved_at": now},
    )  # fmt: skip
    said = _("草稿存于 %(at)s，只有你看得到") % {"at": now.astimezone(clock.CHINA).strftime("%H:%M")}
    if by_script:
        return JsonResponse({"said": said})
    messages.success(request, said)
    return HttpResponseRedirect(back)


def shown(draft: FormDraft | None, address: str, form: Any) -> Mapping[str, Any]:
    """What the page of a form says of its draft: where it is kept, and when it was, if it was."""
    keeps = form is not None and bool(form.visible_fields())
    at = draft.saved_at.astimezone(clock.CHINA).strftime("%m-%d %H:%M") if draft is not None else ""
    return {"address": address if keeps else "", "saved_at": at}
