"""What is typed about a panel."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.cases.models import Case
from kechuang.casework.reviews.models import Panel, Seat
from kechuang.casework.reviews.results import names_in
from kechuang.casework.reviews.schemes import Side, purpose_of, purposes
from kechuang.casework.reviews.words import fields_of
from kechuang.core import clock


class OpenForm(ActionForm):
    """A panel on a case: what for, how many of each side, from which fields, by when."""

    subject = case_choice(_("评审事项"), Case.objects.none())
    purpose = forms.ChoiceField(label=_("评审种类"))
    fields_wanted = forms.CharField(
        label=_("所需专业领域"), max_length=300, required=False,
        help_text=_("领域专家至少占其中一项；不写则不限。多个用分号隔开"),
    )  # fmt: skip
    reply_by = day_field(_("请专家于此日前确认"))
    score_by = day_field(_("请专家于此日前评分"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject, purpose = self.fields["subject"], self.fields["purpose"]
        subject.queryset = (  # type: ignore[attr-defined]
            Case.objects.visible_to(self.by).open().exclude(kind__startswith="reviews.")
        )
        purpose.choices = [(p.name, p.label) for p in purposes()]  # type: ignore[attr-defined]
        for side in Side:
            self.fields[f"seats_{side.value}"] = forms.IntegerField(
                label=_("%(side)s人数") % {"side": side.label}, required=False, min_value=0, max_value=30,
                help_text=_("都不写时按该种类的规定"),
            )  # fmt: skip

    def clean_fields_wanted(self) -> list[str]:
        return fields_of(self.cleaned_data.get("fields_wanted", ""))

    def clean_reply_by(self) -> dt.date:
        return _coming(self.cleaned_data["reply_by"])

    def clean_score_by(self) -> dt.date:
        return _coming(self.cleaned_data["score_by"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reply, score = data.get("reply_by"), data.get("score_by")
        if reply and score and score < reply:
            self.add_error("score_by", _("早于确认日"))
        asked = {side.value: n for side in Side if (n := data.get(f"seats_{side.value}"))}
        name = data.get("purpose")
        if name and (extra := [s for s in asked if s not in purpose_of(name).sides]):
            for side in extra:
                self.add_error(f"seats_{side}", _("这种评审没有这一方面"))
        data["seats"] = asked or None
        return data


def _coming(day: dt.date) -> dt.date:
    if day < clock.today():
        raise forms.ValidationError(_("日期已过"))
    return day


class ChairForm(ActionForm):
    seat = forms.ModelChoiceField(label=_("组长"), queryset=Seat.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["seat"]
        assert isinstance(choice, forms.ModelChoiceField)
        rows = Seat.objects.filter(panel_id=getattr(self.case, "pk", None) or 0, state__in=("accepted", "submitted"))
        choice.queryset = rows.select_related("expert__person").order_by("label")
        choice.label_from_instance = lambda obj: f"{obj.label} {obj.expert.person.name}"  # type: ignore[method-assign]


class ConcludeForm(ActionForm):
    """The panel's conclusion, and where it met."""

    opinion = forms.ChoiceField(label=_("结论"), choices=Panel.Opinion.choices)
    opinion_text = forms.CharField(
        label=_("评审意见"), widget=forms.Textarea, max_length=4000,
        help_text=_("申请方会看到这段话，不要写专家的姓名和单位"),
    )  # fmt: skip
    met_on = day_field(_("会议日期"))
    place = forms.CharField(label=_("地点"), max_length=100)

    def clean_met_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["met_on"]
        not_in_future(day)
        return day

    def clean_opinion_text(self) -> str:
        text: str = self.cleaned_data["opinion_text"]
        if self.case is not None:
            for seat in Seat.objects.filter(panel_id=self.case.pk).select_related("expert__person"):
                revealing(text, seat.expert)
        return text


def revealing(text: str, expert: Any) -> None:
    """Refuse a text for the applicant that holds an expert's own name or organisation."""
    found = names_in(text, expert)
    if found:
        raise forms.ValidationError(_("这段话里有“%(names)s”，申请方会认出专家，请改写") % {"names": "”“".join(found)})
