"""What is typed about an achievement: disclosure, screening, registration, whose it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice, organisation_choice
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.cases.lookups import find
from kechuang.casework.parties.identifiers import registration_number
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.domains.achievements.completing import read_completers
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.platforms.models import Platform

YES_NO = (("", _("未定")), ("true", _("是")), ("false", _("否")))


def maybe(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """Yes, no, or not known."""
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, required=False, empty_value=None, help_text=help_text,
        coerce=lambda text: {"true": True, "false": False}[text],
    )  # fmt: skip


def yes_or_no(label: Any) -> forms.TypedChoiceField:
    """Yes or no, said: nothing is chosen beforehand."""
    field = forms.TypedChoiceField(label=label, choices=YES_NO[1:], coerce=lambda text: text == "true")
    field.ui = "segmented"  # type: ignore[attr-defined]  # read by the component of fields
    return field


def listed(text: str) -> list[str]:
    """Words between semicolons or commas, each once."""
    for mark in "；、，,":
        text = text.replace(mark, ";")
    return list(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


class DisclosureForm(ActionForm):
    """An achievement with its completers, as the national registration form asks."""

    title = forms.CharField(label=_("成果名称"), max_length=200)
    title_en = forms.CharField(label=_("英文名称"), max_length=200, required=False)
    owner = organisation_choice(_("单位"), help_text=_("持有成果的单位"))
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"), required=False)
    completers = forms.CharField(
        label=_("完成人和贡献份额"), widget=forms.Textarea,
        help_text=_("一行一个或用分号隔开，按排名：张三 50%；李四 1/4 0000-0002-1825-0097。姓名前加 * 的是主要完成人，合计 100%"),
    )  # fmt: skip
    kind_of_achievement = forms.ChoiceField(label=_("成果类别"), choices=Achievement.Kind.choices)
    form = forms.ChoiceField(label=_("体现形式"), choices=Achievement.Form.choices)
    attribute = forms.ChoiceField(label=_("成果属性"), choices=Achievement.Attribute.choices)
    stage = forms.ChoiceField(label=_("所处阶段"), choices=Achievement.Stage.choices)
    level = forms.ChoiceField(label=_("水平"), choices=[("", _("未评价")), *Achievement.Level.choices], required=False)
    trl = forms.IntegerField(label=_("技术成熟度（1–9）"), min_value=1, max_value=9, required=False)
    keywords = forms.CharField(label=_("关键词"), max_length=120, required=False, help_text=_("至多三个，用分号隔开"))
    industries = forms.CharField(label=_("产业领域"), max_length=200, required=False, help_text=_("用分号隔开"))
    abstract = forms.CharField(label=_("摘要"), widget=forms.Textarea, required=False)
    started_on = day_field(_("研究起"), required=False)
    completed_on = day_field(_("完成日"))
    service = yes_or_no(_("职务成果"))
    fiscal = yes_or_no(_("利用财政性资金形成"))
    programme = forms.CharField(label=_("来源计划"), max_length=200, required=False)
    project_number = forms.CharField(label=_("项目编号"), max_length=60, required=False)
    recommended_by = organisation_choice(_("推荐单位"), required=False)
    government_project = maybe(_("执行政府科技计划项目形成"))
    state_rule = maybe(_("国家对归属另有规定"))
    project_agreement = maybe(_("与项目主管部门对归属另有书面约定"))
    unit_means = maybe(_("利用本单位物质技术条件完成"))
    unit_agreement = maybe(_("单位与完成人有权益归属协议"))

    def clean_owner(self) -> Organisation:
        owner: Organisation = self.cleaned_data["owner"]
        if owner.pk not in reach_of(self.by).organisations:
            raise forms.ValidationError(_("不是你所在的单位"))
        return owner

    def clean_completers(self) -> Any:
        return read_completers(self.cleaned_data["completers"])

    def clean_keywords(self) -> list[str]:
        words = listed(self.cleaned_data.get("keywords", ""))
        if len(words) > 3:
            raise forms.ValidationError(_("至多三个关键词"))
        if any(len(word) > 40 for word in words):
            raise forms.ValidationError(_("一个关键词至多 40 字"))
        return words

    def clean_industries(self) -> list[str]:
        return [word[:60] for word in listed(self.cleaned_data.get("industries", ""))]

    def clean_completed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["completed_on"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("started_on"), data.get("completed_on")
        if start and end and end < start:
            self.add_error("completed_on", _("早于研究起"))
        owner, platform = data.get("owner"), data.get("platform")
        if owner and platform and platform.owner_id != owner.pk:
            self.add_error("platform", _("平台不属于这个单位"))
        return data


class ScreeningForm(ActionForm):
    """The six questions of the screen, each answered yes or no."""

    state_secrets = yes_or_no(_("涉及国家秘密"))
    national_security = yes_or_no(_("可能影响国家安全"))
    national_interest = yes_or_no(_("可能影响国家利益"))
    public_interest = yes_or_no(_("可能影响重大社会公共利益"))
    trade_secrets = yes_or_no(_("含商业秘密"))
    owner_consents = maybe(_("商业秘密权利人同意公开"), _("含商业秘密时填"))
    neutral_abstract = forms.CharField(
        label=_("中性摘要"),
        required=False,
        widget=forms.Textarea,
        help_text=_("隐去秘密内容、可以公开的摘要；含商业秘密时必填"),
    )
    basis = forms.CharField(label=_("审查意见和依据"), widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("trade_secrets") and not data.get("neutral_abstract", "").strip() and not data.get("state_secrets"):
            self.add_error("neutral_abstract", _("含商业秘密的，写一段可以公开的中性摘要"))
        return data


class RegistrationForm(ActionForm):
    registration_number = forms.CharField(
        label=_("成果登记号"), max_length=30, required=False, help_text=_("国家成果登记系统给的号；没有可以后补")
    )
    registered_on = day_field(_("登记日"))

    def clean_registration_number(self) -> str:
        number: str = self.cleaned_data.get("registration_number", "").strip()
        if number:
            kind = getattr(self.case, "kind_of_achievement", "")
            number = registration_number(number, applied=kind == Achievement.Kind.APPLIED)
        own = self.case.pk if self.case is not None else None
        if number and (
            other := next((a for a in find(Achievement, "registration_number", number) if a.pk != own), None)
        ):
            raise forms.ValidationError(_("这个登记号已用于 %(number)s") % {"number": other.number})
        return number

    def clean_registered_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["registered_on"]
        not_in_future(day)
        completed = getattr(self.case, "completed_on", None)
        if completed is not None and day < completed:
            raise forms.ValidationError(_("早于完成日 %(day)s") % {"day": completed.isoformat()})
        return day


class NumberForm(RegistrationForm):
    """The number that the national system gave after the achievement was registered here."""

    registration_number = forms.CharField(
        label=_("成果登记号"), max_length=30, help_text=_("应用类成果形如 9332024Y0012")
    )
    registered_on = None  # type: ignore[assignment]  # removes the field


class OwnershipForm(ActionForm):
    """Whose it is: the facts the law asks for, and who owns it from which day."""

    government_project = maybe(_("执行政府科技计划项目形成"))
    state_rule = maybe(_("国家对归属另有规定"))
    project_agreement = maybe(_("与项目主管部门对归属另有书面约定"))
    unit_means = maybe(_("利用本单位物质技术条件完成"))
    unit_agreement = maybe(_("单位与完成人有权益归属协议"))
    valid_from = day_field(_("自何日起"))
    shares = forms.CharField(
        label=_("权属份额"), widget=forms.Textarea,
        help_text=_("一行一个：单位全称或者信用代码，或者完成人姓名，再写份额，例如 现代纺织研究院 70%；合计不超过 100%"),
    )  # fmt: skip
    basis = forms.CharField(label=_("依据"), max_length=300, help_text=_("协议、合同或者规定的名称和日期"))

    def clean_shares(self) -> Any:
        from kechuang.domains.achievements.owning import read_owners

        assert isinstance(self.case, Achievement)
        return read_owners(self.cleaned_data["shares"], self.case)
