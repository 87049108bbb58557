"""A result and why: the verdict, the value, the steps with their clauses, what was considered, what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from kechuang.law.calendar import Shift
from kechuang.law.model import Citation
from kechuang.law.parameters import Considered, State
from kechuang.law.types import Type, plain


class Verdict(StrEnum):
    """What is said of a case. `computed` is for rules that yield an amount or a date rather than a yes or no."""

    MET = "met"
    BREACHED = "breached"
    COMPUTED = "computed"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_DETERMINATION = "needs_determination"
    NO_LAW_FOUND = "no_law_found"

    @classmethod
    def of_state(cls, state: State) -> Verdict:
        if state is State.NOT_APPLICABLE:
            return cls.NOT_APPLICABLE
        if state is State.NO_LAW:
            return cls.NO_LAW_FOUND
        return cls.NEEDS_DETERMINATION


class StepKind(StrEnum):
    """What one line of an explanation is."""

    RULE = "rule"
    VALUE = "value"
    FACT = "fact"
    PARAMETER = "parameter"
    DEFINITION = "definition"
    CHECKLIST = "checklist"
    SCOPE = "scope"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Determination:
    """A person's answer to a question the law or the facts leave open; cited in the finding like a clause.

    question: a fact name (unit.public_research_unit) or an interpretation id (A12).
    """

    question: str
    answer: Any
    by: str
    on: dt.date
    basis: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "answer": plain(self.answer),
            "by": self.by,
            "on": self.on.isoformat(),
            "basis": self.basis,
        }


@dataclass(frozen=True)
class Step:
    """One line of an explanation: a name, its value (None with a state when unknown), its clauses, what it is made of."""

    kind: StepKind
    name: str
    zh: str
    en: str
    value: Any
    type: Type
    state: State = State.KNOWN
    cites: tuple[Citation, ...] = ()
    interpretations: tuple[str, ...] = ()
    shifts: tuple[Shift, ...] = ()
    determination: Determination | None = None
    node: Any = None
    children: tuple[Step, ...] = ()
    repeated: bool = False
    """Told in full further up; here by its value alone."""

    def label(self, lang: str) -> str:
        return (self.en if lang == "en" else self.zh) or self.name

    def walk(self) -> list[Step]:
        return [self, *(step for child in self.children for step in child.walk())]


@dataclass(frozen=True, slots=True)
class ConsideredFor:
    """The instruments looked at for one parameter, definition, checklist or scope."""

    name: str
    zh: str
    en: str
    type: Type
    rows: tuple[Considered, ...]


@dataclass(frozen=True, slots=True)
class InterpretationUsed:
    """An interpretation that was read on the way: the choice in use, and whether it is the default."""

    id: str
    choice: str
    default: bool
    determination: Determination | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A remark that holds: a warning, advice or consequence."""

    kind: str
    zh: str
    en: str
    cites: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Output:
    """A further value told with the answer."""

    name: str
    zh: str
    en: str
    value: Any
    type: Type
    state: State


@dataclass(frozen=True)
class Finding:
    """The answer of one rule for one case. Money is fen, shares are exact rationals, dates are days.

    missing: facts that must be known first. open: interpretations a person must decide. conflicts: texts that state
    different values. simulation: it rests on a draft. provisional: it falls in a year whose holidays are not published.
    """

    rule: str
    kind: str
    zh: str
    en: str
    verdict: Verdict
    value: Any
    type: Type
    state: State
    step: Step
    outputs: tuple[Output, ...]
    considered: tuple[ConsideredFor, ...]
    interpretations: tuple[InterpretationUsed, ...]
    missing: tuple[str, ...]
    open: tuple[str, ...]
    conflicts: tuple[Citation, ...]
    remarks: tuple[Said, ...]
    determinations: tuple[Determination, ...]
    simulation: bool
    provisional: bool
    unused: tuple[str, ...]
    context: Mapping[str, Any] = field(default_factory=dict)

    def output(self, name: str) -> Any:
        """The value of a named output, None when it is not known."""
        return next(output.value for output in self.outputs if output.name == name)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every clause the answer rests on, in the order met."""
        kept: tuple[Citation, ...] | None = self.__dict__.get("_citations")
        return kept or tuple(dict.fromkeys(c for step in self.step.walk() for c in step.cites))

    def __getattr__(self, name: str) -> Any:
        """The steps of a finding whose way is known already are made when first looked at (execution/ways.py)."""
        later = self.__dict__.get("_step") if name == "step" else None
        if later is None:
            raise AttributeError(f"{type(self).__name__} has no {name}")
        way, values, extras = later
        return self.__dict__.setdefault("step", way.step(values, extras))

    def __getstate__(self) -> dict[str, Any]:
        return {told.name: getattr(self, told.name) for told in fields(self)}
