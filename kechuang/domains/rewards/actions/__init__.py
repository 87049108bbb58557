"""The only writers, a file for each subject."""

from kechuang.domains.rewards.actions import paying, plans, settling

__all__ = ["paying", "plans", "settling"]
