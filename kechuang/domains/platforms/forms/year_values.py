"""The values of a year's targets: filled from the program's own data, typed over only with a reason, misses explained."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import money_field
from kechuang.casework.documents.models import Document
from kechuang.domains.platforms.models import Target, YearPlan
from kechuang.domains.platforms.queries.indicators import find, half_year, period


def plain(value: Decimal) -> str:
    """A value as it is typed: without needless noughts."""
    return f"{value.normalize():f}" if value else "0"


class ValuesForm(ActionForm):
    """For each target: its value, the reason where it differs from our own data, an explanation where it falls short.

    PART: of the goal that must be reached for no explanation to be due. EVIDENCE: whether typed values need a file. HALF: whether
    what was said of the half-year stands beside each.
    """

    PART = Decimal(1)
    EVIDENCE = True
    HALF = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own: dict[int, Decimal | None] = {}
        self.targets: list[Target] = []
        if not isinstance(self.case, YearPlan):
            return
        self.targets = list(self.case.targets.all())
        first, last = self.span(self.case.year)
        files = [
            (text := f"{d.name} v{d.version}", text)
            for d in Document.objects.filter(case_id=self.case.pk).order_by("name", "-version")
        ]
        for target in self.targets:
            self._fields_of(target, first, last, files)

    def span(self, year: int) -> tuple[dt.date, dt.date]:
        return period(year)

    def _fields_of(self, target: Target, first: dt.date, last: dt.date, files: list[tuple[str, str]]) -> None:
        known = find(target.indicator)
        label = str(known.label) if known else target.indicator
        assert isinstance(self.case, YearPlan)
        own = self.own[target.pk] = known.value(self.case.platform, first, last) if known else None
        goal = {"goal": plain(target.goal), "unit": known.unit if known else ""}
        told = gettext("目标 %(goal)s %(unit)s") % goal
        if own is not None:
            told = gettext("目标 %(goal)s %(unit)s；系统数据 %(own)s") % (goal | {"own": plain(own)})
        if self.HALF and target.half is not None:
            told = gettext("%(told)s；半年 %(half)s") % {"told": told, "half": plain(target.half)}
        self.fields[f"value_{target.pk}"] = forms.DecimalField(
            label=label, required=own is None, min_value=0, max_digits=18, decimal_places=2, help_text=told,
            initial=plain(own) if own is not None else None,
        )  # fmt: skip
        if own is not None:
            self.fields[f"reason_{target.pk}"] = forms.CharField(
                label=gettext("%(label)s：更正理由") % {"label": label}, required=False, max_length=300,
                help_text=gettext("数值与系统数据不同时必填"),
            )  # fmt: skip
        elif self.EVIDENCE:
            self.fields[f"evidence_{target.pk}"] = forms.ChoiceField(
                label=gettext("%(label)s：佐证材料") % {"label": label}, choices=[("", "—"), *files], required=False,
                help_text=gettext("从本案的文件里选；没有就先添加文件"),
            )  # fmt: skip
        self.fields[f"explanation_{target.pk}"] = forms.CharField(
            label=gettext("%(label)s：差异说明") % {"label": label}, required=False, widget=forms.Textarea, max_length=2000,
            help_text=gettext("没有达到时必填"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["values"] = {t.pk: found for t in self.targets if (found := self._value_of(t, data)) is not None}
        return data

    def _value_of(self, target: Target, data: dict[str, Any]) -> dict[str, Any] | None:
        typed, own = data.get(f"value_{target.pk}"), self.own[target.pk]
        value = own if typed is None else typed
        if value is None:
            return None
        reason = str(data.get(f"reason_{target.pk}") or "").strip()
        explanation = str(data.get(f"explanation_{target.pk}") or "").strip()
        evidence = str(data.get(f"evidence_{target.pk}") or "")
        if own is None:
            source, reason = Target.Source.MANUAL, ""
            if self.EVIDENCE and not evidence:
                self.add_error(f"evidence_{target.pk}", gettext("填报的数值要有佐证材料"))
        elif value == own:
            source, reason = Target.Source.OWN, ""
        else:
            source = Target.Source.CORRECTED
            if not reason:
                self.add_error(f"reason_{target.pk}", gettext("系统数据是 %(own)s，改填要写理由") % {"own": plain(own)})
        if value < target.goal * self.PART and not explanation:
            self.add_error(f"explanation_{target.pk}", gettext("没有达到，说明差异和原因"))
        return {"value": value, "source": source, "reason": reason, "explanation": explanation, "evidence": evidence}


class HalfYearForm(ValuesForm):
    """The half-year look: what falls short of half its goal is explained."""

    PART = Decimal("0.5")
    EVIDENCE = False
    HALF = False

    half_year_note = forms.CharField(label=_("半年情况"), widget=forms.Textarea, max_length=4000)

    def span(self, year: int) -> tuple[dt.date, dt.date]:
        return half_year(year)


class EvaluationForm(ValuesForm):
    """The self-evaluation of the year: every target, the words, and what was earned and spent."""

    evaluation = forms.CharField(label=_("绩效自评"), widget=forms.Textarea, max_length=20_000)
    income_total = money_field(_("年度总收入（元）"))
    income_fiscal = money_field(_("其中财政收入（元）"))
    costs_total = money_field(_("年度总成本（元）"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        total, fiscal = data.get("income_total"), data.get("income_fiscal")
        if total is not None and fiscal is not None and fiscal > total:
            self.add_error("income_fiscal", gettext("大于总收入"))
        return data
