"""The tables of evaluation, a file for each subject."""

from kechuang.domains.evaluation.models.campaigns import Campaign, CampaignPhase, Exclusion
from kechuang.domains.evaluation.models.cycles import CycleDecision
from kechuang.domains.evaluation.models.earlier import EarlierGrade
from kechuang.domains.evaluation.models.effects import MEASURES, Effect
from kechuang.domains.evaluation.models.ending import Assessment, AssessmentOpinion, Termination, TerminationStep
from kechuang.domains.evaluation.models.evaluations import GRADES, Contest, Evaluation, IndicatorValue
from kechuang.domains.evaluation.models.grading import ClassLine, JointOpinion, JointReview, TieDecision
from kechuang.domains.evaluation.models.rectification import Rectification
from kechuang.domains.evaluation.models.schemes import SCHEME_CLASSES, Scheme, SchemeNode
from kechuang.domains.evaluation.models.teams import Team, TeamYear

__all__ = [
    "GRADES", "MEASURES", "SCHEME_CLASSES", "Assessment", "AssessmentOpinion", "Campaign", "CampaignPhase", "ClassLine",
    "Contest", "CycleDecision", "EarlierGrade", "Effect", "Evaluation", "Exclusion", "IndicatorValue", "JointOpinion", "JointReview",
    "Rectification", "Scheme", "SchemeNode", "Team", "TeamYear", "Termination", "TerminationStep", "TieDecision",
]  # fmt: skip
