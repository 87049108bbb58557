"""The tables of achievements, a file for each subject."""

from kechuang.domains.achievements.models.achievement import WHOLE, Achievement, Completer
from kechuang.domains.achievements.models.rights import IPRight, OwnershipShare

__all__ = ["WHOLE", "Achievement", "Completer", "IPRight", "OwnershipShare"]
