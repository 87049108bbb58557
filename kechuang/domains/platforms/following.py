"""Who follows agreements: domains above register here; they hear of a signature and may bar a next round.

A gate says what stands against an agreement that renews another: findings or refusals of the law, none where nothing does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kechuang.core.permissions import Refusal
from kechuang.domains.platforms.models import Agreement
from kechuang.law import Finding

Gate = Callable[[Agreement, bool], Iterable[Finding | Refusal]]
Signed = Callable[[Agreement, Mapping[str, Any]], object]
_SIGNED: list[Signed] = []
_GATES: list[Gate] = []


def on_signed(callback: Signed) -> Signed:
    """Hear of an agreement that every party has signed, with its facts then, inside the action."""
    _SIGNED.append(callback)
    return callback


def renewal_gate(gate: Gate) -> Gate:
    """Be asked about agreements that renew another: gate(agreement, signing), signing once its text goes to signature."""
    _GATES.append(gate)
    return gate


def signed(agreement: Agreement, given: Mapping[str, Any]) -> None:
    for callback in _SIGNED:
        callback(agreement, given)


def against_renewal(agreement: Agreement, *, signing: bool) -> list[Finding | Refusal]:
    """What stands against this agreement as a next round; nothing for one that renews none."""
    if agreement.renews_id is None:
        return []
    return [said for gate in _GATES for said in gate(agreement, signing)]
