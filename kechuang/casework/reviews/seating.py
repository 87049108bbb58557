"""Seats: filled from a draw, emptied, and filled again by the next in the same order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases.actions import step_words
from kechuang.casework.cases.direct import open_cases, step
from kechuang.casework.cases.models import CasePerson
from kechuang.casework.inbox import services as inbox
from kechuang.casework.inbox.services import Words
from kechuang.casework.parties.models import Role
from kechuang.casework.reviews import conflicts
from kechuang.casework.reviews.draw import Taken
from kechuang.casework.reviews.models import Draw, Expert, Panel, Seat, Skip
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.core import bulk, clock
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import in_chinese

REVIEWER = "reviewer"
_CAN_SIT = gettext_lazy("确认能否参加评审")
CHAIR = "chair"
step_words(
    Seat, ask=gettext_lazy("抽中，请确认"), lapse=gettext_lazy("逾期未办，由次序在后的专家替补"),
    conclude=gettext_lazy("评审组已出结论"), void=gettext_lazy("评审组作废"),
)  # fmt: skip


def hold(panel_id: int) -> str:
    """Keep a panel in its state until the transaction ends, and return that state. Those who hold do not hinder each other.

    Whoever moves the panel meanwhile is waited for half a second; then Refused, with nothing written. Waiting longer
    could not end: that one may be waiting for the row this transaction has locked.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '500ms'")
            cursor.execute("SELECT state FROM cases_case WHERE id = %s FOR SHARE", [panel_id])
            row = cursor.fetchone()
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if "lock timeout" not in str(error):
            raise
        raise Refused(Refusal(Ground.CHANGED, _("评审组此刻正在进入下一步。你填的还在，请过几秒再交"))) from error
    state: str = row[0]
    return state


def in_turn(panel_id: int) -> None:
    """What seats of one panel do at once to the panel's other seats and to-dos is done one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seats:{panel_id}"])


def letter(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class Filling:
    """A saved panel with its saved draw, and who of it sits."""

    panel: Panel
    drawn: Draw
    taken: Sequence[Taken]


def fill(fillings: Sequence[Filling], *, by: Any) -> list[Seat]:
    """Seat those drawn for panels, all together. Letters follow the lot's own ranks over all strata: they tell nothing of side
    or name.
    """
    wanted = {one.drawn.names[taken.key] for one in fillings for taken in one.taken}
    experts = Expert.objects.select_related("person__user").in_bulk(wanted)
    made = [
        (_made(one.panel, experts[one.drawn.names[taken.key]], taken, letter(number)), taken)
        for one in fillings
        for number, taken in enumerate(sorted(one.taken, key=lambda t: t.key))
    ]
    return _opened(made, by=by)


def _seat(
    panel: Panel, expert: Expert, taken: Taken, label: str, *, by: Any, replaces: Seat | None = None
) -> Seat:  # fmt: skip
    return _opened([(_made(panel, expert, taken, label, replaces), taken)], by=by)[0]


def _made(panel: Panel, expert: Expert, taken: Taken, label: str, replaces: Seat | None = None) -> Seat:
    """An unsaved seat."""
    side = taken.stratum.partition("/")[0]
    track = purpose_of(panel.purpose).track_of(side)
    seat = Seat(
        panel=panel, expert=expert, side=side, track=track.name if track else "", label=label,
        stratum=taken.stratum, place=taken.place, replaces=replaces, region=panel.region, owner=panel.owner, confined=True,
        due=_reply_day(panel),
    )  # fmt: skip
    with in_chinese():
        seat.title = (_("专家%(label)s · %(panel)s") % {"label": label, "panel": panel.title})[:200]
    return seat


def _opened(made: Sequence[tuple[Seat, Taken]], *, by: Any) -> list[Seat]:
    """Open the seats and ask each expert, who may from here on see the seat."""
    seats = [seat for seat, _taken in made]
    strata = {id(seat): {"stratum": taken.stratum, "place": taken.place} for seat, taken in made}
    open_cases(seats, "ask", by=by, data=lambda seat: strata[id(seat)])
    bulk.insert([CasePerson(case_id=s.pk, user=s.expert.person.user, role=REVIEWER) for s in seats])
    inbox.open_todos([inbox.Asked(s, "accept", [s.panel.owner], _CAN_SIT, person=s.expert.person.user) for s in seats])
    return seats


def _reply_day(panel: Panel) -> dt.date:
    """The day set for all; one drawn later has as many days from today."""
    span = panel.reply_by - panel.opened_on if panel.opened_on else dt.timedelta(0)
    return max(panel.reply_by, clock.today() + span) if panel.state == "drawn" else clock.today() + span


def empty(seat: Seat) -> None:
    """What falls away with a seat: its to-dos and its sight of the subject."""
    inbox.close_todos(seat, ("accept", "submit", "revise"))
    shut(seat)


def void_all(panel: Panel, *, by: Any, why: Words) -> None:
    """What falls away with a panel that is broken off: its open seats and their to-dos; everybody who sat is told why.

    Called with the panel locked, or moved by an action.
    """
    rows = Seat.objects.select_for_update(of=("self", "case_ptr")).filter(panel=panel).order_by("pk")
    seats = list(rows.select_related("expert__person__user"))
    for seat in seats:
        if seat.state in Seat.EMPTY:
            continue
        if seat.state not in Seat.FINAL:
            step(seat, "void", by=by, to="void")
        empty(seat)
        inbox.tell([seat.expert.person.user], "case", why, case_id=seat.pk)
    inbox.close_todos(panel, ("begin", "discuss"))


def shut(seat: Seat) -> None:
    """End a reviewer's sight of the subject; their own seat they keep seeing."""
    user = seat.expert.person.user
    CasePerson.objects.filter(case_id=seat.panel.subject_id, user=user, role=REVIEWER).update(
        until=clock.today() - dt.timedelta(days=1)
    )


