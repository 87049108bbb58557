"""What is typed about the funds of a technical contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, money_field
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.domains.transformations.forms.deals import chosen
from kechuang.domains.transformations.forms.money import PastForm, reason_field
from kechuang.domains.transformations.models import ContractFund, FundExpense


class FundForm(PastForm):
    """A technical contract whose money the unit receives and spends."""

    DAY = "contract_on"
    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = (
        (_("合同"), ("title", "owner", "contract_kind", "origin", "amount", "contract_on", "contract_number")),
        (_("委托单位"), ("client*",)),
    )

    title = forms.CharField(label=_("项目名称"), max_length=200)
    owner = organisation_choice(_("单位"), help_text=_("承担项目的单位"))
    contract_kind = chosen(_("技术合同类型"), ContractFund.Contract.choices)
    origin = chosen(
        _("收入来源"),
        ContractFund.Origin.choices,
        help_text=_("决定这笔收入走横向经费还是奖励规定，一笔收入只走一条路"),
    )
    client = organisation_choice(_("委托单位"), required=False)
    client_name = forms.CharField(label=_("委托单位名称（未登记的）"), max_length=200, required=False)
    amount = money_field(_("合同金额（元）"), positive=True)
    contract_on = day_field(_("合同签订日"))
    contract_number = forms.CharField(
        label=_("技术合同登记编号"), max_length=20, required=False, help_text=_("照登记证明填写")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["owner"]
        assert isinstance(choice, forms.ModelChoiceField)
        own = reach_of(self.by).organisations if self.by is not None else ()
        choice.queryset = Organisation.objects.filter(pk__in=own)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("client") and not data.get("client_name", "").strip() and "client" not in self.errors:
            self.add_error("client", _("写委托单位"))
        if data.get("client") and data.get("client_name", "").strip():
            self.add_error("client_name", _("已选了登记的单位，这里不填"))
        return data


class ExpenseForm(PastForm):
    """Money spent as the contract agreed."""

    DAY = "spent_on"

    purpose = forms.CharField(label=_("用途"), max_length=200, help_text=_("合同或者预算约定的科目，例如 材料费"))
    amount = money_field(_("金额（元）"), positive=True)
    spent_on = day_field(_("发生日"))
    evidence = forms.CharField(label=_("凭证"), max_length=200)


class ReverseExpenseForm(PastForm):
    """Which expense is taken back, and why."""

    expense = forms.ModelChoiceField(label=_("支出"), queryset=FundExpense.objects.none(), empty_label=_("（请选择）"))
    reason = reason_field(_("冲销理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["expense"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None and self.case.pk is not None:
            choice.queryset = FundExpense.objects.filter(fund_id=self.case.pk, standing=True)


class SettleForm(PastForm):
    """The day on which the project's accounts are drawn up."""

    DAY = "settled_on"

    settled_on = day_field(_("结算日"))
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)

    def clean_settled_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["settled_on"]
        signed = getattr(self.case, "contract_on", None)
        if signed is not None and day < signed:
            raise forms.ValidationError(_("早于合同签订日 %(day)s") % {"day": signed.isoformat()})
        return day


class DisposeForm(PastForm):
    """Where the surplus goes: three parts that come to the whole."""

    reward = money_field(_("奖励项目组成员（元）"))
    invested = money_field(_("投入成果转化（元）"))
    kept = money_field(_("单位留存（元）"))
    note = forms.CharField(label=_("依据"), widget=forms.Textarea, help_text=_("本单位的管理办法条款和决定"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        parts = [data.get(name) for name in ("reward", "invested", "kept")]
        surplus = getattr(self.case, "surplus", None)
        if surplus is not None and all(part is not None for part in parts):
            total = sum((part for part in parts if part is not None), Decimal(0))
            if total != surplus:
                self.add_error("kept", _("三项合计 %(total)s 元，应等于结余 %(surplus)s 元") % {
                    "total": total, "surplus": surplus,
                })  # fmt: skip
        return data
