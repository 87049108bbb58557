"""What is typed about a platform's internal rules."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import day_field, item_choices, items_field
from kechuang.core import clock
from kechuang.domains.platforms.facts.governance import COVERS
from kechuang.domains.platforms.forms.governance import ResolutionForm
from kechuang.domains.platforms.models import Platform


def rule_fields() -> list[tuple[str, str]]:
    """The six fields of the law's list, and the two that other texts ask for."""
    return [
        *item_choices("internal_rules.fields"),
        ("contract_funds", gettext("横向经费管理")),
        ("management_system", gettext("职务科技成果转化管理")),
    ]


class RuleForm(ActionForm):
    """The text of a rule. Rules on contract funds and on achievements also say what they cover."""

    title = forms.CharField(label=_("制度名称"), max_length=200)
    text = forms.CharField(label=_("制度正文"), widget=forms.Textarea, max_length=60_000)
    contract_types = items_field(
        "contract.types", label=_("涵盖的合同类型"), required=False, help_text=_("横向经费管理制度须写明")
    )
    contents = items_field(
        "management_system.contents",
        label=_("写明的内容"),
        required=False,
        help_text=_("职务科技成果转化管理制度须写明"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        field = str(data.get("field") or getattr(self.case, "field", ""))
        by_field = {"contract_funds": data.get("contract_types"), "management_system": data.get("contents")}
        data["covers"] = by_field.get(field) or []
        if field in COVERS and not data["covers"]:
            self.add_error("contract_types" if field == "contract_funds" else "contents", _("至少选一项"))
        return data


class NewRuleForm(RuleForm):
    field_order = ("platform", "field")
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    field = forms.ChoiceField(label=_("制度类别"), choices=rule_fields)


class AdoptRuleForm(ResolutionForm):
    """The resolution that adopts the rule, and from when it is in force."""

    MATTER = "major_matters"

    in_force_on = day_field(_("施行日"))

    def clean_in_force_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["in_force_on"]
        if day < clock.today():
            raise forms.ValidationError(_("不能早于通过之日（今天）"))
        return day


class RepealRuleForm(ResolutionForm):
    """Why the rule falls away, and the resolution that says so."""

    note = forms.CharField(label=_("理由"), widget=forms.Textarea, max_length=2000)
