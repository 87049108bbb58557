"""What is typed about plans: horizons, the year's work and budget, targets, and the days set for filing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, item_choices, money_field
from kechuang.core import clock
from kechuang.domains.platforms.forms.governance import ResolutionForm
from kechuang.domains.platforms.forms.parts import choose, past_day
from kechuang.domains.platforms.models import Platform, Resolution, Target, YearPlan
from kechuang.domains.platforms.queries.council import usable
from kechuang.domains.platforms.queries.filing import department_of, round_for
from kechuang.domains.platforms.queries.indicators import indicator_choices


class HorizonsForm(ActionForm):
    """A construction plan: for each horizon the law names from when to when, and what is to be reached."""

    title = forms.CharField(label=_("名称"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ident, words in item_choices("planning.horizons"):
            label = {"words": words}
            self.fields[f"starts_{ident}"] = day_field(gettext("%(words)s起") % label, required=False)
            self.fields[f"ends_{ident}"] = day_field(gettext("%(words)s止") % label, required=False)
            self.fields[f"goals_{ident}"] = forms.CharField(
                label=gettext("%(words)s目标和任务") % label, widget=forms.Textarea, max_length=4000, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["parts"] = []
        for ident, _words in item_choices("planning.horizons"):
            start, end, goals = (data.get(f"{name}_{ident}") for name in ("starts", "ends", "goals"))
            if not (start or end or goals):
                continue
            for name, value in (("starts", start), ("ends", end), ("goals", goals)):
                if not value:
                    self.add_error(f"{name}_{ident}", _("这个规划期的三项都要填"))
            if start and end and end <= start:
                self.add_error(f"ends_{ident}", _("不晚于开始日"))
            if start and end and goals:
                data["parts"].append((ident, start, end, goals))
        if not data["parts"] and not self.errors:
            self.add_error(None, _("至少写一个规划期"))
        return data


class DevelopmentPlanForm(HorizonsForm):
    field_order = ("platform", "title")
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))


class AdoptDevelopmentForm(ResolutionForm):
    MATTER = "development_plan"


class WorkForm(ActionForm):
    work = forms.CharField(label=_("年度工作计划"), widget=forms.Textarea, max_length=20_000)
    budget = money_field(_("经费预算（元）"))


class YearPlanForm(WorkForm):
    field_order = ("platform", "year")
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        platform, year = data.get("platform"), data.get("year")
        if platform is not None and year is not None:
            other = platform.year_plans.filter(year=year, withdrawn_on=None).first()
            if other is not None:
                self.add_error("year", _("已有 %(number)s %(title)s") % vars(other))
        return data


class TargetForm(ActionForm):
    """A target in one indicator; the same indicator again replaces it."""

    indicator = forms.ChoiceField(label=_("指标"), choices=indicator_choices)
    goal = forms.DecimalField(label=_("目标值"), min_value=0, max_digits=18, decimal_places=2)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class DropTargetForm(ActionForm):
    target = forms.ModelChoiceField(label=_("目标"), queryset=Target.objects.all())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, YearPlan):
            choose(self, "target", self.case.targets.all())


class AdoptYearForm(ResolutionForm):
    """The resolutions that adopt the plan and its budget."""

    MATTER = "major_matters"

    budget_resolution = forms.ModelChoiceField(
        label=_("审定预算的决议"), queryset=Resolution.objects.all(), required=False,
        help_text=_("只列出已通过、还没有执行的决议"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.case, YearPlan):
            choose(self, "budget_resolution", usable(self.case.platform, "budget_accounts", self.case))


class FilePlanForm(ActionForm):
    filed_on = day_field(_("备案日"))

    def clean_filed_on(self) -> Any:
        day = past_day(self.cleaned_data["filed_on"])
        adopted = getattr(self.case, "adopted_on", None)
        if day is not None and adopted is not None and day < adopted:
            raise forms.ValidationError(_("早于审定日 %(day)s") % {"day": adopted.isoformat()})
        return day


class FileEvaluationForm(ActionForm):
    filed_on = day_field(_("备案日"))

    def clean_filed_on(self) -> Any:
        day = past_day(self.cleaned_data["filed_on"])
        evaluated = getattr(self.case, "evaluated_on", None)
        if day is not None and evaluated is not None and day < evaluated:
            raise forms.ValidationError(_("早于自评日 %(day)s") % {"day": evaluated.isoformat()})
        return day


class RoundDaysForm(ActionForm):
    plan_due_on = day_field(_("计划和目标备案截止"))
    evaluation_due_on = day_field(_("自评报告备案截止"))
    document = forms.CharField(label=_("文号"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        plan, evaluation = data.get("plan_due_on"), data.get("evaluation_due_on")
        if plan and evaluation and evaluation <= plan:
            self.add_error("evaluation_due_on", _("不晚于计划备案截止日"))
        return data

    def clean_plan_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["plan_due_on"]
        if day < clock.today() and getattr(self.case, "plan_due_on", None) != day:
            raise forms.ValidationError(_("日期已过"))
        return day


class RoundForm(RoundDaysForm):
    field_order = ("year",)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if self.by is not None:
            department = department_of(self.by)
            found = round_for(department.region_id, year) if department is not None else None
            if department is not None and found is not None and found.region_id == department.region_id:
                raise forms.ValidationError(_("已有 %(number)s %(title)s") % vars(found))
        return year
