"""What is typed about intellectual property and sci-tech reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.parties import identifiers
from kechuang.core import clock
from kechuang.core.words import either
from kechuang.domains.achievements.forms.registry import listed
from kechuang.domains.achievements.models import LONGEST_TITLE, MOST_YEARS, Achievement, IPEvent, IPRight, SciTechReport
from kechuang.law.calendar.periods import add_months
from kechuang.law.library import load

PATENTS = (IPRight.Kind.INVENTION, IPRight.Kind.UTILITY, IPRight.Kind.DESIGN)
_DIGIT = {IPRight.Kind.INVENTION: "189", IPRight.Kind.UTILITY: "29", IPRight.Kind.DESIGN: "3"}
"""The kind as the number itself says it: after the year of the application."""


class RightForm(ActionForm):
    """A patent or another right; a patent's number carries a check digit and its kind."""

    kind = forms.ChoiceField(label=_("种类"), choices=IPRight.Kind.choices)
    number = forms.CharField(
        label=_("申请号（登记号）"), max_length=30, help_text=_("专利写申请号，例如 201710601862.3")
    )
    title = forms.CharField(label=_("名称"), max_length=200, required=False)
    applied_on = day_field(_("申请日"), required=False)
    granted_on = day_field(_("授权（登记）日"), required=False)
    expires_on = day_field(_("届满日"), required=False)
    fee_due_on = day_field(_("下次缴费期限"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, number = data.get("kind"), data.get("number", "")
        if kind in PATENTS and number:
            try:
                number = identifiers.patent_number(number)
            except forms.ValidationError as error:
                self.add_error("number", error)
            else:
                number = bare = number.removeprefix("ZL")
                digit = bare[2] if len(bare.partition(".")[0]) == 8 else bare[4]
                if digit not in _DIGIT[IPRight.Kind(kind)]:
                    self.add_error("kind", _("号码里的种类号是 %(digit)s，与所选种类不符") % {"digit": digit})
        data["number"] = number.strip()
        own = data.get("right")
        others = IPRight.objects.filter(kind=kind, number=data["number"]).exclude(pk=own.pk if own else 0)
        if number and others.exists():
            self.add_error("number", _("这个号已登记在别的成果上或者本成果上"))
        _in_order(self, data)
        return data


def _in_order(form: forms.Form, data: dict[str, Any]) -> None:
    applied, granted, expires = data.get("applied_on"), data.get("granted_on"), data.get("expires_on")
    for name in ("applied_on", "granted_on"):
        if data.get(name) and data[name] > clock.today():
            form.add_error(name, _("日期在今天之后"))
    if applied and granted and granted < applied:
        form.add_error("granted_on", _("早于申请日"))
    if expires and (granted or applied) and expires <= (granted or applied):
        form.add_error("expires_on", _("应晚于申请日和授权日"))


class RightCorrectionForm(RightForm):
    """What was typed wrong about a right, or a right that is none of this achievement's; the history keeps what it said."""

    right = forms.ModelChoiceField(
        label=_("要更正的知识产权"), queryset=IPRight.objects.none(), empty_label=_("（请选择）")
    )
    status = forms.ChoiceField(label=_("状态"), choices=IPRight.Status.choices)
    struck = forms.BooleanField(
        label=_("整条是误录，删去"), required=False, help_text=_("号码从此可以登记到它本来的成果上")
    )
    reason = forms.CharField(label=_("更正的理由"), max_length=300)
    field_order = ("right", "struck", "kind", "number", "title", "status")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["right"]
        assert isinstance(choice, forms.ModelChoiceField)
        if isinstance(self.case, Achievement):
            choice.queryset = self.case.rights.all()
            self._begin_from(list(choice.queryset))
        if self.data.get("struck"):  # of what is struck out nothing else is read
            for name in ("kind", "number", "status"):
                self.fields[name].required = False

    def _begin_from(self, rights: list[IPRight]) -> None:
        """The form as it is drawn says what stands of the right that is asked for, or of the only one."""
        asked = str(self.initial.get("right", ""))
        one = next((right for right in rights if str(right.pk) == asked), rights[0] if len(rights) == 1 else None)
        names = ("kind", "number", "title", "applied_on", "granted_on", "expires_on", "fee_due_on", "status")
        for name in names:
            self.initial.pop(name, None)
        if one is not None:
            self.initial.update({name: getattr(one, name) for name in names}, right=one.pk)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("struck"):
            return self.cleaned_data
        data = super().clean()
        status, granted = data.get("status"), data.get("granted_on")
        if status == IPRight.Status.GRANTED and not granted:
            self.add_error("granted_on", _("已授权（登记）的写明日期"))
        if status in (IPRight.Status.APPLIED, IPRight.Status.REFUSED) and granted:
            self.add_error("granted_on", _("没有授权（登记）的不写日期"))
        if status in (IPRight.Status.LAPSED, IPRight.Status.REFUSED):
            data["fee_due_on"] = None
        return data


class RightEventForm(ActionForm):
    """Something that happened to one of the rights of this achievement."""

    right = forms.ModelChoiceField(label=_("知识产权"), queryset=IPRight.objects.none())
    kind = forms.ChoiceField(label=_("事项"), choices=IPEvent.Kind.choices)
    on = day_field(_("日期"))
    fee_due_on = day_field(_("下次缴费期限"), required=False, help_text=_("缴费、授权后的下一次；不再缴费的留空"))
    expires_on = day_field(_("届满日"), required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["right"]
        assert isinstance(choice, forms.ModelChoiceField)
        if isinstance(self.case, Achievement):
            choice.queryset = self.case.rights.all()

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        right, day = data.get("right"), data.get("on")
        if right and day and right.applied_on and day < right.applied_on:
            self.add_error("on", _("早于申请日 %(day)s") % {"day": right.applied_on})
        if data.get("fee_due_on") and day and data["fee_due_on"] <= day:
            self.add_error("fee_due_on", _("应晚于这一事项的日期"))
        return data


def _materials() -> list[tuple[str, str]]:
    return [(item.id, either(item.zh, item.en)) for item in load().checklist_items("submission.materials")]


class ReportForm(ActionForm):
    """A sci-tech report and what was handed in with it."""

    title = forms.CharField(
        label=_("报告名称"), max_length=LONGEST_TITLE, help_text=_("至多 %(n)d 字") % {"n": LONGEST_TITLE}
    )
    number = forms.CharField(
        label=_("科技报告编号"), max_length=60, required=False,
        help_text=_("9 位组织机构代码、项目编号、斜线和顺序号；组织机构代码是统一社会信用代码的第 9 至 17 位"),
    )  # fmt: skip
    keywords = forms.CharField(label=_("关键词"), max_length=200, help_text=_("3 至 8 个，用分号隔开"))
    openness = forms.ChoiceField(label=_("公开方式"), choices=SciTechReport.Openness.choices)
    deferred_until = day_field(_("延期公开至"), required=False)
    deferral_reason = forms.CharField(
        label=_("延期超过五年的理由"),
        max_length=300,
        required=False,
        help_text=_("原则上不超过五年；确需更长的写明理由"),
    )
    materials = forms.MultipleChoiceField(
        label=_("已提交、汇交的材料"), choices=_materials, widget=forms.CheckboxSelectMultiple, required=False
    )
    due_on = day_field(_("规定的提交日"), required=False)
    submitted_on = day_field(_("提交日"))

    def clean_keywords(self) -> list[str]:
        words = listed(self.cleaned_data["keywords"])
        if not 3 <= len(words) <= 8:
            raise forms.ValidationError(_("应有 3 至 8 个关键词，现有 %(n)d 个") % {"n": len(words)})
        return [word[:40] for word in words]

    def clean_submitted_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["submitted_on"]
        not_in_future(day)
        return day

    def clean_number(self) -> str:
        number: str = self.cleaned_data.get("number", "").strip()
        number = identifiers.report_number(number) if number else ""
        if number and SciTechReport.objects.filter(number=number).exists():
            raise forms.ValidationError(_("这个编号已登记"))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until, submitted = data.get("deferred_until"), data.get("submitted_on")
        if data.get("openness") == SciTechReport.Openness.DEFERRED:
            if until is None:
                self.add_error("deferred_until", _("延期公开的写明延到哪一天"))
            elif submitted and until <= submitted:
                self.add_error("deferred_until", _("应晚于提交日"))
            elif (
                submitted
                and until > add_months(submitted, 12 * MOST_YEARS)
                and not data.get("deferral_reason", "").strip()
            ):
                self.add_error("deferral_reason", _("延期原则上不超过五年，更长的写明理由"))
        else:
            data["deferred_until"] = None
            data["deferral_reason"] = ""
        return data
