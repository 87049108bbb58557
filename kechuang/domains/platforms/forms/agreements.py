"""What is typed about an agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, money_field, not_in_future
from kechuang.core import clock
from kechuang.domains.platforms.models import Agreement, Consultation, Platform, Signature
from kechuang.law.library import load

LONGEST_TERM = 50
"""Years; the law's own bounds are asked of the law, this one catches a mistyped year."""
IN_FORCE = ("signed", "filed")
YEARS_OF_SUPPORT = 10
"""As many years as the longest term any of the texts allows."""


class AgreementForm(ActionForm):
    """A draft: its term, its support by year, and a text for each topic the law lists."""

    GROUPS = (
        (_("协议和共建期"), ("title", "platform", "starts_on", "ends_on", "special_reason", "renews", "amends")),
        (_("约定事项"), ("topic_*",)),
        (_("支持方式和金额"), ("support_mode", "amount_*")),
    )

    title = forms.CharField(label=_("协议名称"), max_length=200)
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    support_mode = forms.ChoiceField(label=_("保障方式"), choices=Agreement.SupportMode.choices)
    starts_on = day_field(_("共建期起"))
    ends_on = day_field(_("共建期止"))
    special_reason = forms.CharField(
        label=_("特殊情况和要求"), required=False, widget=forms.Textarea, help_text=_("超过通常期限时须写明")
    )
    renews = case_choice(_("续签自"), Agreement.objects.all(), required=False)
    amends = case_choice(
        _("变更自"), Agreement.objects.all(), required=False,
        help_text=_("各方签齐后，由这份协议取代；共建期连同被变更协议已经过去的时间一并计算"),
    )  # fmt: skip

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
            self.fields[f"amount_{number}"] = money_field(_("第 %(n)d 年支持金额（元）") % {"n": number}, required=False)  # fmt: skip

    @property
    def topics(self) -> dict[str, str]:
        names = [name for name in self.fields if name.startswith("topic_")]
        return {name[6:]: self.cleaned_data.get(name, "").strip() for name in names}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end <= start:
            self.add_error("ends_on", _("不晚于共建期起"))
        elif start and end and end.year - start.year > LONGEST_TERM:
            self.add_error("ends_on", _("共建期超过 %(n)d 年，请核对年份") % {"n": LONGEST_TERM})
        platform = data.get("platform")
        for name in ("renews", "amends"):
            other = data.get(name)
            if other is not None and platform is not None and (problem := self._other(name, other, platform)):
                self.add_error(name, problem)
        if data.get("renews") and data.get("amends"):
            self.add_error("amends", _("续签和变更只填一项：变更中的协议本身是续签的，填变更即可"))
        data["topics"] = self.topics
        data["amounts"] = {
            n: data[f"amount_{n}"] for n in range(1, YEARS_OF_SUPPORT + 1) if data.get(f"amount_{n}") is not None
        }
        return data

    def _other(self, name: str, other: Agreement, platform: Platform) -> Any:
        """Why this agreement cannot renew or amend that one; empty where it can."""
        if other.platform_id != platform.pk:
            return _("不是这个平台的协议")
        if other.pk == getattr(self.case, "pk", None):
            return _("就是这份协议自己")
        if other.signed_on is None:
            return _("这份协议还没有签署，谈不上续签或者变更")
        stood = getattr(self.case, f"{name}_id", None) == other.pk
        if name == "amends" and other.state not in IN_FORCE and not stood:
            return _("这份协议已经终止或者已被变更，不能再变更")
        return ""


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


class CorrectionForm(ActionForm):
    """A day of signature or of filing that was typed wrong."""

    signature = forms.ModelChoiceField(
        label=_("更正哪一方的签署"), queryset=Signature.objects.none(), required=False, empty_label=_("不更正签署")
    )
    signatory = forms.CharField(label=_("签署人"), max_length=60, required=False, help_text=_("不改的留空"))
    signed_on = day_field(_("签署日应为"), required=False)
    filed_on = day_field(_("备案日应为"), required=False, help_text=_("已备案的才填；不改的留空"))
    reason = forms.CharField(label=_("更正的理由"), max_length=300, help_text=_("例如与签字页、收件章不符"))
    FRESH = frozenset({"signed_on", "filed_on"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Agreement) and self.case.pk:
            field: Any = self.fields["signature"]
            field.queryset = self.case.signatures.select_related("organisation").order_by("pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("signed_on", "filed_on"):
            if data.get(name) and data[name] > clock.today():
                self.add_error(name, _("日期在今天之后"))
        if data.get("signature") and not data.get("signed_on"):
            self.add_error("signed_on", _("填写这一栏"))
        if data.get("signed_on") and not data.get("signature"):
            self.add_error("signature", _("选是哪一方的"))
        if not data.get("signature") and not data.get("filed_on") and not self.errors:
            self.add_error("signature", _("没有要更正的"))
        if data.get("filed_on") and getattr(self.case, "filed_on", None) is None:
            self.add_error("filed_on", _("还没有备案"))
        self._in_order(data)
        return data

    def _in_order(self, data: dict[str, Any]) -> None:
        """Filed on or after the last signature, as both then stand."""
        if self.errors or not isinstance(self.case, Agreement):
            return
        own = data.get("signature")
        days = [data["signed_on"] if s == own else s.signed_on for s in self.case.signatures.all()]
        last = max([day for day in days if day is not None], default=None)
        filed = data.get("filed_on") or self.case.filed_on
        if last is not None and filed is not None and filed < last:
            name = "filed_on" if data.get("filed_on") else "signed_on"
            self.add_error(name, _("备案日 %(filed)s 早于最后签署日 %(day)s") % {"filed": filed, "day": last})
