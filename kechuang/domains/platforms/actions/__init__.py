"""The only writers, a file for each subject."""

from kechuang.domains.platforms.actions import (
    admission,
    agreements,
    calls,
    governance,
    internal_rules,
    meetings,
    opening,
    recognition,
    registry,
    rounds,
    staff,
    stewardship,
)

__all__ = [
    "admission",
    "agreements",
    "calls",
    "governance",
    "internal_rules",
    "meetings",
    "opening",
    "recognition",
    "registry",
    "rounds",
    "staff",
    "stewardship",
]
