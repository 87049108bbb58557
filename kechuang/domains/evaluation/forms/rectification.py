"""What is typed when a platform is made to put things right, and when it says that it has."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field
from kechuang.core import clock
from kechuang.domains.evaluation.models import MEASURES

CHOOSE = ("", _("（请选择）"))
LONG = forms.Textarea


class DueForm(ActionForm):
    """A day by which the rectification is to be completed, from tomorrow on."""

    due_on = day_field(_("整改期限"), help_text=_("法规没有写明多长，由整改通知确定"))

    def clean_due_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["due_on"]
        if day <= clock.today():
            raise forms.ValidationError(_("要在今天之后"))
        return day


class OrderForm(DueForm):
    field_order = ("requirements",)
    requirements = forms.CharField(label=_("整改要求"), widget=LONG)
    document = forms.CharField(label=_("文号"), max_length=100, required=False)


class PeriodForm(DueForm):
    note = forms.CharField(label=_("理由"), widget=LONG)


class PlanForm(ActionForm):
    plan = forms.CharField(label=_("整改方案"), widget=LONG)


class ReportForm(ActionForm):
    report = forms.CharField(label=_("整改报告"), widget=LONG, help_text=_("逐项说明完成情况，佐证材料作为文件上传"))


class AcceptForm(ActionForm):
    note = forms.CharField(label=_("验收意见"), widget=LONG)


class AdjustForm(ActionForm):
    """What follows instead of a rectification that was not completed."""

    measure = forms.ChoiceField(label=_("措施"), choices=[CHOOSE, *MEASURES])
    reasons = forms.CharField(label=_("理由"), widget=LONG)
