"""What is typed when a contract is signed and registered, or implementation begins."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.domains.transformations.forms.deals import Relation, _check_partner, chosen
from kechuang.domains.transformations.models import Transformation

_NUMBER = re.compile(r"[0-9A-Za-z-]{6,20}")


class ContractForm(ActionForm):
    """The contract: when, with whom, of which kind, and who manages a stake."""

    contract_on = day_field(_("合同签订日"))
    contract_kind = chosen(_("技术合同类型"), Transformation.Contract.choices)
    partner = organisation_choice(_("受让、被许可或者合作单位"), required=False)
    partner_name = forms.CharField(label=_("对方名称（未登记的）"), max_length=200, required=False)
    relation = chosen(_("对方与完成人的关系"), Relation.choices)
    relation_text = forms.CharField(label=_("关系说明"), max_length=300, required=False)
    equity_manager = forms.CharField(
        label=_("统一管理股权的部门"), max_length=100, required=False, help_text=_("作价投资时写明指定的专业部门")
    )

    def clean_contract_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["contract_on"]
        not_in_future(day)
        priced = getattr(self.case, "priced_on", None)
        if priced is not None and day < priced:
            raise forms.ValidationError(_("早于定价日 %(day)s") % {"day": priced.isoformat()})
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("partner") and not data.get("partner_name") and "partner" not in self.errors:
            self.add_error("partner", _("写对方"))
        _check_partner(self, data)
        return data


class RegistrationForm(ActionForm):
    """The number under which the contract is recognised and registered, kept as it is written."""

    contract_number = forms.CharField(label=_("技术合同登记编号"), max_length=20, help_text=_("照登记证明填写"))
    contract_registered_on = day_field(_("合同登记日"))

    def clean_contract_number(self) -> str:
        number: str = self.cleaned_data["contract_number"].strip()
        if not _NUMBER.fullmatch(number):
            raise forms.ValidationError(_("应是 6 到 20 位数字、字母或者连字符"))
        return number

    def clean_contract_registered_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["contract_registered_on"]
        not_in_future(day)
        signed = getattr(self.case, "contract_on", None)
        if signed is not None and day < signed:
            raise forms.ValidationError(_("早于合同签订日 %(day)s") % {"day": signed.isoformat()})
        return day


class StartForm(ActionForm):
    """The day the unit begins to implement, by itself or with others."""

    on = day_field(_("开始实施日"))
    partner = organisation_choice(_("合作单位"), required=False)
    partner_name = forms.CharField(label=_("合作方名称（未登记的）"), max_length=200, required=False)
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        _check_partner(self, data)
        joint = getattr(self.case, "mode", "") == Transformation.Mode.JOINT
        if joint and not data.get("partner") and not data.get("partner_name") and "partner" not in self.errors:
            self.add_error("partner", _("写合作单位"))
        return data
