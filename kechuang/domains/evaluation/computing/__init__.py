"""The sums of an evaluation: scores from points, order with ties, quota, veto and grades; one round or a province's. No Django.

Everything the law says (quota, veto, awards, cuts) is asked of its rules over columns; nothing here knows a legal number.
"""

from kechuang.domains.evaluation.computing.grading import GRADE_RULE, QUOTA_RULE, Graded, grade
from kechuang.domains.evaluation.computing.money import Bill, bill
from kechuang.domains.evaluation.computing.scoring import PLACES, attained, mean_points, scored, told
from kechuang.domains.evaluation.computing.weights import Branch, leaf_weights, under, weight_frame

__all__ = [
    "GRADE_RULE", "PLACES", "QUOTA_RULE", "Bill", "Branch", "Graded", "attained", "bill", "grade", "leaf_weights",
    "mean_points", "scored", "told", "under", "weight_frame",
]  # fmt: skip
