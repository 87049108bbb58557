"""The days between which applications are taken, of calls and of rounds alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field
from kechuang.core import clock


class WindowForm(ActionForm):
    """What has opens_on and closes_on: it does not close before it opens, nor in the past."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("早于开始受理"))
        if closes and closes < clock.today():
            self.add_error("closes_on", _("已经过去"))
        return data


class ExtendForm(ActionForm):
    """A later last day, with the reason."""

    closes_on = day_field(_("改到哪一天截止"))
    note = forms.CharField(label=_("理由"), widget=forms.Textarea)

    def clean_closes_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["closes_on"]
        before: dt.date | None = getattr(self.case, "closes_on", None)
        if before is not None and day <= before:
            raise forms.ValidationError(_("只能往后延，不能提前"))
        return day
