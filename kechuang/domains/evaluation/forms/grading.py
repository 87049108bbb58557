"""What is typed to grade: vetoes found, the lines of each class, ties, opinions, the meeting, the notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.forms import day_field, items_field, not_in_future
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.plain import NumberField
from kechuang.core.words import in_clauses
from kechuang.domains.evaluation import consequences
from kechuang.domains.evaluation.actions.who import evaluator
from kechuang.domains.evaluation.models import GRADES, SCHEME_CLASSES, Evaluation, JointOpinion

CLASSES = dict(SCHEME_CLASSES)
DEPARTMENTS = "review.co_departments"


class VetoForm(ActionForm):
    """Veto events found in the year; none chosen means that someone looked and found none."""

    veto_matters = items_field(
        "evaluation.veto_matters", label=_("主要管理团队的否决事项"), required=False, help_text=_("没有的不选")
    )
    staff_veto_matters = items_field(
        "evaluation.veto_matters", label=_("其他人员的同类事项"), required=False, help_text=_("没有的不选")
    )
    veto_note = forms.CharField(
        label=_("核查情况"), widget=forms.Textarea, help_text=_("问了哪些部门，查到什么，认定文书的文号")
    )


class LinesForm(ActionForm):
    """The lines of each class that takes part. The law names a quota but no scores: the place's own decision does."""

    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = tuple(
        (label, tuple(f"{part}_{name}" for part in ("excellent", "good", "qualified", "wanted", "tie")))
        for name, label in SCHEME_CLASSES
    )
    failing = forms.ChoiceField(label=_("不合格等次的用词"), choices=GRADES[:3])
    reason = forms.CharField(label=_("依据和理由"), widget=forms.Textarea, help_text=_("分数线出自哪个办法或者决定"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.classes():
            score: dict[str, Any] = {
                "min_value": Decimal(0),
                "max_value": Decimal(100),
                "decimal_places": 2,
                "max_digits": 5,
            }
            self.fields |= {
                f"excellent_{name}": NumberField(
                    label=_("优秀线"), required=False, help_text=_("不填则达到良好线，再按名额；另有认定的按认定"), **score
                ),
                f"good_{name}": NumberField(label=_("良好线"), **score),
                f"qualified_{name}": NumberField(label=_("合格线"), **score),
                f"wanted_{name}": forms.IntegerField(
                    label=_("拟定优秀数"), required=False, min_value=0, help_text=_("不填则用满名额；多于名额的按名额")
                ),
                f"tie_{name}": forms.CharField(
                    label=_("同分比较"), required=False, help_text=_("依次比较的指标代码，用空格分开，例如 A B1")
                ),
            }  # fmt: skip

    def classes(self) -> list[str]:
        """The classes that take part, in the order of the law."""
        if self.case is None or self.case.pk is None:
            return []
        rows = self.case.evaluations.exclude(state="left_out")  # type: ignore[attr-defined]
        found = set(rows.values_list("platform_class", flat=True))
        return [name for name in CLASSES if name in found]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        lines = {}
        for name in self.classes():
            excellent, good, qualified = (data.get(f"{part}_{name}") for part in ("excellent", "good", "qualified"))
            if good is not None and qualified is not None and good < qualified:
                self.add_error(f"good_{name}", _("低于合格线"))
            if good is not None and excellent is not None and excellent < good:
                self.add_error(f"excellent_{name}", _("低于良好线"))
            tie = (data.get(f"tie_{name}") or "").replace("，", " ").replace(",", " ").replace("、", " ").split()
            self._known(name, tie)
            lines[name] = {
                "excellent": excellent, "good": good, "qualified": qualified, "wanted": data.get(f"wanted_{name}"),
                "tie_rule": tie, "failing": data.get("failing", ""), "reason": data.get("reason", ""),
            }  # fmt: skip
        data["lines"] = lines
        return data

    def _known(self, name: str, codes: list[str]) -> None:
        """Codes that a scheme of the class has."""
        from kechuang.domains.evaluation.models import SchemeNode

        rows = SchemeNode.objects.filter(
            scheme__evaluations__campaign_id=getattr(self.case, "pk", 0), scheme__evaluations__platform_class=name
        )
        have = set(rows.filter(code__in=codes).values_list("code", flat=True)) if codes else set()
        if unknown := [code for code in codes if code not in have]:
            self.add_error(f"tie_{name}", _("指标体系里没有 %(codes)s") % {"codes": " ".join(unknown)})


class TieForm(ActionForm):
    """Which of those with an equal score comes first."""

    FRESH = frozenset({"place", "reason"})
    evaluation = forms.ModelChoiceField(
        label=_("平台评价"), queryset=Evaluation.objects.none(), empty_label=_("（请选择）")
    )
    place = forms.IntegerField(label=_("在同分者中的次序"), min_value=1, max_value=99)
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["evaluation"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = tied_of(self.case).select_related("platform")
        choice.label_from_instance = lambda obj: f"{obj.score:.2f} {obj.platform.title}"  # type: ignore[method-assign]


def tied_of(campaign: Any) -> Any:
    """The evaluations of a campaign whose score stands more than once in their class."""
    from django.db.models import Exists, OuterRef

    rows = Evaluation.objects.filter(campaign_id=getattr(campaign, "pk", None) or 0).exclude(score=None)
    others = rows.filter(platform_class=OuterRef("platform_class"), score=OuterRef("score")).exclude(pk=OuterRef("pk"))
    return rows.filter(Exists(others)).order_by("platform_class", "-score", "pk")


class OpinionForm(ActionForm):
    """What a department says of the proposal: its own member here, or the bureau from paper."""

    department = forms.ChoiceField(label=_("部门"))
    stance = forms.ChoiceField(label=_("意见"), choices=[("", _("（请选择）")), *JointOpinion.Stance.choices])
    text = forms.CharField(label=_("意见内容"), widget=forms.Textarea, required=False)
    source = forms.CharField(
        label=_("书面意见出处"), max_length=200, required=False, help_text=_("由科技主管部门代录时，写来文的文号")
    )
    given_on = day_field(_("提出日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = JointOpinion._meta.get_field("department").choices or ()
        mine = self.own()
        choices = [(code, label) for code, label in names if mine is None or code in mine]
        self.fields["department"].choices = [("", _("（请选择）")), *choices]  # type: ignore[attr-defined]

    def own(self) -> set[str] | None:
        """The departments one may speak for: all for the bureau, which takes down what came on paper."""
        if self.by is None or self.case is None or evaluator.test(self.by, self.case):
            return None
        posts = reach_of(self.by).posts
        return {str(p.department) for p in posts if p.over_regions and self.case.region_id.startswith(p.prefix)}

    def clean_given_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["given_on"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("stance") not in ("", None, "agree") and not (data.get("text") or "").strip():
            self.add_error("text", _("写明意见"))
        if self.own() is None and not data.get("source") and data.get("department") != "st_department":
            self.add_error("source", _("写明书面意见的出处"))
        return data


class SettleForm(ActionForm):
    """The meeting that settled the grades."""

    FRESH = frozenset({"document"})
    leader = forms.CharField(label=_("牵头人"), max_length=60)
    district_leader = forms.BooleanField(label=_("由区分管领导牵头"), required=False)
    met_on = day_field(_("会商日期"))
    document = forms.CharField(label=_("会议纪要文号"), max_length=100)
    opinion = forms.CharField(label=_("审定意见"), widget=forms.Textarea, required=False)

    def clean_met_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["met_on"]
        not_in_future(day)
        return day


class PublicityForm(ActionForm):
    """How long the results stand for objections. No text sets a minimum, so the day is chosen."""

    notice_until = day_field(_("公示到哪一天"), help_text=_("当天 24 时为止；期间任何人可以提出异议"))
    procedure = forms.CharField(label=_("评价程序"), widget=forms.Textarea)

    def clean_notice_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["notice_until"]
        if day <= clock.today():
            raise forms.ValidationError(_("在今天之后"))
        return day


class CloseForm(ActionForm):
    """How what is still open of the results goes on; asked for only where something is."""

    note = forms.CharField(
        label=_("未了事项怎样继续"), widget=forms.Textarea, max_length=2000, required=False,
        help_text=_("没有未了事项的不用填"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        campaign: Any = self.case
        if campaign is not None and campaign.pk and not (data.get("note") or "").strip():
            open_ones = [one.words for one in consequences.left(campaign) if not one.must]
            if open_ones:
                self.add_error("note", in_clauses([*open_ones, gettext("写明怎样继续")]))
        return data
