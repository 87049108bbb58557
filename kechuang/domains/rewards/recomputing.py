"""The plans of a region measured anew, many at once: which would change by the law as it now stands, or as read otherwise.

What is settled never changes; drafts are brought up to date on request, plans on notice are only reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases import direct
from kechuang.casework.cases.models import CaseDetermination
from kechuang.casework.inbox import services as inbox
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.rewards import planning, sources
from kechuang.domains.rewards.computing.batch import income_frame, recompute
from kechuang.domains.rewards.models import RewardPlan
from kechuang.law import Context

AT_ONCE = 20_000
"""Plans read into memory together."""
Source = RewardPlan.Source
PLANNERS = ("platform_manager", "technology_manager", "leader")


@dataclass(frozen=True, slots=True)
class Differs:
    """A plan whose floor would be another. Amounts in fen; None where there is no floor or it is open."""

    plan: RewardPlan
    before: int | None
    after: int | None
    open: bool

    @property
    def lacking(self) -> int:
        """Fen the pool would lack."""
        return max(0, (self.after or 0) - fen_of(self.plan.pool))


def differing(prefix: str, context: Context | None = None) -> Iterator[Differs]:
    """The plans under a region (a prefix of its code) whose floor would be another than they say; nothing is written.

    context: another reading of the law, or drafts counted. Plans in which a person determined something are measured one
    by one, with what was determined; under another context they are left out, for a determination goes before a reading.
    """
    yield from differing_among(
        RewardPlan.objects.filter(region__code__startswith=prefix).exclude(state="void"), context
    )


def differing_among(plans: QuerySet[RewardPlan], context: Context | None = None) -> Iterator[Differs]:
    """The same of any plans; contract funds have no floor."""
    rows = (
        plans.exclude(source=Source.CONTRACT_FUNDS)
        .select_related("transformation", "profit__transformation", "owner__region")
        .order_by("pk")
    )
    decided = Exists(CaseDetermination.objects.filter(case_id=OuterRef("pk")))
    plain = rows.exclude(decided).prefetch_related("receipts__receipt", "owner__unit_facts")
    by_owner: dict[int, dict[Any, Any]] = {}
    found = plain.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(found, AT_ONCE)):
        for plan in batch:
            plan.__dict__["_unit_facts"] = by_owner.setdefault(plan.owner_id, {})
        yield from _batch(batch, context)
    if context is None:
        for plan in rows.filter(decided):
            measured = planning.measured(plan)
            yield from _compared(plan, measured.floor, measured.open)


def _batch(plans: Sequence[RewardPlan], context: Context | None) -> Iterator[Differs]:
    today = clock.today()
    rows = [
        (plan.pk, str(plan.source), plan.region_id, today, income)
        for plan in plans
        for income in sources.incomes(plan, _receipts(plan))
    ]
    pools = pl.DataFrame(
        [(plan.pk, fen_of(plan.pool)) for plan in plans], schema={"plan": pl.Int64, "pool": pl.Int64}, orient="row"
    )
    told = recompute(income_frame(rows), pools, None, context).plans if rows else pl.DataFrame()
    by_plan = {row["plan"]: row for row in told.iter_rows(named=True)}
    for plan in plans:
        row = by_plan.get(plan.pk)
        if row is not None and row["income"] is not None:
            yield from _compared(plan, row["floor"], bool(row["open"]))


def _receipts(plan: RewardPlan) -> list[Any] | None:
    """The plan's receipts in order, from what was prefetched."""
    if plan.source != Source.RECEIPTS:
        return None
    return sorted(plan.receipts.all(), key=lambda row: (row.receipt.received_on, row.receipt.position))


def _compared(plan: RewardPlan, after: int | None, waits: bool) -> Iterator[Differs]:
    before = None if plan.floor is None else fen_of(plan.floor)
    if before != after:
        yield Differs(plan, before, after, waits)


def bring_up_to_date(found: Iterable[Differs]) -> tuple[int, int]:
    """Give drafts their new floor, and tell who plans of those on notice. Drafts changed, plans told of.

    The shares stay as they were proposed: what the pool now lacks is shown. Settled plans are left alone.
    """
    changed = told = 0
    for one in found:
        with transaction.atomic():
            plan = RewardPlan.objects.select_for_update(of=("self",)).get(pk=one.plan.pk)
            if plan.state == "drafted":
                prefetch_related_objects([plan], "determinations__by")
                planning.remeasure(plan)
                direct.step(plan, "recompute", note=_("规定或者解释有变，下限重新测算"))
                changed += 1
            elif plan.state == "in_notice":
                words = gettext_lazy("规定或者解释有变，公示中的奖励方案下限与现在不同：核对后更正")
                inbox.open_todo(plan, "review_plan", [plan.owner], words, PLANNERS)
                told += 1
    return changed, told
