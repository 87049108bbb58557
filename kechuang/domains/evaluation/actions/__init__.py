"""The only writers, a file for each subject."""

from kechuang.domains.evaluation.actions import (
    assessments,
    campaigns,
    carrying,
    contests,
    cycles,
    earlier,
    evaluations,
    grading,
    panels,
    publishing,
    rectification,
    schemes,
    scoring,
    teams,
    terminations,
)

__all__ = [
    "assessments", "campaigns", "carrying", "contests", "cycles", "earlier", "evaluations", "grading", "panels", "publishing",
    "rectification", "schemes", "scoring", "teams", "terminations",
]  # fmt: skip
