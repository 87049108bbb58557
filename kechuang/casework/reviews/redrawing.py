"""A recorded draw done again: for the public page, the API and the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kechuang.casework.reviews import draw
from kechuang.casework.reviews.models import Draw, Panel, Seat, Skip
from kechuang.casework.reviews.seating import stratum_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place in an order: the key, its rank, and what became of it (a word of OUTCOMES, empty for not reached)."""

    place: int
    key: str
    rank: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Stratum:
    name: str
    wanted: int
    candidates: tuple[Candidate, ...]
    excluded: int


@dataclass(frozen=True, slots=True)
class PublicDraw:
    """What anyone may know of a draw, and whether it comes out the same when it is done again. No names, no salt."""

    number: str
    method: str
    at: Any
    seed: str
    pool_hash: str
    same: bool
    differences: tuple[str, ...]
    strata: tuple[Stratum, ...]
    pool: tuple[tuple[str, str], ...]


def of(number: str) -> PublicDraw | None:
    """The draw of a panel by its number, done again now; None when there is none."""
    panel = Panel.objects.filter(number=number).first()
    drawn = Draw.objects.filter(panel=panel).first() if panel is not None else None
    if panel is None or drawn is None:
        return None
    seats, astray = {}, False
    for seat in panel.seats.all():
        try:
            seats[stratum_of(drawn, seat), seat.place] = seat
        except ValueError:
            astray = True
    skipped = list(Skip.objects.filter(draw=drawn))
    again = draw.redraw(
        pool=drawn.pool, seed=drawn.seed, recorded_hash=drawn.pool_hash, recorded_order=drawn.order,
        wanted=panel.seats_wanted, seated=list(seats), skipped=[(s.stratum, s.place) for s in skipped],
    )  # fmt: skip
    differences = list(again.differences)
    if astray and "seats" not in differences:
        differences.append("seats")
    if {drawn.names.get(key) for key, _stratum in drawn.pool} & {None}:
        differences.append("names")
    passed = {(s.stratum, s.place) for s in skipped}
    elsewhere = {drawn.order[stratum][place] for stratum, place in seats if place < len(drawn.order[stratum])}
    strata = tuple(
        Stratum(
            name, panel.seats_wanted.get(name, 0),
            tuple(
                Candidate(place, key, draw.rank(drawn.seed, name, key),
                          _outcome(seats.get((name, place)), (name, place) in passed, key in elsewhere))
                for place, key in enumerate(keys)
            ),
            sum(1 for _key, stratum, _why in drawn.excluded if stratum == name),
        )
        for name, keys in again.order.items()
    )  # fmt: skip
    return PublicDraw(
        panel.number, drawn.method, drawn.at, drawn.seed, drawn.pool_hash, not differences, tuple(differences), strata,
        tuple((key, stratum) for key, stratum in drawn.pool),
    )  # fmt: skip


def _outcome(seat: Seat | None, passed: bool, elsewhere: bool) -> str:
    if seat is not None:
        return "left" if seat.state in Seat.EMPTY - {"void"} else "seated"
    return "passed" if passed else "elsewhere" if elsewhere else ""


def keys_right(panel: Panel) -> bool:
    """For the office: whether every key is made from the number of the expert it stands for, and each seat is its key's."""
    from kechuang.casework.reviews.models import Expert

    drawn = Draw.objects.get(panel=panel)
    numbers = dict(Expert.objects.filter(pk__in=drawn.names.values()).values_list("pk", "number"))
    made = all(draw.key_of(drawn.salt, numbers.get(pk, "")) == key for key, pk in drawn.names.items())
    try:
        for seat in panel.seats.all():
            stratum_of(drawn, seat)
    except ValueError:
        return False
    return made
