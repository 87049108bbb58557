"""The tables of rewards, a file for each subject."""

from kechuang.domains.rewards.models.payments import RewardPayment
from kechuang.domains.rewards.models.plan import PlanReceipt, RewardPlan, RewardShare
from kechuang.domains.rewards.models.reports import TransformationReport

__all__ = ["PlanReceipt", "RewardPayment", "RewardPlan", "RewardShare", "TransformationReport"]
