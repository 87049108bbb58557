"""The tables of achievements, a file for each subject."""

from kechuang.domains.achievements.models.achievement import WHOLE, Achievement, Completer
from kechuang.domains.achievements.models.assets import Loss
from kechuang.domains.achievements.models.empowerment import Empowered, Empowerment
from kechuang.domains.achievements.models.idle import IdleReason, ImplementationAgreement, Use
from kechuang.domains.achievements.models.reports import LONGEST_TITLE, MOST_YEARS, SciTechReport
from kechuang.domains.achievements.models.rights import IPEvent, IPRight, OwnershipShare
from kechuang.domains.achievements.models.screening import Screening
from kechuang.domains.achievements.models.system import ManagementSystem

__all__ = [
    "LONGEST_TITLE", "MOST_YEARS", "WHOLE", "Achievement", "Completer", "Empowered", "Empowerment", "IPEvent", "IPRight",
    "IdleReason", "ImplementationAgreement", "Loss", "ManagementSystem", "OwnershipShare", "SciTechReport", "Screening",
    "Use",
]  # fmt: skip
