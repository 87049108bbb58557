"""What a set of grades costs: awards of a round by class, and cuts of next year's budgets, in fen, by the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from kechuang.domains.evaluation.computing.grading import SILENT
from kechuang.law import REGISTRY, Context, Finding, explain, link, load
from kechuang.law.execution.polars import run
from kechuang.law.rules.grading import CLASSES

ROUND_RULE = "evaluation_round_closable"
BUDGET_RULE = "next_year_budget"


@dataclass(frozen=True, slots=True)
class Bill:
    """finding: the law on the whole round (met: within every quota). awards: class -> fen. cuts: platform -> fen cut.

    unknown: platforms whose cut cannot be told, because no approved budget of next year is known.
    """

    finding: Finding
    awards: Mapping[str, int] = field(default_factory=dict)
    cuts: Mapping[int, int] = field(default_factory=dict)
    unknown: Sequence[int] = ()

    @property
    def awarded(self) -> int:
        return sum(self.awards.values())

    @property
    def cut(self) -> int:
        return sum(self.cuts.values())


def bill(
    platforms: pl.DataFrame, classes: pl.DataFrame, *, territory: str, on: Any, facts: Mapping[str, Any],
    context: Context | None = None,
) -> Bill:  # fmt: skip
    """The bill of ONE graded round. platforms: of Graded, with budget.next_year_approved (fen, null unknown).

    facts: of the round (evaluation.kind). classes: of Graded.
    """
    within = context or Context()
    counts: dict[str, Any] = {}
    rows = {row["class"]: row for row in classes.iter_rows(named=True)}
    for name in CLASSES:
        row = rows.get(name)
        counts[f"{name}_count"] = row["evaluated"] if row else 0
        counts[f"{name}_registered"] = (row["registered"] if row else 0) or 0
        counts[f"{name}_excellent"] = row["excellent"] if row else 0
    asked = {**dict(facts), **{f"evaluation.{name}": value for name, value in counts.items()}}
    finding = explain(
        ROUND_RULE, asked, territory=territory, on=on, known_on=within.known_on, simulate=within.simulate,
        interpretations=within.interpretations,
    )  # fmt: skip
    outputs = {output.name: output.value for output in finding.outputs}
    awards = {name: value for name in CLASSES if isinstance(value := outputs.get(f"{name}_award"), int)}
    cuts, unknown = _cuts(platforms, territory, on, facts, within)
    return Bill(finding, awards, cuts, unknown)


def _cuts(
    platforms: pl.DataFrame, territory: str, on: Any, facts: Mapping[str, Any], context: Context
) -> tuple[dict[int, int], tuple[int, ...]]:
    """Those whom a cut may meet: the law is asked only for platforms that fail."""
    failing = platforms.filter(pl.col("grade") == "unqualified")
    if not failing.height:
        return {}, ()
    asked = failing.with_columns(
        pl.lit(territory).alias("territory"), pl.lit(on).alias("on"), pl.col("grade").alias("evaluation.grade"),
        *[pl.lit(value).alias(name) for name, value in facts.items()],
    )  # fmt: skip
    said = run(link(REGISTRY[BUDGET_RULE], load(), context), asked)
    silent = said.get_column(f"{BUDGET_RULE}.verdict").cast(pl.String).is_in(list(SILENT))
    cuts = said.get_column(f"{BUDGET_RULE}.cut")
    made: dict[int, int] = {}
    unknown: list[int] = []
    for platform, none, fen in zip(said.get_column("platform"), silent, cuts, strict=True):
        if none:
            continue
        if fen is None:
            unknown.append(platform)
        else:
            made[platform] = int(fen)
    return made, tuple(unknown)
