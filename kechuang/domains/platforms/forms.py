"""What is typed to register a platform and to draft, discuss, sign and file an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.lookups import find
from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Organisation, Region
from kechuang.core import clock
from kechuang.domains.platforms.models import CLASSES, LEVELS, Agreement, Consultation, Platform
from kechuang.law.library import load

YEARS_OF_SUPPORT = 10
"""As many years as the longest term any of the texts allows."""


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A date typed as 2026-11-21, with the browser's own picker."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def not_in_future(day: dt.date | None) -> None:
    """Refuse a day that has not come yet, for things said to have been done."""
    if day is not None and day > clock.today():
        raise forms.ValidationError(_("日期在今天之后"))


class PlatformForm(ActionForm):
    """A platform and the organisation that is it; the organisation is found by its credit code or made."""

    title = forms.CharField(label=_("名称"), max_length=200)
    name_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    region = forms.ModelChoiceField(label=_("所在地"), queryset=Region.objects.all())
    platform_class = forms.ChoiceField(label=_("类型"), choices=CLASSES)
    origin = forms.ChoiceField(label=_("设立资金"), choices=Platform.Origin.choices)
    legal_form = forms.ChoiceField(label=_("法人形式"), choices=Platform.LegalForm.choices)
    fields_of_industry = forms.CharField(
        label=_("产业领域"), required=False, help_text=_("多个领域用分号隔开"), max_length=500
    )
    directions = forms.CharField(label=_("主攻方向"), required=False, widget=forms.Textarea)
    introducing_entity = forms.ModelChoiceField(
        label=_("引进责任主体"), required=False,
        queryset=Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT),
    )  # fmt: skip
    founders = forms.ModelMultipleChoiceField(
        label=_("共建主体"), required=False, queryset=Organisation.objects.exclude(kind=Organisation.Kind.PLATFORM)
    )
    founded_on = day_field(_("设立日"))
    operating_since = day_field(_("约定运营起算日"), required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    floor_area = forms.IntegerField(label=_("场地面积（平方米）"), required=False, min_value=0)
    website = forms.URLField(label=_("网址"), required=False, assume_scheme="https")

    def clean_credit_code(self) -> str:
        code = self.cleaned_data.get("credit_code", "")
        if not code:
            return ""
        code = identifiers.credit_code(code)
        own = self.case.pk if self.case is not None else None
        other = next((p for p in find(Platform, "owner__credit_code", code) if p.pk != own), None)
        if other is not None:
            raise forms.ValidationError(_("这个代码已登记为 %(number)s %(title)s") % vars(other))
        return code

    def clean_fields_of_industry(self) -> list[str]:
        text = self.cleaned_data.get("fields_of_industry", "").replace("；", ";").replace("、", ";")
        return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))

    def clean_founded_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["founded_on"]
        not_in_future(day)
        return day


class RecognitionForm(ActionForm):
    name = forms.CharField(label=_("认定类型"), max_length=100)
    level = forms.ChoiceField(label=_("级别"), choices=LEVELS)
    authority = forms.CharField(label=_("认定机关"), max_length=200)
    document = forms.CharField(label=_("文号"), max_length=100, required=False)
    valid_from = day_field(_("认定日"))
    valid_to = day_field(_("有效期至"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("早于认定日"))
        return data


class NoteForm(ActionForm):
    """A step that needs a reason in words."""

    note = forms.CharField(label=_("理由"), widget=forms.Textarea)


class StartOperationForm(ActionForm):
    operating_since = day_field(_("约定运营起算日"))


class AgreementForm(ActionForm):
    """A draft: its term, its support by year, and a text for each topic the law lists."""

    title = forms.CharField(label=_("协议名称"), max_length=200)
    platform = forms.ModelChoiceField(label=_("平台"), queryset=Platform.objects.exclude(state="exited"))
    support_mode = forms.ChoiceField(label=_("保障方式"), choices=Agreement.SupportMode.choices)
    starts_on = day_field(_("共建期起"))
    ends_on = day_field(_("共建期止"))
    special_reason = forms.CharField(
        label=_("特殊情况和要求"), required=False, widget=forms.Textarea, help_text=_("超过通常期限时须写明")
    )
    renews = forms.ModelChoiceField(label=_("续签自"), required=False, queryset=Agreement.objects.all())
    amends = forms.ModelChoiceField(label=_("变更自"), required=False, queryset=Agreement.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("renews", "amends"):  # titles of agreements the person may not see stay unseen
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = Agreement.objects.visible_to(self.by)
        english = (get_language() or "").startswith("en")
        for item in load().checklist_items("agreement.topics"):
            self.fields[f"topic_{item.id}"] = forms.CharField(
                label=item.en if english else item.zh, required=False, widget=forms.Textarea
            )
        for number in range(1, YEARS_OF_SUPPORT + 1):
            self.fields[f"amount_{number}"] = forms.DecimalField(
                label=_("第 %(n)d 年支持金额（元）") % {"n": number}, required=False, min_value=0, max_digits=18,
                decimal_places=2,
            )  # fmt: skip

    @property
    def topics(self) -> dict[str, str]:
        names = [name for name in self.fields if name.startswith("topic_")]
        return {name[6:]: self.cleaned_data.get(name, "").strip() for name in names}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", _("不晚于共建期起"))
        platform = data.get("platform")
        for name in ("renews", "amends"):
            other = data.get(name)
            if other is not None and platform is not None and other.platform_id != platform.pk:
                self.add_error(name, _("不是这个平台的协议"))
        data["topics"] = self.topics
        data["amounts"] = {
            n: data[f"amount_{n}"] for n in range(1, YEARS_OF_SUPPORT + 1) if data.get(f"amount_{n}") is not None
        }
        return data


class ConsultForm(ActionForm):
    reply_by = day_field(_("请各部门于此日前答复"))

    def clean_reply_by(self) -> dt.date:
        day: dt.date = self.cleaned_data["reply_by"]
        if day <= clock.today():
            raise forms.ValidationError(_("应在今天之后"))
        return day


class ReplyForm(ActionForm):
    opinion = forms.ChoiceField(label=_("意见"), choices=Consultation.Opinion.choices)
    text = forms.CharField(label=_("意见内容"), required=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("opinion") in ("changes", "object") and not data.get("text", "").strip():
            self.add_error("text", _("写明要改什么、为什么"))
        return data


class SignForm(ActionForm):
    signatory = forms.CharField(label=_("签署人"), max_length=60)
    signed_on = day_field(_("签署日"))

    def clean_signed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["signed_on"]
        not_in_future(day)
        return day


class FilingForm(ActionForm):
    filed_on = day_field(_("备案日"))

    def clean_filed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["filed_on"]
        not_in_future(day)
        signed = getattr(self.case, "signed_on", None)
        if signed is not None and day < signed:
            raise forms.ValidationError(_("早于最后签署日 %(day)s") % {"day": signed.isoformat()})
        return day
