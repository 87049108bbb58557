"""A review as admission and recognition need it: how far it is, and what of the law's lists it covers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kechuang.casework.reviews.models import Panel
from kechuang.casework.reviews.queries import Result, result
from kechuang.casework.reviews.schemes import LAW_SIDES
from kechuang.core.permissions import Refusal


@dataclass(frozen=True, slots=True)
class Review:
    """sides, tracks, criteria: as the law's checklists name them, filled once the panel has concluded.

    refusal: why what rests on the review must wait; None once it has concluded.
    """

    found: Result
    sides: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()

    @property
    def refusal(self) -> Refusal | None:
        return self.found.refusal

    @property
    def panel(self) -> Panel | None:
        return self.found.panel

    @property
    def score(self) -> Fraction | None:
        return self.found.score


def stand(subject: Any, purpose: str) -> Review:
    """Where the review of a case stands; nothing of its scores before it has concluded."""
    found = result(subject, purpose)
    if found.state != "final" or found.panel is None:
        return Review(found)
    sides = sorted(
        {LAW_SIDES.get(side, str(side)) for side in found.panel.seats.sitting().values_list("side", flat=True)}
    )
    return Review(found, tuple(sides), tuple(found.by_track), tuple(found.by_criterion))
