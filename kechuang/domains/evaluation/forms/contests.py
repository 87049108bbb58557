"""What a platform contests of its scores, and the answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.core.ui.plain import NumberField
from kechuang.domains.evaluation.forms.values import MARKS, VALUE, files_of, label_of
from kechuang.domains.evaluation.models import Contest, Evaluation, SchemeNode


class NodeChoice(forms.ModelChoiceField):
    """An indicator, by its code and name."""

    def label_from_instance(self, obj: Any) -> str:
        return label_of(obj)


class ContestChoice(forms.ModelChoiceField):
    """What was contested, by its indicator and first words."""

    def label_from_instance(self, obj: Any) -> str:
        where = label_of(obj.node) if obj.node is not None else str(_("整个评价"))
        return f"{where} · {obj.text[:40]}"


class ContestForm(ActionForm):
    """One indicator, or the whole; what is wrong, and what shows it."""

    node = NodeChoice(label=_("指标"), queryset=SchemeNode.objects.none(), required=False, empty_label=_("整个评价"))
    text = forms.CharField(label=_("申辩内容"), widget=forms.Textarea, max_length=4000)
    claimed = NumberField(
        label=_("主张的数值"), required=False, help_text=_("定量指标填；没有不同的数值就不填"), **VALUE
    )
    file = forms.ChoiceField(label=_("佐证材料"), help_text=_("从本案的文件里选；没有就先添加文件"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, file = self.fields["node"], self.fields["file"]
        assert isinstance(choice, forms.ModelChoiceField)
        assert isinstance(file, forms.ChoiceField)
        file.choices = files_of(self.case)
        if isinstance(self.case, Evaluation):
            choice.queryset = SchemeNode.objects.filter(values__evaluation=self.case)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        node = data.get("node")
        if data.get("claimed") is not None and (node is None or node.kind != SchemeNode.Kind.RECORD):
            self.add_error("claimed", _("只有定量指标有数值"))
        if isinstance(self.case, Evaluation):
            waiting = self.case.contests.filter(answered_on=None)
            same = waiting.filter(node=node) if node is not None else waiting.filter(node=None)
            if same.exists():
                self.add_error("node", _("已经提出，正在等答复"))
        return data


class AnswerForm(ActionForm):
    """The answer to what was contested; upheld, it says what is right."""

    FRESH = frozenset({"score"})
    contest = ContestChoice(label=_("申辩"), queryset=Contest.objects.none())
    outcome = forms.ChoiceField(label=_("结论"), choices=[("", _("（请选择）")), *Contest.Outcome.choices])
    answer = forms.CharField(label=_("答复"), widget=forms.Textarea, max_length=4000)
    value = NumberField(label=_("认定的数值"), required=False, help_text=_("定量指标的申辩成立时填"), **VALUE)
    score = NumberField(
        label=_("认定的得分"), required=False, help_text=_("专家评分的申辩成立时填，0 至 100 分"), **MARKS
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["contest"]
        assert isinstance(choice, forms.ModelChoiceField)
        if isinstance(self.case, Evaluation):
            choice.queryset = self.case.contests.filter(answered_on=None).select_related("node")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        contest, outcome = data.get("contest"), data.get("outcome")
        if contest is None or not outcome:
            return data
        recorded = contest.node is not None and contest.node.kind == SchemeNode.Kind.RECORD
        scored = contest.node is not None and not recorded
        upheld = outcome != Contest.Outcome.REJECTED
        for name, fits in (("value", recorded), ("score", scored)):
            if data.get(name) is not None and not (fits and upheld):
                self.add_error(name, _("这一申辩不填这一栏"))
            if data.get(name) is None and fits and upheld:
                self.add_error(name, _("申辩成立，要写认定的结果"))
        return data
