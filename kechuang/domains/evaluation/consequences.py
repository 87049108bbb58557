"""What follows from the results of a campaign: made at once for a few, beside the request for many; and what is still owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kechuang.casework.cases import longsteps
from kechuang.casework.cases.models import LongStep
from kechuang.core.counting import counted
from kechuang.core.once import kept
from kechuang.core.words import labelled, listed, with_note
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.actions.who import evaluating_leader
from kechuang.domains.evaluation.models import Assessment, Campaign, Effect, Rectification

AT_ONCE = 200
"""For so many platforms what follows is made while the person waits."""
PART = 100


def follow(campaign: Campaign, by: Any) -> None:
    """Make what follows from the results that were published in this step, now or by a worker."""
    if len(_published(campaign, {}, 0)) <= AT_ONCE:
        following.result_published(following.Published(campaign, by))
    else:
        longsteps.start(campaign, EFFECTS, by=by)


def _published(campaign: Campaign, given: Mapping[str, Any], after: int) -> list[int]:
    rows = campaign.evaluations.filter(state="published", pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _part(campaign: Campaign, keys: Sequence[int], step: LongStep) -> None:
    following.result_published(following.Published(campaign, step.by, keys))


EFFECTS = longsteps.long_step(
    longsteps.LongKind(
        "evaluation.effects", Campaign, label=_("作出评价结果的效果"), keys=_published, part=_part, may=evaluating_leader,
        at_once=PART,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """Something still open of what follows from a campaign. must: the department itself owes it before the work is over.

    cases: the first of the cases it waits in.
    """

    words: str
    many: int
    must: bool
    cases: Sequence[Any] = ()


SHOWN = 5


def left(campaign: Campaign) -> list[Left]:
    """What is still open of what follows: first what keeps the campaign from being closed."""
    return kept(("left", campaign.pk), lambda: _left(campaign))


def _left(campaign: Campaign) -> list[Left]:
    found = []
    step = longsteps.running(campaign, EFFECTS)
    if step is not None:
        todo = step.total - step.done
        words = ngettext("还有 %(n)d 家的效果没有作出", "还有 %(n)d 家的效果没有作出", todo) % {"n": todo}
        found.append(Left(words, todo, True))
    found += _orders(campaign)
    effects = Effect.objects.filter(evaluation__campaign=campaign, waived=False, simulation=False)
    waiting = effects.filter(open=True)
    money = effects.filter(open=False, done_on=None, kind__in=(Effect.Kind.AWARD, Effect.Kind.CUT))
    ordered = Rectification.objects.filter(evaluation__campaign=campaign, state__in=("ordered", "submitted"))
    judged = Assessment.objects.filter(evaluation__campaign=campaign, state="opened")
    n, moved, unaccepted, unjudged = counted([waiting, money, ordered, judged])
    words = ngettext("%(n)d 项效果待认定或者待核定预算", "%(n)d 项效果待认定或者待核定预算", n) % {"n": n}
    found += _some(words, n, waiting, "evaluation")
    words = ngettext("%(n)d 项奖励或者削减还没有执行", "%(n)d 项奖励或者削减还没有执行", moved) % {"n": moved}
    found += _some(words, moved, money, "evaluation")
    words = ngettext("%(n)d 件整改还没有验收", "%(n)d 件整改还没有验收", unaccepted) % {"n": unaccepted}
    found += _some(words, unaccepted, ordered)
    words = ngettext("%(n)d 件综合评估研判还没有结论", "%(n)d 件综合评估研判还没有结论", unjudged) % {"n": unjudged}
    return found + _some(words, unjudged, judged)


def _some(words: str, many: int, rows: Any, through: str = "") -> list[Left]:
    """Nothing for none. through: the case that a row hangs on, where it is none itself."""
    if not many:
        return []
    first = list((rows.select_related(through) if through else rows).order_by("pk")[:SHOWN])
    return [Left(words, many, False, [getattr(row, through) for row in first] if through else first)]


def _orders(campaign: Campaign) -> list[Left]:
    """Rectifications that the law asks for and nobody has ordered."""
    rows = Rectification.objects.filter(evaluation__campaign=campaign, state="pending", simulation=False).order_by("pk")
    many = rows.count()
    if not many:
        return []
    first = list(rows[:SHOWN])
    words = ngettext("还有 %(n)d 件整改通知没有下达", "还有 %(n)d 件整改通知没有下达", many) % {"n": many}
    numbers = listed(case.number for case in first)
    return [Left(with_note(words, numbers) if many <= SHOWN else labelled(words, numbers), many, True, first)]
