"""The tables of platforms, a file for each subject."""

from kechuang.domains.platforms.models.admission import (
    Admission,
    AdmissionAssessment,
    AdmissionBudget,
    AdmissionPartner,
    Call,
)
from kechuang.domains.platforms.models.agreements import Agreement, AgreementAmount, Consultation, Signature
from kechuang.domains.platforms.models.consultation import ExpertConsultation, ExpertInvitation, ExpertOpinion
from kechuang.domains.platforms.models.governance import MAJORITIES, QUORUMS, Appointment, Council, CouncilMember
from kechuang.domains.platforms.models.government import GovernmentDocument
from kechuang.domains.platforms.models.internal_rules import InternalRule
from kechuang.domains.platforms.models.meetings import (
    OTHER_MATTER,
    AgendaItem,
    Attendance,
    Meeting,
    Resolution,
    Vote,
)
from kechuang.domains.platforms.models.park_units import ParkUnit
from kechuang.domains.platforms.models.plans import DevelopmentPlan, FilingRound, HorizonPart, Target, YearPlan
from kechuang.domains.platforms.models.recognition import RecognitionApplication, RecognitionRound, RoundPublication
from kechuang.domains.platforms.models.registry import CLASSES, LEVELS, Founder, Platform, Recognition, Staff
from kechuang.domains.platforms.models.stewardship import Duty, Liaison, Stewardship, Visit

__all__ = [
    "CLASSES",
    "LEVELS",
    "MAJORITIES",
    "OTHER_MATTER",
    "QUORUMS",
    "Admission",
    "AdmissionAssessment",
    "AdmissionBudget",
    "AdmissionPartner",
    "AgendaItem",
    "Agreement",
    "AgreementAmount",
    "Appointment",
    "Attendance",
    "Call",
    "Consultation",
    "Council",
    "CouncilMember",
    "DevelopmentPlan",
    "Duty",
    "ExpertConsultation",
    "ExpertInvitation",
    "ExpertOpinion",
    "FilingRound",
    "Founder",
    "GovernmentDocument",
    "HorizonPart",
    "InternalRule",
    "Liaison",
    "Meeting",
    "ParkUnit",
    "Platform",
    "Recognition",
    "RecognitionApplication",
    "RecognitionRound",
    "Resolution",
    "RoundPublication",
    "Signature",
    "Staff",
    "Stewardship",
    "Target",
    "Visit",
    "Vote",
    "YearPlan",
]
