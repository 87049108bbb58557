"""The tables of rates, read from a file: settings.KECHUANG_TAX_RATES where the installation has its own, else the one here."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings

OWN = Path(__file__).with_name("rates.toml")


@dataclass(frozen=True, slots=True)
class Band:
    """Of what lies over an amount (fen): the rate in per cent, and what is taken off so that one product gives the tax."""

    over: int
    rate: int
    quick: int


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates from a day on, where they come from, and whether somebody compared them with the official text."""

    since: dt.date
    source: str
    source_en: str
    checked: bool
    bands: tuple[Band, ...]

    def tax(self, taxable: int) -> int:
        """Fen of tax on a cumulative taxable income (fen); half a fen counts up. Nothing on a loss."""
        if taxable <= 0:
            return 0
        band = self.band(taxable)
        return (taxable * band.rate + 50) // 100 - band.quick

    def band(self, taxable: int) -> Band:
        """The band an income ends in; the upper limit of a band belongs to it."""
        return next(band for band in reversed(self.bands) if taxable > band.over or band.over == 0)


class RatesError(ValueError):
    """The file of rates says something that cannot be: which table, and what."""


def load_tables(path: Path | None = None) -> tuple[RateTable, ...]:
    """Every table, the oldest first. Raises RatesError where bands do not rise or leave a step between them."""
    return _read(path or Path(getattr(settings, "KECHUANG_TAX_RATES", "") or OWN))


def table_on(day: dt.date) -> RateTable | None:
    """The table in force on a day; None before the first."""
    return next((table for table in reversed(load_tables()) if table.since <= day), None)


@cache
def _read(path: Path) -> tuple[RateTable, ...]:
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = [
        RateTable(
            row["from"], row["source"], row.get("source_en", row["source"]), bool(row.get("checked", False)),
            tuple(Band(band["over"], band["rate"], band["quick"]) for band in row["bands"]),
        )
        for row in raw.get("table", ())
    ]  # fmt: skip
    for table in tables:
        _sound(table.since, table.bands)
    return tuple(sorted(tables, key=lambda table: table.since))


def _sound(since: dt.date, bands: Sequence[Band]) -> None:
    if not bands or bands[0] != Band(0, bands[0].rate, 0):
        raise RatesError(f"the table of {since} does not begin at 0")
    for below, above in pairwise(bands):
        if above.over <= below.over or above.rate <= below.rate:
            raise RatesError(f"the table of {since} does not rise at {above.over}")
        # At the limit both bands give the same tax, else somebody would gain by a fen more.
        if above.over * (above.rate - below.rate) != (above.quick - below.quick) * 100:
            raise RatesError(f"the table of {since} jumps at {above.over}")
