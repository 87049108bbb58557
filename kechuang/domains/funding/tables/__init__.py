"""Lists and pages as declarations, in the order they stand in the bar."""

# isort: off
from kechuang.domains.funding.tables.budgets import AREA, BUDGETS
from kechuang.domains.funding.tables.requests import REQUESTS
from kechuang.domains.funding.tables.sources import FUND_SOURCES, SUPPORT_PROGRAMMES
from kechuang.domains.funding.tables.inspections import INSPECTIONS
from kechuang.domains.funding.tables.matching import RATIOS
# isort: on

__all__ = ["AREA", "BUDGETS", "FUND_SOURCES", "INSPECTIONS", "RATIOS", "REQUESTS", "SUPPORT_PROGRAMMES"]
