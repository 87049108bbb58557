"""Writers of recognition rounds: prepared, published, opened, reviewed, put to notice, closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, action, find_action
from kechuang.casework.cases.engine import perform
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.predicates import in_office
from kechuang.casework.cases.standard import attachment_for, paper_filing_for
from kechuang.casework.notices import services as notices
from kechuang.casework.notices.queries import cleared
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import in_chinese, listed
from kechuang.domains.platforms.actions.offices import Department
from kechuang.domains.platforms.facts.recognition import round_facts
from kechuang.domains.platforms.forms import recognition as forms
from kechuang.domains.platforms.forms.windows import ExtendForm
from kechuang.domains.platforms.models import RecognitionApplication, RecognitionRound, RoundPublication
from kechuang.domains.platforms.notices import RECOGNITION
from kechuang.domains.platforms.queries.offices import own_office
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
AUTHORITIES = (Department.ST, Department.DEVELOPMENT_REFORM, Department.ECONOMY_IT)
"""Departments that recognise platforms (art. 10(2) names them)."""

recogniser = in_office(Role.CLERK, Role.LEADER, departments=AUTHORITIES)
recognising_leader = in_office(Role.LEADER, departments=AUTHORITIES)
RECOGNISER = _("由科技、发展改革、经信等认定机关办理")
LEADER = _("由认定机关负责人办理")


@action(
    RecognitionRound,
    label=_("筹备认定批次"),
    creates=True,
    by=recogniser,
    who=RECOGNISER,
    form=forms.RoundForm,
    cites=["quzhou-2024:art10.p2", "quzhou-2024:art10.p3"],
)
def prepare(batch: RecognitionRound, *, data: Data, by: Any) -> None:
    """Prepare a round; its owner is the authority of the one who does."""
    _describe(batch, data)
    office = own_office(by, batch.region_id, *AUTHORITIES)
    if office is not None:
        batch.owner_id = office


@action(
    RecognitionRound, label=_("修改批次"), stays=("preparing",), by=recogniser, who=RECOGNISER, form=forms.RoundForm
)
def revise(batch: RecognitionRound, *, data: Data, by: Any) -> None:
    """Change a round that takes no applications yet."""
    _describe(batch, data)


def _describe(batch: RecognitionRound, data: Data) -> None:
    for name in (
        "title", "region", "recognition_type", "type_name", "level", "opens_on", "closes_on", "valid_years", "needs_review",
    ):  # fmt: skip
        setattr(batch, name, data[name])


@action(
    RecognitionRound,
    label=_("公开条件和程序"),
    stays=("preparing",),
    by=recogniser,
    who=RECOGNISER,
    form=forms.PublicationForm,
    cites="quzhou-2024:art10.p3",
    hint=_("公开后任何人都看得到；改了再公开，原来的仍可查"),
)
def publish(batch: RecognitionRound, *, data: Data, by: Any) -> Callable[[], None]:
    """Publish conditions or procedure under the round's own lasting address; a changed text counts from its own day."""
    batch.public = True
    setattr(batch, f"{data['item']}_on", clock.today())
    return lambda: RoundPublication(
        round=batch, item=data["item"], text=data["text"], published_on=clock.today(), by=by
    ).save()


