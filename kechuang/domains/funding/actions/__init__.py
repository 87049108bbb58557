"""The only writers, a file for each subject."""

from kechuang.domains.funding.actions import budgets

__all__ = ["budgets"]
