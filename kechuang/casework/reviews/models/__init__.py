"""The tables of reviews, a file for each subject."""

from kechuang.casework.reviews.models.experts import Conflict, Expert, Standing
from kechuang.casework.reviews.models.panels import Draw, Panel, Remark, Seat, Skip
from kechuang.casework.reviews.models.scores import Figure, Minutes, Receipt, Score

__all__ = [
    "Conflict", "Draw", "Expert", "Figure", "Minutes", "Panel", "Receipt", "Remark", "Score", "Seat", "Skip",
    "Standing",
]  # fmt: skip
