"""What is typed about kinds of funds and their negative lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import organisation_choice
from kechuang.casework.cases.forms import RegionField, day_field
from kechuang.casework.ledger.models import Earmark
from kechuang.casework.parties.models import Organisation
from kechuang.domains.funding.models import FundSource, NegativeListItem
from kechuang.domains.platforms.forms.parts import choose
from kechuang.domains.platforms.models import LEVELS


class ControlForm(ActionForm):
    """Who pays, by which document, and how it is controlled."""

    funder = organisation_choice(
        _("拨款单位"), Organisation.objects.filter(kind="department"), required=False, help_text=_("财政资金由谁拨付")
    )
    lump_sum = forms.BooleanField(
        label=_("实行经费包干制"), required=False, help_text=_("包干的经费要有负面清单，登记以后再逐项填")
    )
    document = forms.CharField(label=_("文号"), max_length=100, required=False)
    valid_to = day_field(_("止"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("valid_from") or getattr(self.case, "valid_from", None)
        if first and data.get("valid_to") and data["valid_to"] < first:
            self.add_error("valid_to", _("早于开始日"))
        return data


class SourceForm(ControlForm):
    field_order = ("title", "region", "use", "money", "level", "agreed", "funder", "lump_sum", "document", "valid_from")
    title = forms.CharField(label=_("名称"), max_length=200)
    region = RegionField(label=_("所在地"))
    use = forms.ChoiceField(label=_("经费种类"), choices=FundSource.Use.choices)
    money = forms.ChoiceField(label=_("资金来源"), choices=Earmark.Source.choices)
    level = forms.ChoiceField(label=_("财政层级"), choices=[("", _("（不是财政资金）")), *LEVELS], required=False)
    agreed = forms.BooleanField(
        label=_("属于共建协议约定的支持"), required=False, help_text=_("勾选后，各平台每年列入预算的不能超过协议约定")
    )
    valid_from = day_field(_("起"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("money") == Earmark.Source.FISCAL and not data.get("level"):
            self.add_error("level", _("财政资金要写明层级"))
        return data


class ItemForm(ActionForm):
    """Something the funds may not be spent on."""

    FRESH = frozenset({"document"})
    code = forms.CharField(label=_("项号"), max_length=20)
    text = forms.CharField(label=_("不得列支的事项"), max_length=300)
    document = forms.CharField(label=_("文号"), max_length=100)
    valid_from = day_field(_("起"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        code, first = data.get("code"), data.get("valid_from")
        if self.case is not None and code and first:
            rows = NegativeListItem.objects.filter(source_id=self.case.pk, code=code)
            late = rows.filter(valid_from__gte=first).first() or rows.filter(valid_to__gte=first).first()
            if late is not None:
                self.add_error("valid_from", gettext("项号 %(code)s 已有 %(day)s 起的内容，新的要更晚") % {
                    "code": code, "day": late.valid_from,
                })  # fmt: skip
        return data


class EndItemForm(ActionForm):
    item = forms.ModelChoiceField(label=_("事项"), queryset=NegativeListItem.objects.all())
    valid_to = day_field(_("止（含）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None:
            choose(self, "item", NegativeListItem.objects.filter(source_id=self.case.pk, valid_to=None))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        item, last = data.get("item"), data.get("valid_to")
        if item is not None and last is not None and last < item.valid_from:
            self.add_error("valid_to", gettext("早于这一项的开始日 %(day)s") % {"day": item.valid_from})
        return data
