"""Lists and pages as declarations, in the order they stand in the bar."""

from kechuang.domains.funding.tables.budgets import AREA, BUDGETS
from kechuang.domains.funding.tables.requests import REQUESTS  # isort: split

from kechuang.domains.funding.tables.inspections import INSPECTIONS
from kechuang.domains.funding.tables.matching import RATIOS

__all__ = ["AREA", "BUDGETS", "INSPECTIONS", "RATIOS", "REQUESTS"]
