"""Whether the law lets a panel be composed so: the check rules a purpose names, asked with its sides, tracks or fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kechuang.casework.cases.law import ask
from kechuang.casework.reviews.schemes import LAW_SIDES, ReviewPurpose, purpose_of
from kechuang.law import Finding


def planned(purpose: ReviewPurpose, seats: Mapping[str, int], fields: Sequence[str]) -> dict[str, list[str]]:
    """Sides, tracks and fields of a panel that is to be drawn."""
    strata = [name for name, many in seats.items() if many > 0]
    sides = list(dict.fromkeys(name.partition("/")[0] for name in strata))
    named = [name.partition("/")[2] for name in strata if "/" in name]
    return _present(purpose, sides, [*named, *fields])


def sitting(panel: Any) -> dict[str, list[str]]:
    """Sides, tracks and fields of those who sit."""
    seats = list(panel.seats.sitting().select_related("expert"))
    sides = list(dict.fromkeys(seat.side for seat in seats))
    fields = sorted({field for seat in seats for field in seat.expert.fields})
    return _present(purpose_of(panel.purpose), sides, fields)


def _present(purpose: ReviewPurpose, sides: Sequence[str], fields: Iterable[str]) -> dict[str, list[str]]:
    tracks = [track.name for side in sides if (track := purpose.track_of(side)) is not None]
    return {
        "sides": [LAW_SIDES.get(side, side) for side in sides],
        "tracks": list(dict.fromkeys(tracks)),
        "fields": list(dict.fromkeys(fields)),
    }


def findings(subject: Any, purpose: ReviewPurpose, present: Mapping[str, Sequence[str]]) -> list[Finding]:
    """The answers of the law. A field the law's list does not name is no item of it."""
    specific = subject.specific()
    given = dict(purpose.facts(specific))
    return [
        ask(specific, check.rule, {**given, check.fact: _items(check.fact, present[check.of])})
        for check in purpose.checks
    ]


def _items(fact: str, words: Sequence[str]) -> list[str]:
    from kechuang.law.expression import FACTS
    from kechuang.law.library import load

    name = FACTS[fact].type.checklist
    known = {item.id for item in load().checklist_items(name)}
    return [word for word in words if word in known]
