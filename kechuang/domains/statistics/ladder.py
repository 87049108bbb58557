"""The idle ladder asked of every registered achievement at once: the same facts and the same rule as one case asks, in columns.

What is there already is read beside the facts, so that a night writes only what changed since the last.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl
from django.db import transaction
from django.db.models import Max

from kechuang.casework.cases.columns import CASE, ask_many
from kechuang.core import columns
from kechuang.domains.achievements.facts import idle_columns
from kechuang.domains.statistics.models import IdleStanding, LadderNight

RULE = "idle_ladder"
STEPS = ("completer", "listing", "licence")
TABLE = IdleStanding._meta.db_table
NONE = str(IdleStanding.Step.NONE)
KEPT = {
    "achievement_id": pl.Int64, "region": pl.String, "owner_id": pl.Int64, "step": pl.String, "opened_on": pl.Date,
    "next_on": pl.Date,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """How many achievements were asked about, and of how many the answer is another than before."""

    asked: int
    changed: int


def refresh(day: dt.date) -> Asked:
    """Ask the law of a day about every registered achievement and keep the answers."""
    asked = changed = 0
    for some in idle_columns(day, confined=False):
        found = standings(some.facts, day)
        asked, changed = asked + found.height, changed + _keep(some.first, some.last, found)
    LadderNight.objects.update_or_create(day=day, defaults={"asked": asked, "changed": changed})
    return Asked(asked, changed)


def standings(facts: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """Where each stands on a day: the columns of IdleStanding."""
    if not facts.height:
        return pl.DataFrame(schema=KEPT)
    step = pl.col(RULE).cast(pl.String).fill_null(NONE)
    opens = {name: pl.col(f"{RULE}.{name}_from") for name in STEPS}
    opened = pl.coalesce(pl.when(step == name).then(opens[name]) for name in STEPS)
    ahead = [pl.when(one > day).then(one) for one in opens.values()]
    return ask_many(RULE, facts).select(
        pl.col(CASE).alias("achievement_id"), pl.col("territory").alias("region"), pl.col("owner").alias("owner_id"),
        step.alias("step"), opened.alias("opened_on"), pl.min_horizontal(ahead).alias("next_on"),
    )  # fmt: skip


@transaction.atomic
def _keep(first: int, last: int, found: pl.DataFrame) -> int:
    """Write what is new or other among the ids of a range, and remove what stands there no more; how many rows that were."""
    query = f"SELECT {', '.join(KEPT)} FROM {TABLE} WHERE achievement_id BETWEEN %(first)s AND %(last)s"  # noqa: S608
    kept = columns.read(query, {"first": first, "last": last}, KEPT)
    fresh = found.join(kept, on=list(KEPT), how="anti", nulls_equal=True)
    gone = kept.join(found, on="achievement_id", how="anti").get_column("achievement_id").to_list()
    columns.keep(TABLE, "achievement_id", fresh)
    if gone:
        IdleStanding.objects.filter(pk__in=gone).delete()
    return fresh.height + len(gone)


def asked_on() -> dt.date | None:
    """The day of which the ladder was last asked, None before the first night."""
    found: dt.date | None = LadderNight.objects.aggregate(day=Max("day"))["day"]
    return found
