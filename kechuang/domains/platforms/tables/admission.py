"""Calls, applications for admission and consultations of experts as lists and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.core.words import day_words, in_chinese, in_parts, listed
from kechuang.domains.platforms import filters
from kechuang.domains.platforms.forms.admission import applicants_of
from kechuang.domains.platforms.models import Admission, Call, ExpertConsultation
from kechuang.domains.platforms.panels import admission as panels
from kechuang.domains.platforms.panels import consultation
from kechuang.domains.platforms.papers.admission import decision_paper
from kechuang.domains.platforms.tables.registry import AREA

NOTICE_DAYS = 7
"""How long a form proposes that a decision is shown in public; the publisher may choose otherwise."""


def _admission_sub(admission: Admission) -> str:
    parts = [str(admission.owner), str(admission.get_route_display()), str(admission.get_platform_class_display())]
    return in_parts(part for part in parts if part)


def _admission_values(admission: Admission) -> Mapping[str, Any]:
    """What the forms of an application start from: itself, its budget, and days that would do."""
    today = clock.today()
    rows = list(admission.budget.all())
    first = min((row.year for row in rows), default=today.year + 1)
    return {
        "partners": [p.organisation_id for p in admission.partners.all()],
        "first_year": first,
        **{f"{row.source}_{row.year - first + 1}": row.amount for row in rows},
        **{f"assessment_{row.aspect}": row.text for row in admission.assessments.all()},
        "notice_until": today + dt.timedelta(days=NOTICE_DAYS),
        "founded_on": today,
        "agreement_starts_on": dt.date(today.year + today.month // 12, today.month % 12 + 1, 1),
    }


def _new_admission(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begun with what the system knows: the applicant, its place, the person who applies, the call it was opened from."""
    found: dict[str, Any] = {}
    reach = reach_of(user)
    own = applicants_of(user).filter(pk__in=reach.organisations).select_related("region").first()
    call = Call.objects.visible_to(user).filter(number=given.get("call", ""), state="open").first()
    if own is not None:
        found |= {"applicant": own.pk, "region": own.region_id, **_of_organisation(own)}
        found["contact_name"] = str(user)
        person = getattr(user, "person", None)
        if person is not None and person.phone:
            found["contact_phone"] = person.phone
    if call is not None:
        found |= {
            "call": call.pk,
            "route": Admission.Route.CALL,
            "region": call.region_id,
            "industries": call.industries,
        }
    else:
        found["route"] = Admission.Route.DIRECT
    parks = Organisation.objects.filter(
        kind=Organisation.Kind.DEPARTMENT, department=Organisation.Department.PARK, region=found.get("region", "")
    )
    park = parks.first()
    if park is not None:
        found["introducing_entity"] = park.pk
    return found


_LEGAL = {"enterprise": "enterprise", "university": "public_institution", "research_institution": "public_institution"}


def _of_organisation(organisation: Organisation) -> dict[str, Any]:
    """What an application can take from earlier ones of the same applicant: who leads and what kind of body it would be."""
    last = Admission.objects.owned_by(organisation.pk).order_by("-pk").first()
    found: dict[str, Any] = {"legal_form": _LEGAL.get(organisation.kind, "")}
    if last is not None:
        found |= {
            name: getattr(last, name) for name in ("leader_name", "contact_phone", "legal_form", "origin", "origins")
        }
    return found


def _call_links(call: Call, user: Any) -> Sequence[tuple[str, str]]:
    if not call.takes_on(clock.today()) or not getattr(user, "is_authenticated", False):
        return ()
    return [(_("申请"), f"{reverse('case-new', args=['admissions', 'apply'])}?call={call.number}")]


def _admission_links(admission: Admission, user: Any) -> Sequence[tuple[str, str]]:
    """Hearing experts for it, for the offices that will decide."""
    if admission.state not in ("submitted", "reviewing") or not panels.in_office_over(user, admission):
        return ()
    if admission.consultation_id:
        return ()
    address = reverse("case-new", args=["expert-consultations", "consult"])
    return [(_("发起专家征询"), f"{address}?admission={admission.number}")]


def _new_consultation(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "purpose": ExpertConsultation.Purpose.LAYOUT, "reply_by": clock.today() + dt.timedelta(days=15),
    }  # fmt: skip
    admission = Admission.objects.visible_to(user).filter(number=given.get("admission", "")).first()
    if admission is not None:
        with in_chinese():
            found |= {
                "title": _("%(name)s布局专家征询") % {"name": admission.title}, "region": admission.region_id,
                "question": _("在%(place)s布局%(name)s是否符合产业需要：%(need)s") % {
                    "place": admission.region.name, "name": admission.title, "need": admission.need,
                },
            }  # fmt: skip
    return found


