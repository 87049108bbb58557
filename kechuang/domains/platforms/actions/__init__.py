"""The only writers, a file for each subject."""

from kechuang.domains.platforms.actions import (
    agreements,
    governance,
    internal_rules,
    meetings,
    registry,
    staff,
    stewardship,
)

__all__ = [
    "agreements",
    "governance",
    "internal_rules",
    "meetings",
    "registry",
    "staff",
    "stewardship",
]
