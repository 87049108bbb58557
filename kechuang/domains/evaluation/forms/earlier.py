"""What is typed of a grade from before the system began."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.core import clock
from kechuang.domains.evaluation.models import GRADES, EarlierGrade, Evaluation
from kechuang.domains.platforms.models import Platform


class EarlierGradeForm(ActionForm):
    """Which platform had which grade in which year, by which document."""

    platform = case_choice(_("平台"), Platform.objects.all())
    year = forms.IntegerField(label=_("评价年度"), min_value=1990, max_value=2100)
    grade = forms.ChoiceField(label=_("等次"), choices=[("", _("（请选择）")), *GRADES])
    document = forms.CharField(label=_("公布结果的文件"), max_length=200, help_text=_("文号和名称；扫描件随后存入案卷"))
    reason = forms.CharField(label=_("补录理由"), widget=forms.Textarea, max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        year, platform = data.get("year"), data.get("platform")
        if year is not None and year >= clock.today().year:
            self.add_error("year", _("只补录往年的等次"))
        elif year is not None and platform is not None:
            there = Evaluation.objects.filter(platform=platform, campaign__year=year, campaign__kind_of="yearly")
            if there.exclude(state="left_out").filter(campaign__withdrawn_on=None).exists():
                self.add_error("year", gettext("%(year)d 年的评价就在本系统，以它为准") % {"year": year})
            elif EarlierGrade.objects.filter(platform=platform, year=year, withdrawn_on=None).exists():
                self.add_error("year", gettext("%(year)d 年的等次已补录；有误的先撤销") % {"year": year})
        return data
