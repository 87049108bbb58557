"""What is typed about a purchase."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import RegionField, money_field
from kechuang.domains.equipment.models import Purchase
from kechuang.domains.platforms.models import Platform


class PurchaseForm(ActionForm):
    platform = case_choice(_("平台"), Platform.objects.exclude(state="exited"))
    title = forms.CharField(label=_("拟购仪器名称"), max_length=200)
    specification = forms.CharField(label=_("主要技术要求"), widget=forms.Textarea, max_length=4000)
    budget = money_field(_("预算（元）"), positive=True)
    need = forms.CharField(label=_("购置理由和用途"), widget=forms.Textarea, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None and self.case.pk is not None:
            del self.fields["platform"]  # it stays the platform's


class SearchForm(ActionForm):
    """Words to look for in the register; one of them is enough."""

    FRESH = frozenset({"words", "region"})
    words = forms.CharField(
        label=_("检索词"),
        max_length=200,
        help_text=_("名称、型号、类别或者服务内容，几个词用空格隔开，有一个合就算找到"),
    )
    region = RegionField(
        label=_("地域"), required=False, empty_label=_("不限"), help_text=_("含所辖各地；不选就查全库")
    )

    def clean_words(self) -> str:
        text = " ".join(str(self.cleaned_data["words"]).replace("、", " ").split())
        if not text:
            raise forms.ValidationError(_("写要找的词"))
        return text


class SubmitForm(ActionForm):
    why_none_fits = forms.CharField(
        label=_("已有仪器为什么不能满足"), widget=forms.Textarea, max_length=4000, required=False,
        help_text=_("检索到开放的仪器时必填，逐台说明"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found = isinstance(self.case, Purchase) and self.case.searches.filter(hits__isnull=False).exists()
        if found and not str(data.get("why_none_fits") or "").strip():
            self.add_error("why_none_fits", _("检索到了开放的仪器，写明为什么都不能满足"))
        return data


class ApproveForm(ActionForm):
    FRESH = frozenset({"opinion"})
    need_reviewed = forms.BooleanField(
        label=_("已审查新购的必要性"), required=False, help_text=_("已有可共享的仪器仍要新购的，须审查必要性")
    )
    opinion = forms.CharField(label=_("审查意见"), widget=forms.Textarea, max_length=4000)


class DeclineForm(ActionForm):
    FRESH = frozenset({"opinion"})
    opinion = forms.CharField(label=_("不同意的理由"), widget=forms.Textarea, max_length=4000)
