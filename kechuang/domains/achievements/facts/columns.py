"""What the law needs to know of many achievements at once, by columns: for each the same as facts.idle_facts says of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from django.db.models import Min

from kechuang.casework.cases.columns import CASE, series
from kechuang.casework.parties.models import Organisation
from kechuang.core import columns
from kechuang.domains.achievements.facts.units import facts_of_holders
from kechuang.domains.achievements.models import Achievement

SPAN = 50_000
"""How many ids of cases are read at a time: what bounds the memory."""

READ = {
    CASE: pl.Int64, "territory": pl.String, "owner": pl.Int64, "idle.completed_on": pl.Date, "idle.fiscal": pl.Boolean,
    "idle.applied": pl.Boolean, "idle.on_provincial_list": pl.Boolean, "idle.ip_right_on": pl.Date,
    "idle.filed_on": pl.Date, "idle.completer_told_on": pl.Date, "idle.listed_on": pl.Date, "idle.licensed_on": pl.Date,
    "idle.agreement_on": pl.Date, "idle.used_on": pl.Date, "idle.use": pl.String, "idle.reason_recorded": pl.Boolean,
    "idle.reason_accepted": pl.Boolean,
}  # fmt: skip
QUERY = """
SELECT c.id, c.region_id, c.owner_id, a.completed_on, a.fiscal, a.kind_of_achievement = 'applied',
  coalesce(a.use_first_on <= %(day)s, false), r.granted_on, a.registered_on, a.told_on, a.listed_on, a.licensed_on,
  i.signed_on, u.used_on, u.mode, n.accepted IS NOT NULL, n.accepted
FROM achievements_achievement a
JOIN cases_case c ON c.id = a.case_ptr_id
LEFT JOIN (
  SELECT achievement_id, min(granted_on) AS granted_on FROM achievements_ipright
  WHERE status = 'granted' AND achievement_id BETWEEN %(first)s AND %(last)s GROUP BY 1
) r ON r.achievement_id = c.id
LEFT JOIN (
  SELECT achievement_id, min(signed_on) AS signed_on FROM achievements_implementationagreement
  WHERE (ends_on IS NULL OR ends_on >= %(day)s) AND achievement_id BETWEEN %(first)s AND %(last)s GROUP BY 1
) i ON i.achievement_id = c.id
LEFT JOIN (
  SELECT DISTINCT ON (achievement_id) achievement_id, used_on, mode FROM achievements_use
  WHERE achievement_id BETWEEN %(first)s AND %(last)s ORDER BY achievement_id, mode = 'licence', used_on
) u ON u.achievement_id = c.id
LEFT JOIN (
  SELECT DISTINCT ON (achievement_id) achievement_id, coalesce(accepted, false) AS accepted FROM achievements_idlereason
  WHERE achievement_id BETWEEN %(first)s AND %(last)s ORDER BY achievement_id, id DESC
) n ON n.achievement_id = c.id
WHERE a.case_ptr_id BETWEEN %(first)s AND %(last)s AND c.state = 'registered'
"""
WAITING = """
 AND a.use_first_on <= %(day)s AND a.listed_on IS NULL AND u.achievement_id IS NULL
 AND NOT EXISTS (SELECT FROM obligations_obligation o
   WHERE o.case_id = c.id AND o.rule = 'idle_listing' AND o.status = 'due')
"""
"""Those on the provincial list that nothing has ended and no clock of listing runs for."""


@dataclass(frozen=True, slots=True)
class Some:
    """Achievements whose ids lie within a range, by columns: "case", "owner", "territory", "on", "as_of" and facts by their names."""

    first: int
    last: int
    facts: pl.DataFrame


def idle_columns(day: dt.date, *, waiting: bool = False, confined: bool = True) -> Iterator[Some]:
    """The facts of the ladder of all registered achievements on a day, some at a time, in the order of their ids.

    waiting: those alone for which the clock of listing might begin. confined: those that are confined too.
    """
    given = pl.DataFrame(schema={"owner": pl.Int64})
    query = QUERY + (WAITING if waiting else "") + ("" if confined else " AND NOT c.confined") + " ORDER BY c.id"
    for first, last in _ranges():
        found = columns.read(query, {"day": day, "first": first, "last": last}, READ)
        fresh = found.select("owner").unique().join(given, on="owner", how="anti").get_column("owner").to_list()
        if fresh:
            given = pl.concat([given, _units(fresh, day)], how="diagonal")
        made = found.join(given, on="owner", how="left", maintain_order="left")
        yield Some(first, last, made.with_columns(pl.lit(day).alias("on"), pl.lit(day).alias("as_of")))


def _ranges() -> Iterator[tuple[int, int]]:
    """First and last id of cases, SPAN at a time, over all that are achievements; stretches without any are left out."""
    last: int | None = -1
    while last is not None:
        first = Achievement.objects.filter(pk__gt=last).aggregate(pk=Min("pk"))["pk"]
        if first is None:
            return
        last = first + SPAN - 1
        yield first, last


def _units(owners: list[int], day: dt.date) -> pl.DataFrame:
    """The facts of units on a day, a row each."""
    facts = facts_of_holders(Organisation.objects.filter(pk__in=owners), day)
    names = sorted({name for one in facts.values() for name in one})
    made = [series(name, (one.get(name) for one in facts.values())) for name in names]
    return pl.DataFrame([pl.Series("owner", list(facts), dtype=pl.Int64), *(one for one in made if one is not None)])
