"""The values of a self-evaluation as they are typed: over the records only with a reason, without records with a file."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.documents.models import Document
from kechuang.core.ui.plain import NumberField
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
            self.fields[f"self_score_{node.pk}"] = NumberField(
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
        self.fields[f"value_{node.pk}"] = NumberField(
            label=label, required=False, initial=_text(given), help_text=in_clauses(told), **VALUE
        )
        if node.measure == SchemeNode.Measure.TARGET and node.indicator not in self.planned:
            self.fields[f"target_{node.pk}"] = NumberField(
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
        parts = ("value", "target", "reason", "file", "self_score", "explanation")
        given = {name: data.get(f"{name}_{pk}") for name in parts}
        found, wrong = value_given(row, self.reads.get(pk), given, planned=row.node.indicator in self.planned)
        for name, text in wrong.items():
            self.add_error(f"{name}_{pk}", text)
        return found


def value_given(
    row: IndicatorValue, own: Read | None, given: Mapping[str, Any], *, planned: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """What becomes of a value by what was typed of it, and what is wrong with that, by part.

    own: what the records say, None where there are none. planned: the year's plan has a target of it.
    """
    found: dict[str, Any] = {"explanation": str(given.get("explanation") or "").strip()}
    if row.node.kind != SchemeNode.Kind.RECORD:
        return found | {"self_score": given.get("self_score")}, {}
    value, file = given.get("value"), str(given.get("file") or "")
    reason = str(given.get("reason") or "").strip()
    if row.node.measure == SchemeNode.Measure.TARGET and not planned:
        found["target"] = given.get("target")
    if own is not None and (value is None or value == own.value):
        return found | {"given": None, "source": IndicatorValue.Source.OWN, "reason": "", "file": file}, {}
    if own is not None:
        told = found | {"given": value, "source": IndicatorValue.Source.CORRECTED, "reason": reason, "file": file}
        words = gettext("系统数据是 %(own)s，改填要写理由") % {"own": plain(own.value)}
        return told, {} if reason else {"reason": words}
    if value is None:
        return found | {"given": None, "source": "", "reason": "", "file": file}, {}
    told = found | {"given": value, "source": IndicatorValue.Source.MANUAL, "reason": "", "file": file}
    return told, {} if file else {"file": gettext("填报的数值要有佐证材料")}


class FillOneForm(ActionForm):
    """One indicator, named by its code; a row of the sheet. What does not belong to its kind is told."""

    code = forms.CharField(label=_("代码"), max_length=20, help_text=_("指标在指标体系里的代码"))
    value = NumberField(
        label=_("填报值"), required=False, help_text=_("与系统数据相同就留空；不同要写更正理由"), **VALUE
    )
    target = NumberField(
        label=_("目标值"), required=False, help_text=_("按年度目标计分、计划里又没有目标时填"), **VALUE
    )
    reason = forms.CharField(
        label=_("更正理由"), required=False, max_length=300, help_text=_("数值与系统数据不同时必填")
    )
    file = forms.CharField(
        label=_("佐证材料"), required=False, max_length=300, help_text=_("本案文件的名称；没有系统数据的数值必填")
    )
    self_score = NumberField(label=_("自评分"), required=False, help_text=_("专家评分的指标填，0 至 100 分"), **MARKS)
    explanation = forms.CharField(
        label=_("说明"), required=False, widget=forms.Textarea, max_length=4000, help_text=_("没有达到时必填")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not isinstance(self.case, Evaluation) or not data.get("code"):
            return data
        rows = self.case.values.select_related("node")
        row = rows.filter(node__code=data["code"]).first()
        if row is None:
            self.add_error("code", _("本平台的指标里没有代码 %(code)s") % {"code": data["code"]})
            return data
        data["file"] = self._file(str(data.get("file") or "").strip())
        plan = self.case.plan
        planned = plan is not None and plan.targets.filter(indicator=row.node.indicator).exists()
        self._strange(row, data, planned=planned)
        found, wrong = value_given(row, read(self.case, [row.node]).get(row.node_id), data, planned=planned)
        for name, text in wrong.items():
            self.add_error(name, text)
        data["values"] = {row.pk: found}
        return data

    def _file(self, typed: str) -> str:
        """The file as a value keeps it; its newest version where none is named."""
        names = [value for value, _label in files_of(self.case) if value]
        found = next((name for name in names if typed and typed in (name, name.rpartition(" v")[0])), "")
        if typed and not found:
            self.add_error("file", _("本案没有叫“%(name)s”的文件") % {"name": typed})
        return found

    def _strange(self, row: IndicatorValue, data: Mapping[str, Any], *, planned: bool) -> None:
        if row.node.kind == SchemeNode.Kind.RECORD:
            if data.get("self_score") is not None:
                self.add_error("self_score", _("定量指标按数值计分，不填自评分"))
            if data.get("target") is not None and row.node.measure != SchemeNode.Measure.TARGET:
                self.add_error("target", _("这个指标按满分值计分，不填目标值"))
            elif planned and data.get("target") not in (None, row.target):
                self.add_error("target", _("年度计划里已有目标，要改到计划里改"))
            return
        for name in ("value", "target", "reason", "file"):
            if data.get(name):
                self.add_error(name, _("专家评分的指标不填这一栏"))


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
    value = NumberField(label=_("认定的数值"), **VALUE)
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
