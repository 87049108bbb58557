"""What is typed about the care for a platform: duties with their days, who keeps in touch, visits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice, organisation_choice
from kechuang.casework.cases.forms import day_field
from kechuang.casework.parties.models import Organisation, in_force_on
from kechuang.core import clock
from kechuang.domains.platforms.forms.parts import choose, past_day
from kechuang.domains.platforms.models import Duty, Liaison, Platform, Stewardship, Visit
from kechuang.domains.platforms.queries.offices import own_office


class StewardshipForm(ActionForm):
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))

    def clean_platform(self) -> Platform:
        platform: Platform = self.cleaned_data["platform"]
        if platform.introducing_entity is None and own_office(self.by, platform.region_id) is None:
            raise forms.ValidationError(_("这个平台没有登记引进责任主体，由所在地科技主管部门安排联系"))
        other = platform.stewardships.filter(ended_on=None).first()
        if other is not None:
            raise forms.ValidationError(_("已有 %(number)s %(title)s") % vars(other))
        return platform


class DutyForm(ActionForm):
    """A duty the law puts on the introducing entity, and by when it is agreed to be done this time."""

    code = forms.ChoiceField(label=_("责任"), choices=Duty.Code.choices)
    task = forms.CharField(label=_("要办到什么"), widget=forms.Textarea, max_length=2000)
    due_on = day_field(_("约定完成日"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if isinstance(self.case, Stewardship) and (code := data.get("code")):
            running = self.case.duties.filter(code=code, done_on=None).first()
            if running is not None:
                self.add_error("code", _("这一项还在办，约定 %(day)s 完成") % {"day": running.due_on})
        return data

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day < clock.today():
            raise forms.ValidationError(_("日期已过"))
        return day


class DischargeForm(ActionForm):
    duty = forms.ModelChoiceField(label=_("责任"), queryset=Duty.objects.all())
    done_on = day_field(_("完成日"))
    account = forms.CharField(label=_("办了什么"), widget=forms.Textarea, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Stewardship):
            choose(self, "duty", self.case.duties.filter(done_on=None))

    def clean_done_on(self) -> Any:
        return past_day(self.cleaned_data["done_on"])


class LiaisonForm(ActionForm):
    kind = forms.ChoiceField(label=_("联系身份"), choices=Liaison.Kind.choices)
    name = forms.CharField(label=_("姓名"), max_length=60)
    organisation = organisation_choice(_("单位"), Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT))
    valid_from = day_field(_("起"))
    valid_to = day_field(_("止"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("早于开始日"))
        return data


class VisitForm(ActionForm):
    """A visit by someone who keeps in touch with the platform on that day."""

    liaison = forms.ModelChoiceField(label=_("谁去的"), queryset=Liaison.objects.all())
    visited_on = day_field(_("走访日"))
    raised = forms.CharField(label=_("平台提出的问题"), widget=forms.Textarea, max_length=4000, required=False)
    agreed = forms.CharField(label=_("商定怎么办"), widget=forms.Textarea, max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Stewardship):
            choose(self, "liaison", self.case.liaisons.all())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        liaison, day = data.get("liaison"), data.get("visited_on")
        if liaison is not None and day is not None and not Liaison.objects.filter(in_force_on(day), pk=liaison.pk):
            self.add_error("visited_on", _("这一天不在联系期内"))
        if data.get("raised") and not data.get("agreed"):
            self.add_error("agreed", _("写明提出的问题怎么办"))
        return data

    def clean_visited_on(self) -> Any:
        return past_day(self.cleaned_data["visited_on"])


class SettleForm(ActionForm):
    visit = forms.ModelChoiceField(label=_("走访"), queryset=Visit.objects.all())
    settled_on = day_field(_("解决日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Stewardship):
            choose(self, "visit", self.case.visits.filter(settled_on=None).exclude(raised=""))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        visit, day = data.get("visit"), data.get("settled_on")
        if visit is not None and day is not None and not visit.visited_on <= day <= clock.today():
            self.add_error("settled_on", _("不早于走访日，不晚于今天"))
        return data
