"""The only writers, a file for each subject."""

from kechuang.domains.platforms.actions import (
    admission,
    agreements,
    calls,
    governance,
    government,
    internal_rules,
    meetings,
    opening,
    park_units,
    plans,
    recognition,
    registry,
    rounds,
    staff,
    stewardship,
    years,
)

__all__ = [
    "admission",
    "agreements",
    "calls",
    "governance",
    "government",
    "internal_rules",
    "meetings",
    "opening",
    "park_units",
    "plans",
    "recognition",
    "registry",
    "rounds",
    "staff",
    "stewardship",
    "years",
]
