"""Writers of applications for recognition, and of recognitions withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices.queries import standing
from kechuang.casework.reviews import services as reviews
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese
from kechuang.domains.platforms.actions.handing_in import incomplete, not_open_yet
from kechuang.domains.platforms.actions.offices import own_member
from kechuang.domains.platforms.actions.rounds import (
    LEADER,
    RECOGNISER,
    asks_authority,
    recogniser,
    recognising_leader,
)
from kechuang.domains.platforms.facts.recognition import application_facts
from kechuang.domains.platforms.forms import recognition as forms
from kechuang.domains.platforms.models import Platform, Recognition, RecognitionApplication
from kechuang.domains.platforms.notices import RECOGNITION
from kechuang.domains.platforms.queries import recognition as queries
from kechuang.domains.platforms.queries.opening import applications_of
from kechuang.law import Finding

Data = Mapping[str, Any]
APPLICANT = _("由申报平台办理")


@action(
    RecognitionApplication,
    label=_("申报认定"),
    creates=True,
    by=own_member | recogniser,
    opens=applications_of,
    who=APPLICANT,
    form=forms.StartApplicationForm,
    cites=["quzhou-2024:art10.p1", "quzhou-2024:art10.p2"],
)
def apply(application: RecognitionApplication, *, data: Data, by: Any) -> Callable[[], None]:
    """Begin an application of a platform in a round; what the registry knows is not asked again."""
    round_, platform = data["round"], data["platform"]
    application.round, application.platform = round_, platform
    application.owner_id, application.region_id = platform.owner_id, platform.region_id
    with in_chinese():
        application.title = gettext("%(platform)s申报%(type)s") % {"platform": platform.title, "type": round_.type_name}
    application.confined = own_member.test(by, application)
    _write(application, data)

    def finish() -> None:
        CaseParty.objects.get_or_create(case_id=application.pk, organisation_id=round_.owner_id, role="authority")

    return finish


@action(
    RecognitionApplication,
    label=_("填写申报"),
    stays=("draft", "returned"),
    by=own_member | recogniser,
    who=APPLICANT,
    form=forms.ApplicationForm,
)
def fill(application: RecognitionApplication, *, data: Data, by: Any) -> None:
    """Write on."""
    _write(application, data)


def _write(application: RecognitionApplication, data: Data) -> None:
    for name in ("statement", "staff_count", "research_spending"):
        setattr(application, name, data[name])


def _ready(application: RecognitionApplication, *, data: Data, by: Any) -> list[Refusal]:
    if refused := incomplete(queries.lacking(application)):
        return refused
    round_, today = application.round, clock.today()
    if round_.takes_on(today):
        return []
    in_time = application.submitted_on is not None and application.submitted_on <= round_.closes_on
    if in_time and round_.state in ("open", "reviewing"):
        return []
    if early := not_open_yet(round_, today):
        return early
    return [Refusal(Ground.STATE, gettext("这一批已于%(day)s截止") % {"day": round_.closes_on})]


@action(
    RecognitionApplication,
    label=_("提交申报"),
    moves={"draft": "submitted", "returned": "submitted"},
    by=own_member | recogniser,
    who=APPLICANT,
    law=_ready,
    cites=["quzhou-2024:art10.p2", "quzhou-2024:art10.p3"],
    asks=[asks_authority],
    settles=("submit",),
    main=True,
)
def submit(application: RecognitionApplication, *, data: Data, by: Any) -> None:
    """Hand it in within the round's window; one that was sent back keeps the day it was first handed in."""
    application.confined = False
    application.submitted_on = application.submitted_on or clock.today()


@action(
    RecognitionApplication,
    label=_("受理申报"),
    moves={"submitted": "reviewing"},
    by=recogniser,
    who=RECOGNISER,
    form=forms.AcceptApplicationForm,
    cites="quzhou-2024:art10.p3",
    settles=("accept",),
    main=True,
    bulk=True,
)
def accept(application: RecognitionApplication, *, data: Data, by: Any) -> Callable[[], None] | None:
    """The form check is passed; where the procedure says so, experts are drawn."""
    if not (application.round.needs_review and data["draw_now"]):
        return None

    def finish() -> None:
        reviews.open_panel(application, queries.PURPOSE, by=by)

    return finish


@action(
    RecognitionApplication,
    label=_("退回补正"),
    moves={"submitted": "returned"},
    by=recogniser,
    who=RECOGNISER,
    form=NoteForm,
    asks=[Ask("submit", to=lambda case, data: [case.owner], text=_("补正认定申报"))],
    settles=("accept",),
)
def send_back(application: RecognitionApplication, *, data: Data, by: Any) -> None:
    """Send it back with what is to be mended."""


