"""Scores added up with exact fractions, and words without names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kechuang.casework.reviews.identity import names_of, stripped
from kechuang.casework.reviews.models import Panel, Score, Seat
from kechuang.casework.reviews.models.scores import Phase
from kechuang.core.once import kept


@dataclass(frozen=True, slots=True)
class Figures:
    """A panel's result out of 100: the whole, by track, by criterion, and by seat (id of the seat)."""

    score: Fraction | None
    by_track: dict[str, Fraction]
    by_criterion: dict[str, Fraction]
    by_seat: dict[int, Fraction]


def of(panel: Panel, phase: str = Phase.FINAL) -> Figures:
    """The figures of a phase, from the seats that sit. A seat that did not change its mind stands by its blind score.

    For code that has made sure the phase is over; what a person may read is asked from Score.objects.visible_to.
    """
    return added_up(panel, _sitting(panel), _scores(panel), phase)


def _sitting(panel: Panel) -> list[Seat]:
    return [seat for seat in _seats(panel) if seat.state not in Seat.EMPTY]


def _seats(panel: Panel) -> list[Seat]:
    """Every seat there ever was, with whom it was asked of; read once for a page."""
    rows = panel.seats.select_related("expert__person__user", "expert__organisation")
    return kept(("seats", panel.pk), lambda: list(rows))


def _scores(panel: Panel) -> list[Any]:
    """What was scored and written, the last words last; read once for a page."""
    rows = Score.objects.filter(seat__panel=panel).order_by("at", "pk")
    columns = ("seat_id", "criterion", "phase", "points", "most", "comment")
    return kept(("scores", panel.pk), lambda: list(rows.values_list(*columns, named=True)))


def added_up(panel: Panel, seats: Iterable[Seat], scores: Iterable[Any], phase: str = Phase.FINAL) -> Figures:
    """The figures from these seats and scores (Score, or rows of its seat_id, criterion, phase, points and most)."""
    points: dict[tuple[int, str], tuple[bool, Fraction]] = {}
    for score in scores:
        final = score.phase == Phase.FINAL
        if final and phase == Phase.BLIND:
            continue
        place = (score.seat_id, score.criterion)
        if place not in points or final:
            top, bottom = score.points.as_integer_ratio()
            points[place] = (final, Fraction(100 * top, bottom * score.most))
    by_seat: dict[int, Fraction] = {}
    of_track: dict[str, list[Fraction]] = {}
    weighed: dict[str, list[tuple[str, Fraction]]] = {}
    of_criterion: dict[str, list[Fraction]] = {}
    for seat in seats:
        if seat.track not in weighed:
            weighed[seat.track] = [(c["name"], c["weight"]) for c in panel.criteria_of(seat.track)]
        criteria = weighed[seat.track]
        if any((seat.pk, name) not in points for name, _weight in criteria):
            continue
        total = _sum((weight, points[seat.pk, name][1]) for name, weight in criteria)
        by_seat[seat.pk] = total
        of_track.setdefault(seat.track, []).append(total)
        for name, _weight in criteria:
            of_criterion.setdefault(name, []).append(points[seat.pk, name][1])
    by_track = {name: _mean(values) for name, values in of_track.items()}
    return Figures(
        _whole(panel, by_track), by_track, {name: _mean(v) for name, v in of_criterion.items()}, by_seat
    )  # fmt: skip


_ONE = Fraction(1)


def _mean(values: list[Fraction]) -> Fraction:
    return _sum((_ONE, value) for value in values) / len(values)


def _sum(parts: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The sum of products: those over one denominator are added as whole numbers."""
    tops: dict[int, int] = {}
    for one, other in parts:
        bottom = one.denominator * other.denominator
        tops[bottom] = tops.get(bottom, 0) + one.numerator * other.numerator
    return sum((Fraction(top, bottom) for bottom, top in tops.items()), Fraction(0))


def _whole(panel: Panel, by_track: Mapping[str, Fraction]) -> Fraction | None:
    """The tracks by their weights; None while one of them has no score."""
    if not panel.tracks:
        return by_track.get("")
    weights = {t["name"]: Fraction(t["weight"]) for t in panel.tracks}
    if set(weights) - set(by_track):
        return None
    return sum((weight * by_track[name] for name, weight in weights.items()), Fraction(0))


def rounded(value: Fraction | None, places: int = 2) -> str:
    """Half up, for people to read."""
    if value is None:
        return "–"
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    text = f"{abs(whole):0{places + 1}d}"
    return f"{'-' if whole < 0 else ''}{text[:-places]}.{text[-places:]}"


def comments(panel: Panel) -> tuple[tuple[str, str], ...]:
    """What the members wrote on each criterion, last words first taken, without names, in an order that tells nothing."""
    last: dict[tuple[int, str], str] = {}
    seats = {seat.pk for seat in _sitting(panel)}
    for score in _scores(panel):
        if score.seat_id in seats and score.comment.strip():
            last[score.seat_id, score.criterion] = score.comment.strip()
    names = _names(panel)
    order = {c["name"]: n for n, c in enumerate(panel.criteria)}
    found = [(criterion, stripped(text, names)) for (_seat, criterion), text in last.items()]
    return tuple(sorted(found, key=lambda pair: (order.get(pair[0], 0), _shuffled(panel, pair[1]))))


def without_names(text: str, panel: Panel) -> str:
    return stripped(text, _names(panel))


def _names(panel: Panel) -> set[str]:
    return kept(("names", panel.pk), lambda: {name for seat in _seats(panel) for name in names_of(seat.expert)})


def _shuffled(panel: Panel, text: str) -> str:
    return hashlib.sha256(f"{panel.pk}\n{text}".encode()).hexdigest()


def names_in(text: str, expert: Any) -> list[str]:
    """The expert's own names that a text holds."""
    return [name for name in sorted(names_of(expert)) if name in text]
