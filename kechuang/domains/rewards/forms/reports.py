"""What is typed for a yearly report."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.domains.rewards.models import TransformationReport


class DraftReportForm(ActionForm):
    """Whose report, of which year. Years that are not over may be drafted; they are filed when they are."""

    unit = organisation_choice(_("报告单位"), Organisation.objects.exclude(kind="department"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.by is not None:
            field = self.fields["unit"]
            assert isinstance(field, forms.ModelChoiceField)
            rows: Any = field.queryset
            field.queryset = rows.filter(pk__in=reach_of(self.by).organisations)
            own = list(field.queryset[:2])
            if len(own) == 1:
                field.initial = own[0].pk

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > clock.today().year:
            raise forms.ValidationError(_("%(year)d 年还没有到") % {"year": year})
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, year = data.get("unit"), data.get("year")
        if unit is not None and year is not None:
            old = TransformationReport.objects.filter(unit=unit, year=year).first()
            if old is not None:
                self.add_error("year", _("%(year)d 年的报告已有：%(number)s") % {"year": year, "number": old.number})
        return data


class RemarksForm(ActionForm):
    """What the unit adds in words."""

    remarks = forms.CharField(label=_("说明"), widget=forms.Textarea, required=False, max_length=5_000)


class FileForm(ActionForm):
    """The day it was handed in, and how that is shown."""

    filed_on = day_field(_("报送日"))
    receipt = forms.CharField(label=_("送达凭证"), max_length=200, help_text=_("例如 收文登记号、系统回执号"))

    def clean_filed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["filed_on"]
        not_in_future(day)
        report = self.case
        if isinstance(report, TransformationReport) and report.pk and day.year <= report.year:
            raise forms.ValidationError(_("%(year)d 年过完才能报送") % {"year": report.year})
        return day
