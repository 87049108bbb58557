"""What a review is for: its sides, tracks, criteria and how many sit; registered by the domain that decides by it.

review_purpose(ReviewPurpose(
    "admission", _("准入论证"), sides=(Side.SCIENTIFIC, Side.GOVERNMENT, ...), tracks=(Track("scientific_review", ...),),
    criteria=(Criterion("frontier", _("前沿性"), Fraction(1, 4)), ...), seats={Side.SCIENTIFIC: 3, ...},
    checks=(PanelCheck("admission_panel", "admission.panel_sides", "sides"),), cites=("keqiao-2025-draft:s1.3.a",)))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """For whom an expert speaks, as the law names the sides of a panel (keqiao-2025-draft:s1.3.a)."""

    SCIENTIFIC = "scientific", _("领域专家")
    GOVERNMENT = "government", _("政府侧")
    ENTERPRISE = "enterprise", _("企业侧")
    PLATFORM = "platform", _("平台侧")
    INVESTMENT = "investment", _("投资侧")


LAW_SIDES: Mapping[str, str] = {Side.SCIENTIFIC: "experts"}
"""The law's word for a side in its checklists, where it differs from ours."""

CheckOf = Literal["sides", "tracks", "fields"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored, from 0 to `points`, and its weight in its track. track: the track it belongs to, empty for every.

    The weights of a track sum to 1.
    """

    name: str
    label: Any
    weight: Fraction
    points: int = 100
    cite: str = ""
    track: str = ""
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A part of a review with criteria of its own (科研评审, 投资评审), who sits on it, and its weight in the whole.

    The weights of the tracks of a purpose sum to 1.
    """

    name: str
    label: Any
    sides: Sequence[str]
    weight: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class PanelCheck:
    """A check rule of the law asked about a panel: the fact that takes its sides, tracks or fields."""

    rule: str
    fact: str
    of: CheckOf


WHOLE = ""
"""The name of the one track of a purpose without tracks."""


def _nobody(subject: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True)
class ReviewPurpose:
    """A kind of review.

    sides: those that may sit. tracks: without any, all sides score every criterion. seats: how many of each side, unless
    the one who opens the panel says otherwise. checks: what the law asks of the composition. parties(subject): further
    organisations with a stake, besides the subject's owner and parties; people(subject): the persons (parties.Person)
    with a stake; names(subject): those known by name alone. facts(subject): further facts for the checks. pass_mark: a share
    of the points, None when there is none. criteria_of(subject): the criteria where they differ from subject to subject
    (criteria is then empty); Refused for a subject that has none. recommends: the panel says whether what it reviewed should
    pass; where it only scores (how well a platform did), its conclusion is words beside the scores. reasoned: every score says
    why.
    """

    name: str
    label: Any
    sides: Sequence[str]
    criteria: Sequence[Criterion]
    seats: Mapping[str, int]
    tracks: Sequence[Track] = ()
    cites: Sequence[str] = ()
    checks: Sequence[PanelCheck] = ()
    parties: Callable[[Any], Iterable[Any]] = _nobody
    people: Callable[[Any], Iterable[Any]] = _nobody
    names: Callable[[Any], Iterable[str]] = _nobody
    facts: Callable[[Any], Mapping[str, Any]] = field(default=lambda subject: {})
    pass_mark: Fraction | None = None
    criteria_of: Callable[[Any], Sequence[Criterion]] | None = None
    recommends: bool = True
    reasoned: bool = False

    def criteria_for(self, subject: Any) -> Sequence[Criterion]:
        """What a panel on this subject scores. Raises ValueError when it does not add up."""
        if self.criteria_of is None:
            return self.criteria
        found = replace(self, criteria=tuple(self.criteria_of(subject)), criteria_of=None)
        for problem in _problems(found):
            raise ValueError(f"review purpose {self.name}: {problem}")
        return found.criteria

    def track_of(self, side: str) -> Track | None:
        """The track a side sits on; None when the purpose has no tracks."""
        return next((track for track in self.tracks if side in track.sides), None)


_PURPOSES: dict[str, ReviewPurpose] = {}


def review_purpose(made: ReviewPurpose) -> ReviewPurpose:
    """Register a purpose. Raises ValueError when it does not add up."""
    if made.name in _PURPOSES:
        raise ValueError(f"the review purpose {made.name} is registered twice")
    for problem in _problems(made):
        raise ValueError(f"review purpose {made.name}: {problem}")
    _PURPOSES[made.name] = made
    return made


def _problems(made: ReviewPurpose) -> Iterable[str]:
    names = [track.name for track in made.tracks] or [WHOLE]
    if made.tracks and sum(track.weight for track in made.tracks) != 1:
        yield "the weights of its tracks do not sum to 1"
    for name in names:
        of = [c for c in made.criteria if c.track in ("", name)]
        if made.criteria_of is None and sum((c.weight for c in of), Fraction(0)) != 1:
            yield f"the weights of the criteria {name} do not sum to 1"
        if any(c.points <= 0 or c.weight <= 0 for c in of):
            yield f"a criterion of {name} has no points or no weight"
    if len({c.name for c in made.criteria}) != len(made.criteria):
        yield "two criteria have one name"
    if unknown := {*made.sides, *made.seats} - set(Side.values):
        yield f"no such side {', '.join(sorted(unknown))}"
    if extra := set(made.seats) - set(made.sides):
        yield f"seats for sides it does not have: {', '.join(sorted(extra))}"
    if made.tracks and (homeless := [s for s in made.sides if made.track_of(s) is None]):
        yield f"sides on no track: {', '.join(homeless)}"


def purpose_of(name: str) -> ReviewPurpose:
    """A purpose by name. Raises KeyError."""
    return _PURPOSES[name]


def purposes() -> Sequence[ReviewPurpose]:
    return tuple(_PURPOSES.values())
