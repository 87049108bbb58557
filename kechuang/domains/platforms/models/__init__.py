"""The tables of platforms, a file for each subject."""

from kechuang.domains.platforms.models.agreements import Agreement, AgreementAmount, Consultation, Signature
from kechuang.domains.platforms.models.governance import MAJORITIES, QUORUMS, Appointment, Council, CouncilMember
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
from kechuang.domains.platforms.models.registry import CLASSES, LEVELS, Founder, Platform, Recognition, Staff
from kechuang.domains.platforms.models.stewardship import Duty, Liaison, Stewardship, Visit

__all__ = [
    "CLASSES", "LEVELS", "MAJORITIES", "OTHER_MATTER", "QUORUMS",
    "AgendaItem", "Agreement", "AgreementAmount", "Appointment", "Attendance", "Consultation", "Council", "CouncilMember",
    "DevelopmentPlan", "Duty", "FilingRound", "Founder", "HorizonPart", "InternalRule", "Liaison", "Meeting", "ParkUnit",
    "Platform", "Recognition", "Resolution", "Signature", "Staff", "Stewardship", "Target", "Visit", "Vote", "YearPlan",
]  # fmt: skip
