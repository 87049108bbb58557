"""The only writers, a file for each subject."""

from kechuang.domains.evaluation.actions import campaigns, evaluations, schemes

__all__ = ["campaigns", "evaluations", "schemes"]
