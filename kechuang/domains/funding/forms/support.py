"""What is typed about support programmes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import money_field
from kechuang.core.money import fen_of, yuan
from kechuang.domains.funding.models import SupportProgramme
from kechuang.domains.platforms.models import Agreement


class ProgrammeForm(ActionForm):
    """The agreement whose support is drawn up."""

    agreement = case_choice(
        _("共建协议"), Agreement.objects.filter(state__in=("signed", "filed")), help_text=_("已签署或者已备案的协议")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agreement.objects.filter(state__in=("signed", "filed")).visible_to(self.by)

    def clean_agreement(self) -> Any:
        agreement = self.cleaned_data["agreement"]
        old = SupportProgramme.objects.filter(agreement=agreement, ended_on=None).first()
        if old is not None:
            raise forms.ValidationError(gettext("这份协议已有保障方案 %(number)s") % {"number": old.number})
        return agreement


def _years(form: ActionForm) -> list[tuple[int, str]]:
    if not isinstance(form.case, SupportProgramme):
        return []
    years = form.case.agreement.amounts.values_list("year", flat=True)
    return [(year, str(year)) for year in years]


class YearForm(ActionForm):
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    base = money_field(_("基础保障（元）"), help_text=_("定额、保底、基础运营或者购买服务的金额"))
    incentive = money_field(_("激励资金（元）"), required=False, help_text=_("达到年度目标后支付"))
    ceiling = money_field(_("配套上限（元）"), required=False, help_text=_("按引入资金配套的最多金额"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _years(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("incentive", "ceiling"):
            if data.get(name) is None:
                data[name] = Decimal(0)
        if self.errors or not isinstance(self.case, SupportProgramme):
            return data
        mode = self.case.mode
        if data["incentive"] and mode != Agreement.SupportMode.BASE_PLUS_INCENTIVE:
            self.add_error("incentive", _("只有“保底+激励”才有激励资金"))
        if data["ceiling"] and mode != Agreement.SupportMode.MATCHING:
            self.add_error("ceiling", _("只有“配套保障”才有配套上限"))
        agreed = self.case.agreement.amounts.get(year=data["year"]).amount
        total = data["base"] + data["incentive"] + data["ceiling"]
        if total > agreed:
            self.add_error("base", gettext("三项合计 %(total)s 元，超过协议约定的 %(agreed)s 元") % {
                "total": yuan(fen_of(total)), "agreed": yuan(fen_of(agreed)),
            })  # fmt: skip
        return data


class TargetsMetForm(ActionForm):
    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    targets_met = forms.TypedChoiceField(
        label=_("年度目标已达到"), choices=(("true", _("是")), ("false", _("否"))), coerce=lambda text: text == "true"
    )
    basis = forms.CharField(label=_("认定依据"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        if isinstance(self.case, SupportProgramme):
            field.choices = [(row.year, str(row.year)) for row in self.case.years.all()]
