"""What is typed of a campaign: its year and day, and the days of its phases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field
from kechuang.core import clock
from kechuang.domains.evaluation.models import Campaign, CampaignPhase, Exclusion
from kechuang.domains.evaluation.queries.participation import elsewhere, gone
from kechuang.domains.platforms.models import Platform
from kechuang.domains.platforms.queries.filing import department_of

PHASES = CampaignPhase.Phase.choices


class PhasesForm(ActionForm):
    """From when to when each phase lasts; they follow each other."""

    self_evaluation_from = day_field(_("自评起"))
    self_evaluation_to = day_field(_("自评止"))
    scoring_from = day_field(_("专家评分起"))
    scoring_to = day_field(_("专家评分止"))
    contest_from = day_field(_("申辩起"))
    contest_to = day_field(_("申辩止"))
    joint_review_from = day_field(_("联合审定起"))
    joint_review_to = day_field(_("联合审定止"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        last: dt.date | None = None
        for name, _words in PHASES:
            start, end = data.get(f"{name}_from"), data.get(f"{name}_to")
            if start and end and end < start:
                self.add_error(f"{name}_to", _("早于开始日"))
            if start and last and start <= last:
                self.add_error(f"{name}_from", _("上一阶段到 %(day)s 才结束") % {"day": last.isoformat()})
            last = end or last
        return data


class CampaignForm(PhasesForm):
    """Opens a campaign."""

    field_order = ("kind_of", "year", "held_on", "document")
    GROUPS = ((_("阶段"), ("*_from", "*_to")),)
    kind_of = forms.ChoiceField(label=_("评价种类"), choices=[("", _("（请选择）")), *Campaign.Kind.choices])
    year = forms.IntegerField(label=_("评价年度"), min_value=2000, max_value=2100, help_text=_("评价哪一年的工作"))
    held_on = day_field(_("评价日"), help_text=_("以这一天的事实判断是否参评，例如运营是否满一年"))
    document = forms.CharField(label=_("文号"), max_length=100, required=False)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > clock.today().year:
            raise forms.ValidationError(_("这一年还没有开始"))
        return year

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        department = department_of(self.by) if self.by is not None else None
        if data.get("kind_of") == Campaign.Kind.YEARLY and data.get("year") and department is not None:
            rows = Campaign.objects.filter(place=department.region_id, kind_of=Campaign.Kind.YEARLY, withdrawn_on=None)
            other = rows.filter(year=data["year"]).first()
            if other is not None:
                self.add_error("year", _("已有 %(number)s %(title)s") % vars(other))
        return data


class _OfThePlace(ActionForm):
    """One of the platforms a campaign is about, and why."""

    platform = case_choice(_("平台"), Platform.objects.filter(state="operating"))
    note = forms.CharField(label=_("理由"), widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Campaign):
            self.fields["platform"].queryset = self.offered(self.case)  # type: ignore[attr-defined]  # a choice of rows

    def offered(self, campaign: Campaign) -> QuerySet[Platform]:
        """The platforms of its place that operate."""
        return Platform.objects.filter(state="operating", region__code__startswith=campaign.region.prefix)


class LeaveOutForm(_OfThePlace):
    """A platform that takes no part, and why. Once scoring has begun only one that has left: nobody is spared a low score."""

    def offered(self, campaign: Campaign) -> QuerySet[Platform]:
        rows = super().offered(campaign)
        if campaign.state == "prepared":
            return rows
        left = Platform.objects.filter(pk__in=gone(campaign).values("platform"))
        return rows | left if campaign.state == "self_evaluation" else left

    def clean_platform(self) -> Platform:
        platform: Platform = self.cleaned_data["platform"]
        if isinstance(self.case, Campaign):
            if self.case.exclusions.filter(platform=platform).exists():
                raise forms.ValidationError(_("已记为不参评"))
            if self.case.state == "prepared" or platform.state == "exited":
                return platform
            if not self.case.evaluations.filter(platform=platform, state="invited").exists():
                raise forms.ValidationError(_("不在待自评的平台之中"))
        return platform


class JoinForm(_OfThePlace):
    """A platform that takes part in a round that has begun, and why only now."""

    def clean_platform(self) -> Platform:
        platform: Platform = self.cleaned_data["platform"]
        if isinstance(self.case, Campaign):
            rows = self.case.evaluations.filter(platform=platform).exclude(state="left_out")
            if rows.exists():
                raise forms.ValidationError(_("已经参评"))
            other = elsewhere(self.case).filter(platform=platform).select_related("campaign").first()
            if other is not None:
                raise forms.ValidationError(_("已在 %(title)s 参评") % {"title": other.campaign.title})
        return platform


class BringInForm(ActionForm):
    """A platform that takes part after all."""

    exclusion = forms.ModelChoiceField(label=_("平台"), queryset=Exclusion.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, Campaign):
            rows = self.case.exclusions.filter(by_law=False).select_related("platform")
            self.fields["exclusion"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows
