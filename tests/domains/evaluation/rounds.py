"""Rounds of evaluation as columns, for tests of the sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl

BINJIANG, KEQIAO, QUZHOU = "330108", "330603", "330802"
ON = dt.date(2026, 1, 20)
BASIC, TECHNOLOGY, SERVICE = "basic_research", "technology_innovation", "innovation_service"

PLATFORMS: dict[str, Any] = {
    "round": pl.Int64, "platform": pl.Int64, "class": pl.String, "score": pl.Int64, "decided": pl.Int64,
    "evaluation.veto_event": pl.Boolean, "unit.iur_platform": pl.Boolean, "unit.platform_class": pl.String,
    "budget.next_year_approved": pl.Int64,
}  # fmt: skip
CLASSES: dict[str, Any] = {
    "round": pl.Int64, "class": pl.String, "territory": pl.String, "on": pl.Date, "registered": pl.Int64,
    "chosen": pl.Int64, "excellent": pl.Int64, "good": pl.Int64, "qualified": pl.Int64, "failing": pl.String,
    "evaluation.kind": pl.String,
}  # fmt: skip


def platforms(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Platforms of rounds; what a row does not say: round 1, no veto, under Binjiang's text."""
    full = []
    for n, row in enumerate(rows):
        base = {
            "round": 1, "platform": n, "class": BASIC, "score": None, "decided": None, "evaluation.veto_event": False,
            "unit.iur_platform": True, "unit.platform_class": row.get("class", BASIC), "budget.next_year_approved": None,
        }  # fmt: skip
        full.append({**base, **row})
    extra = {name: pl.Int64 for row in rows for name in row if name.startswith("tie_")}
    return pl.DataFrame(full, schema={**PLATFORMS, **extra})


def classes(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Classes of rounds; what a row does not say: Binjiang, yearly, lines at 85 and 60."""
    full = [
        {
            "round": 1, "class": BASIC, "territory": BINJIANG, "on": ON, "registered": None, "chosen": None,
            "excellent": None, "good": 8500, "qualified": 6000, "failing": "unqualified", "evaluation.kind": "yearly", **row,
        }
        for row in rows
    ]  # fmt: skip
    return pl.DataFrame(full, schema=CLASSES)


def same(kind: str, many: int, score: int = 7000, **more: Any) -> list[dict[str, Any]]:
    return [{"class": kind, "score": score + n, **more} for n in range(many)]
