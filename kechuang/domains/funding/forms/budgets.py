"""What is typed about a budget: for which platform and year, and its lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.domains.funding.models import Budget
from kechuang.domains.platforms.forms.governance import ResolutionForm
from kechuang.domains.platforms.models import Platform


class BudgetForm(ActionForm):
    """A budget of a year, opened once for a platform."""

    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    start = forms.ChoiceField(
        label=_("从哪里开始"), required=False,
        choices=(("last", _("带入上年预算和本年保障方案")), ("empty", _("从空白开始"))), initial="last",
        help_text=_("不选就是带入；带入的项目都可以改"),
    )  # fmt: skip
    note = forms.CharField(label=_("编制说明"), widget=forms.Textarea, max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["platform"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Platform.objects.exclude(state="exited").visible_to(self.by)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        platform, year = data.get("platform"), data.get("year")
        if platform is not None and year is not None:
            old = Budget.objects.filter(platform=platform, year=year, withdrawn_on=None).first()
            if old is not None:
                self.add_error("year", gettext("这一年已有预算 %(number)s") % {"number": old.number})
        return data


class SubmitForm(ResolutionForm):
    """The budget goes to the department; where its charter reserves budgets to the council, with the council's resolution."""

    MATTER = "budget_accounts"


class ApproveForm(ActionForm):
    """The decision that approves a budget."""

    document = forms.CharField(label=_("批复文号"), max_length=100, required=False)


class AdjustForm(ActionForm):
    """Why an approved budget has to change, and by which procedure."""

    FRESH = frozenset({"note"})
    note = forms.CharField(label=_("调整理由"), widget=forms.Textarea, max_length=2000)


class ApproveAdjustmentForm(ActionForm):
    """The decision that approves an adjustment; its procedure follows from what changed."""

    FRESH = frozenset({"note"})
    note = forms.CharField(label=_("批准理由"), widget=forms.Textarea, max_length=2000)
    document = forms.CharField(label=_("批复文号"), max_length=100, required=False)
