"""Facts of many cases as columns, as the law over columns reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

import kechuang.law.rules  # noqa: F401  declares the facts
from kechuang.law.expression import FACTS
from kechuang.law.types import SHARE_SCALE, Kind

TYPES: dict[Kind, Any] = {
    Kind.FEN: pl.Int64, Kind.COUNT: pl.Int64, Kind.SHARE: pl.Int64, Kind.DATE: pl.Date, Kind.FLAG: pl.Boolean,
    Kind.CHOICE: pl.String, Kind.REGION: pl.String, Kind.ITEMS: pl.String,
}  # fmt: skip


def fact_columns(rows: Sequence[Mapping[str, Any]]) -> list[pl.Series]:
    """One column a fact that any row states; null where a row does not. A fact no column can carry is left out."""
    names = dict.fromkeys(name for row in rows for name in row if name in FACTS and FACTS[name].type.kind in TYPES)
    return [
        pl.Series(name, [_plain(row.get(name)) for row in rows], dtype=TYPES[FACTS[name].type.kind]) for name in names
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return int(value * SHARE_SCALE)
    if isinstance(value, list | tuple | set | frozenset):
        return ";".join(sorted(map(str, value))) or ";"  # none of them is not the same as nothing known of them
    return value
