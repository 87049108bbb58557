"""Panels of the pages of reviews, a file for each kind of case."""

from kechuang.casework.reviews.panels.subject import review_sheet

__all__ = ["review_sheet"]
