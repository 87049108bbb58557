"""Panels drawn and scores handed in by their own doors, a part of a province's year; what was written is undone."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from bench.measure import server_seconds

PANELS, SEATS = 40, 40
"""So many are done, and the whole reckoned from them."""


def entered(campaign: Any, by: Any, say: Callable[[str], None]) -> None:
    """Draw panels for some platforms, then let experts hand in the points of some panels, each panel in one action."""
    from django.db import transaction

    from kechuang.core import clock
    from kechuang.core.numbering import next_numbers

    many = campaign.evaluations.count()
    with transaction.atomic():
        next_numbers("PS", clock.today().year, many)  # those there already may be of this year
        _accounts()
        _measured(f"panels drawn, {PANELS} of {many:,}", many / PANELS, say, lambda: _draw(campaign, by))
        seats = _to_score(campaign)
        whole = many * 7
        _measured(f"panels scored, {len(seats)} of {whole:,}", whole / len(seats), say, lambda: _submit(seats))
        transaction.set_rollback(True)


def _measured(name: str, times: float, say: Callable[[str], None], do: Callable[[], None]) -> None:
    start, python, server = time.perf_counter(), time.process_time(), server_seconds()
    do()
    took = time.perf_counter() - start
    python, server = time.process_time() - python, server_seconds() - server
    say(
        f"  {name}: {took:.2f} s by the clock, python {python:.2f} s, postgres {server:.2f} s; "
        f"all would take {(python + server) * times:.0f} s of processor"
    )


def _accounts() -> None:
    """The experts may sign in."""
    from kechuang.casework.parties.models import User
    from kechuang.casework.reviews.models import Expert, Standing

    people = Expert.objects.exclude(person=None).filter(person__user=None).values_list("person_id", "number")
    experts = Expert.objects.exclude(pk__in=Standing.objects.values("expert_id")).values_list("pk", flat=True)
    since = dt.date(2020, 1, 1)
    Standing.objects.bulk_create(Standing(expert_id=pk, kind="active", valid_from=since) for pk in experts)
    User.objects.bulk_create(User(username=number, display_name=number, person_id=pk) for pk, number in people)


def _draw(campaign: Any, by: Any) -> None:
    from kechuang.core import clock
    from kechuang.domains.evaluation.drawing import _draw as draw

    days = {"reply_by": clock.today(), "score_by": clock.today() + dt.timedelta(10)}
    keys = list(campaign.evaluations.order_by("pk").values_list("pk", flat=True)[:PANELS])
    draw(campaign, keys, {"seats": {"scientific": 7}, "fields_wanted": (), **days}, by)


def _to_score(campaign: Any) -> list[Any]:
    """Seats of the panels just drawn, accepted and open to scores; by the tables."""
    from bench.office_data import run
    from kechuang.casework.reviews.models import Panel, Seat

    panels = Panel.objects.filter(subject__in=campaign.evaluations.values("pk"), state="drawn")
    keys = ", ".join(str(pk) for pk in panels.values_list("pk", flat=True))
    run(
        "SET LOCAL session_replication_role = replica",
        f"UPDATE cases_case SET state = 'scoring' WHERE id IN ({keys})",
        "UPDATE cases_case SET state = 'accepted' WHERE id IN "
        f"(SELECT case_ptr_id FROM reviews_seat WHERE panel_id IN ({keys}))",
        "SET LOCAL session_replication_role = DEFAULT",
    )
    rows = Seat.objects.filter(panel__in=panels.model.objects.filter(pk__in=keys.split(", ")))
    return list(rows.select_related("panel", "expert__person__user").order_by("pk")[:SEATS])


def _submit(seats: list[Any]) -> None:
    from kechuang.casework.cases.actions import find_action
    from kechuang.casework.cases.engine import perform

    for seat in seats:
        criteria = [c["name"] for c in seat.panel.criteria_of(seat.track)]
        typed = {f"points_{name}": "82.5" for name in criteria} | {f"comment_{name}": "达到目标" for name in criteria}
        perform(find_action("reviews.seat", "submit"), seat.pk, typed, by=seat.expert.person.user)
