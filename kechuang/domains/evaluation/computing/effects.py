"""Which of a round's platforms something follows for, by the law over columns: whom to ask the law about one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

import kechuang.law.rules  # noqa: F401  the rules register themselves
from kechuang.law import REGISTRY, Context, link, load
from kechuang.law.execution.polars import run

SILENT = ("not_applicable", "no_law_found")


@dataclass(frozen=True, slots=True)
class Following:
    """One thing that may follow: its kind, the rule that says so and the column of its answer (empty: the rule's own)."""

    kind: str
    rule: str
    output: str = ""
    yearly: bool = False

    @property
    def column(self) -> str:
        return f"{self.rule}.{self.output}" if self.output else self.rule


FOLLOWING = (
    Following("award", "evaluation_award"),
    Following("cut", "next_year_budget", "cut"),
    Following("rectification", "rectification_required"),
    Following("funding_measure", "rectification_required", "funding_measure"),
    Following("assessment", "evaluation_consecutive_failures", "assessment_opens", yearly=True),
    Following("priority", "excellence_priority"),
)
"""Failing years in a row are counted in yearly evaluations alone."""


def follows(facts: Sequence[Mapping[str, Any]], context: Context | None = None) -> list[list[Following]]:
    """What follows for each, in the order given: the law says so, or waits for a fact before it can say."""
    if not facts:
        return []
    within = context or Context()
    frame = _frame(facts)
    found: list[list[Following]] = [[] for _ in facts]
    for rule in dict.fromkeys(one.rule for one in FOLLOWING):
        said = run(link(REGISTRY[rule], load(), within), frame)
        silent = said.get_column(f"{rule}.verdict").cast(pl.String).is_in(list(SILENT))
        for one in FOLLOWING:
            if one.rule != rule:
                continue
            answers = said.get_column(one.column)
            for place, (answer, none) in enumerate(zip(answers, silent, strict=True)):
                counted = not one.yearly or facts[place].get("evaluation.kind") == "yearly"
                if counted and not none and (answer is None or answer):
                    found[place].append(one)
    return found


def _frame(facts: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A column for each fact that any of them has; items as the columns take them."""
    names = dict.fromkeys(name for row in facts for name in row)
    return pl.DataFrame(
        {name: pl.Series(name, [_cell(row.get(name)) for row in facts], strict=False) for name in names}
    )


def _cell(value: Any) -> Any:
    """Items as one text; none of them is not the same as nothing known of them."""
    return ";".join(str(one) for one in value) or ";" if isinstance(value, list | tuple) else value
