"""How rewards stand in the unit's wages of a year: added to the total, outside the cap and its base."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Sum

from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.achievements.facts import holder_facts
from kechuang.domains.rewards import facts
from kechuang.domains.rewards.models import RewardPayment, RewardPlan, WageRecord
from kechuang.law import Finding

FIGURES = ("total", "performance_pay", "performance_cap")


def record(plan: RewardPlan, year: int, **figures: Any) -> WageRecord | None:
    """Write what the plan's payments of a year add to total wages, with the unit's figures as far as stated."""
    rows = RewardPayment.objects.filter(share__plan=plan, paid_on__year=year, entry__isnull=False)
    added = rows.aggregate(total=Sum("amount"))["total"]
    kept = WageRecord.objects.filter(plan=plan, year=year).first()
    if added is None and kept is None:
        return None
    made = kept or WageRecord(plan=plan, year=year)
    made.reward = added or yuan_of(0)
    for name, value in figures.items():
        setattr(made, name, value)
    made.save()
    return made


def treatment(row: WageRecord) -> Finding:
    """What the law says of it; contract funds by their own clauses."""
    plan = row.plan
    last = dt.date(row.year, 12, 31)
    given: dict[str, Any] = {**holder_facts(plan.owner, last), "deal.received_on": plan.obtained_on}
    for name in FIGURES:
        value = getattr(row, name)
        if value is not None:
            given[f"wages.{name}"] = fen_of(value)
    if row.capped is not None:
        given["wages.has_performance_cap"] = row.capped
    asking = facts.asker(plan)
    if plan.source == RewardPlan.Source.CONTRACT_FUNDS:
        return asking("contract_reward_wage_treatment", given | {"contract_funds.reward": fen_of(row.reward)})
    return asking("reward_wage_treatment", given | {"reward.paid": fen_of(row.reward)})


def cap_kept(row: WageRecord) -> Finding:
    """Whether performance pay stays within its cap, rewards left out."""
    given: dict[str, Any] = {
        **holder_facts(row.plan.owner, dt.date(row.year, 12, 31)),
        "deal.received_on": row.plan.obtained_on,
    }
    given |= {f"wages.{n}": fen_of(v) for n in FIGURES if (v := getattr(row, n)) is not None}
    if row.capped is not None:
        given["wages.has_performance_cap"] = row.capped
    return facts.asker(row.plan)("performance_cap_kept", given)
