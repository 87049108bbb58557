"""What is typed of a team and its years."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, money_field, not_in_future
from kechuang.core import clock
from kechuang.domains.platforms.models import Platform

CHOOSE = ("", _("（请选择）"))
LONG = forms.Textarea


class TeamForm(ActionForm):
    """A team, and the platform that brought it in."""

    title = forms.CharField(label=_("团队名称"), max_length=200)
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    leader = forms.CharField(label=_("带头人"), max_length=60)
    direction = forms.CharField(label=_("研究方向"), max_length=200, required=False)
    introduced_on = day_field(_("团队引进日"), help_text=_("自我平衡的期限从这一天起算"))
    document = forms.CharField(label=_("文号"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["platform"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Platform.objects.visible_to(self.by).exclude(state="exited")

    def clean_introduced_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["introduced_on"]
        not_in_future(day)
        return day


class YearForm(ActionForm):
    """The figures of a year; given again, they stand corrected."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    contract_funds = money_field(_("横向经费（元）"))
    programme_funds = money_field(_("纵向经费（元）"))
    transformation_income = money_field(_("成果转移转化收益（元）"))
    costs = money_field(_("团队支出（元）"))

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        team: Any = self.case.specific() if self.case is not None and self.case.pk else None
        if year > clock.today().year:
            raise forms.ValidationError(_("年度还没有到"))
        if team is not None and year < team.introduced_on.year:
            raise forms.ValidationError(_("早于团队引进的年度"))
        if team is not None and team.balanced_on is not None and year <= team.balanced_on.year:
            words = _("已按 %(year)d 年的收支认定自我平衡，以前的数不能改：确有错误的，先撤回认定")
            raise forms.ValidationError(words % {"year": team.balanced_on.year})
        return year


class BalanceForm(ActionForm):
    """The year by whose figures the team balances itself."""

    year = forms.ChoiceField(label=_("以哪一年度的收支认定"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["year"]
        assert isinstance(choice, forms.ChoiceField)
        team: Any = self.case.specific() if self.case is not None and self.case.pk else None
        years = [] if team is None else team.years.order_by("-year").values_list("year", flat=True)
        choice.choices = [CHOOSE, *((str(year), str(year)) for year in years)]


class ReviewForm(ActionForm):
    outcome = forms.ChoiceField(label=_("结论"), choices=[CHOOSE, ("exited", _("有序退出")), ("kept", _("保留"))])
    reasons = forms.CharField(label=_("综合评价意见和理由"), widget=LONG)
