"""The only writers, a file for each subject."""

from kechuang.domains.evaluation.actions import campaigns, evaluations, rectification, schemes

__all__ = ["campaigns", "evaluations", "rectification", "schemes"]