def _published_first(batch: RecognitionRound, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """The law's check; where no text governs, the house asks the same, because the database does."""
    found: list[Finding | Refusal] = [ask(batch, "recognition_round_opening", round_facts(batch))]
    missing = [label for day, label in ((batch.conditions_on, gettext("申报条件")), (batch.procedure_on, gettext("评审程序")))
               if day is None]  # fmt: skip
    if found[0].verdict is Verdict.NOT_APPLICABLE and missing:  # type: ignore[union-attr]  # the first is a finding
        found.append(Refusal(Ground.STATE, gettext("先公开：%(items)s") % {"items": listed(missing)}))
    if batch.closes_on < clock.today():
        found.append(Refusal(Ground.STATE, gettext("截止日 %(day)s 已过，先改截止日") % {"day": batch.closes_on}))
    return found


@action(
    RecognitionRound,
    label=_("开始受理"),
    moves={"preparing": "open"},
    by=recogniser,
    who=RECOGNISER,
    law=_published_first,
    cites="quzhou-2024:art10.p3",
    main=True,
)
def open_round(batch: RecognitionRound, *, data: Data, by: Any) -> None:
    """Take applications, once conditions and procedure are published."""
    batch.taking_since = clock.today()


@action(RecognitionRound, label=_("延长受理"), stays=("open",), by=recogniser, who=RECOGNISER, form=ExtendForm)
def extend(batch: RecognitionRound, *, data: Data, by: Any) -> None:
    """Move the last day further out, with the reason."""
    batch.closes_on = data["closes_on"]


def _window_over(batch: RecognitionRound, *, data: Data, by: Any) -> list[Refusal]:
    opens = batch.closes_on + dt.timedelta(days=1)
    if clock.today() >= opens:
        return []
    return [Refusal(Ground.STATE, gettext("受理到 %(day)s 24 时为止") % {"day": batch.closes_on}, opens_on=opens)]


@action(
    RecognitionRound,
    label=_("截止受理，转入评审"),
    moves={"open": "reviewing"},
    by=recogniser,
    who=RECOGNISER,
    law=_window_over,
    main=True,
)
def start_review(batch: RecognitionRound, *, data: Data, by: Any) -> None:
    """No more applications; those handed in are looked at."""


PENDING = ("submitted", "reviewing")


def _all_decided(batch: RecognitionRound, *, data: Data, by: Any) -> list[Refusal]:
    n = batch.applications.filter(state__in=PENDING).count()
    return [Refusal(Ground.STATE, gettext("还有 %(n)d 件申报没有审定") % {"n": n})] if n else []


@action(
    RecognitionRound,
    label=_("公开认定结果"),
    moves={"reviewing": "noticed"},
    by=recognising_leader,
    who=LEADER,
    form=forms.ResultsForm,
    law=_all_decided,
    cites="quzhou-2024:art10.p3",
    main=True,
)
def publish_results(batch: RecognitionRound, *, data: Data, by: Any) -> Callable[[], None]:
    """Publish who is to be recognised and put it to notice; anyone may object until its last day has ended."""
    batch.results_on = clock.today()

    def finish() -> None:
        text = result_text(batch)
        RoundPublication(round=batch, item="results", text=text, published_on=clock.today(), by=by).save()
        refused = batch.applications.filter(state="refused").count()
        procedure = batch.publications.filter(item="procedure").last()
        with in_chinese():
            level = str(batch.get_level_display())
        notices.publish(
            batch, RECOGNITION, by=by, ends_on=data["notice_until"],
            fields={
                "recognition": f"{batch.type_name}（{level}）", "authority": batch.owner.name,
                "platforms": text, "not_recognised": str(refused) if refused else "",
                "procedure": procedure.text if procedure else "",
            },
        )  # fmt: skip

    return finish


def result_text(batch: RecognitionRound) -> str:
    """The platforms to be recognised, one a line; said in words when there are none."""
    rows = batch.applications.filter(state="proposed").select_related("platform__owner").order_by("platform__title")
    names = [f"{row.platform.title}（{row.platform.owner.name}）" if row.platform.owner.name != row.platform.title
             else row.platform.title for row in rows]  # fmt: skip
    return "\n".join(names) or "没有拟认定的平台"


@action(
    RecognitionRound,
    label=_("撤回结果，重新评审"),
    moves={"noticed": "reviewing"},
    by=recognising_leader,
    who=LEADER,
    form=NoteForm,
    hint=_("异议成立等情形：公示随之撤回"),
)
def reconsider(batch: RecognitionRound, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the results back where an objection was right; the notice comes down with them."""
    batch.results_on = None

    def finish() -> None:
        notice = batch.notices.filter(notice_kind=RECOGNITION.name, state="running").first()
        if notice is not None:
            notices.withdraw(notice, by=by, reason=data["note"])

    return finish


def _may_close(batch: RecognitionRound, *, data: Data, by: Any) -> list[Finding | Refusal]:
    found: list[Finding | Refusal] = [ask(batch, "recognition_round_closing", round_facts(batch))]
    found += cleared(RECOGNITION.name)(batch, data=data, by=by)
    return found


@action(
    RecognitionRound,
    label=_("认定并办结"),
    moves={"noticed": "closed"},
    by=recognising_leader,
    who=LEADER,
    form=forms.CloseRoundForm,
    law=_may_close,
    cites=["quzhou-2024:art10.p3", "quzhou-2024:art2.p2"],
    main=True,
    hint=_("拟认定的平台逐一写进登记，带有效期"),
)
def close(batch: RecognitionRound, *, data: Data, by: Any) -> Callable[[], None]:
    """Recognise every platform proposed, and close the round."""
    batch.document, batch.finished_on = data["document"], clock.today()

    def finish() -> None:
        recognise = find_action(RecognitionApplication.kind_name(), "recognise")
        given = {"document": data["document"], "valid_from": data["valid_from"]}
        for pk in batch.applications.filter(state="proposed").order_by("pk").values_list("pk", flat=True):
            perform(recognise, pk, given, by=by)

    return finish


def _nobody_applied(batch: RecognitionRound, *, data: Data, by: Any) -> list[Refusal]:
    n = batch.applications.exclude(state__in=("draft", "withdrawn")).count()
    return [Refusal(Ground.STATE, gettext("已有 %(n)d 件申报，不能撤回") % {"n": n})] if n else []


@action(
    RecognitionRound,
    label=_("撤回批次"),
    moves={"preparing": "withdrawn", "open": "withdrawn"},
    by=recognising_leader,
    who=LEADER,
    form=NoteForm,
    law=_nobody_applied,
)
def withdraw(batch: RecognitionRound, *, data: Data, by: Any) -> None:
    """Give a round up while nobody has applied, with the reason."""


attach_to_round = attachment_for(RecognitionRound, recogniser)
keep_round_paper = paper_filing_for(RecognitionRound, recogniser)
asks_authority = Ask("accept", to=lambda case, data: [case.round.owner], text=_("形式审查认定申报"))
