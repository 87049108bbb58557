"""What is typed in an assessment of whether cooperation goes on, and when it ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.domains.evaluation.models import Assessment, AssessmentOpinion, Evaluation, Rectification, TerminationStep

CHOOSE = ("", _("（请选择）"))
LONG = forms.Textarea
GROUNDS = ("assessment", "rectification", "evaluation")


class StatementForm(ActionForm):
    statement = forms.CharField(label=_("平台陈述"), widget=LONG)


class OpinionForm(ActionForm):
    """One opinion; a second of the same person replaces the first."""

    side = forms.ChoiceField(label=_("哪一方"), choices=[CHOOSE, *AssessmentOpinion.Side.choices])
    name = forms.CharField(label=_("单位或者姓名"), max_length=100)
    view = forms.ChoiceField(label=_("意见"), choices=[CHOOSE, *AssessmentOpinion.View.choices])
    text = forms.CharField(label=_("意见内容"), widget=LONG)
    given_on = day_field(_("提出日"))

    def clean_given_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["given_on"]
        not_in_future(day)
        return day


class ConclusionForm(ActionForm):
    conclusion = forms.ChoiceField(label=_("结论"), choices=[CHOOSE, *Assessment.Conclusion.choices])
    reasons = forms.CharField(label=_("理由"), widget=LONG)


class TerminationForm(ActionForm):
    """On which ground, and why."""

    assessment = case_choice(
        _("综合评估研判"), Assessment.objects.filter(conclusion="unfit"), required=False,
        help_text=_("结论为不宜继续合作的"),
    )  # fmt: skip
    rectification = case_choice(
        _("整改"), Rectification.objects.filter(measure="exit"), required=False,
        help_text=_("到期未完成整改、记录的措施为退出的"),
    )  # fmt: skip
    evaluation = case_choice(
        _("周期综合评价"), Evaluation.objects.filter(effects__kind="exit"), required=False,
        help_text=_("依规定不再开展下一轮合作的"),
    )  # fmt: skip
    document = forms.CharField(label=_("文号"), max_length=100, required=False)
    reasons = forms.CharField(label=_("理由"), widget=LONG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in GROUNDS:
            choice = self.fields[name]
            assert isinstance(choice, forms.ModelChoiceField)
            assert choice.queryset is not None
            choice.queryset = choice.queryset.filter(termination=None).visible_to(self.by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and sum(bool(data.get(name)) for name in GROUNDS) != 1:
            self.add_error("assessment", _("从综合评估研判、整改和周期综合评价中选一项作为依据"))
        return data


class StepForm(ActionForm):
    step = forms.ChoiceField(label=_("步骤"), choices=[CHOOSE, *TerminationStep.Step.choices])
    done_on = day_field(_("完成日"))
    text = forms.CharField(label=_("办理情况"), widget=LONG)

    def clean_done_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["done_on"]
        not_in_future(day)
        return day
