"""Experts drawn for the platforms of a campaign: at once for a few, beside the request for many, part by part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.models import LongStep
from kechuang.casework.reviews.services import open_panels
from kechuang.core.permissions import Refused
from kechuang.domains.evaluation.actions.who import evaluator
from kechuang.domains.evaluation.models import Campaign
from kechuang.domains.evaluation.queries.scoring import judged_by_experts, panels_of
from kechuang.domains.evaluation.reviews import SCORING

AT_ONCE = 30
"""For so many platforms experts are drawn while the person waits."""
PART = 20


def without_panel(campaign: Campaign, after: int = 0) -> list[int]:
    """The evaluations that experts are to score and that have no panel, ascending."""
    drawn = panels_of(campaign).values("subject_id")
    rows = judged_by_experts(campaign).filter(pk__gt=after).exclude(pk__in=drawn)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def draw(campaign: Campaign, data: Mapping[str, Any], by: Any) -> None:
    """Draw a panel for every platform that has none. Of many the first now, so that what is wrong is told at its field."""
    keys = without_panel(campaign)
    now, later = (keys, []) if len(keys) <= AT_ONCE else (keys[:1], keys[1:])
    try:
        _draw(campaign, now, data, by)
    except Refused as refused:
        found = refused.refusal
        errors = {f"seats_{SCORING.sides[0]}": [found.reason]} if found.errors else {}
        raise Refused(replace(found, errors=errors)) from refused
    if later:
        given = {name: data[name] for name in ("seats", "fields_wanted")}
        days = {name: data[name].isoformat() for name in ("reply_by", "score_by")}
        longsteps.start(campaign, DRAW, by=by, given=given | days)


def _draw(campaign: Campaign, keys: Sequence[int], data: Mapping[str, Any], by: Any) -> None:
    rows = judged_by_experts(campaign).filter(pk__in=keys).order_by("pk")
    open_panels(
        list(rows.select_related("scheme", "platform__introducing_entity", "owner", "region").prefetch_related(
            "scheme__nodes", "platform__founders__organisation"
        )),
        SCORING.name, by=by, seats=data["seats"], fields=data["fields_wanted"], reply_by=data["reply_by"],
        score_by=data["score_by"], owner=campaign.owner,
    )  # fmt: skip


def _part(campaign: Campaign, keys: Sequence[int], step: LongStep) -> None:
    days = {name: dt.date.fromisoformat(step.given[name]) for name in ("reply_by", "score_by")}
    _draw(campaign, keys, {**step.given, **days}, step.by)


DRAW = longsteps.long_step(
    longsteps.LongKind(
        "evaluation.draw_panels",
        Campaign,
        label=_("抽取专家"),
        keys=lambda campaign, given, after: without_panel(campaign, after),
        part=_part,
        may=evaluator,
        at_once=PART,
    )
)
