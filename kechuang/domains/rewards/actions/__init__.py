"""The only writers, a file for each subject."""

from kechuang.domains.rewards.actions import paying, plans, reports, settling

__all__ = ["paying", "plans", "reports", "settling"]
