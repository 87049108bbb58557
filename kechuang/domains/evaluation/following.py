"""Who follows the results of evaluation: domains above register here, and hear of it inside the action that publishes.

Called in what the publishing action leaves to be done, when every evaluation of the campaign is written as published. What
follows by law is made from it first (kechuang.domains.evaluation.effects); then those who act on effects hear of them.
What only domains above know, the budgets of next year, is asked of them here too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kechuang.domains.evaluation.models import Campaign


@dataclass(frozen=True, slots=True)
class Published:
    """A campaign whose results became final. campaign: locked, `step` set; by: who published.

    evaluations: the keys of those that are told of now, where a campaign is told of part by part; None for all.
    """

    campaign: Campaign
    by: Any
    evaluations: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """Effects that were made, or whose amount became known. case: where it happened; by: who acts, None for the clock."""

    effects: Sequence[Any]
    case: Any
    by: Any


Budgets = Callable[[Collection[int], int], Mapping[int, Mapping[str, int]]]
_PUBLISHED: list[Callable[[Published], None]] = []
_EFFECT: list[Callable[[Made], None]] = []
Beyond = Callable[[Collection[Any]], Mapping[int, str]]
_BUDGETS: list[Budgets] = []
_BEYOND: list[Beyond] = []


def on_result_published(callback: Callable[[Published], None]) -> Callable[[Published], None]:
    """Hear of results that became final."""
    _PUBLISHED.append(callback)
    return callback


def on_effect(callback: Callable[[Made], None]) -> Callable[[Made], None]:
    """Hear of what follows from results: rows of Effect, all of one publication together."""
    _EFFECT.append(callback)
    return callback


def budgets_from(read: Budgets) -> Budgets:
    """Where approved budgets are read: (platforms, year) -> platform -> {"budget.next_year_approved": fen, ...}.

    A platform without an approved budget of that year is left out. Named once, by the domain that keeps budgets.
    """
    _BUDGETS[:] = [read]
    return read


def beyond_from(read: Beyond) -> Beyond:
    """Where it is read which cuts can be made of no budget any more: effects -> key of the effect -> why, in plain words.

    A cut that was made in its budget is none of them. Named once, by the domain that keeps budgets.
    """
    _BEYOND[:] = [read]
    return read


def beyond_budgets(effects: Collection[Any]) -> Mapping[int, str]:
    """Of these effects, the cuts that no budget can take any more, and why."""
    cuts = [effect for effect in effects if effect.kind == "cut"]
    return _BEYOND[0](cuts) if _BEYOND and cuts else {}


def result_published(published: Published) -> None:
    for callback in _PUBLISHED:
        callback(published)


def effects_made(made: Made) -> None:
    for callback in _EFFECT:
        callback(made)


def budgets(platforms: Collection[int], year: int) -> Mapping[int, Mapping[str, int]]:
    """The approved budgets of these platforms in a year, as facts of the law; those not known are left out."""
    return _BUDGETS[0](platforms, year) if _BUDGETS else {}
