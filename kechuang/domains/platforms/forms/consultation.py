"""What is typed about experts heard before a decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choices
from kechuang.casework.cases.forms import RegionField, day_field, item_choices, not_in_future
from kechuang.casework.documents import services as documents
from kechuang.casework.reviews.models import Expert
from kechuang.core import clock
from kechuang.domains.platforms.models import ExpertConsultation, ExpertOpinion
from kechuang.law.coverage import lives

lives("form", "expert_opinion.field", "kechuang/domains/platforms/forms/consultation.py", ["quzhou-2024:art11.p1"])


def field_choice() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("领域"), choices=lambda: item_choices("consultation.expert_fields"))


class ConsultationForm(ActionForm):
    title = forms.CharField(label=_("名称"), max_length=200)
    region = RegionField(label=_("地区"))
    purpose = forms.ChoiceField(label=_("征询事项"), choices=ExpertConsultation.Purpose.choices)
    question = forms.CharField(label=_("征询问题"), widget=forms.Textarea)
    reply_by = day_field(_("请于此日前答复"))

    def clean_reply_by(self) -> dt.date:
        day: dt.date = self.cleaned_data["reply_by"]
        if day < clock.today():
            raise forms.ValidationError(_("已经过去"))
        return day


def experts_for(consultation: Any, by: Any) -> Any:
    """Experts active today, with an account, of pools over the place, that this person may see."""
    rows = Expert.objects.active_on(clock.today()).filter(person__user__is_active=True)
    if by is not None:
        rows = rows.visible_to(by)
    if isinstance(consultation, ExpertConsultation):
        above = [consultation.region_id[:n].ljust(6, "0") for n in (2, 4, 6)]
        rows = rows.filter(region_id__in=above).exclude(pk__in=consultation.invitations.values("expert_id"))
    return rows


class InviteForm(ActionForm):
    """Whom to ask, speaking for which of the fields."""

    field = field_choice()
    experts = case_choices(_("专家"), Expert.objects.none(), help_text=_("专家库里在库、有账户的专家；一行一位"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["experts"].queryset = experts_for(self.case, self.by)  # type: ignore[attr-defined]


class OwnOpinionForm(ActionForm):
    """What an expert answers. The timeline does not repeat it: who may read it is the opinion's own matter."""

    PRIVATE = frozenset({"stance", "text"})

    stance = forms.ChoiceField(label=_("态度"), choices=ExpertOpinion.Stance.choices)
    text = forms.CharField(label=_("意见"), widget=forms.Textarea, max_length=10_000)


class PaperOpinionForm(OwnOpinionForm):
    """An opinion that came on paper: whose, of which day, and the paper itself."""

    PRIVATE = frozenset({"stance", "text", "evidence"})

    field = field_choice()
    expert = forms.CharField(label=_("专家"), max_length=60)
    workplace = forms.CharField(label=_("单位和职务"), max_length=200)
    given_on = day_field(_("日期"))
    evidence = forms.FileField(label=_("书面意见原件"), help_text=_("扫描件或者电子文本；存为本案文件"))
    field_order = ("field", "expert", "workplace", "stance", "text", "given_on", "evidence")

    def clean_given_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["given_on"]
        not_in_future(day)
        return day

    def clean_evidence(self) -> Any:
        return documents.check_upload(self.cleaned_data["evidence"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        same = {"field": data.get("field"), "expert": data.get("expert")}
        if isinstance(self.case, ExpertConsultation) and self.case.opinions.filter(**same).exists():
            self.add_error("expert", _("这位专家在这一领域的意见已经记录"))
        return data


class DeclineForm(ActionForm):
    PRIVATE = frozenset({"reason"})

    reason = forms.CharField(label=_("理由"), widget=forms.Textarea)


class ConclusionForm(ActionForm):
    conclusion = forms.CharField(label=_("意见综述"), widget=forms.Textarea)


class PolicyDecisionForm(ActionForm):
    decided_on = day_field(_("决定日"))
    document = forms.CharField(label=_("决定文号"), max_length=120)

    def clean_decided_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["decided_on"]
        not_in_future(day)
        return day
