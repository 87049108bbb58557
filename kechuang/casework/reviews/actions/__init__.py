"""The only writers of reviews, a file for each kind of case."""

from kechuang.casework.reviews.actions import experts, panels, seats

__all__ = ["experts", "panels", "seats"]
