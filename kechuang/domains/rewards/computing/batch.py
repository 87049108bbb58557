"""Many plans at once: the law over columns, the splits over columns. Says the same fen as one plan measured alone.

incomes: one row an income, the incomes of a plan in order: plan (int64), source, fen (int64), territory, on, and facts
    by their dotted names (deal.mode, deal.net_income, unit.public_platform ...)
plans:   plan, pool (int64 fen; null for exactly the floor)
members: plan, group, weight (int64), left_out (bool), the members of a plan in order
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

import kechuang.law.rules  # noqa: F401  the rules register themselves
from kechuang.domains.rewards.computing.columns import allotted, apportioned
from kechuang.domains.rewards.computing.measuring import CLASSED, FLOOR_RULES, Income
from kechuang.domains.rewards.computing.splitting import MAIN, OTHER, TRANSFER
from kechuang.law import REGISTRY, Context, link, load
from kechuang.law.execution.polars import run
from kechuang.law.expression import FACTS
from kechuang.law.types import SHARE_SCALE, Kind

_SILENT = ("not_applicable", "no_law_found")
_TYPES: dict[Kind, Any] = {
    Kind.FEN: pl.Int64, Kind.COUNT: pl.Int64, Kind.SHARE: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean,
    Kind.CHOICE: pl.String, Kind.REGION: pl.String,
}  # fmt: skip


def income_frame(rows: Sequence[tuple[int, str, str, dt.date, Income]]) -> pl.DataFrame:
    """Incomes as columns: (plan, source, territory, on, income) each. Lists of items are left out: no floor asks for one."""
    kinds = {name: fact.type.kind for name, fact in FACTS.items() if fact.type.kind in _TYPES}
    columns: dict[str, list[Any]] = {"plan": [], "source": [], "fen": [], "territory": [], "on": []}
    facts: dict[str, list[Any]] = {}
    for n, (plan, source, territory, on, income) in enumerate(rows):
        for name, value in zip(columns, (plan, source, income.fen, territory, on), strict=True):
            columns[name].append(value)
        for name, value in income.facts.items():
            if name in kinds and name not in columns:
                column = facts.setdefault(name, [])
                column += [None] * (n - len(column))
                column.append(_plain(value))
    schema = {"plan": pl.Int64, "source": pl.String, "fen": pl.Int64, "territory": pl.String, "on": pl.Date}
    made = [pl.Series(name, values, dtype=schema[name]) for name, values in columns.items()]
    for name, values in facts.items():
        made.append(pl.Series(name, values + [None] * (len(rows) - len(values)), dtype=_TYPES[kinds[name]]))
    return pl.DataFrame(made)


def _plain(value: Any) -> Any:
    return int(value * SHARE_SCALE) if isinstance(value, Fraction) else value


@dataclass(frozen=True, slots=True)
class Recomputed:
    """incomes: with floor (null where none), open, part. plans: plan, income, floor, open, pool, main_floor, staff_floor,
    shortfall. members: with amount, the suggestion (fen)."""

    incomes: pl.DataFrame
    plans: pl.DataFrame
    members: pl.DataFrame


def recompute(
    incomes: pl.DataFrame, plans: pl.DataFrame, members: pl.DataFrame | None = None, context: Context | None = None
) -> Recomputed:
    """Floors of incomes, classes and pools, shortfalls and suggestions, by the law as the context has it read."""
    within = context or Context()
    measured = _floors(incomes.with_row_index("_row"), within)
    needed = pl.col("floor").fill_null(0)
    totals = measured.group_by("plan", maintain_order=True).agg(
        income=pl.col("fen").sum(),
        least=needed.sum(),
        known=pl.col("floor").is_not_null().any(),
        open=pl.col("open").any(),
    )
    made = plans.join(totals, on="plan", how="left").with_columns(
        pl.coalesce(pl.col("pool"), pl.col("least")).alias("pool"),
        floor=pl.when(pl.col("known") & ~pl.col("open")).then(pl.col("least")),
    )
    laid = measured.join(made.select("plan", "pool"), on="plan", how="left").with_columns(least=needed)
    laid = allotted(laid, "plan", "pool", "least", "fen", "part").drop("least", "pool")
    made = made.join(_classes(laid, within), on="plan", how="left").with_columns(
        shortfall=pl.max_horizontal(pl.col("floor") - pl.col("pool"), 0)
    )
    made = made.select("plan", "income", "floor", "open", "pool", "main_floor", "staff_floor", "shortfall")
    told = laid.drop("_row")
    return Recomputed(told, made, _suggested(made, members) if members is not None else pl.DataFrame())


def _asked(frame: pl.DataFrame, rule: str, context: Context) -> pl.DataFrame:
    return run(link(REGISTRY[rule], load(), context), frame)


def _floors(incomes: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The floor of each income by the rule of its source; open where it waits for a determination."""
    found = []
    for (source,), part in incomes.partition_by("source", as_dict=True).items():
        rule = FLOOR_RULES.get(str(source))
        if rule is None:
            none = part.with_columns(floor=pl.lit(None, pl.Int64), open=pl.lit(False))
            found.append(none)
            continue
        told = _asked(part, rule, context)
        silent = pl.col(f"{rule}.verdict").cast(pl.String).is_in(list(_SILENT))
        found.append(
            part.with_columns(
                told.get_column(rule).cast(pl.Int64).alias("floor"),
                told.select(open=pl.col(rule).is_null() & ~silent).to_series(),
            )
        )
    return pl.concat(found).sort("_row") if found else incomes.with_columns(
        floor=pl.lit(None, pl.Int64), open=pl.lit(False)
    )  # fmt: skip


