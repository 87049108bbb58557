"""What lies idle: by step and region from the night's answers, and the longest of them asked of the law once more today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from kechuang.casework.cases.law import ask
from kechuang.core import clock
from kechuang.domains.achievements.facts import facts_of_holders, idle_facts
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.statistics.models import Figure, IdleStanding
from kechuang.domains.statistics.scope import Scope
from kechuang.law import Finding

Step = IdleStanding.Step
STEPS = (Step.COMPLETER, Step.LISTING, Step.LICENCE)
UNITS = 12


@dataclass(frozen=True, slots=True)
class Idle:
    """An achievement on the ladder today: its step, the day that opened, and the law's answer."""

    achievement: Achievement
    step: str
    opened_on: dt.date
    finding: Finding


def by_step(scope: Scope) -> dict[tuple[str, str], int]:
    """How many stand on each step, by region and step."""
    if not scope:
        return {}
    if scope.regional:
        rows = Figure.objects.filter(scope.rows(), what=Figure.What.IDLE).values("region", "state").annotate(n=Sum("n"))
        return {(r["region"], r["state"]): r["n"] for r in rows.order_by()}
    found = IdleStanding.objects.filter(scope.rows()).exclude(step=Step.NONE).values("region", "step")
    return {(r["region"], r["step"]): r["n"] for r in found.annotate(n=Count("pk")).order_by()}


def by_unit(scope: Scope) -> list[tuple[int, Counter[str]]]:
    """The units with the most that lies idle, each with its counts by step."""
    found: dict[int, Counter[str]] = {}
    rows = Figure.objects.filter(scope.rows(), what=Figure.What.IDLE).values_list("owner_id", "state", "n")
    for owner, step, n in rows:
        found.setdefault(owner, Counter())[step] += n
    return sorted(found.items(), key=lambda one: (-one[1].total(), one[0]))[:UNITS]


def longest(scope: Scope, most: int, steps: Mapping[tuple[str, str], int] | None = None) -> list[Idle]:
    """Those that have been open longest, the highest step first; asked anew, so that what was used since is left out.

    steps: what `by_step` gave, where it is known already.
    """
    if not scope:
        return []
    standing: list[int] = []
    there = {step for _region, step in (by_step(scope) if steps is None else steps)}
    for step in reversed(STEPS):  # a step at a time: the index of each gives its oldest
        if step not in there or len(standing) >= most:
            continue
        rows = IdleStanding.objects.filter(scope.rows(), step=step).order_by("opened_on", "pk")
        standing += rows.values_list("pk", flat=True)[:most]
    return _today(standing[:most])


def of_people(rows: list[Achievement]) -> dict[int, Idle]:
    """Those of some achievements that are open on the ladder, by id."""
    ids = (
        IdleStanding.objects.filter(pk__in=[row.pk for row in rows])
        .exclude(step=Step.NONE)
        .values_list("pk", flat=True)
    )
    return {one.achievement.pk: one for one in _today(list(ids))}


def _today(ids: list[int]) -> list[Idle]:
    day = clock.today()
    rows = Achievement.objects.filter(pk__in=ids, state="registered").select_related("owner", "region")
    rows = rows.prefetch_related("rights", "uses", "implementations", "idle_reasons", "determinations__by")
    found = {row.pk: row for row in rows}
    units = facts_of_holders({row.owner_id: row.owner for row in found.values()}.values(), day)
    made = []
    for pk in ids:
        if (row := found.get(pk)) is None:
            continue
        finding = ask(row, "idle_ladder", idle_facts(row, day, units[row.owner_id]))
        opened = {output.name: output.value for output in finding.outputs}.get(f"{finding.value}_from")
        if finding.value in STEPS and isinstance(opened, dt.date):
            made.append(Idle(row, str(finding.value), opened, finding))
    return made
