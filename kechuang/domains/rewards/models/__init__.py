"""The tables of rewards, a file for each subject."""

from kechuang.domains.rewards.models.payments import PAYING, RewardPayment, TaxStatement, WageRecord
from kechuang.domains.rewards.models.plan import PlanReceipt, RewardAccrual, RewardPlan, RewardShare
from kechuang.domains.rewards.models.reports import TransformationReport

__all__ = [
    "PAYING", "PlanReceipt", "RewardAccrual", "RewardPayment", "RewardPlan", "RewardShare", "TaxStatement",
    "TransformationReport", "WageRecord",
]  # fmt: skip
