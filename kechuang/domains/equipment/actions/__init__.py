"""The only writers, a file for each subject."""

from kechuang.domains.equipment.actions import purchases, register, uses

__all__ = ["purchases", "register", "uses"]
