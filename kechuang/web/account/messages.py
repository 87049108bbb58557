"""How one wants to be told: topic by topic, in the inbox and by mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as notes
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kechuang.casework.inbox import mail
from kechuang.casework.inbox.models import Preference
from kechuang.casework.inbox.services import ALWAYS, TOPICS
from kechuang.web.account.guard import person, signed_in

Mail = Preference.Mail


class PreferencesForm(forms.Form):
    """One choice for each topic; topics that nobody can switch off do not offer it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in TOPICS.items():
            ways = [(way.value, way.label) for way in Mail if way is not Mail.NEVER or name not in ALWAYS]
            self.fields[name] = forms.ChoiceField(label=label, choices=ways, initial=Mail.DIGEST)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """One's preferences; each mail leads here."""
    user = person(request)
    kept = dict(Preference.objects.filter(user=user).values_list("topic", "mail"))
    form = PreferencesForm(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid():
        _keep(user, form.cleaned_data)
        notes.success(request, _("已保存"))
        return HttpResponseRedirect(reverse("message-preferences"))
    context = {"form": form, "address": mail.address(user), "mail_on": mail.on()}
    return render(request, "account/messages.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _keep(user: Any, chosen: dict[str, str]) -> None:
    """What is chosen as it is without choosing needs no row."""
    Preference.objects.filter(user=user, topic__in=[n for n, how in chosen.items() if how == Mail.DIGEST]).delete()
    Preference.objects.bulk_create(
        [Preference(user=user, topic=name, mail=how) for name, how in chosen.items() if how != Mail.DIGEST],
        update_conflicts=True, unique_fields=["user", "topic"], update_fields=["mail"],
    )  # fmt: skip
