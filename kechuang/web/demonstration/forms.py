"""What is typed to move the demonstration's clock."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.core import clock


class ClockForm(forms.Form):
    """The day the demo clock shall show, or so many days on from now."""

    day = forms.DateField(label=_("到哪一天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    days = forms.IntegerField(label=_("往后几天"), required=False, min_value=-3660, max_value=3660)

    def clean_day(self) -> Any:
        day = self.cleaned_data.get("day")
        if day is not None and abs((day - clock.today()).days) > 3660:
            raise forms.ValidationError(_("最多前后十年"))
        return day
