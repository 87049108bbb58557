"""The idle ladder asked of every registered achievement at once: the same facts and the same rule as one case asks, in columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Max

import kechuang.law.rules  # noqa: F401  declares the rules
from kechuang.casework.cases.law import ask
from kechuang.domains.achievements.facts import facts_of_holders, idle_facts
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.statistics.models import IdleStanding
from kechuang.law import REGISTRY, link, load
from kechuang.law.execution.polars import run
from kechuang.law.link import Program

RULE = "idle_ladder"
STEPS = ("completer", "listing", "licence")
AT_A_TIME = 5_000
READ = (
    "region_id", "owner__kind", "completed_on", "registered_on", "fiscal", "kind_of_achievement", "use_first_on", "told_on",
    "listed_on", "licensed_on",
)  # fmt: skip
"""What is read of each: the facts of the ladder alone, for there are a million."""
Step = IdleStanding.Step


@cache
def _program(law: str) -> Program:
    """The rule linked to the shelf with this fingerprint."""
    return link(REGISTRY[RULE], load())


def refresh(day: dt.date) -> int:
    """Ask the law of a day about every registered achievement and keep the answers; how many there are."""
    done, after, units = 0, 0, dict[int, dict[str, Any]]()
    while rows := _some(after):
        done, after = done + len(rows), rows[-1].pk
        with transaction.atomic():
            keep(standings(rows, day, units))
    IdleStanding.objects.exclude(achievement__state="registered", achievement__confined=False).delete()
    return done


def _some(after: int) -> list[Achievement]:
    rows = Achievement.objects.filter(state="registered", confined=False, pk__gt=after).order_by("pk")
    asked = ("determinations", "rights", "uses", "implementations", "idle_reasons")
    return list(rows.select_related("owner").prefetch_related(*asked).only(*READ)[:AT_A_TIME])


def standings(rows: Sequence[Achievement], day: dt.date, units: dict[int, dict[str, Any]]) -> Iterator[IdleStanding]:
    """Where each stands on a day. units: facts of units already read, by organisation; filled here."""
    units |= facts_of_holders({row.owner_id: row.owner for row in rows if row.owner_id not in units}.values(), day)
    given = [idle_facts(row, day, units[row.owner_id]) for row in rows]
    answers = _in_columns(rows, given, day)
    for row, facts, told in zip(rows, given, answers, strict=True):
        # What a person determined in a case is asked for as the case asks: by one.
        yield _standing(row, day, _by_one(row, facts, day) if row.determinations.all() else told)


def _in_columns(rows: Sequence[Achievement], given: Sequence[dict[str, Any]], day: dt.date) -> Iterable[dict[str, Any]]:
    program = _program(load().fingerprint)
    columns: dict[str, list[Any]] = {name: [facts.get(name) for facts in given] for name in program.facts}
    columns["territory"] = [row.region_id for row in rows]
    columns |= {name: [day] * len(rows) for name in ("on", "as_of")}
    frame = pl.DataFrame({name: pl.Series(name, values, strict=False) for name, values in columns.items()})
    told = run(program, frame).select(
        pl.col(RULE).cast(pl.String).alias("step"),
        *(pl.col(f"{RULE}.{step}_from").alias(step) for step in STEPS),
    )
    return told.iter_rows(named=True)


def _by_one(row: Achievement, facts: dict[str, Any], day: dt.date) -> dict[str, Any]:
    finding = ask(row, RULE, {**facts, "on": day, "as_of": day})
    told = {output.name: output.value for output in finding.outputs}
    return {"step": finding.value, **{step: told.get(f"{step}_from") for step in STEPS}}


def _standing(row: Achievement, day: dt.date, told: dict[str, Any]) -> IdleStanding:
    step = told["step"] or Step.NONE
    days = [told[name] for name in STEPS if told[name] is not None and told[name] > day]
    return IdleStanding(
        achievement_id=row.pk, region=row.region_id, owner_id=row.owner_id, step=step,
        opened_on=None if step == Step.NONE else told[step], next_on=min(days, default=None), asked_on=day,
    )  # fmt: skip


def keep(made: Iterable[IdleStanding]) -> None:
    """Write what was found over what was there."""
    rest = iter(made)
    fields = [f.name for f in IdleStanding._meta.concrete_fields if not f.primary_key]
    while some := list(islice(rest, 5_000)):
        IdleStanding.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["achievement"], update_fields=fields
        )


def asked_on() -> dt.date | None:
    """The day of which the ladder was last asked, None before the first night."""
    found: dt.date | None = IdleStanding.objects.aggregate(day=Max("asked_on"))["day"]
    return found
