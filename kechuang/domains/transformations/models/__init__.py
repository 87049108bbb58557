"""The tables of transformations, a file for each subject."""

from kechuang.domains.transformations.models.deal import Term, Transformation, TransformedAchievement
from kechuang.domains.transformations.models.diligence import Evidence
from kechuang.domains.transformations.models.equity import EquityStake
from kechuang.domains.transformations.models.funds import ContractFund, FundExpense
from kechuang.domains.transformations.models.money import Cost, IncomeFinding, Receipt
from kechuang.domains.transformations.models.pricing import Preemption, Pricing
from kechuang.domains.transformations.models.profit import YearProfit

__all__ = [
    "ContractFund",
    "Cost",
    "EquityStake",
    "Evidence",
    "FundExpense",
    "IncomeFinding",
    "Preemption",
    "Pricing",
    "Receipt",
    "Term",
    "Transformation",
    "TransformedAchievement",
    "YearProfit",
]  # fmt: skip
