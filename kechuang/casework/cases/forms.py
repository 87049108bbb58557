"""Fields and forms that every kind of case uses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.core import clock


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A date typed as 2026-11-21, with the browser's own picker."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def not_in_future(day: dt.date | None) -> None:
    """Refuse a day that has not come yet, for things said to have been done."""
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("日期在今天之后"))


class NoteForm(ActionForm):
    """A step that needs a reason in words."""

    note = forms.CharField(label=_("理由"), widget=forms.Textarea)
