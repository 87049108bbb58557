"""What is typed to plan a deal and to change the plan, its payment terms and its file of evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choices, organisation_choice
from kechuang.casework.cases.forms import day_field, not_in_future
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.core.words import either
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.transformations.models import Term, Transformation
from kechuang.domains.transformations.terms import Written, check_kept, read_terms
from kechuang.law.library import load

CHOOSE = ("", _("（请选择）"))
Mode, Relation = Transformation.Mode, Transformation.Relation
TERMS_HELP = _(
    "一行一条：一次、分期、里程碑写金额，提成写比例；日期和说明可写可不写。例如 分期 30万元 2026-06-30 首付款；提成 3% 销售额提成"
)


def chosen(label: Any, choices: Sequence[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    """One of a few, nothing chosen beforehand."""
    blank = CHOOSE if more.get("required", True) else ("", "—")
    return forms.ChoiceField(label=label, choices=[blank, *choices], **more)


class PlanForm(ActionForm):
    """Which achievements, by what mode, with whom, on what terms."""

    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = (
        (_("成果和方式"), ("title", "owner", "achievements", "mode", "licence")),
        (_("对方"), ("partner*", "relation*")),
        (_("支付约定"), ("terms",)),
    )

    title = forms.CharField(label=_("名称"), max_length=200, required=False, help_text=_("不填就用成果名称和方式"))
    owner = organisation_choice(_("单位"), help_text=_("持有成果的单位"))
    achievements = case_choices(_("科技成果"), Achievement.objects.filter(state="registered"))
    mode = chosen(_("转化方式"), Mode.choices)
    licence = chosen(_("许可方式"), Transformation.Licence.choices, required=False, help_text=_("转化方式是许可时必填"))
    partner = organisation_choice(_("受让、被许可或者合作单位"), required=False)
    partner_name = forms.CharField(label=_("对方名称（未登记的）"), max_length=200, required=False)
    relation = chosen(
        _("对方与完成人的关系"), Relation.choices, required=False, help_text=_("有利害关系的，公示时要标明")
    )
    relation_text = forms.CharField(
        label=_("关系说明"), max_length=300, required=False, help_text=_("写明哪位完成人、什么关系；随公示公开")
    )
    terms = forms.CharField(label=_("支付约定"), required=False, widget=forms.Textarea, help_text=TERMS_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Achievement.objects.filter(state="registered")
        if self.by is not None:
            rows = rows.visible_to(self.by)
        self.fields["achievements"].queryset = rows  # type: ignore[attr-defined]

    def clean_owner(self) -> Organisation:
        owner: Organisation = self.cleaned_data["owner"]
        if owner.pk not in reach_of(self.by).organisations:
            raise forms.ValidationError(_("不是你所在的单位"))
        return owner

    def clean_terms(self) -> list[Written]:
        return read_terms(self.cleaned_data["terms"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        owner = self.case.owner if self.case is not None and self.case.pk else data.get("owner")
        foreign = [a for a in data.get("achievements") or () if owner is not None and a.owner_id != owner.pk]
        if foreign:
            self.add_error("achievements", _("“%(title)s”不属于这个单位") % {"title": foreign[0].title})
        mode = data.get("mode")
        if mode == Mode.LICENCE and not data.get("licence"):
            self.add_error("licence", _("选许可方式"))
        if mode != Mode.LICENCE:
            data["licence"] = ""
        _check_partner(self, data)
        return data


def _check_partner(form: forms.Form, data: dict[str, Any]) -> None:
    """The other side is named once; who has an interest is said in words."""
    if data.get("partner") and data.get("partner_name"):
        form.add_error("partner_name", _("已选登记的单位，这里不再填"))
    if data.get("relation") not in ("", None, Relation.NONE) and not str(data.get("relation_text", "")).strip():
        form.add_error("relation_text", _("写明哪位完成人、什么关系"))


class ChangeForm(PlanForm):
    """The plan again; the unit stays."""

    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = (
        (_("成果和方式"), ("title", "achievements", "mode", "licence")),
        (_("对方"), ("partner*", "relation*")),
        (_("支付约定"), ("terms",)),
        (_("变更"), ("note",)),
    )
    owner = None  # type: ignore[assignment]  # removes the field
    note = forms.CharField(label=_("变更理由"), widget=forms.Textarea)

    def clean_terms(self) -> list[Written]:
        lines = super().clean_terms()
        assert isinstance(self.case, Transformation)
        check_kept(self.case, lines)
        return lines


class TermsForm(ActionForm):
    """The payment terms as they are from now on, and why."""

    terms = forms.CharField(label=_("支付约定"), widget=forms.Textarea, help_text=TERMS_HELP)
    note = forms.CharField(label=_("变更理由"), widget=forms.Textarea)

    def clean_terms(self) -> list[Written]:
        lines = read_terms(self.cleaned_data["terms"])
        assert isinstance(self.case, Transformation)
        check_kept(self.case, lines)
        return lines


class MilestoneForm(ActionForm):
    """Which milestone was reached, when, and what shows it."""

    term = forms.ModelChoiceField(label=_("里程碑"), queryset=Term.objects.none(), empty_label=_("（请选择）"))
    on = day_field(_("达成日"))
    evidence = forms.CharField(label=_("凭证"), max_length=200, help_text=_("验收报告、会议纪要等的名称或者编号"))
    due_on = day_field(_("应付日"), required=False, help_text=_("达成后何日付款；不填则照原来的约定"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case is not None:
            rows = Term.objects.filter(transformation_id=self.case.pk, kind=Term.Kind.MILESTONE, reached_on=None)
            self.fields["term"].queryset = rows  # type: ignore[attr-defined]

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        not_in_future(day)
        began = getattr(self.case, "contract_on", None) or getattr(self.case, "started_on", None)
        if began is not None and day < began:
            raise forms.ValidationError(_("早于合同签订或者开始实施之日 %(day)s") % {"day": began.isoformat()})
        return day


LISTS = (
    "exemption.pricing_conditions",
    "exemption.decision_conditions",
    "exemption.loss_conditions",
    "exemption.project_conditions",
)
"""The law's lists of conditions under which nobody is blamed."""


def conditions() -> list[tuple[str, list[tuple[str, str]]]]:
    """(list, items) of the conditions evidence may be for, each item as list:item, in the language of the page."""
    found = []
    for name in LISTS:
        items = [(f"{name}:{item.id}", either(item.zh, item.en)) for item in load().checklist_items(name)]
        if items:
            found.append((either(*load().checklist_title(name)), items))
    return found


class EvidenceForm(ActionForm):
    """A piece of evidence for the due-diligence file, and the condition it is for."""

    condition = forms.ChoiceField(label=_("免责条件"), choices=lambda: [CHOOSE, *conditions()])
    text = forms.CharField(
        label=_("证据"),
        widget=forms.Textarea,
        max_length=2_000,
        help_text=_("做了什么，凭什么证明，文件的名称或者编号"),
    )
    on = day_field(_("形成日"))

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        not_in_future(day)
        return day


class EndForm(ActionForm):
    """The last step: the day, and in words why or how it went."""

    on = day_field(_("日期"))
    note = forms.CharField(label=_("说明"), widget=forms.Textarea)

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        not_in_future(day)
        return day
