"""The tables of funding, a file for each subject."""

from kechuang.domains.funding.models.budgets import (
    Budget,
    BudgetEarmark,
    BudgetEdition,
    BudgetLine,
    EditionLine,
)
from kechuang.domains.funding.models.sources import FundSource, NegativeListItem
from kechuang.domains.funding.models.support import SupportProgramme, SupportYear

__all__ = [
    "Budget",
    "BudgetEarmark",
    "BudgetEdition",
    "BudgetLine",
    "EditionLine",
    "FundSource",
    "NegativeListItem",
    "SupportProgramme",
    "SupportYear",
]