def _classes(laid: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The floors of the two classes of each plan: each time of the whole pool to which one rule on the split applies."""
    classed = laid.filter(pl.col("source").is_in(sorted(CLASSED)))
    if not classed.height:
        return laid.select("plan").unique().with_columns(
            main_floor=pl.lit(None, pl.Int64), staff_floor=pl.lit(None, pl.Int64)
        )  # fmt: skip
    said = _asked(classed, "reward_coverage", context)
    shares = ("reward_coverage.main_contributors_share", "reward_coverage.transfer_staff_share")
    keyed = classed.with_columns(_main=said.get_column(shares[0]), _staff=said.get_column(shares[1]))
    # One row a group, with the facts of its last income; a null share groups with null.
    pools = keyed.group_by("plan", "_main", "_staff", maintain_order=True).agg(
        pl.all().last(), _pool=pl.col("part").sum()
    )
    asked = pools.with_columns(pl.col("_pool").alias("reward.paid"))
    main = _asked(asked, "main_contributors_floor", context).get_column("main_contributors_floor")
    staff = _asked(asked, "transfer_staff_floor", context).get_column("transfer_staff_floor")
    floors = asked.select("plan").with_columns(main.alias("main"), staff.alias("staff"))
    return floors.group_by("plan").agg(
        main_floor=_summed("main"), staff_floor=_summed("staff")
    )  # fmt: skip


def _summed(name: str) -> pl.Expr:
    """The sum of what is known; null where nothing is."""
    return pl.when(pl.col(name).is_not_null().any()).then(pl.col(name).sum()).cast(pl.Int64)


def _suggested(plans: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """splitting.suggest over columns."""
    rows = members.with_row_index("_row").join(plans.select("plan", "pool", "staff_floor"), on="plan", how="left")
    takes = ~pl.col("left_out")

    def some(group: str) -> pl.Expr:
        return (takes & (pl.col("group") == group)).any().over("plan")

    rows = rows.with_columns(_main=some(MAIN), _staff=some(TRANSFER), _other=some(OTHER))
    staff = (
        pl.when(~pl.col("_staff")).then(0)
        .when(pl.col("_main")).then(pl.min_horizontal(pl.col("staff_floor").fill_null(0), pl.col("pool")))
        .otherwise(pl.col("pool"))
    )  # fmt: skip
    rows = rows.with_columns(_to_staff=staff)
    main = pl.when(pl.col("_main")).then(pl.col("pool") - pl.col("_to_staff")).otherwise(0)
    rows = rows.with_columns(_to_main=main)
    rows = rows.with_columns(
        _class_pool=pl.when(pl.col("group") == MAIN).then(pl.col("_to_main"))
        .when(pl.col("group") == TRANSFER).then(pl.col("_to_staff"))
        .otherwise(pl.col("pool") - pl.col("_to_main") - pl.col("_to_staff")),
        _class=pl.struct("plan", "group").rank("dense"),
        _takes=pl.when(takes).then(pl.col("weight")).otherwise(0),
    )  # fmt: skip
    unweighted = pl.col("_takes").sum().over("_class") == 0
    rows = rows.with_columns(
        _weight=pl.when(unweighted).then(takes.cast(pl.Int64)).otherwise(pl.col("_takes"))
    )  # fmt: skip
    rows = apportioned(rows, "_class", "_class_pool", "_weight", "amount").sort("_row")
    return rows.select(*members.columns, "amount")
