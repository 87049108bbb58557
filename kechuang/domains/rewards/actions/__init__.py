"""The only writers, a file for each subject."""

from kechuang.domains.rewards.actions import plans, settling

__all__ = ["plans", "settling"]
