"""What is typed about use, idleness and what a loss leaves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, money_field, not_in_future
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.words import either
from kechuang.domains.achievements.forms.registry import maybe, yes_or_no
from kechuang.domains.achievements.models import ImplementationAgreement, Use
from kechuang.law.library import load


class PastDayForm(ActionForm):
    """A step that was done on a day."""

    on = day_field(_("日期"))
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        not_in_future(day)
        completed = getattr(self.case, "completed_on", None)
        if completed is not None and day < completed:
            raise forms.ValidationError(_("早于完成日 %(day)s") % {"day": completed.isoformat()})
        return day


class UseForm(PastDayForm):
    mode = forms.ChoiceField(label=_("方式"), choices=Use.Mode.choices)


class ImplementationForm(PastDayForm):
    """The agreement under which completers implement."""

    ends_on = day_field(_("期限至"), required=False)
    title_stays = forms.BooleanField(label=_("权属不变更"), required=False)
    terms = forms.CharField(label=_("约定"), widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("on") and data.get("ends_on") and data["ends_on"] <= data["on"]:
            self.add_error("ends_on", _("应晚于签订日"))
        return data


class EndImplementationForm(PastDayForm):
    """Which agreement ends, on which day (its last), and why."""

    agreement = forms.ModelChoiceField(
        label=_("实施协议"), queryset=ImplementationAgreement.objects.none(), empty_label=_("（请选择）")
    )
    note = forms.CharField(label=_("说明"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["agreement"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.label_from_instance = lambda obj: str(obj.signed_on)  # type: ignore[method-assign]
        if self.case is not None and self.case.pk is not None:
            rows = ImplementationAgreement.objects.filter(achievement_id=self.case.pk)
            choice.queryset = rows.filter(Q(ends_on=None) | Q(ends_on__gt=clock.today()))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agreement") and data.get("on") and data["on"] <= data["agreement"].signed_on:
            self.add_error("on", _("应晚于签订日"))
        return data


class ReasonForm(ActionForm):
    reason = forms.CharField(label=_("未实施的理由"), widget=forms.Textarea)


class JudgeForm(ActionForm):
    accepted = yes_or_no(_("认可这一理由"))
    answer = forms.CharField(label=_("答复"), widget=forms.Textarea)


class IdleLicenceForm(PastDayForm):
    """The licence of an idle achievement to an enterprise that qualifies."""

    licensee = organisation_choice(_("被许可企业"), Organisation.objects.filter(kind=Organisation.Kind.ENTERPRISE))
    qualified = forms.BooleanField(label=_("企业具备条件，依据写在说明里"), required=False)
    declares = forms.BooleanField(label=_("企业声明具备条件"), required=False)
    paid = yes_or_no(_("有偿"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("qualified") and not data.get("note", "").strip():
            self.add_error("note", _("写明企业具备条件的依据"))
        return data


def _proofs() -> list[tuple[str, str]]:
    return [(item.id, either(item.zh, item.en)) for item in load().checklist_items("exemption.loss_conditions")]


class LossForm(ActionForm):
    """A loss with its proofs, the unit's review and the filing."""

    amount = money_field(_("亏损金额（元）"))
    evidence = forms.MultipleChoiceField(
        label=_("证明"), choices=_proofs, widget=forms.CheckboxSelectMultiple, required=False
    )
    diligent = maybe(_("认定已尽职"))
    reviewed_on = day_field(_("单位审核日"))
    filed_on = day_field(_("报主管部门备案日"), required=False)
    note = forms.CharField(label=_("说明"), widget=forms.Textarea, required=False)

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("应大于零"))
        return amount

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("reviewed_on", "filed_on"):
            if data.get(name):
                try:
                    not_in_future(data[name])
                except forms.ValidationError as error:
                    self.add_error(name, error)
        if data.get("reviewed_on") and data.get("filed_on") and data["filed_on"] < data["reviewed_on"]:
            self.add_error("filed_on", _("早于单位审核日"))
        return data
