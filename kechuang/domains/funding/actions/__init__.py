"""The only writers, a file for each subject."""

from kechuang.domains.funding.actions import appropriations, budgets, moving, requests

__all__ = ["appropriations", "budgets", "moving", "requests"]
