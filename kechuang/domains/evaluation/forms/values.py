"""The values of a self-evaluation as they are typed: over the records only with a reason, without records with a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.documents.models import Document
from kechuang.core.words import either, in_clauses
from kechuang.domains.evaluation.models import Evaluation, IndicatorValue, SchemeNode
from kechuang.domains.evaluation.queries.trees import in_order, seen_by
from kechuang.domains.evaluation.values import Read, held_against, leaves_of, read
from kechuang.domains.platforms.forms.year_values import plain
from kechuang.domains.platforms.models import Target
from kechuang.domains.platforms.queries.indicators import find

MARKS: dict[str, Any] = {"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2}
VALUE: dict[str, Any] = {"min_value": 0, "max_digits": 18, "decimal_places": 2}


def files_of(case: Any) -> list[tuple[str, str]]:
    """The files of a case, every version, as a choice."""
    rows = Document.objects.filter(case_id=case.pk).order_by("name", "-version") if case is not None else ()
    return [("", str(_("（请选择）"))), *((text := f"{d.name} v{d.version}", text) for d in rows)]


def label_of(node: SchemeNode) -> str:
    return f"{node.code} {either(node.name, node.name_en or node.name)}"


class FillInForm(ActionForm):
    """Every indicator of the platform's tree, in the parts of the tree; what is not known yet may stay open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.values: list[IndicatorValue] = []
        self.reads: dict[int, Read] = {}
        self.planned: dict[str, Target] = {}
        if not isinstance(self.case, Evaluation):
            return
        self.values = leaves_of(self.case)
        self.reads = read(self.case, [row.node for row in self.values])
        plan = self.case.plan
        self.planned |= {target.indicator: target for target in plan.targets.all()} if plan is not None else {}
        files = files_of(self.case)
        for row in self.values:
            self._fields_of(row, files)
        self.GROUPS = self._parts()  # type: ignore[misc]  # of this platform's own tree

    def _parts(self) -> list[tuple[str, list[str]]]:
        assert isinstance(self.case, Evaluation)
        parts: list[tuple[str, list[str]]] = []
        for one in in_order(seen_by(self.case.scheme.nodes.all(), self.case.platform_id)):
            if one.depth == 0:
                parts.append((label_of(one.node), []))
            if one.node.kind != SchemeNode.Kind.GROUP:
                parts[-1][1].append(f"*_{one.node.pk}")
        return parts

    def _fields_of(self, row: IndicatorValue, files: list[tuple[str, str]]) -> None:
        node, label = row.node, label_of(row.node)
        if node.kind == SchemeNode.Kind.RECORD:
            self._recorded(row, label, files)
        else:
            self.fields[f"self_score_{node.pk}"] = forms.DecimalField(
                label=gettext("%(label)s：自评分") % {"label": label}, required=False, initial=_text(row.self_score),
                help_text=node.criteria or gettext("0 至 100 分"), **MARKS,
            )  # fmt: skip
        self.fields[f"explanation_{node.pk}"] = forms.CharField(
            label=gettext("%(label)s：说明") % {"label": label}, required=False, widget=forms.Textarea, max_length=4000,
            initial=row.explanation,
            help_text=gettext("没有达到时必填") if node.kind == SchemeNode.Kind.RECORD else "",
        )  # fmt: skip

    def _recorded(self, row: IndicatorValue, label: str, files: list[tuple[str, str]]) -> None:
        node, known, own = row.node, find(row.node.indicator), self.reads.get(row.node_id)
        goal = held_against(row)
        told = []
        unit = str(known.unit) if known else ""
        said = self.planned.get(node.indicator)
        # What the plan's own self-evaluation said of an indicator without records is not typed again.
        given = said.actual if row.given is None and own is None and said is not None else row.given
        if goal is not None:
            told.append(gettext("目标 %(goal)s %(unit)s") % {"goal": plain(goal), "unit": unit})
        if own is not None:
            told.append(gettext("系统数据 %(own)s，不改就留空") % {"own": plain(own.value)})
        self.fields[f"value_{node.pk}"] = forms.DecimalField(
            label=label, required=False, initial=_text(given), help_text=in_clauses(told), **VALUE
        )
        if node.measure == SchemeNode.Measure.TARGET and node.indicator not in self.planned:
            self.fields[f"target_{node.pk}"] = forms.DecimalField(
                label=gettext("%(label)s：目标值") % {"label": label}, required=False, initial=_text(row.target),
                help_text=gettext("年度计划里没有这一指标的目标，在这里填"), **VALUE,
            )  # fmt: skip
        if own is not None:
            self.fields[f"reason_{node.pk}"] = forms.CharField(
                label=gettext("%(label)s：更正理由") % {"label": label}, required=False, max_length=300, initial=row.reason,
                help_text=gettext("数值与系统数据不同时必填"),
            )  # fmt: skip
        self.fields[f"file_{node.pk}"] = forms.ChoiceField(
            label=gettext("%(label)s：佐证材料") % {"label": label}, choices=files, required=False, initial=row.file,
            help_text=gettext("从本案的文件里选；没有就先添加文件"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["values"] = {row.pk: self._value_of(row, data) for row in self.values}
        return data

    def _value_of(self, row: IndicatorValue, data: dict[str, Any]) -> dict[str, Any]:
        pk = row.node_id
        found: dict[str, Any] = {"explanation": str(data.get(f"explanation_{pk}") or "").strip()}
        if row.node.kind != SchemeNode.Kind.RECORD:
            return found | {"self_score": data.get(f"self_score_{pk}")}
        value, own = data.get(f"value_{pk}"), self.reads.get(pk)
        reason = str(data.get(f"reason_{pk}") or "").strip()
        file = str(data.get(f"file_{pk}") or "")
        if f"target_{pk}" in self.fields:
            found["target"] = data.get(f"target_{pk}")
        if own is not None and (value is None or value == own.value):
            return found | {"given": None, "source": IndicatorValue.Source.OWN, "reason": "", "file": file}
        if own is not None:
            if not reason:
                words = {"own": plain(own.value)}
                self.add_error(f"reason_{pk}", gettext("系统数据是 %(own)s，改填要写理由") % words)
            return found | {"given": value, "source": IndicatorValue.Source.CORRECTED, "reason": reason, "file": file}
        if value is None:
            return found | {"given": None, "source": "", "reason": "", "file": file}
        if not file:
            self.add_error(f"file_{pk}", gettext("填报的数值要有佐证材料"))
        return found | {"given": value, "source": IndicatorValue.Source.MANUAL, "reason": "", "file": file}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


class SubmitForm(ActionForm):
    """The report in words; the values are what was filled in."""

    statement = forms.CharField(label=_("自评报告"), widget=forms.Textarea, max_length=20_000)


class ValueChoice(forms.ModelChoiceField):
    """A value, by its indicator."""

    def label_from_instance(self, obj: Any) -> str:
        return label_of(obj.node)


class CorrectForm(ActionForm):
    """Another value for a recorded indicator, found on checking; with its reason and the file that shows it."""

    value_of = ValueChoice(label=_("指标"), queryset=IndicatorValue.objects.none())
    value = forms.DecimalField(label=_("认定的数值"), **VALUE)
    reason = forms.CharField(label=_("更正理由"), max_length=300)
    file = forms.ChoiceField(label=_("佐证材料"), help_text=_("从本案的文件里选；没有就先添加文件"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, file = self.fields["value_of"], self.fields["file"]
        assert isinstance(choice, forms.ModelChoiceField)
        assert isinstance(file, forms.ChoiceField)
        file.choices = files_of(self.case)
        if isinstance(self.case, Evaluation):
            choice.queryset = self.case.values.filter(node__kind="record").select_related("node")
