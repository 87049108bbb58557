"""The manager's board: transformations by state with counts, sums and what is due next; idle achievements; deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.core.ui.parts import Cite
from kechuang.domains.statistics.ladder import asked_on
from kechuang.domains.statistics.queries import idle, late, pipeline
from kechuang.domains.statistics.queries.counts import Counted, What, deals_by_state, total
from kechuang.domains.transformations.models import Transformation
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.basis import cites, due_of
from kechuang.web.cases.lists import page_tabs
from kechuang.web.transformations.ahead import Ahead, ahead_of
from kechuang.web.transformations.asked import AREA, Asked, asked
from kechuang.web.transformations.links import list_url

CARDS, IDLE, DUE = 6, 8, 6


@dataclass(frozen=True, slots=True)
class Card:
    """One transformation: what, with whom, for how much (fen), and what comes next."""

    case: Transformation
    partner: str
    price: int | None
    ahead: Ahead


@dataclass(frozen=True, slots=True)
class Lane:
    """A state of the way: how many stand in it, worth how much (fen), the first of them, and where all are."""

    state: str
    label: str
    n: int
    worth: int
    cards: Sequence[Card] = ()
    url: str = ""

    @property
    def rest(self) -> int:
        return self.n - len(self.cards)


@dataclass(frozen=True, slots=True)
class Alert:
    """An idle achievement: its step, since when, and by which clauses."""

    one: idle.Idle
    step: str
    days: int
    cites: Sequence[Cite]


@require_safe
@signed_in
def board(request: HttpRequest) -> HttpResponse:
    """Of one's own units, or of the regions under one's office."""
    of = asked(request)
    found = deals_by_state(of.scope)
    dues = late.soonest(of.scope, DUE)
    cases = {c.pk: c for c in Case.objects.visible_to(request.user).filter(pk__in=[row.case_id for row in dues])}
    steps = idle.by_step(of.scope)
    context = {
        "of": of,
        "posts": bool(reach_of(request.user).posts),
        "lanes": _lanes(of, found),
        "ends": _ends(of, found),
        "alerts": [_alert(one) for one in idle.longest(of.scope, IDLE, steps)],
        "steps": [
            {"label": step.label, "n": sum(n for (_region, name), n in steps.items() if name == step)} for step in idle.STEPS
        ],
        "asked_on": asked_on(),
        "dues": [due_of(row, cases.get(row.case_id)) for row in dues],
        "tabs": page_tabs(AREA, "transformation-board"),
        "sides": of.sides("transformation-board"),
        "statistics": f"{reverse('transformation-statistics')}?{of.query()}",
        "going": sum(lane_n for lane_n, _worth in (total(found, What.DEAL, state=s) for s in pipeline.WAY)),
    }  # fmt: skip
    return render(request, "transformation_pages/board.html", context)


def _lanes(of: Asked, found: list[Counted]) -> list[Lane]:
    labels = dict(Transformation.STATES)
    rows = pipeline.first(of.scope, CARDS)
    ahead = ahead_of(row for cards in rows.values() for row in cards)
    made = []
    for state in pipeline.WAY:
        n, worth = total(found, What.DEAL, state=state)
        cards = [_card(row, ahead[row.pk]) for row in rows[state]]
        made.append(
            Lane(state, str(labels[state]), n, fen_of(worth), cards, list_url("transformations", of, state=state))
        )
    return made


def _card(row: Transformation, ahead: Ahead) -> Card:
    return Card(row, row.partner_words, None if row.price is None else fen_of(row.price), ahead)


def _ends(of: Asked, found: list[Counted]) -> list[Lane]:
    labels = dict(Transformation.STATES)
    made = []
    for state in pipeline.ENDS:
        n, worth = total(found, What.DEAL, state=state)
        made.append(Lane(state, str(labels[state]), n, fen_of(worth), (), list_url("transformations", of, state=state)))
    return made


def _alert(one: idle.Idle) -> Alert:
    clauses: list[Any] = {
        "completer": ["zhejiang-2021:art38.p2"], "listing": ["quzhou-2024:art21.p1.a"], "licence": ["quzhou-2024:art21.p1.b"],
    }[one.step]  # fmt: skip
    return Alert(
        one, _STEP[one.step](), (clock.today() - one.opened_on).days, cites(clauses, one.achievement.region_id)
    )


_STEP = {
    "completer": lambda: _("完成人可以实施"),
    "listing": lambda: _("须公开挂牌"),
    "licence": lambda: _("可以许可"),
}
