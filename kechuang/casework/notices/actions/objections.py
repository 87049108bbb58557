"""An objection from its filing to its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import Ask, Start, Stop, action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.models import Case, CaseParty
from kechuang.casework.cases.standard import attachment_for, paper_filing_for
from kechuang.casework.documents import services as documents
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices import mailing, objecting
from kechuang.casework.notices.models import Notice, Objection, Objector
from kechuang.casework.notices.predicates import HANDLERS, handler, not_party, parties_among, reads_the_notice
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import day_words, in_chinese
from kechuang.law import Citation

Data = Mapping[str, Any]
_HANDLER = _("由负责答复的单位或者科技主管部门中与此事无关的人办理")
_ANSWERS = "zhejiang-2021:art17.p1.b"
"""Asks for a procedure of objections where a price is agreed. What a kind of notice cites is in its answer_cites."""
_CLOCKS = ("objection_answer", "objection_reply")


_NOBODY_HERE = _("本单位没有与此事无关的人可以办理这件异议，请移交上级科技部门")


def _barred(objection: Objection, data: Data = MappingProxyType({})) -> list[Any]:
    """Members of the one that answers who are party to the matter."""
    return parties_among(inbox.members(objection.owner, HANDLERS), objection)


def _someone_may(objection: Objection) -> bool:
    people = inbox.members(objection.owner, HANDLERS)
    return not people or len(_barred(objection)) < len(people)


def _asks(name: str, text: Any) -> tuple[Ask, ...]:
    """The to-do of those who may handle it; where nobody here may, the one to hand it over."""
    return (
        Ask(name, lambda case, data: [case.owner] if _someone_may(case) else [], text, HANDLERS, _barred),
        Ask("hand_over", lambda case, data: [] if _someone_may(case) else [case.owner], _NOBODY_HERE, HANDLERS),
    )


def _answered_by(objection: Objection) -> tuple[Citation, ...]:
    """What asks for an answer to an objection: the clauses of its kind of notice, none where no text names one."""
    if not hasattr(objection, "notice_id"):  # a list read it as a case, without its own columns
        objection = Objection.objects.select_related("notice").get(pk=objection.pk)
    return objection.notice.what.answer_citations if objection.notice_id is not None else ()


def _received_on(objection: Objection) -> dt.date:
    return objection.filed_at.astimezone(clock.CHINA).date()


def _clocks(received: Callable[[Objection], dt.date]) -> list[Start]:
    """The clock of the answer, the one its kind of notice has."""

    def start(name: str) -> Start:
        def facts(case: Objection, data: Data) -> Mapping[str, Any] | None:
            if case.notice.what.answer_clock != name:
                return None
            return {"objection.received_on": received(case), "objection.answer_days": case.notice.answer_days}

        return Start(name, owner=lambda case, data: case.owner, facts=facts, settled_by="answer")

    return [start(name) for name in _CLOCKS]


def _in_time(objection: Objection, *, data: Data, by: Any) -> Refusal | None:
    """An objection is filed while the notice runs, its last day included to the last minute."""
    notice = objection.notice
    cites = notice.what.citations
    if notice.state != "running":
        return Refusal(Ground.STATE, gettext("公示已不在进行：%(state)s") % {"state": notice.state_label}, cites)
    if notice.ends_on is not None and clock.today() > notice.ends_on:
        words = gettext("公示已于%(day)s期满，公示期内才能提出异议；其他意见可以向%(owner)s反映") % {
            "day": day_words(notice.ends_on), "owner": notice.owner,
        }  # fmt: skip
        return Refusal(Ground.LAW, words, cites)
    return None


@action(
    Objection,
    label=_("提出异议"),
    creates=True,
    by=reads_the_notice,
    who=_("由看得到这份公示的人提出"),
    form=objecting.ObjectionForm,
    law=_in_time,
    law_needs_data=True,
    cites=_ANSWERS,
    cites_in=_answered_by,
    starts=_clocks(lambda case: clock.today()),
    unnamed=True,
    asks=_asks("acknowledge", _("受理公示异议")),
)
def file(objection: Objection, *, data: Data, by: Any) -> Callable[[], None]:
    """File an objection; what waits for the notice is held up until it is answered."""
    found: Notice = data["notice"]
    # The same two locks in the same order as everybody: whoever concludes the notice or acts on its end comes before or after.
    Case.objects.select_for_update(no_key=True).get(pk=found.subject_id)
    notice = Notice.objects.select_for_update().get(pk=found.pk)
    known = bool(by.is_authenticated)
    objection.notice, objection.content = notice, notice.content
    with in_chinese():
        objection.title = (gettext("对“%(title)s”的异议") % {"title": notice.title})[:200]
    objection.region_id, objection.owner = notice.region_id, _answering(notice)
    objection.filed_at = clock.now()
    objection.arguments, objection.remedy = data["arguments"], data["remedy"]
    objector = Objector(
        objection=objection, user=by if known else None, organisation=data.get("organisation"),
        name=str(by) if known else data["name"], contact=data.get("contact", ""), email=data.get("email", ""),
    )  # fmt: skip

    def finish() -> None:
        objector.objection = objection
        objector.save()
        if notice.owner_id != objection.owner_id:
            CaseParty.objects.get_or_create(case_id=objection.pk, organisation_id=notice.owner_id, role="publisher")
        for upload in data.get("evidence") or ():
            name = documents.plain_name(upload.name)
            documents.keep(objection.pk, name, upload.read(), by=None, kind=gettext("异议证据"))
        words = inbox.worded(_("%(number)s 收到异议，处理完毕前等候公示的事项不能办"), number=notice.number)
        inbox.tell(inbox.members(notice.owner, HANDLERS), "objection", words, case_id=notice.pk)

    return finish


def _answering(notice: Notice) -> Organisation:
    """Who answers: the one that publishes, or the nearest science department over its region."""
    if notice.what.handled_by == "owner":
        return notice.owner
    return next(iter(_offices_over(notice.region_id)), notice.owner)


def _offices_over(region: str) -> list[Organisation]:
    """The science departments over a region, the nearest first."""
    offices = Organisation.objects.filter(department=Organisation.Department.ST).select_related("region")
    over = [office for office in offices if region.startswith(office.region.prefix)]
    return sorted(over, key=lambda office: -len(office.region.prefix))


def _above(objection: Objection) -> Organisation | None:
    """The nearest science department that lies over the one that answers now; any over the region where that is none."""
    offices = [office for office in _offices_over(objection.region_id) if office.pk != objection.owner_id]
    if objection.owner.department != Organisation.Department.ST:
        return next(iter(offices), None)
    own = len(objection.owner.region.prefix)
    return next((office for office in offices if len(office.region.prefix) < own), None)


@action(
    Objection,
    label=_("受理"),
    moves={"filed": "acknowledged"},
    by=handler,
    who=_HANDLER,
    law=not_party,
    cites=_ANSWERS,
    cites_in=_answered_by,
    settles=("acknowledge", "hand_over"),
    asks=_asks("answer", _("答复公示异议")),
    main=True,
    hint=_("告知异议人已受理；答复期限自收到异议之日起算"),
)
def acknowledge(objection: Objection, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the objection up."""
    objection.acknowledged_on = clock.today()
    return lambda: mailing.tell_objector(objection, _("你的异议 %(number)s 已受理"))


