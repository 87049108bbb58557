"""What a reward adds to the tax withheld over the year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kechuang.domains.rewards.tax.rates import RateTable, table_on


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate in fen. before: the year's taxable income so far, after deductions; counted: what the reward adds to it.

    tax: what the reward adds to the tax withheld. rate: of the band it ends in, in per cent.
    """

    before: int
    counted: int
    tax: int
    rate: int
    table: RateTable


def estimate(counted: int, before: int, day: dt.date) -> Estimate | None:
    """What `counted` fen add to the tax of a year in which `before` fen are taxable already; None where no table is in force."""
    table = table_on(day)
    if table is None:
        return None
    after = before + counted
    return Estimate(before, counted, table.tax(after) - table.tax(before), table.band(max(after, 0)).rate, table)
