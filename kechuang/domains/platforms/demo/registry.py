"""The platforms of the demonstration (platforms.csv): invented, as many as one city and two districts might have."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One platform. kind: b basic research, t technology innovation, s innovation service. money: f fiscal, s social,
    m mixed. form: p public institution, n private non-profit, e enterprise. years: since it was founded. level:
    recognition, or "". plan: what became of its agreement (see history.py), or "" for none.
    """

    title: str
    title_en: str
    region: str
    kind: str
    money: str
    form: str
    fields: str
    direction: str
    founders: str
    years: float
    level: str
    plan: str


def platforms() -> list[Entry]:
    """Every row of platforms.csv, in its order."""
    with Path(__file__).with_name("platforms.csv").open(encoding="utf-8", newline="") as file:
        return [Entry(**{**row, "years": float(row["years"])}) for row in csv.DictReader(file)]  # type: ignore[arg-type]