def _call_sub(call: Call) -> str:
    return _("%(fields)s，%(start)s至%(end)s") % {
        "fields": listed(panels.industry_words(call.industries)) or _("不限领域"),
        "start": day_words(call.opens_on, weekday=False), "end": day_words(call.closes_on, weekday=False),
    }  # fmt: skip


ADMISSIONS = register(
    CaseSite(
        Admission,
        slug="admissions",
        title=gettext_lazy("平台准入"),
        unit=gettext_lazy("件"),
        area=AREA,
        columns=(
            "number",
            Column("title", gettext_lazy("拟设平台"), lambda a: a.title, "title", "title"),
            "region",
            Column("owner", gettext_lazy("申请单位"), lambda a: str(a.owner), sort="owner__name"),
            Column("class", gettext_lazy("类型"), lambda a: a.get_platform_class_display(), sort="platform_class"),
            Column("route", gettext_lazy("申请方式"), lambda a: a.get_route_display(), sort="route", shown=False),
            Column("requested", gettext_lazy("申请支持（元）"), lambda a: a.requested, "yuan", "requested"),
            Column("submitted", gettext_lazy("提交日"), lambda a: a.submitted_on, "day", "submitted_on"),
            Column("decided", gettext_lazy("决定日"), lambda a: a.decided_on, "day", "decided_on", shown=False),
            "state",
        ),
        filters=(filters.CLASS, filters.ROUTE, filters.INDUSTRY),
        quick=(filters.TO_DECIDE,),
        search=("owner__name", "directions", "team"),
        related=("call", "introducing_entity", "consultation", "platform"),
        main=(panels.missing, panels.decision, panels.plans, panels.review, panels.assessments),
        side=(panels.summary, panels.notice, panels.budget, panels.argument, panels.contact),
        beside={
            "decide": (panels.budget, panels.argument, panels.review),
            "conclude": (panels.argument, panels.review),
            "accept": (panels.summary,),
        },
        papers=(CasePaper("decision", gettext_lazy("准入决定书"), decision_paper, lambda a, user: bool(a.decision)),),
        path=("draft", "submitted", "reviewing", "deciding", "noticed", "admitted"),
        sub=_admission_sub,
        initial=_admission_values,
        initial_new=_new_admission,
        links=_admission_links,
    )
)

CALLS = register(
    CaseSite(
        Call,
        slug="calls",
        title=gettext_lazy("平台征集"),
        unit=gettext_lazy("次"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("owner", gettext_lazy("发布单位"), lambda c: str(c.owner), sort="owner__name"),
            Column("opens", gettext_lazy("开始受理"), lambda c: c.opens_on, "day", "opens_on"),
            Column("closes", gettext_lazy("截止日"), lambda c: c.closes_on, "day", "closes_on"),
            "state",
        ),
        filters=(filters.INDUSTRY,),
        search=("purpose", "conditions"),
        main=(panels.call_text, panels.call_admissions),
        side=(panels.call_terms, panels.criteria),
        path=("draft", "open", "closed"),
        sub=_call_sub,
        initial=lambda call: {"documents": "\n".join(call.documents), "industries": call.industries},
        links=_call_links,
    )
)


def _reply_days(todos: Sequence[Any]) -> dict[int, dt.date]:
    """The day experts are asked to answer by."""
    asked = [todo for todo in todos if todo.name == "give_opinion"]
    days = dict(ExpertConsultation.objects.filter(pk__in=[t.case_id for t in asked]).values_list("pk", "reply_by"))
    return {todo.pk: days[todo.case_id] for todo in asked}


CONSULTATIONS = register(
    CaseSite(
        ExpertConsultation,
        slug="expert-consultations",
        title=gettext_lazy("专家征询"),
        unit=gettext_lazy("次"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            "owner",
            Column("purpose", gettext_lazy("征询事项"), lambda c: c.get_purpose_display(), sort="purpose"),
            Column("reply", gettext_lazy("请于此日前答复"), lambda c: c.reply_by, "day", "reply_by"),
            Column("concluded", gettext_lazy("征询结束"), lambda c: c.concluded_on, "day", "concluded_on"),
            Column("decided", gettext_lazy("决定日"), lambda c: c.decided_on, "day", "decided_on", shown=False),
            "state",
        ),
        filters=(filters.PURPOSE,),
        search=("question", "conclusion"),
        main=(consultation.consultation_text, consultation.opinions, consultation.invited),
        side=(consultation.consultation_terms,),
        todo_days=_reply_days,
        path=("asking", "concluded", "decided"),
        initial=lambda case: {"given_on": clock.today(), "decided_on": clock.today()},
        initial_new=_new_consultation,
    )
)
