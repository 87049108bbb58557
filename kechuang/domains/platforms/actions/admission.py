"""Writers of applications for admission: from the first line to the decision. What follows is in opening.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.notices import services as notices
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.reviews import services as reviews
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese, listed
from kechuang.domains.platforms import facts
from kechuang.domains.platforms.actions.handing_in import incomplete, not_open_yet
from kechuang.domains.platforms.actions.offices import (
    OFFICER,
    SCIENCE_LEADER,
    Department,
    budgeter,
    officer,
    own_member,
    science_leader,
)
from kechuang.domains.platforms.forms import admission as forms
from kechuang.domains.platforms.models import Admission, AdmissionAssessment, AdmissionBudget, AdmissionPartner
from kechuang.domains.platforms.notices import ADMISSION
from kechuang.domains.platforms.queries import admission as queries
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.law import Finding

Data = Mapping[str, Any]
APPLICANT = _("由申请单位办理")
WRITABLE = ("draft", "returned")


def offices_of(admission: Admission, function: str = Department.ST) -> list[Organisation]:
    """Who takes an application in: the department that called for it, else those nearest over its place."""
    if function == Department.ST and admission.call is not None:
        return [admission.call.owner]
    return departments_over(admission.region_id, function)


@action(
    Admission,
    label=_("申请准入"),
    creates=True,
    by=own_member | officer,
    who=APPLICANT,
    form=forms.StartAdmissionForm,
    cites=["quzhou-2024:art9.p1", "quzhou-2024:art10.p1", "keqiao-2025-draft:s1.1.b", "keqiao-2025-draft:s1.2.b"],
    hint=_("先存下来，随时接着写；写全了再提交"),
)
def apply(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """Begin an application. Nobody but the applicant sees it until it is handed in; one an office enters, the office too."""
    admission.owner = data["applicant"]
    admission.confined = own_member.test(by, admission)
    return _write(admission, data)


@action(
    Admission,
    label=_("填写申请"),
    stays=WRITABLE,
    by=own_member | officer,
    who=APPLICANT,
    form=forms.AdmissionForm,
    cites=["quzhou-2024:art8.p1", "quzhou-2024:art9.p1", "keqiao-2025-draft:s1.2.a", "keqiao-2025-draft:s1.2.b"],
)
def fill(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """Write on; what is missing is only asked for when it is handed in."""
    return _write(admission, data)


def _write(admission: Admission, data: Data) -> Callable[[], None]:
    for name in (
        "title", "region", "route", "call", "platform_class", "origin", "legal_form", "industries", "other_industries",
        "directions", "need", "introducing_entity", "origins", "leader_name", "contact_name", "contact_phone", "team",
        "construction", "talent", "transformation", "incubation", "term_years", "requested", "self_raised", "address",
        "floor_area",
    ):  # fmt: skip
        setattr(admission, name, data[name])

    def finish() -> None:
        admission.partners.exclude(organisation__in=data["partners"]).delete()
        for organisation in data["partners"]:
            if organisation.pk != admission.owner_id:
                AdmissionPartner.objects.get_or_create(admission=admission, organisation=organisation)

    return finish


def _ready(admission: Admission, *, data: Data, by: Any) -> list[Refusal]:
    """Whether everything is there and the call takes applications today."""
    if refused := incomplete(queries.lacking(admission)):
        return refused
    call, today = admission.call, clock.today()
    if call is None or call.takes_on(today):
        return []
    if early := not_open_yet(call, today):
        return early
    if admission.submitted_on is not None and admission.submitted_on <= call.closes_on:
        return []  # handed in on time, and sent back since
    return [Refusal(Ground.STATE, gettext("征集已于%(day)s截止") % {"day": call.closes_on})]


@action(
    Admission,
    label=_("提交申请"),
    moves={"draft": "submitted", "returned": "submitted"},
    by=own_member | officer,
    who=APPLICANT,
    law=_ready,
    cites=["quzhou-2024:art9.p1", "quzhou-2024:art10.p1", "keqiao-2025-draft:s1.1.b"],
    asks=[Ask("accept", to=lambda case, data: offices_of(case), text=_("形式审查准入申请"))],
    settles=("submit",),
    main=True,
)
def submit(admission: Admission, *, data: Data, by: Any) -> None:
    """Hand it in: from now on the offices over its place see it. The first day counts where it was sent back."""
    admission.confined = False
    admission.submitted_on = admission.submitted_on or clock.today()


@action(
    Admission,
    label=_("通过形式审查"),
    moves={"submitted": "reviewing"},
    by=officer,
    who=OFFICER,
    form=forms.AcceptForm,
    cites=["keqiao-2025-draft:s1.3.a", "keqiao-2025-draft:s1.3.b"],
    settles=("accept",),
    main=True,
    hint=_("通过后抽取论证专家，分科研、投资两类评审"),
)
def accept(admission: Admission, *, data: Data, by: Any) -> Callable[[], None] | None:
    """The form check is passed: experts are drawn, who score in two tracks without seeing each other."""
    admission.accepted_on = clock.today()
    if not data["draw_now"]:
        return None

    def finish() -> None:
        reviews.open_panel(admission, queries.PURPOSE, by=by, fields=admission.industries)

    return finish


@action(
    Admission,
    label=_("退回补正"),
    moves={"submitted": "returned"},
    by=officer,
    who=OFFICER,
    form=NoteForm,
    asks=[Ask("submit", to=lambda case, data: [case.owner], text=_("补正准入申请"))],
    settles=("accept",),
)
def send_back(admission: Admission, *, data: Data, by: Any) -> None:
    """Send it back with what is to be mended; the day it was first handed in stays."""


@action(
    Admission,
    label=_("安排预算"),
    stays=("submitted", "reviewing", "deciding"),
    by=budgeter,
    who=_("由科技、财政部门或者园区管理机构办理"),
    form=forms.BudgetForm,
    cites="keqiao-2025-draft:s1.3.c",
    hint=_("与论证同步安排，决定时摆在一起看"),
)
def arrange_budget(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """Arrange money by year and source, in the same step as the argument."""
    admission.support_mode = data["support_mode"]

    def finish() -> None:
        admission.budget.all().delete()
        for n, source, amount in data["rows"]:
            AdmissionBudget(
                admission=admission, year=data["first_year"] + n - 1, source=source, amount=amount, arranged_by=by,
                arranged_on=clock.today(),
            ).save()  # fmt: skip

    return finish


def _reviewed(admission: Admission, *, data: Data, by: Any) -> list[Refusal]:
    refusal = queries.review_of(admission).refusal
    return [refusal] if refusal is not None else []


@action(
    Admission,
    label=_("汇总论证"),
    moves={"reviewing": "deciding"},
    by=officer,
    who=OFFICER,
    form=forms.ConcludeForm,
    law=_reviewed,
    cites=["keqiao-2025-draft:s1.3.a", "quzhou-2024:art11.p1"],
    asks=[Ask("decide", to=lambda case, data: offices_of(case), text=_("决定准入申请"), roles=(Role.LEADER,))],
    main=True,
)
def conclude(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """Sum the argument up in its aspects, with the consultation of experts it rests on, for decision."""
    admission.consultation = data["consultation"]

    def finish() -> None:
        for aspect, text in data["assessments"].items():
            AdmissionAssessment.objects.update_or_create(admission=admission, aspect=aspect, defaults={"text": text})

    return finish


def _may_decide(admission: Admission, *, data: Data, by: Any) -> list[Finding]:
    """What the law asks of an admission; a refusal and a return wait for nothing."""
    if data["decision"] != Admission.Decision.ADMIT:
        return []
    excused = bool(data["exception_reason"].strip())
    given = {**facts.admission_facts(admission), "admission.exception_recorded": excused}
    rules = ["expert_consultation", "admission_complete"]
    if not excused:
        rules.insert(0, "platform_layout")
    return [ask(admission, name, given) for name in rules]


@action(
    Admission,
    label=_("作出决定"),
    moves={"deciding": ("noticed", "refused", "returned")},
    by=science_leader,
    who=SCIENCE_LEADER,
    form=forms.DecisionForm,
    law=_may_decide,
    law_needs_data=True,
    cites=[
        "quzhou-2024:art8.p1", "quzhou-2024:art9.p1", "quzhou-2024:art11.p1", "keqiao-2025-draft:s1.1.b",
        "keqiao-2025-draft:s1.3.a", "keqiao-2025-draft:s1.3.b", "keqiao-2025-draft:s1.3.c",
    ],
    settles=("decide",),
    main=True,
)  # fmt: skip
def decide(admission: Admission, *, data: Data, by: Any) -> Callable[[], None] | None:
    """Admit and put to notice, refuse by clause, or send back; always with reasons."""
    if data["decision"] == "return":
        admission.state = "returned"
        return None
    admission.decision, admission.reasons = data["decision"], data["reasons"]
    admission.grounds, admission.exception_reason = data["grounds"], data["exception_reason"]
    admission.decided_on, admission.decided_by = clock.today(), by
    if admission.decision == Admission.Decision.REFUSE:
        admission.state = "refused"
        return lambda: _end_reviews(admission, gettext("不予准入"))
    admission.state = "noticed"
    return lambda: _publish(admission, data["notice_until"], by)


def _publish(admission: Admission, until: dt.date, by: Any) -> None:
    total = admission.support_total
    with in_chinese():
        fields = {
            "platform": admission.title,
            "applicant": admission.owner.name,
            "partners": listed(p.organisation.name for p in admission.partners.select_related("organisation")),
            "platform_class": str(admission.get_platform_class_display()),
            "directions": admission.directions,
            "introducing_entity": admission.introducing_entity.name if admission.introducing_entity else "",
            "support": f"{total:,.2f} 元" if total else "",
            "reasons": admission.reasons,
        }
    notices.publish(admission, ADMISSION, by=by, ends_on=until, owner=offices_of(admission)[0], fields=fields)


@action(
    Admission,
    label=_("撤销决定，重新研究"),
    moves={"noticed": "deciding"},
    by=science_leader,
    who=SCIENCE_LEADER,
    form=NoteForm,
    asks=[Ask("decide", to=lambda case, data: offices_of(case), text=_("重新决定准入申请"), roles=(Role.LEADER,))],
    hint=_("异议成立等情形：公示随之撤回"),
)
def reconsider(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the decision back, and its notice down, where an objection was right or something new came up."""
    admission.decision, admission.decided_on, admission.decided_by, admission.reasons = "", None, None, ""
    admission.grounds, admission.exception_reason = [], ""

    def finish() -> None:
        notice = admission.notices.filter(notice_kind=ADMISSION.name, state="running").first()
        if notice is not None:
            notices.withdraw(notice, by=by, reason=data["note"])

    return finish


@action(
    Admission,
    label=_("撤回申请"),
    moves=dict.fromkeys(("draft", "submitted", "returned", "reviewing", "deciding"), "withdrawn"),
    by=own_member,
    who=APPLICANT,
    form=NoteForm,
    settles=("accept", "submit", "decide"),
)
def withdraw(admission: Admission, *, data: Data, by: Any) -> Callable[[], None]:
    """The applicant gives it up, with the reason; a review still open ends with it."""
    return lambda: _end_reviews(admission, gettext("申请已撤回"))


def _end_reviews(admission: Admission, reason: str) -> None:
    reviews.end_panels(admission, reason=reason)


attach_to_admission = attachment_for(Admission, own_member | officer)
keep_admission_paper = paper_filing_for(Admission, own_member | officer)
determine_admission = determination_for(Admission)
