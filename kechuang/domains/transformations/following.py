"""Who follows the money of transformations: domains above register here, and hear of it inside the action that changed it.

Called in what an action leaves to be done, when the rows are written and before the books are put right, so that a plan
which rests on money that goes can first give back what it had set aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kechuang.casework.cases.models import Case

Source = Literal["receipts", "equity", "profit", "contract_funds"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to the income of a case: rows are its receipts, stake, yearly profit or fund, as they now stand.

    case: the transformation or contract fund, locked, `step` set; by: who acts; reason: empty when income is new.
    """

    case: Case
    source: Source
    rows: Sequence[Any]
    by: Any
    reason: str = ""


Callback = Callable[[Change], None]
_OBTAINED: list[Callback] = []
_CHANGED: list[Callback] = []


def on_income_obtained(callback: Callback) -> Callback:
    """Hear of income that is new: a receipt, a registered stake, the profit of a year, a surplus."""
    _OBTAINED.append(callback)
    return callback


def on_income_changed(callback: Callback) -> Callback:
    """Hear of income that was there and is not, or is another amount: rewards that rest on it are looked at again.

    Receipts of the change that no longer `standing` are gone; others bear their new `income`.
    """
    _CHANGED.append(callback)
    return callback


def income_obtained(change: Change) -> None:
    for callback in _OBTAINED:
        callback(change)


def income_changed(change: Change) -> None:
    for callback in _CHANGED:
        callback(change)
