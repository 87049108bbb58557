"""What an expert does on their seat, and what the office does to it.

Each holds the panel in its phase while it writes (seating.hold): a reviewer and a chair who act at once never both win.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.inbox import services as inbox
from kechuang.casework.reviews import conflicts, receipts, seating
from kechuang.casework.reviews.actions.who import OFFICERS, office, office_leader, seated
from kechuang.casework.reviews.forms import seats as forms
from kechuang.casework.reviews.models import Conflict, Panel, Remark, Seat
from kechuang.casework.reviews.models.scores import Phase
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.core import bulk, clock
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import listed, with_note

Data = Mapping[str, Any]
_OWN = _("由抽中的专家本人办理")
_OFFICE = _("由组织评审的部门办理")


def _wrong_phase(state: str, phases: tuple[str, ...]) -> Refusal | None:
    if state in phases:
        return None
    labels = dict(Panel.STATES)
    wanted = listed(str(labels[p]) for p in phases)
    text = gettext("评审组现在是“%(now)s”，要在“%(wanted)s”时才能办") % {"now": labels[state], "wanted": wanted}
    return Refusal(Ground.STATE, text)


def _during(*phases: str) -> Callable[..., Refusal | None]:
    """A law check: the panel is in one of these phases."""

    def check(seat: Seat, *, data: Data, by: Any) -> Refusal | None:
        return _wrong_phase(seat.panel.state, phases)

    return check


def _held(seat: Seat, *phases: str) -> str:
    """Hold the panel; refuse when it has moved on meanwhile."""
    state = seating.hold(seat.panel_id)
    refusal = _wrong_phase(state, phases)
    if refusal is not None:
        raise Refused(refusal)
    return state


_BEFORE = ("drawn", "scoring")


def _no_bond(seat: Seat, *, data: Data, by: Any) -> Refusal | None:
    """Not bound to anyone concerned since the draw."""
    refusal = _wrong_phase(seat.panel.state, _BEFORE)
    if refusal is not None:
        return refusal
    stake = conflicts.stake_of(seat.panel.subject, purpose_of(seat.panel.purpose))
    found = conflicts.bonds([seat.expert], stake, clock.today()).get(seat.expert_id)
    if not found:
        return None
    kinds = dict(Conflict.Kind.choices)
    words = listed(with_note(str(kinds[b.kind]), b.whom) for b in found)
    return Refusal(Ground.LAW, gettext("有利害关系，应当回避：%(words)s") % {"words": words})


@action(
    Seat,
    label=_("接受"),
    moves={"asked": "accepted"},
    by=seated,
    who=_OWN,
    form=forms.AcceptForm,
    law=_no_bond,
    settles=("accept",),
    main=True,
    bulk=True,
)
def accept(seat: Seat, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the seat; from here on the expert may read the case under review."""
    state = _held(seat, *_BEFORE)
    seat.due = seat.reminded_on = None
    if state == "scoring":
        seat.due = seating.score_day(seat.panel)

    def finish() -> None:
        seating.show_subject(seat)
        seating.in_turn(seat.panel_id)
        if state == "scoring":
            seating.ask_to_score(seat)
        elif not seat.panel.seats.filter(state="asked").exists():
            inbox.open_todo(seat.panel, "begin", [seat.panel.owner], _("专家都已确认，开始评分"), OFFICERS)

    return finish


@action(
    Seat,
    label=_("不能参加"),
    moves={"asked": "declined", "accepted": "declined"},
    by=seated,
    who=_OWN,
    form=NoteForm,
    law=_during(*_BEFORE),
    settles=("accept", "submit"),
)
def decline(seat: Seat, *, data: Data, by: Any) -> Callable[[], None]:
    """Give the seat back; the next in the order is asked."""
    return _vacate(seat, by)


@action(
    Seat,
    label=_("申请回避"),
    moves={"asked": "recused", "accepted": "recused", "submitted": "recused"},
    by=seated,
    who=_OWN,
    form=forms.RecuseForm,
    law=_during(*_BEFORE),
    settles=("accept", "submit"),
)
def recuse(seat: Seat, *, data: Data, by: Any) -> Callable[[], None]:
    """Step back because of a bond; it is recorded in one's own file, and the next in the order is asked."""
    return _vacate(seat, by, bond=(data["kind"], Conflict.Source.DECLARED, data["note"]))


