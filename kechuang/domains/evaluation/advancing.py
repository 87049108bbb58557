"""The panels of a campaign taken a step further together: each by its own action, on its own grounds; those refused are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.actions import Action, find_action
from kechuang.casework.cases.engine import perform
from kechuang.casework.cases.models import LongStep
from kechuang.casework.reviews.models import Panel
from kechuang.core.permissions import Refused
from kechuang.domains.evaluation.actions.who import evaluator
from kechuang.domains.evaluation.models import Campaign
from kechuang.domains.evaluation.queries.scoring import panels_of

STEPS = ("begin", "discuss", "settle", "remind")
"""What the office does to a panel, as the panel's actions are named; the conclusion is its chair's."""
AT_ONCE = 20
"""So many panels are taken on while the person waits."""
PART = 20


def action_of(step: str) -> Action:
    return find_action(Panel.kind_name(), step)


def standing(campaign: Campaign, step: str, after: int = 0) -> list[int]:
    """The panels of a campaign that are where this step is taken, ascending."""
    rows = panels_of(campaign).filter(state__in=action_of(step).moves, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def advance(campaign: Campaign, step: str, by: Any) -> None:
    """Take every panel that is there a step further, now or by a worker."""
    begin = longsteps.at_once if len(standing(campaign, step)) <= AT_ONCE else longsteps.start
    begin(campaign, ADVANCE, by=by, given={"step": step})


def _keys(campaign: Campaign, given: Mapping[str, Any], after: int) -> list[int]:
    return standing(campaign, given["step"], after)


def _part(campaign: Campaign, keys: Sequence[int], step: LongStep) -> list[longsteps.Left]:
    action = action_of(step.given["step"])
    named = {
        pk: (number, title)
        for pk, number, title in Panel.objects.filter(pk__in=keys).values_list("pk", "number", "title")
    }
    left = []
    for pk in keys:
        try:
            with transaction.atomic():
                perform(action, pk, {}, by=step.by)
        except Refused as refused:
            left.append((*named[pk], str(refused.refusal.reason)))
        except Panel.DoesNotExist:
            left.append((*named[pk], str(_("没有这个案件，或者你看不到它"))))
    return left


ADVANCE = longsteps.long_step(
    longsteps.LongKind(
        "evaluation.advance_panels", Campaign, label=_("推进专家组"), keys=_keys, part=_part, may=evaluator, at_once=PART,
        of=lambda given: action_of(given["step"]).label,
    )
)  # fmt: skip
