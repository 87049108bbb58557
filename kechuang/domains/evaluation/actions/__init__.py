"""The only writers, a file for each subject."""

from kechuang.domains.evaluation.actions import campaigns, contests, evaluations, rectification, schemes

__all__ = ["campaigns", "contests", "evaluations", "rectification", "schemes"]
