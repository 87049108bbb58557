"""Experts, panels and seats as lists and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.reviews import papers
from kechuang.casework.reviews.actions.who import OFFICERS
from kechuang.casework.reviews.models import Expert, Panel, Receipt, Seat
from kechuang.casework.reviews.panels import experts, panels, seats
from kechuang.casework.reviews.panels.words import fields
from kechuang.casework.reviews.schemes import Side, purpose_of, purposes
from kechuang.casework.reviews.words import field_word, law_fields
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, Quick, register
from kechuang.core.words import in_parts

AREA = "panels"


def _expert_values(expert: Expert) -> Mapping[str, Any]:
    return {
        "organisation": expert.organisation, "expertise": "；".join(field_word(f) for f in expert.fields),
        "valid_from": clock.today(), "ended_on": clock.today(),
    }  # fmt: skip


def _keeps(user: Any, case: Any) -> bool:
    return bool(member_of_owner(*OFFICERS).test(user, case))


def _concluded(panel: Panel, user: Any) -> bool:
    return panel.state == "closed" and _keeps(user, panel)


def _expert_links(expert: Expert, user: Any) -> Sequence[tuple[str, str]]:
    return [(_("工作量和公平"), reverse("fairness"))] if _keeps(user, expert) else ()


SIDE = Filter("side", gettext_lazy("代表方面"), lambda: Side.choices, lambda value: Q(side=value))
FIELD = Filter(
    "field", gettext_lazy("专业领域"), lambda: [(code, field_word(code)) for code in law_fields()],
    lambda value: Q(fields__contains=[value]),
)  # fmt: skip
PURPOSE = Filter(
    "purpose", gettext_lazy("评审种类"), lambda: [(p.name, p.label) for p in purposes()],
    lambda value: Q(purpose=value),
)  # fmt: skip

PANELS = register(
    CaseSite(
        Panel,
        slug="panels",
        title=gettext_lazy("评审组"),
        unit=gettext_lazy("组"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("purpose", gettext_lazy("评审种类"), lambda p: str(purpose_of(p.purpose).label), sort="purpose"),
            "region",
            "owner",
            Column("reply_by", gettext_lazy("确认截止"), lambda p: p.reply_by, "day", "reply_by", shown=False),
            Column("score_by", gettext_lazy("评分截止"), lambda p: p.score_by, "day", "score_by"),
            "state",
            "opened",
        ),
        filters=(PURPOSE,),
        related=("subject", "chair", "chair__expert"),
        main=(panels.members, panels.scores, panels.reasons, panels.remarks, panels.criteria),
        side=(panels.about, panels.conclusion, panels.law, panels.lot),
        path=("drawn", "scoring", "discussion", "final", "closed"),
        sub=lambda panel: str(purpose_of(panel.purpose).label),
        initial=lambda panel: {"met_on": clock.today()},
        initial_new=lambda user, given: {
            **given,
            "reply_by": clock.today() + dt.timedelta(days=3),
            "score_by": clock.today() + dt.timedelta(days=10),
        },
        papers=(
            CasePaper("minutes", gettext_lazy("评审纪要"), papers.minutes_paper, _concluded),
            CasePaper("opinion", gettext_lazy("评审意见（不署专家）"), papers.opinion_paper, _concluded),
        ),
    )
)


def _seat_days(todos: Sequence[Any]) -> Mapping[int, dt.date]:
    days = dict(Seat.objects.filter(pk__in=[t.case_id for t in todos]).values_list("pk", "due"))
    return {t.pk: day for t in todos if (day := days.get(t.case_id)) is not None}


SEATS = register(
    CaseSite(
        Seat,
        slug="seats",
        title=gettext_lazy("评审席位"),
        unit=gettext_lazy("席"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("expert", gettext_lazy("专家"), lambda s: s.expert.person.name, sort="expert__person__name"),
            Column("side", gettext_lazy("代表方面"), lambda s: s.get_side_display(), sort="side"),
            "owner",
            Column("due", gettext_lazy("请于此日前"), lambda s: s.due, "day", "due"),
            "state",
            "opened",
        ),
        filters=(SIDE,),
        quick=(
            Quick("own", gettext_lazy("要我评审的"), lambda user, today: Q(
                expert__person_id=getattr(user, "person_id", None) or 0, closed_on=None)),
        ),
        related=("panel__subject__owner", "panel__owner", "expert__person__user", "expert__organisation"),
        main=(seats.task, seats.own_scores, seats.others, seats.words, seats.remarks),
        side=(seats.criteria, seats.receipt),
        path=("asked", "accepted", "submitted", "done"),
        todo_days=_seat_days,
        beside={"submit": (seats.task,), "revise": (seats.others, seats.words, seats.remarks), "say": (seats.others,)},
        papers=(
            CasePaper(
                "receipt", gettext_lazy("评分回执"), papers.receipt_paper,
                lambda seat, user: Receipt.objects.visible_to(user).filter(seat=seat).exists(),
            ),
        ),
    )
)  # fmt: skip

EXPERTS = register(
    CaseSite(
        Expert,
        slug="experts",
        title=gettext_lazy("专家库"),
        unit=gettext_lazy("人"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("organisation", gettext_lazy("所在单位"), lambda e: str(e.organisation), sort="organisation__name"),
            Column("side", gettext_lazy("代表方面"), lambda e: e.get_side_display(), sort="side"),
            Column("fields", gettext_lazy("专业领域"), lambda e: fields(e.fields)),
            Column("post", gettext_lazy("职称或职务"), lambda e: e.post, shown=False),
            "region",
            "state",
            "opened",
        ),
        filters=(SIDE, FIELD),
        related=("organisation", "person"),
        main=(experts.bonds, experts.standing),
        side=(experts.profile, experts.workload),
        path=("applied", "active"),
        sub=lambda expert: in_parts([str(expert.get_side_display()), str(expert.organisation)]),
        initial=_expert_values,
        links=_expert_links,
    )
)
