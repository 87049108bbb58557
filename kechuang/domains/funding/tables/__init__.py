"""Lists and pages as declarations, in the order they stand in the bar."""

from kechuang.domains.funding.tables.budgets import AREA, BUDGETS

__all__ = ["AREA", "BUDGETS"]
