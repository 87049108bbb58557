"""The tables of evaluation, a file for each subject."""

from kechuang.domains.evaluation.models.campaigns import Campaign, CampaignPhase, Exclusion
from kechuang.domains.evaluation.models.evaluations import GRADES, Contest, Evaluation, IndicatorValue
from kechuang.domains.evaluation.models.schemes import SCHEME_CLASSES, Scheme, SchemeNode

__all__ = [
    "GRADES", "SCHEME_CLASSES", "Campaign", "CampaignPhase", "Contest", "Evaluation", "Exclusion", "IndicatorValue",
    "Scheme", "SchemeNode",
]  # fmt: skip
