"""What is typed about calls and applications for admission."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import ActionForm
from kechuang.casework.cases.choices import case_choice, organisation_choice, organisation_choices
from kechuang.casework.cases.forms import (
    ChecksField,
    RegionField,
    day_field,
    item_choices,
    items_field,
    money_field,
    not_in_future,
)
from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.domains.platforms.forms.windows import WindowForm
from kechuang.domains.platforms.models import (
    CLASSES,
    Admission,
    AdmissionBudget,
    Agreement,
    Call,
    ExpertConsultation,
    Platform,
)
from kechuang.law.coverage import lives
from kechuang.law.library import load

INDUSTRIES = ("industry.advantage", "industry.emerging", "industry.clusters")
"""The lists of industries of the texts; each place uses its own, an application may name any."""
YEARS_OF_BUDGET = 10
GROUNDS = (
    "quzhou-2024:art8.p1", "quzhou-2024:art9.p1", "quzhou-2024:art11.p1", "keqiao-2025-draft:s1.1.a",
    "keqiao-2025-draft:s1.1.b", "keqiao-2025-draft:s1.2.a", "keqiao-2025-draft:s1.3.a", "keqiao-2025-draft:s1.3.b",
    "keqiao-2025-draft:s1.3.c", "binjiang-2023:s1.2.i1", "binjiang-2023:s2.p1.a", "binjiang-2023:s2.1",
    "binjiang-2023:s2.2.a", "binjiang-2023:s2.2.b", "binjiang-2023:s2.3",
)  # fmt: skip
"""Clauses an application may be decided by; a form offers those that govern its place."""

_FORM = "kechuang/domains/platforms/forms/admission.py"
lives("form", "admission.industries", _FORM, ["quzhou-2024:art8.p1", "keqiao-2025-draft:s1.2.a"])
lives("form", "admission.origins", _FORM, ["keqiao-2025-draft:s1.2.b"])
lives("form", "admission.platform_class", _FORM,
      ["binjiang-2023:s2.1", "binjiang-2023:s2.2.a", "binjiang-2023:s2.3", "binjiang-2023:s1.2.i1"])  # fmt: skip
lives("form", "admission.assessments", _FORM, ["keqiao-2025-draft:s1.3.a"])


def lines(text: str) -> list[str]:
    """What stands on each line, or between semicolons; each once."""
    parts = text.replace("；", "\n").replace(";", "\n").splitlines()
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def industries_field(**kwargs: Any) -> ChecksField:
    return items_field(*INDUSTRIES, label=_("产业领域"), required=False, **kwargs)


def clause_choices(places: Iterable[str], region: str) -> list[tuple[str, str]]:
    """Those of the clauses that govern a region, in the words of the house."""
    from kechuang.core.ui.citing import short_citation
    from kechuang.core.words import either
    from kechuang.law.model import Citation

    shelf, found = load(), []
    for place in places:
        cited = Citation.parse(place)
        home = shelf.instruments[cited.instrument]
        clause = home.clauses.get(cited.clause)
        if clause is not None and region.startswith(home.region):
            found.append((place, f"{short_citation(cited, shelf)}　{either(clause.zh, clause.en)}"))
    return found


class CallForm(WindowForm):
    """What is called for: fields, conditions, criteria beside those of the law, papers, and the window."""

    title = forms.CharField(label=_("名称"), max_length=200)
    region = RegionField(label=_("面向地区"))
    industries = industries_field()
    purpose = forms.CharField(label=_("征集内容"), widget=forms.Textarea)
    conditions = forms.CharField(label=_("申请条件"), widget=forms.Textarea)
    criteria = forms.CharField(
        label=_("评审要点"), required=False, widget=forms.Textarea, help_text=_("法规列明的考察内容之外，还看什么")
    )
    documents = forms.CharField(
        label=_("申请材料"), required=False, widget=forms.Textarea, help_text=_("一行一项；系统里已有的不再要")
    )
    contact = forms.CharField(label=_("联系方式"), max_length=200)
    opens_on = day_field(_("开始受理"))
    closes_on = day_field(_("截止日"), help_text=_("到当日 24 时为止"))

    def clean_documents(self) -> list[str]:
        return lines(self.cleaned_data.get("documents", ""))


class AdmissionForm(ActionForm):
    """An application as it is written: only its name, place and way in are asked for before it can be kept."""

    PRIVATE = frozenset({"contact_name", "contact_phone"})
    GROUPS = (
        (_("申请什么"), ("applicant", "title", "region", "route", "call", "platform_class", "origin", "legal_form")),
        (_("做什么"), ("industries", "other_industries", "directions", "need")),
        (_("由谁共建"), ("introducing_entity", "partners", "origins", "leader_name", "contact_*", "team")),
        (_("共建协议的内容"), ("construction", "talent", "transformation", "incubation", "term_years")),
        (_("经费和场地"), ("requested", "self_raised", "address", "floor_area")),
    )

    title = forms.CharField(label=_("拟设平台名称"), max_length=200)
    region = RegionField(label=_("拟落地地区"))
    route = forms.ChoiceField(label=_("申请方式"), choices=Admission.Route.choices)
    call = case_choice(_("征集"), Call.objects.none(), required=False)
    platform_class = forms.ChoiceField(label=_("类型"), required=False, choices=(("", "—"), *CLASSES))
    origin = forms.ChoiceField(label=_("设立资金"), required=False, choices=(("", "—"), *Platform.Origin.choices))
    legal_form = forms.ChoiceField(
        label=_("法人形式"), required=False, choices=(("", "—"), *Platform.LegalForm.choices)
    )
    industries = industries_field()
    other_industries = forms.CharField(label=_("清单以外的产业"), max_length=200, required=False)
    directions = forms.CharField(label=_("主攻方向"), required=False, widget=forms.Textarea)
    need = forms.CharField(
        label=_("产业需求"), required=False, widget=forms.Textarea, help_text=_("本地企业缺什么，平台能补什么")
    )
    introducing_entity = organisation_choice(
        _("引进责任主体"), Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT), required=False
    )
    partners = organisation_choices(
        _("共建主体"), Organisation.objects.exclude(kind=Organisation.Kind.PLATFORM), required=False,
        help_text=_("申请单位自己不必再选"),
    )  # fmt: skip
    origins = items_field("admission.priority_origins", label=_("引进对象类别"), required=False)
    leader_name = forms.CharField(label=_("院长（主任）人选"), max_length=60, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=60, required=False)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    team = forms.CharField(label=_("团队"), required=False, widget=forms.Textarea)
    construction = forms.CharField(
        label=_("建设要求"), required=False, widget=forms.Textarea, help_text=_("准入后写进共建协议，不再另填")
    )
    talent = forms.CharField(label=_("人才引育"), required=False, widget=forms.Textarea)
    transformation = forms.CharField(label=_("成果转化"), required=False, widget=forms.Textarea)
    incubation = forms.CharField(label=_("企业孵化"), required=False, widget=forms.Textarea)
    term_years = forms.IntegerField(label=_("拟共建年限"), required=False, min_value=1, max_value=30)
    requested = money_field(_("申请支持（元）"), required=False)
    self_raised = money_field(_("自筹（元）"), required=False)
    address = forms.CharField(label=_("拟选址"), max_length=200, required=False)
    floor_area = forms.IntegerField(label=_("场地面积（平方米）"), required=False, min_value=0, max_value=10_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calls = Q(pk__in=Call.objects.filter(state="open").values("pk"))
        if isinstance(self.case, Admission) and self.case.call_id:
            calls |= Q(pk=self.case.call_id)
        self._choose("call", Call.objects.filter(calls))

    def _choose(self, name: str, rows: Any) -> None:
        choice = self.fields[name]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        call, region = data.get("call"), data.get("region")
        if data.get("route") == Admission.Route.CALL:
            if call is None:
                self.add_error("call", _("选应的是哪一次征集"))
            elif region is not None and not region.code.startswith(call.region.prefix):
                self.add_error("region", _("这次征集面向%(place)s") % {"place": call.region.name})
        else:
            data["call"] = None
        return data


class StartAdmissionForm(AdmissionForm):
    """The same, and for whom: an office enters it for an organisation, everybody else for their own."""

    applicant = organisation_choice(_("申请单位"), Organisation.objects.none())
    field_order = ("applicant",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("applicant", applicants_of(self.by))


def applicants_of(user: Any) -> Any:
    """The organisations a person may apply for: their own, and any other for those in office, who enter what came on paper."""
    reach = reach_of(user)
    rows = Organisation.objects.exclude(kind=Organisation.Kind.DEPARTMENT)
    if user is None or reach.prefixes:
        return rows
    return rows.filter(pk__in=reach.organisations)


class AcceptForm(ActionForm):
    """The form check: every paper the call asks for is there, or why not."""

    documents_checked = forms.BooleanField(label=_("申请材料齐全，内容完整"))
    draw_now = forms.BooleanField(
        label=_("现在就抽取论证专家"), required=False, initial=True, help_text=_("不勾的，以后在评审里开设评审组")
    )
    note = forms.CharField(label=_("形式审查意见"), required=False, widget=forms.Textarea)


class BudgetForm(ActionForm):
    """Money by year and source; what is left empty is not arranged. Amounts are told by the rows they become."""

    GROUPS = (
        (_("方式"), ("support_mode", "first_year")),
        *((_("第 %(n)d 年") % {"n": n}, (f"*_{n}",)) for n in range(1, YEARS_OF_BUDGET + 1)),
    )

    PRIVATE = frozenset(
        ["rows", *(f"{source}_{n}" for source in AdmissionBudget.Source.values for n in range(1, YEARS_OF_BUDGET + 1))]
    )

    support_mode = forms.ChoiceField(label=_("保障方式"), choices=Agreement.SupportMode.choices)
    first_year = forms.IntegerField(label=_("第一年度"), min_value=2020, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = getattr(self.case, "term_years", None) or 5
        for n in range(1, min(years, YEARS_OF_BUDGET) + 1):
            for source, label in AdmissionBudget.Source.choices:
                self.fields[f"{source}_{n}"] = money_field(
                    _("第 %(n)d 年 %(source)s（元）") % {"n": n, "source": label}, required=False
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        rows = []
        for name in self.fields:
            source, _sep, n = name.rpartition("_")
            amount = data.get(name)
            if n.isdigit() and amount:
                rows.append((int(n), source, amount))
        if not rows and not self.errors:
            raise forms.ValidationError(_("至少安排一个年度的一笔预算"))
        data["rows"] = rows
        return data


class ConcludeForm(ActionForm):
    """What the argument came to in each aspect the law lists, and which consultation of experts it rests on."""

    PRIVATE = frozenset(
        ["assessments", *(f"assessment_{item.id}" for item in load().checklist_items("admission.assessment_aspects"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in item_choices("admission.assessment_aspects"):
            self.fields[f"assessment_{name}"] = forms.CharField(label=label, widget=forms.Textarea)
        region = self.case.region_id if self.case is not None else ""
        self.fields["consultation"] = case_choice(
            _("专家征询"), consultations_for(region), required=False,
            help_text=_("布局决定之前征询科技、产业、投资、法律专家的那一次"),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["assessments"] = {
            name.removeprefix("assessment_"): text for name, text in data.items() if name.startswith("assessment_")
        }
        return data


def consultations_for(region: str) -> Any:
    """Consultations that were concluded and were about this region, or one above it."""
    above = [region[:n].ljust(6, "0") for n in (2, 4, 6)]
    return ExpertConsultation.objects.filter(region_id__in=above, state__in=("concluded", "decided"))


class DecisionForm(ActionForm):
    """Admit, refuse or send back, with reasons; a refusal names the clauses, an admission how long it is shown in public."""

    decision = forms.ChoiceField(label=_("决定"), choices=(*Admission.Decision.choices, ("return", _("退回补正"))))
    reasons = forms.CharField(label=_("理由"), widget=forms.Textarea)
    grounds = ChecksField(label=_("依据的条款"), required=False, help_text=_("不予准入的，须选明依据"))
    exception_reason = forms.CharField(
        label=_("不按通常做法的理由"), required=False, widget=forms.Textarea,
        help_text=_("条文用“一般”“原则上”而没有照办的，或者产业在清单以外的，写明理由"),
    )  # fmt: skip
    notice_until = day_field(_("公示到哪一天为止"), required=False, help_text=_("准入的先公示，当日全天都可提出异议"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["grounds"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.choices = clause_choices(GROUNDS, self.case.region_id if self.case is not None else "33")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decision, until = data.get("decision"), data.get("notice_until")
        if decision == "refuse" and not data.get("grounds"):
            self.add_error("grounds", _("不予准入须选明依据的条款"))
        if decision == "admit" and until is None:
            self.add_error("notice_until", _("准入须公示，填写公示到哪一天"))
        if until is not None and until <= clock.today():
            self.add_error("notice_until", _("应在今天之后"))
        return data


class OpenPlatformForm(ActionForm):
    """What only exists once the platform does; everything else comes from the application."""

    founded_on = day_field(_("设立日"))
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=18, required=False)
    agreement_starts_on = day_field(_("共建期起"))

    def clean_founded_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["founded_on"]
        not_in_future(day)
        return day


def choice_words(choices: Iterable[tuple[str, Any]], codes: Iterable[str]) -> list[str]:
    """The words of these codes, in the order of the choices; a code without words is shown as it is."""
    known = {code: str(words) for code, words in choices}
    wanted = list(codes)
    return [known[c] for c in known if c in wanted] + [c for c in wanted if c not in known]
