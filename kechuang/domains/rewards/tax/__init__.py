"""What tax a reward may cost: an estimate by a dated table of rates, never a filing."""

from kechuang.domains.rewards.tax.estimate import Estimate, estimate
from kechuang.domains.rewards.tax.rates import Band, RateTable, load_tables, table_on

__all__ = ["Band", "Estimate", "RateTable", "estimate", "load_tables", "table_on"]
