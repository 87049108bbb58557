"""The only writers, a file for each subject."""

from kechuang.domains.funding.actions import appropriations, budgets, inspections, matching, moving, requests

__all__ = ["appropriations", "budgets", "inspections", "matching", "moving", "requests"]