@action(
    Seat,
    label=_("异议成立，回避"),
    moves={"asked": "recused", "accepted": "recused", "submitted": "recused"},
    by=office_leader,
    who=_("由组织评审的部门负责人决定"),
    form=forms.UpholdForm,
    law=_during(*_BEFORE),
    settles=("accept", "submit"),
)
def uphold(seat: Seat, *, data: Data, by: Any) -> Callable[[], None]:
    """An objection against an expert is right: they leave the seat, the next in the order is asked."""
    note = f"{data['objector']}：{data['note']}"
    return _vacate(seat, by, bond=(data["kind"], Conflict.Source.OBJECTION, note))


def _vacate(seat: Seat, by: Any, bond: tuple[str, str, str] | None = None) -> Callable[[], None]:
    _held(seat, *_BEFORE)
    seat.due = None

    def finish() -> None:
        if bond is not None:
            kind, source, note = bond
            Conflict.objects.create(
                expert=seat.expert, kind=kind, source=source, organisation=seat.panel.subject.owner, note=note[:300],
                recorded_by=by,
            )  # fmt: skip
        seating.empty(seat)
        seating.fill_again(seat)

    return finish


def _day_passed(seat: Seat, *, data: Data, by: Any) -> Refusal | None:
    if seat.due is None or seat.due < clock.today():
        return _wrong_phase(seat.panel.state, _BEFORE) if seat.due else _not_waiting()
    day = seat.due + dt.timedelta(days=1)
    text = gettext("专家可在 %(due)s 前办理，此后才能更换") % {"due": seat.due.isoformat()}
    return Refusal(Ground.STATE, text, opens_on=day)


def _not_waiting() -> Refusal:
    return Refusal(Ground.STATE, gettext("现在不等这位专家办事"))


@action(
    Seat,
    label=_("更换"),
    moves={"asked": "lapsed", "accepted": "lapsed"},
    by=office,
    who=_OFFICE,
    law=_day_passed,
    settles=("accept", "submit"),
    hint=_("到期没有确认或者没有评分的专家，由同一次抽取中次序在后的替补；每天也会自动办理"),
)
def replace(seat: Seat, *, data: Data, by: Any) -> Callable[[], None]:
    """Give the seat of one who let the day pass to the next in the order."""
    return _vacate(seat, by)


@action(
    Seat,
    label=_("提交评分"),
    moves={"accepted": "submitted"},
    by=seated,
    who=_OWN,
    form=forms.ScoreForm,
    law=_during("scoring"),
    settles=("submit",),
    main=True,
    hint=_("讨论之前只有你看得到；提交后不能改，讨论后可以在终评中调整"),
)
def submit(seat: Seat, *, data: Any, by: Any) -> Callable[[], None]:
    """Hand in the blind scores. The timeline keeps the receipt alone."""
    return _hand_in(seat, Phase.BLIND, "scoring", data)


@action(
    Seat,
    label=_("提交终评"),
    moves={"submitted": "done"},
    by=seated,
    who=_OWN,
    form=forms.FinalForm,
    law=_during("final"),
    settles=("revise",),
    main=True,
    hint=_("不提交则以独立评分为准"),
)
def revise(seat: Seat, *, data: Any, by: Any) -> Callable[[], None]:
    """Hand in the final scores after the discussion."""
    return _hand_in(seat, Phase.FINAL, "final", data)


def _hand_in(seat: Seat, phase: Phase, state: str, data: Any) -> Callable[[], None]:
    _held(seat, state)
    receipt, scores = receipts.submit(seat, phase, data["scores"])
    data["receipt"] = receipt.digest
    seat.due = seat.reminded_on = None

    def finish() -> None:
        bulk.insert(scores)
        receipt.save()
        seating.in_turn(seat.panel_id)
        if phase == Phase.BLIND and not seat.panel.seats.filter(state__in=("asked", "accepted")).exists():
            inbox.open_todo(seat.panel, "discuss", [seat.panel.owner], _("评分已交齐，开始讨论"), OFFICERS)

    return finish


@action(
    Seat,
    label=_("发言"),
    stays=("submitted",),
    by=seated,
    who=_OWN,
    form=forms.SayForm,
    law=_during("discussion"),
    main=True,
)
def say(seat: Seat, *, data: Data, by: Any) -> Callable[[], None]:
    """Say something in the discussion; members know each other by letters."""
    _held(seat, "discussion")

    def finish() -> None:
        Remark.objects.create(panel=seat.panel, seat=seat, text=data["text"])

    return finish
