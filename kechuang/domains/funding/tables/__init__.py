"""Lists and pages as declarations, in the order they stand in the bar."""

from kechuang.domains.funding.tables.budgets import AREA, BUDGETS
from kechuang.domains.funding.tables.requests import REQUESTS

__all__ = ["AREA", "BUDGETS", "REQUESTS"]
