"""The tables of platforms, a file for each subject."""

from kechuang.domains.platforms.models.agreements import Agreement, AgreementAmount, Consultation, Signature
from kechuang.domains.platforms.models.registry import CLASSES, LEVELS, Founder, Platform, Recognition, Staff

__all__ = [
    "CLASSES", "LEVELS", "Agreement", "AgreementAmount", "Consultation", "Founder", "Platform", "Recognition",
    "Signature", "Staff",
]  # fmt: skip
