"""What is typed about rounds of recognition and the applications in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice
from kechuang.casework.cases.forms import ChecksField, RegionField, day_field, item_choices, money_field, not_in_future
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.domains.platforms.forms.admission import clause_choices
from kechuang.domains.platforms.forms.windows import WindowForm
from kechuang.domains.platforms.models import LEVELS, Platform, Recognition, RecognitionApplication, RecognitionRound
from kechuang.law.coverage import lives

TYPES = ("recognition.types", "recognition.accepted_kinds")
"""The lists of types of the texts; both are open, so a round may also be for another type (other)."""
OTHER = "other"
GROUNDS = (
    "quzhou-2024:art2.p2", "quzhou-2024:art10.p2", "quzhou-2024:art10.p3", "binjiang-2023:s2.p1.a", "binjiang-2023:s2.2.b",
)  # fmt: skip
"""Clauses an application may be refused by; the form offers those that govern its place."""

_FORM = "kechuang/domains/platforms/forms/recognition.py"
lives("form", "recognition_round.recognition_type", _FORM, ["quzhou-2024:art10.p2", "binjiang-2023:s2.2.b"])
lives("form", "recognition_round.publication", _FORM, ["quzhou-2024:art10.p3"])


def type_choices() -> list[tuple[str, Any]]:
    return [*item_choices(*TYPES), (OTHER, _("其他类型"))]


class RoundForm(WindowForm):
    """A round: as what and at which level it recognises, when it takes applications, how long a recognition holds."""

    title = forms.CharField(label=_("名称"), max_length=200)
    region = RegionField(label=_("面向地区"))
    recognition_type = forms.ChoiceField(label=_("认定类型"), choices=type_choices)
    type_name = forms.CharField(label=_("证书上的名称"), max_length=100, help_text=_("例如 衢州市重点实验室"))
    level = forms.ChoiceField(label=_("级别"), choices=LEVELS)
    opens_on = day_field(_("开始受理"))
    closes_on = day_field(_("截止日"), help_text=_("到当日 24 时为止"))
    valid_years = forms.IntegerField(
        label=_("有效年数"), required=False, min_value=1, max_value=30, help_text=_("不填为长期有效")
    )
    needs_review = forms.BooleanField(label=_("须经专家评审"), required=False, initial=True)


class PublicationForm(ActionForm):
    """Conditions or procedure, as the public reads them. The results are published by their own step."""

    item = forms.ChoiceField(label=_("公开事项"))
    text = forms.CharField(label=_("内容"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["item"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(v, w) for v, w in item_choices("recognition.publications") if v != "results"]


class ResultsForm(ActionForm):
    notice_until = day_field(_("公示到哪一天为止"), help_text=_("当日全天都可提出异议"))

    def clean_notice_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["notice_until"]
        if day <= clock.today():
            raise forms.ValidationError(_("应在今天之后"))
        return day


class CloseRoundForm(ActionForm):
    document = forms.CharField(label=_("认定文号"), max_length=100)
    valid_from = day_field(_("认定日"))

    def clean_valid_from(self) -> dt.date:
        day: dt.date = self.cleaned_data["valid_from"]
        not_in_future(day)
        return day


class ApplicationForm(ActionForm):
    """What the registry does not know yet of the platform; the rest comes from there."""

    statement = forms.CharField(
        label=_("符合条件的说明"), required=False, widget=forms.Textarea, help_text=_("对照公开的申报条件逐条写")
    )
    staff_count = forms.IntegerField(label=_("全职科研人员（人）"), required=False, min_value=0, max_value=1_000_000)
    research_spending = money_field(_("上年研发投入（元）"), required=False)


class StartApplicationForm(ApplicationForm):
    round = case_choice(_("批次"), RecognitionRound.objects.none())
    platform = case_choice(_("平台"), Platform.objects.none())
    field_order = ("round", "platform")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("round", RecognitionRound.objects.filter(state="open"))
        self._choose("platform", platforms_of(self.by))

    def _choose(self, name: str, rows: Any) -> None:
        choice = self.fields[name]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        round_, platform = data.get("round"), data.get("platform")
        if round_ is None or platform is None:
            return data
        if not platform.region_id.startswith(round_.region.prefix):
            self.add_error("platform", _("这一批面向%(place)s") % {"place": round_.region.name})
        other = RecognitionApplication.objects.filter(round=round_, platform=platform).first()
        if other is not None:
            self.add_error("platform", _("这家平台在这一批已有申报 %(number)s") % {"number": other.number})
        return data


def platforms_of(user: Any) -> Any:
    """The platforms a person may apply for: their own organisations', and for those in office the ones of their regions."""
    rows = Platform.objects.exclude(state="exited")
    reach = reach_of(user)
    if user is None:
        return rows
    if reach.prefixes:
        return rows.visible_to(user)
    return rows.filter(owner_id__in=reach.organisations)


class AcceptApplicationForm(ActionForm):
    complete = forms.BooleanField(label=_("申报材料齐全，内容完整"))
    draw_now = forms.BooleanField(
        label=_("程序规定评审的，现在就抽取专家"), required=False, initial=True,
        help_text=_("不勾的，以后在评审里开设评审组"),
    )  # fmt: skip
    note = forms.CharField(label=_("形式审查意见"), required=False, widget=forms.Textarea)


class ProposalForm(ActionForm):
    reasons = forms.CharField(label=_("审定理由"), widget=forms.Textarea)
    exception_reason = forms.CharField(
        label=_("例外理由"), required=False, widget=forms.Textarea, help_text=_("条文用“原则上”而没有照办的，写明理由")
    )


class RefusalForm(ActionForm):
    """Which of the published conditions are not met, and by which clauses."""

    reasons = forms.CharField(label=_("审定理由"), widget=forms.Textarea, help_text=_("写明哪一项公开的条件不符合"))
    grounds = ChecksField(label=_("依据的条款"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["grounds"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = clause_choices(GROUNDS, self.case.region_id if self.case is not None else "33")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        choice = self.fields["grounds"]
        assert isinstance(choice, forms.MultipleChoiceField)
        if choice.choices and not data.get("grounds"):
            self.add_error("grounds", _("不予认定须选明依据的条款"))
        return data


class WithdrawRecognitionForm(ActionForm):
    """Which recognition is withdrawn, from which day, and why."""

    recognition = forms.ModelChoiceField(label=_("认定"), queryset=Recognition.objects.none())
    withdrawn_on = day_field(_("撤销日"))
    note = forms.CharField(label=_("撤销理由"), widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["recognition"]
        assert isinstance(choice, forms.ModelChoiceField)
        if self.case is not None:
            choice.queryset = Recognition.objects.filter(platform_id=self.case.pk, withdrawn_on=None)

    def clean_withdrawn_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["withdrawn_on"]
        not_in_future(day)
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        recognition, day = data.get("recognition"), data.get("withdrawn_on")
        if recognition is not None and day is not None and day < recognition.valid_from:
            self.add_error("withdrawn_on", _("早于认定日 %(day)s") % {"day": recognition.valid_from})
        return data
