"""What the office and the chair do with a panel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.models import CasePerson
from kechuang.casework.inbox import services as inbox
from kechuang.casework.reviews import composition, concluding, opening, results, seating
from kechuang.casework.reviews.actions.who import OFFICERS, chair, office, office_leader
from kechuang.casework.reviews.forms import panels as forms
from kechuang.casework.reviews.models import Panel, Seat
from kechuang.casework.reviews.schemes import Side, purpose_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import listed
from kechuang.law import Finding

Data = Mapping[str, Any]
_OFFICE = _("由组织评审的部门办理")
_CHAIR = _("由组长或者组织评审的部门办理")


@action(
    Panel,
    label=_("开设评审组"),
    creates=True,
    by=office,
    who=_("由主管部门的经办人或者负责人办理"),
    form=forms.OpenForm,
    cites=["keqiao-2025-draft:s1.3.a", "quzhou-2024:art11.p1"],
    hint=_("按所需方面和领域从专家库随机抽取，有利害关系的不进入抽取，种子和专家池一并记录，任何人可以重抽核对"),
)
def convene(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Open a panel on a case and draw it."""
    return opening.prepare(
        panel, data["subject"], data["purpose"], by=by, seats=data["seats"], fields=data["fields_wanted"],
        reply_by=data["reply_by"], score_by=data["score_by"],
    )  # fmt: skip