def _may_propose(application: RecognitionApplication, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """What the law asks of the level and kind; and the review, where the procedure has one."""
    found: list[Finding | Refusal] = []
    refusal = queries.review_of(application).refusal if application.round.needs_review else None
    if refusal is not None:
        return [refusal]
    given = {**application_facts(application), "recognition.exception_recorded": bool(data["exception_reason"].strip())}
    found += [ask(application, name, given) for name in ("recognition_level", "recognition_kind")]
    return found


@action(
    RecognitionApplication,
    label=_("列为拟认定"),
    moves={"reviewing": "proposed"},
    by=recognising_leader,
    who=LEADER,
    form=forms.ProposalForm,
    law=_may_propose,
    law_needs_data=True,
    cites=["quzhou-2024:art2.p2", "quzhou-2024:art10.p2", "quzhou-2024:art10.p3", "binjiang-2023:s2.2.b"],
    main=True,
    bulk=True,
)
def propose(application: RecognitionApplication, *, data: Data, by: Any) -> None:
    """Put it on the list of those to be recognised, with reasons."""
    application.reasons, application.decided_on = data["reasons"], clock.today()


@action(
    RecognitionApplication,
    label=_("不予认定"),
    moves={"submitted": "refused", "reviewing": "refused"},
    by=recognising_leader,
    who=LEADER,
    form=forms.RefusalForm,
    cites="quzhou-2024:art10.p3",
    settles=("accept",),
)
def refuse(application: RecognitionApplication, *, data: Data, by: Any) -> Callable[[], None]:
    """Refuse, naming the condition that is not met and the clauses; a review still open ends with it."""
    application.reasons, application.grounds = data["reasons"], data["grounds"]
    application.decided_on = clock.today()
    return lambda: _end_reviews(application, gettext("不予认定"))


def _end_reviews(application: RecognitionApplication, reason: str) -> None:
    reviews.end_panels(application, reason=reason)


def _results_not_out(application: RecognitionApplication, *, data: Data, by: Any) -> list[Refusal]:
    if application.round.state in ("open", "reviewing"):
        return []
    return [Refusal(Ground.STATE, gettext("结果已经公开，先在批次里撤回结果"))]


@action(
    RecognitionApplication,
    label=_("重新研究"),
    moves={"proposed": "reviewing", "refused": "reviewing"},
    by=recognising_leader,
    who=LEADER,
    form=NoteForm,
    law=_results_not_out,
)
def reconsider(application: RecognitionApplication, *, data: Data, by: Any) -> None:
    """Look at it again before the results are out, or after they were taken back."""
    application.reasons, application.grounds, application.decided_on = "", [], None


def _noticed(application: RecognitionApplication, *, data: Data, by: Any) -> list[Refusal]:
    refusal = standing(application.round, RECOGNITION).refusal
    return [refusal] if refusal is not None else []


@action(
    RecognitionApplication,
    label=_("认定"),
    moves={"proposed": "recognised"},
    by=recognising_leader,
    who=LEADER,
    form=forms.CloseRoundForm,
    law=_noticed,
    cites=["quzhou-2024:art2.p2", "quzhou-2024:art10.p2"],
    hint=_("批次办结时一并认定，一般不必单办"),
)
def recognise(application: RecognitionApplication, *, data: Data, by: Any) -> Callable[[], None]:
    """Write the recognition into the registry, with how long it holds; then the platform hears of it."""
    round_, start = application.round, data["valid_from"]
    ends = None
    if round_.valid_years is not None:
        ends = _years_on(start, round_.valid_years) - dt.timedelta(days=1)

    def finish() -> None:
        Recognition(
            platform_id=application.platform_id, application=application, name=round_.type_name,
            recognition_type=round_.recognition_type, level=round_.level, authority=round_.owner.name,
            document=data["document"], valid_from=start, valid_to=ends,
        ).save()  # fmt: skip
        words = inbox.worded(_("已认定为%(name)s"), name=round_.type_name)
        inbox.tell(inbox.members(application.owner), "case", words, case_id=application.platform_id)

    return finish


def _years_on(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@action(
    RecognitionApplication,
    label=_("撤回申报"),
    moves={"draft": "withdrawn", "submitted": "withdrawn", "returned": "withdrawn", "reviewing": "withdrawn"},
    by=own_member,
    who=APPLICANT,
    form=NoteForm,
    settles=("accept", "submit"),
)
def withdraw(application: RecognitionApplication, *, data: Data, by: Any) -> Callable[[], None]:
    """The platform gives it up, with the reason; a review still open ends with it."""
    return lambda: _end_reviews(application, gettext("申报已撤回"))


@action(
    RecognitionApplication,
    label=_("恢复申报"),
    moves={"withdrawn": "draft"},
    by=own_member,
    who=APPLICANT,
)
def resume(application: RecognitionApplication, *, data: Data, by: Any) -> None:
    """Take it up again; a round knows each platform once."""


@action(
    Platform,
    label=_("撤销认定"),
    stays=("preparing", "operating"),
    by=recognising_leader,
    who=LEADER,
    form=forms.WithdrawRecognitionForm,
    cites="quzhou-2024:art2.p2",
)
def withdraw_recognition(platform: Platform, *, data: Data, by: Any) -> Callable[[], None]:
    """Withdraw a recognition from a day on, with the reason; what rested on it falls away from that day."""
    recognition: Recognition = data["recognition"]

    def finish() -> None:
        recognition.withdrawn_on, recognition.withdrawn_because = data["withdrawn_on"], data["note"]
        recognition.save()
        words = inbox.worded(_("%(name)s的认定自%(day)s起撤销"), name=recognition.name, day=data["withdrawn_on"])
        inbox.tell(inbox.members(platform.owner), "case", words, case_id=platform.pk)

    return finish


attach_to_application = attachment_for(RecognitionApplication, own_member | recogniser)
keep_application_paper = paper_filing_for(RecognitionApplication, own_member | recogniser)
determine_application = determination_for(RecognitionApplication)
