"""What is typed about plan outlines and reports of governments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field
from kechuang.domains.platforms.forms.parts import past_day
from kechuang.domains.platforms.models import GovernmentDocument


class DocumentForm(ActionForm):
    """The document and its parts on platforms and on transformation."""

    title = forms.CharField(label=_("文件名称"), max_length=200)
    document_kind = forms.ChoiceField(label=_("文件种类"), choices=GovernmentDocument.Kind.choices)
    year_from = forms.IntegerField(label=_("起始年度"), min_value=2000, max_value=2100)
    year_to = forms.IntegerField(label=_("终止年度"), min_value=2000, max_value=2100)
    platforms_section = forms.CharField(
        label=_("平台发展部分"), widget=forms.Textarea, max_length=20_000, required=False
    )
    transformation_section = forms.CharField(
        label=_("成果转化部分"), widget=forms.Textarea, max_length=20_000, required=False
    )
    in_assessment = forms.BooleanField(label=_("成果转化已列入政府绩效考核"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("year_from"), data.get("year_to")
        if start is not None and end is not None and end < start:
            self.add_error("year_to", _("早于起始年度"))
        return data


class IssueForm(ActionForm):
    document = forms.CharField(label=_("文号"), max_length=100)
    issued_on = day_field(_("印发日"))

    def clean_issued_on(self) -> Any:
        return past_day(self.cleaned_data["issued_on"])