def show_subject(seat: Seat) -> None:
    """Let a reviewer who accepted read the case under review."""
    CasePerson.objects.update_or_create(
        case_id=seat.panel.subject_id, user=seat.expert.person.user, role=REVIEWER,
        defaults={"since": clock.today(), "until": None},
    )  # fmt: skip


def fill_again(seat: Seat) -> Seat | None:
    """Seat the next in the order of the stratum in place of one that fell empty; None when nobody is left.

    Called with the panel held. Those who can no longer sit are passed over, and that is recorded. Nobody asks the next
    but the lot: one who left does not stand on the new seat's timeline.
    """
    panel = seat.panel
    in_turn(panel.pk)
    drawn = Draw.objects.get(panel=panel)
    stratum = stratum_of(drawn, seat)
    seated = set(panel.seats.values_list("expert_id", flat=True))
    places = [s.place for s in panel.seats.all() if s.stratum == stratum]
    passed = set(Skip.objects.filter(draw=drawn, stratum=stratum).values_list("place", flat=True))
    for place, key in enumerate(drawn.order.get(stratum, ())):
        if place <= max(places) or place in passed:
            continue
        expert = Expert.objects.select_related("organisation", "person__user").get(pk=drawn.names[key])
        why = "seated" if expert.pk in seated else _out(expert, panel)
        if why:
            Skip.objects.get_or_create(draw=drawn, key=key, stratum=stratum, defaults={"place": place, "why": why})
            continue
        label = letter(panel.seats.count())
        return _seat(panel, expert, Taken(key, stratum, place), label, by=None, replaces=seat)
    office = inbox.members(panel.owner, (Role.CLERK, Role.LEADER))
    words = inbox.worded(gettext_lazy("%(number)s：席位 %(label)s 无人可递补"), number=panel.number, label=seat.label)
    inbox.tell(office, "case", words, case_id=panel.pk)
    return None


def score_day(panel: Panel) -> dt.date:
    """The day for scoring: that of all, or for one who came later as many days as the others had."""
    span = panel.score_by - panel.reply_by
    return max(panel.score_by, clock.today() + span)


def ask_to_score(seat: Seat) -> None:
    inbox.ask_person(seat, "submit", seat.expert.person.user, gettext_lazy("独立评分"), seat.panel.owner)


def stratum_of(drawn: Draw, seat: Seat) -> str:
    """The stratum a seat was drawn from. Raises ValueError when its expert does not stand there at its place."""
    keys = drawn.order.get(seat.stratum, ())
    if seat.place < len(keys) and drawn.names[keys[seat.place]] == seat.expert_id:
        return seat.stratum
    raise ValueError(f"seat {seat.number} does not stand where its draw has it")


def _out(expert: Expert, panel: Panel) -> str:
    """Why an expert in the order cannot be seated today, if so."""
    if not Expert.objects.active_on(clock.today()).filter(pk=expert.pk).exists():
        return "not_active"
    user = getattr(expert.person, "user", None)
    if user is None or not user.is_active:
        return "no_account"
    stake = conflicts.stake_of(panel.subject, purpose_of(panel.purpose))
    return "; ".join(sorted({bond.kind for bond in conflicts.bonds([expert], stake, clock.today()).get(expert.pk, ())}))


def lapse(seat: Seat, *, by: Any = None) -> Seat | None:
    """Take a seat from one who let its day pass, and give it to the next. The seat is locked by the caller."""
    step(seat, "lapse", by=by, to="lapsed")
    empty(seat)
    return fill_again(seat)