@action(
    Panel,
    label=_("指定组长"),
    stays=("drawn", "scoring", "discussion"),
    by=office,
    who=_OFFICE,
    form=forms.ChairForm,
)
def name_chair(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Name one of those who accepted as chair."""
    return _seat_chair(panel, data["seat"])


def _seat_chair(panel: Panel, seat: Seat) -> Callable[[], None]:
    before = panel.chair
    panel.chair = seat

    def finish() -> None:
        if before is not None and before.pk != seat.pk:
            CasePerson.objects.filter(case_id=panel.pk, user=before.expert.person.user, role=seating.CHAIR).delete()
        user = seat.expert.person.user
        CasePerson.objects.get_or_create(case_id=panel.pk, user=user, role=seating.CHAIR)
        inbox.tell([user], "case", inbox.worded(_("你是 %(title)s 的组长"), title=panel.title), case_id=panel.pk)

    return finish


@action(
    Panel,
    label=_("提醒专家"),
    stays=("drawn", "scoring", "final"),
    by=office,
    who=_OFFICE,
    bulk=True,
    hint=_("告诉还没有确认或者还没有评分的专家"),
)
def remind(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Tell those who have yet to act."""
    waiting = {"drawn": ("asked",), "scoring": ("asked", "accepted"), "final": ("submitted",)}[panel.state]

    def finish() -> None:
        for seat in panel.seats.filter(state__in=waiting).select_related("expert__person__user"):
            day = seat.due.isoformat() if seat.due else "–"
            text = inbox.worded(_("请办理评审（%(day)s 前）：%(title)s"), day=day, title=seat.title)
            inbox.tell([seat.expert.person.user], "todo", text, case_id=seat.pk)

    return finish


def _all_accepted(panel: Panel, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Everybody has answered, nobody is missing, and the law's sides sit."""
    waiting = panel.seats.filter(state="asked").count()
    if waiting:
        return [Refusal(Ground.STATE, gettext("还有 %(n)d 位专家没有确认") % {"n": waiting})]
    missing = sum(panel.seats_wanted.values()) - panel.seats.sitting().count()
    if missing > 0:
        text = gettext("还空 %(n)d 个席位，专家库里没有可替补的人；补充专家后作废本组，重新抽取") % {"n": missing}
        return [Refusal(Ground.STATE, text)]
    return list(composition.findings(panel.subject, purpose_of(panel.purpose), composition.sitting(panel)))


@action(
    Panel,
    label=_("开始评分"),
    moves={"drawn": "scoring"},
    by=office,
    who=_OFFICE,
    law=_all_accepted,
    settles=("begin",),
    main=True,
    bulk=True,
    cites=["keqiao-2025-draft:s1.3.a"],
)
def begin(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Let everyone score, unseen by the others. Without a chair the foremost of the first side becomes it."""
    sits = panel.chair is not None and panel.chair.state not in Seat.EMPTY
    named = None if sits else _seat_chair(panel, concluding.foremost(panel))

    def finish() -> None:
        if named is not None:
            named()
        panel.seats.filter(state="accepted").update(due=panel.score_by, reminded_on=None)
        for seat in panel.seats.filter(state="accepted").select_related("expert__person__user", "panel__owner"):
            seating.ask_to_score(seat)

    return finish


def _all_submitted(panel: Panel, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Everybody has scored, and every side that was asked for still sits: one may have left while the others scored."""
    waiting = panel.seats.filter(state__in=("asked", "accepted")).count()
    if waiting:
        return [Refusal(Ground.STATE, gettext("还有 %(n)d 位专家没有交评分") % {"n": waiting})]
    sides = set(panel.seats.filter(state="submitted").values_list("side", flat=True))
    asked = dict.fromkeys(name.partition("/")[0] for name in panel.seats_wanted)
    if absent := [str(Side(side).label) for side in asked if side not in sides]:
        text = gettext("%(sides)s没有人评分，专家库里没有可替补的人；补充专家后作废本组，重新抽取") % {
            "sides": listed(absent)
        }
        return [Refusal(Ground.STATE, text)]
    return list(composition.findings(panel.subject, purpose_of(panel.purpose), composition.sitting(panel)))


@action(
    Panel,
    label=_("开始讨论"),
    moves={"scoring": "discussion"},
    by=chair | office,
    who=_CHAIR,
    law=_all_submitted,
    settles=("discuss",),
    main=True,
    bulk=True,
    hint=_("此后本组成员看得到彼此的独立评分，只知代号"),
)
def discuss(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Open the blind scores to the members and begin the discussion."""
    return lambda: _tell_members(panel, _("讨论开始，可以看到各位的独立评分"))


@action(
    Panel,
    label=_("进入终评"),
    moves={"discussion": "final"},
    by=chair | office,
    who=_CHAIR,
    main=True,
    bulk=True,
)
def settle(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Let everyone change their scores once more, unseen by the others."""

    def finish() -> None:
        for seat in panel.seats.filter(state="submitted").select_related("expert__person__user", "panel__owner"):
            inbox.ask_person(seat, "revise", seat.expert.person.user, _("终评（不改则不用办）"), panel.owner)
        if panel.chair is not None and panel.chair.state not in Seat.EMPTY:
            inbox.ask_person(panel, "conclude", panel.chair.expert.person.user, _("出具结论"), panel.owner)

    return finish


def _tell_members(panel: Panel, text: Promise) -> None:
    for seat in panel.seats.sitting().select_related("expert__person__user"):
        inbox.tell([seat.expert.person.user], "case", inbox.of_case(text, panel), case_id=seat.pk)


def _scored(panel: Panel, *, data: Data, by: Any) -> Refusal | None:
    if results.of(panel).score is None:
        return Refusal(Ground.STATE, gettext("有一类评审没有人评分，出不了结论"))
    return None


@action(
    Panel,
    label=_("出具结论"),
    moves={"final": "closed"},
    by=chair,
    who=_("由组长办理"),
    form=forms.ConcludeForm,
    law=_scored,
    settles=("conclude",),
    main=True,
    bulk=True,
    cites=["keqiao-2025-draft:s1.3.a"],
)
def conclude(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Close the review with the panel's opinion and its minutes. Who changed nothing stands by the blind score."""
    panel.opinion, panel.opinion_text = data["opinion"], data["opinion_text"]

    def finish() -> None:
        concluding.conclude(panel, met_on=data["met_on"], place=data["place"], by=by)
        inbox.tell(
            inbox.members(panel.owner, OFFICERS), "case",
            inbox.worded(_("评审已出结论：%(title)s"), title=panel.title), case_id=panel.pk,
        )  # fmt: skip

    return finish


@action(
    Panel,
    label=_("作废"),
    moves=dict.fromkeys(("drawn", "scoring", "discussion", "final"), "void"),
    by=office_leader,
    who=_("由组织评审的部门负责人办理"),
    form=NoteForm,
    settles=("begin", "discuss", "conclude"),
)
def void(panel: Panel, *, data: Data, by: Any) -> Callable[[], None]:
    """Break the review off, with the reason; its record stays, and another panel may be drawn."""

    title = panel.title
    return lambda: seating.void_all(
        panel, by=by, why=lambda: gettext("评审组已作废，不用再办：%(title)s") % {"title": title}
    )


step_words(Panel, end=_("评审事项已了结，评审组随之作废"))
