"""The tables of transformations, a file for each subject."""

from kechuang.domains.transformations.models.deal import Term, Transformation, TransformedAchievement
from kechuang.domains.transformations.models.equity import EquityStake
from kechuang.domains.transformations.models.funds import ContractFund
from kechuang.domains.transformations.models.money import Cost, Receipt
from kechuang.domains.transformations.models.profit import YearProfit

__all__ = [
    "ContractFund",
    "Cost",
    "EquityStake",
    "Receipt",
    "Term",
    "Transformation",
    "TransformedAchievement",
    "YearProfit",
]  # fmt: skip
