"""The only writers, a file for each subject."""

from kechuang.domains.funding.actions import (
    appropriations,
    approving,
    budgets,
    closing,
    inspections,
    matching,
    moving,
    requests,
    sources,
    support,
)

__all__ = [
    "appropriations",
    "approving",
    "budgets",
    "closing",
    "inspections",
    "matching",
    "moving",
    "requests",
    "sources",
    "support",
]
