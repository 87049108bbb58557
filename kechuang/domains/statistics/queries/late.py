"""Who is late with what the law asks of achievements and their transformation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, F, Min, QuerySet

import kechuang.law.rules  # noqa: F401  declares the rules
from kechuang.casework.obligations.models import Obligation
from kechuang.domains.statistics.scope import Scope
from kechuang.law import REGISTRY

MODULES = frozenset({"achievements", "transformation", "rewards", "notices", "reports", "market"})
"""The parts of the law that this area of work carries out."""
UNITS = 30


@dataclass(frozen=True, slots=True)
class Late:
    """A unit that is late with a rule's clock: how often, and since when the oldest is due."""

    owner: int
    territory: str
    rule: str
    n: int
    since: dt.date


@cache
def rules() -> tuple[str, ...]:
    """The clocks of this area of work."""
    return tuple(sorted(rule.name for rule in REGISTRY.values() if rule.kind == "clock" and rule.module in MODULES))


def running(scope: Scope) -> QuerySet[Obligation]:
    """What runs, in a scope; nothing where it is empty."""
    if not scope:
        return Obligation.objects.none()
    return Obligation.objects.running().filter(scope.rows("territory"), rule__in=rules())


def late(scope: Scope, day: dt.date) -> list[Late]:
    """By unit and rule; no more is read than is late."""
    rows = running(scope).filter(due__lt=day).order_by().values("owner_id", "territory", "rule")
    found = [
        Late(r["owner_id"], r["territory"], r["rule"], r["n"], r["since"])
        for r in rows.annotate(n=Count("pk"), since=Min("due"))
    ]
    return sorted(found, key=lambda one: (one.since, one.owner, one.rule))


def soonest(scope: Scope, most: int) -> Sequence[Obligation]:
    """What is due first, the late before everything."""
    rows = running(scope).filter(due__isnull=False).select_related("owner").order_by(F("due").asc(), "pk")
    return list(rows[:most])
