"""The tables of funding, a file for each subject."""

from kechuang.domains.funding.models.budgets import (
    Budget,
    BudgetEarmark,
    BudgetEdition,
    BudgetLine,
    EditionLine,
)
from kechuang.domains.funding.models.inspections import Inspection
from kechuang.domains.funding.models.matching import MatchingRatio
from kechuang.domains.funding.models.moving import Income, Spending
from kechuang.domains.funding.models.requests import Appropriation, FundRequest
from kechuang.domains.funding.models.sources import FundSource, NegativeListItem
from kechuang.domains.funding.models.support import SupportProgramme, SupportYear

__all__ = [
    "Appropriation",
    "Budget",
    "BudgetEarmark",
    "BudgetEdition",
    "BudgetLine",
    "EditionLine",
    "FundRequest",
    "FundSource",
    "Income",
    "Inspection",
    "MatchingRatio",
    "NegativeListItem",
    "Spending",
    "SupportProgramme",
    "SupportYear",
]
