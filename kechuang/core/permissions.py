"""Why something may not be done: a refusal is information, never a bare 403."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from kechuang.law.finding import Finding
from kechuang.law.model import Citation


class Ground(StrEnum):
    """What a refusal rests on, in the order in which grounds are tested."""

    PERMISSION = "permission"
    STATE = "state"
    CHANGED = "changed"
    INPUT = "input"
    LAW = "law"
    DETERMINATION = "determination"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an action is blocked: the ground, a sentence, the clauses, and the day it opens if there is one.

    finding: the law's answer behind it. questions: what a person may determine to open it. errors: by field, for INPUT.
    """

    ground: Ground
    reason: str
    cites: tuple[Citation, ...] = ()
    opens_on: dt.date | None = None
    finding: Finding | None = None
    questions: tuple[str, ...] = ()
    errors: dict[str, list[str]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "ground": str(self.ground),
            "reason": str(self.reason),
            "cites": [str(c) for c in self.cites],
            "opens_on": self.opens_on.isoformat() if self.opens_on else None,
            "questions": list(self.questions),
            "errors": {name: [str(e) for e in errors] for name, errors in self.errors.items()},
        }


class Refused(Exception):
    """Raised by the action engine; nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.reason))
        self.refusal = refusal