@action(
    Objection,
    label=_("答复异议"),
    moves={"acknowledged": ("accepted", "rejected")},
    by=handler,
    who=_HANDLER,
    form=objecting.AnswerForm,
    law=not_party,
    cites=_ANSWERS,
    cites_in=_answered_by,
    stops=[Stop(clock_) for clock_ in _CLOCKS],
    settles=("answer", "hand_over"),
    main=True,
    hint=_("写明理由；成立的，由发布公示的单位更正或者撤回公示"),
)
def answer(objection: Objection, *, data: Data, by: Any) -> Callable[[], None]:
    """Answer with reasons: the objection is right and the notice must be put right, or it is not."""
    objection.outcome, objection.reasons, objection.summary = data["outcome"], data["reasons"], data["summary"]
    objection.answered_on, objection.handler = clock.today(), by
    objection.state = data["outcome"]
    notice = objection.notice

    def finish() -> None:
        mailing.tell_objector(objection, _("你的异议 %(number)s 已答复"))
        if objection.state == "accepted":
            words = inbox.worded(_("%(number)s 的异议成立，须更正或者撤回公示"), number=notice.number)
            inbox.open_todo(notice, "amend", [notice.owner], words, HANDLERS)
        else:
            words = inbox.worded(_("%(number)s 的异议不成立，已答复"), number=notice.number)
        inbox.tell(inbox.members(notice.owner, HANDLERS), "objection", words, case_id=notice.pk)

    return finish


def _someone_above(objection: Objection, *, data: Data, by: Any) -> Refusal | None:
    if _above(objection) is not None:
        return None
    return Refusal(Ground.STATE, gettext("上面没有登记科技主管部门，不能移交"), objection.notice.what.citations)


@action(
    Objection,
    label=_("移交上级科技部门"),
    stays=("filed", "acknowledged"),
    by=handler,
    who=_HANDLER,
    form=NoteForm,
    law=_someone_above,
    cites=_ANSWERS,
    cites_in=_answered_by,
    starts=_clocks(_received_on),
    hint=_("本单位的人都经手过此事的，移交上级处理；答复期限仍自收到异议之日起算"),
)
def hand_over(objection: Objection, *, data: Data, by: Any) -> Callable[[], None]:
    """Where everybody here had a hand in the matter, the department above answers; the clock runs on."""
    before, after = objection.owner, _above(objection)
    assert after is not None
    objection.owner = after

    def finish() -> None:
        CaseParty.objects.get_or_create(case_id=objection.pk, organisation=before, role="handed_over")
        inbox.close_todos(objection, ("acknowledge", "answer", "hand_over"))
        for ask in _asks(*_NEXT[objection.state]):
            to = list(ask.to(objection, data))
            inbox.open_todo(objection, ask.name, to, ask.text, ask.roles, ask.barred(objection, data))

    return finish


_NEXT = {"filed": ("acknowledge", _("受理公示异议")), "acknowledged": ("answer", _("答复公示异议"))}


@action(
    Objection,
    label=_("查看异议人"),
    stays=("filed", "acknowledged", "accepted"),
    by=handler,
    who=_HANDLER,
    form=NoteForm,
    law=not_party,
    hint=_("写明事由；查看留痕，此后本案页上显示异议人的姓名和联系方式"),
)
def reveal(objection: Objection, *, data: Data, by: Any) -> None:
    """Put on record why one looks at who objects; the page then shows it to this person."""


attach_to_objection = attachment_for(Objection, handler)
file_answer = paper_filing_for(Objection, handler)

step_words(Objection, take_back=_("异议人撤回"), settle=_("公示已更正或者撤回"))
