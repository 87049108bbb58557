"""Writers of consultations of experts before a policy or a layout is decided.

Experts answer through their own accounts; the office records only what came on paper, with the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CasePerson
from kechuang.casework.cases.standard import attachment_for
from kechuang.casework.documents import services as documents
from kechuang.casework.inbox import services as inbox
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.platforms.actions.offices import OFFICER, Department, officer
from kechuang.domains.platforms.facts.admission import consultation_facts
from kechuang.domains.platforms.forms import consultation as forms
from kechuang.domains.platforms.models import ExpertConsultation, ExpertInvitation, ExpertOpinion
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.law import Finding

Data = Mapping[str, Any]
EXPERT = "consulted_expert"
"""The role under which an expert asked takes part in a consultation."""
GIVE = "give_opinion"
_ASKED = _("由被邀请的专家本人办理")


def _asked(user: Any, case: Any) -> bool:
    return case.pk is not None and getattr(user, "pk", None) is not None and case.invitations.of(user).exists()


asked: Any = Predicate(_asked, "asked")


@action(
    ExpertConsultation,
    label=_("发起专家征询"),
    creates=True,
    by=officer,
    who=OFFICER,
    form=forms.ConsultationForm,
    cites="quzhou-2024:art11.p1",
)
def consult(consultation: ExpertConsultation, *, data: Data, by: Any) -> None:
    """Ask experts of the fields the law names, before a policy or a layout is decided."""
    for name in ("title", "region", "purpose", "question", "reply_by"):
        setattr(consultation, name, data[name])
    office = own_office(by, consultation.region_id, Department.ST, Department.PARK)
    if office is not None:
        consultation.owner_id = office


@action(
    ExpertConsultation,
    label=_("邀请专家"),
    stays=("asking",),
    by=officer,
    who=OFFICER,
    form=forms.InviteForm,
    cites="quzhou-2024:art11.p1",
    main=True,
    hint=_("专家在自己的待办里看到问题，本人答复"),
)
def invite(consultation: ExpertConsultation, *, data: Data, by: Any) -> Callable[[], None]:
    """Ask experts of the pool, each through their own account."""

    def finish() -> None:
        for expert in data["experts"].select_related("person__user"):
            made = ExpertInvitation(
                consultation=consultation, expert=expert, user=expert.person.user, field=data["field"], asked_by=by
            )
            made.save()
            CasePerson.objects.get_or_create(case_id=consultation.pk, user=made.user, role=EXPERT)
            _ask(made)

    return finish


def _ask(invitation: ExpertInvitation) -> None:
    case = invitation.consultation
    inbox.ask_person(case, GIVE, invitation.user, _("答复专家征询"), case.owner)


@action(
    ExpertConsultation,
    label=_("答复征询"),
    stays=("asking",),
    by=asked,
    who=_ASKED,
    form=forms.OwnOpinionForm,
    cites="quzhou-2024:art11.p1",
    main=True,
    hint=_("征询结束之前可以改；别的专家看不到"),
)
def give_opinion(consultation: ExpertConsultation, *, data: Data, by: Any) -> Callable[[], None]:
    """What an expert asked says, in their own name; said again while the round is open, it takes the place of the first."""

    def finish() -> None:
        invitation = consultation.invitations.of(by).select_related("expert__person", "expert__organisation").get()
        expert = invitation.expert
        ExpertOpinion.objects.update_or_create(
            consultation=consultation, given_by=by,
            defaults={
                "field": invitation.field, "expert": expert.person.name, "stance": data["stance"], "text": data["text"],
                "workplace": " ".join(filter(None, (expert.organisation.name, expert.post)))[:200],
                "given_on": clock.today(), "recorded_by": by, "source": ExpertOpinion.Source.OWN,
            },
        )  # fmt: skip
        _answered(consultation, by)

    return finish


@action(
    ExpertConsultation,
    label=_("不便答复"),
    stays=("asking",),
    by=asked,
    who=_ASKED,
    form=forms.DeclineForm,
)
def decline_opinion(consultation: ExpertConsultation, *, data: Data, by: Any) -> Callable[[], None]:
    """An expert asked cannot answer; the office hears why, and may ask another."""

    def finish() -> None:
        invitation = consultation.invitations.of(by).get()
        invitation.declined_on, invitation.declined_because = clock.today(), data["reason"]
        invitation.save()
        _answered(consultation, by)

    return finish


def _answered(consultation: ExpertConsultation, user: Any) -> None:
    inbox.close_todos(consultation, (GIVE,), user=user)
    if not consultation.invitations.waiting().exists():
        officers = inbox.members(consultation.owner, (Role.CLERK, Role.LEADER))
        title = consultation.title
        inbox.tell(
            officers, "case", lambda: gettext("请的专家都已答复：%(title)s") % {"title": title}, case_id=consultation.pk
        )


def _not_with_account(consultation: ExpertConsultation, *, data: Data, by: Any) -> list[Refusal]:
    """An expert who was asked through their account answers there; the office does not speak for them."""
    name, field = data.get("expert", ""), data.get("field", "")
    waiting = consultation.invitations.filter(declined_on=None, field=field, expert__person__name=name)
    if not name or not waiting.exists():
        return []
    words = gettext("%(name)s 已被邀请，由本人答复；本人改交书面意见的，先由本人在系统里选“不便答复”") % {"name": name}
    return [Refusal(Ground.STATE, words, errors={"expert": [words]})]


@action(
    ExpertConsultation,
    label=_("登记书面意见"),
    stays=("asking",),
    by=officer,
    who=OFFICER,
    form=forms.PaperOpinionForm,
    law=_not_with_account,
    law_needs_data=True,
    cites="quzhou-2024:art11.p1",
    hint=_("只登记收到的书面意见，附上原件；有账户的专家由本人答复"),
)
def record_opinion(consultation: ExpertConsultation, *, data: Data, by: Any) -> Callable[[], None]:
    """Enter what one expert said on paper, with the paper."""
    upload = data["evidence"]
    words = {name: data[name] for name in ("field", "expert", "workplace", "stance", "text", "given_on")}

    def finish() -> None:
        name = documents.plain_name(upload.name)
        upload.seek(0)
        paper = documents.keep(consultation.pk, name, upload.read(), by=by, kind=gettext("专家书面意见"))
        ExpertOpinion(
            consultation=consultation, recorded_by=by, source=ExpertOpinion.Source.PAPER, evidence=paper, **words
        ).save()

    return finish


def _all_fields_heard(consultation: ExpertConsultation, *, data: Data, by: Any) -> list[Finding]:
    return [ask(consultation, "expert_consultation", consultation_facts(consultation))]


@action(
    ExpertConsultation,
    label=_("结束征询"),
    moves={"asking": "concluded"},
    by=officer,
    who=OFFICER,
    form=forms.ConclusionForm,
    law=_all_fields_heard,
    cites="quzhou-2024:art11.p1",
    settles=(GIVE,),
)
def conclude(consultation: ExpertConsultation, *, data: Data, by: Any) -> None:
    """Close the round once every field the law names was heard."""
    consultation.conclusion, consultation.concluded_on = data["conclusion"], clock.today()


def _not_relied_on(consultation: ExpertConsultation, *, data: Data, by: Any) -> list[Refusal]:
    rests = consultation.admissions.exclude(decided_on=None).first() if consultation.pk else None
    if rests is None:
        return []
    return [Refusal(Ground.STATE, gettext("%(number)s 已依据这次征询作出决定") % {"number": rests.number})]


@action(
    ExpertConsultation,
    label=_("继续征询"),
    moves={"concluded": "asking"},
    by=officer,
    who=OFFICER,
    form=NoteForm,
    law=_not_relied_on,
)
def ask_more(consultation: ExpertConsultation, *, data: Data, by: Any) -> Callable[[], None]:
    """Hear more before deciding; those asked who have not answered are asked again."""
    consultation.concluded_on = None

    def finish() -> None:
        for invitation in consultation.invitations.waiting().select_related("consultation__owner", "user"):
            _ask(invitation)

    return finish


def _heard_before(consultation: ExpertConsultation, *, data: Data, by: Any) -> list[Finding]:
    facts = {**consultation_facts(consultation), "consultation.decided_on": data["decided_on"]}
    return [ask(consultation, "expert_consultation", facts)]


@action(
    ExpertConsultation,
    label=_("登记决定"),
    moves={"concluded": "decided"},
    by=officer,
    who=OFFICER,
    form=forms.PolicyDecisionForm,
    law=_heard_before,
    law_needs_data=True,
    cites="quzhou-2024:art11.p1",
    main=True,
)
def decide(consultation: ExpertConsultation, *, data: Data, by: Any) -> None:
    """Enter the policy or layout that was decided, on or after the day the experts were heard."""
    consultation.decided_on, consultation.document = data["decided_on"], data["document"]


@action(
    ExpertConsultation,
    label=_("撤回征询"),
    moves={"asking": "withdrawn"},
    by=officer,
    who=OFFICER,
    form=NoteForm,
    settles=(GIVE,),
)
def drop(consultation: ExpertConsultation, *, data: Data, by: Any) -> None:
    """Give it up, with the reason."""


attach_to_consultation = attachment_for(ExpertConsultation, officer)
