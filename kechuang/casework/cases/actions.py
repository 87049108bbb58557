"""What an action is, and the register of all of them: the one door through which a case changes.

One definition gives the button on the case page, the bulk action on the list, the REST endpoint, the way in for
spreadsheet rows, the legal-basis entry in coverage, and the arrow in the state diagram.

    @action(Agreement, label=_("报备"), moves={"signed": "filed"}, by=member_of_owner(Role.CLERK), form=FilingForm,
            cites="keqiao-2025-draft:s1.4.c", stops=(Stop("agreement_filing", done_on=filed_on),))
    def file(agreement, *, data, by): ...
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from django import forms

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.core.permissions import Refusal
from kechuang.core.ui.plain import say_plainly
from kechuang.law import Citation, Finding
from kechuang.law.coverage import lives

Data = Mapping[str, Any]
LawCheck = Callable[..., "Finding | Refusal | Iterable[Finding | Refusal] | None"]


class ActionForm(forms.Form):
    """The input of an action. `case` is the case it is for (None when it opens one), `by` who fills it in.

    PRIVATE: fields with personal data, which the timeline leaves out. FRESH: names that the case uses for something else,
    never filled in from it. GROUPS: for a long form, its parts as (title, names of fields); a name ending in * stands for
    all that begin so.
    """

    PRIVATE: ClassVar[frozenset[str]] = frozenset()
    FRESH: ClassVar[frozenset[str]] = frozenset()
    GROUPS: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    def __init__(self, *args: Any, case: Case | None = None, by: Any = None, **kwargs: Any) -> None:
        self.case, self.by = case, by
        self._plain = False
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Read what was typed; what is wrong with it is said in plain words."""
        if not self._plain:
            for field in self.fields.values():
                say_plainly(field)
            self._plain = True
        super().full_clean()

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The visible fields in their parts; what no part names comes first, under no title."""
        left = {bound.name: bound for bound in self.visible_fields()}
        found: list[tuple[str, list[forms.BoundField]]] = []
        for title, names in self.GROUPS:
            taken = [bound for bound in left.values() if any(fnmatchcase(bound.name, name) for name in names)]
            for bound in taken:
                del left[bound.name]
            if taken:
                found.append((str(title), taken))
        return [("", list(left.values())), *found] if left else found


@dataclass(frozen=True, slots=True)
class Start:
    """A legal clock that an action starts: the clock rule, who must act, and the facts it counts from.

    facts(case, data) by dotted names, or None when the clock does not start yet; owner(case, data) the organisation
    that must act; settled_by the action that stops it.
    """

    rule: str
    owner: Callable[[Any, Data], Organisation]
    facts: Callable[[Any, Data], Mapping[str, Any] | None]
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A legal clock that an action stops, and the day on which its act was done (today when not said)."""

    rule: str
    done_on: Callable[[Any, Data], dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A to-do that an action opens for the members of an organisation; `name` is what settles it.

    barred(case, data): members who may not do it, whose to-do it is not.
    """

    name: str
    to: Callable[[Any, Data], Iterable[Organisation]]
    text: Any
    roles: tuple[str, ...] = ()
    barred: Callable[[Any, Data], Iterable[Any]] = lambda case, data: ()


@dataclass(frozen=True, eq=False, slots=True)
class Action:
    """A definition; see `action` for the meaning of each part."""

    model: type[Case]
    name: str
    label: Any
    by: Any
    run: Callable[..., Any]
    moves: Mapping[str, tuple[str, ...]]
    creates: bool
    form: type[ActionForm]
    cites: tuple[Citation, ...]
    law: LawCheck | None
    law_needs_data: bool
    starts: tuple[Start, ...]
    stops: tuple[Stop, ...]
    asks: tuple[Ask, ...]
    settles: tuple[str, ...]
    bulk: bool
    hint: Any = ""
    main: bool = False
    who: Any = ""
    unnamed: bool = False
    cites_in: Callable[[Any], Iterable[Citation]] | None = None
    opens: Callable[[Any], Iterable[Case]] | None = None
    behind: Callable[[Any], bool] | None = None

    def cited(self, case: Any = None) -> tuple[Citation, ...]:
        """The clauses it carries out in a case; those of every case where none is given or all are the same."""
        if self.cites_in is None or case is None:
            return self.cites
        return tuple(self.cites_in(case))

    @property
    def key(self) -> str:
        return f"{self.model.kind_name()}.{self.name}"

    def leaves(self, state: str) -> bool:
        return self.creates or state in self.moves

    def targets(self, state: str) -> tuple[str, ...]:
        """The states it may lead to; where there are several, the body picks one by setting it."""
        return (self.model.INITIAL,) if self.creates else self.moves[state]

    @property
    def asks_for_input(self) -> bool:
        return bool(self.form.base_fields)


_ACTIONS: dict[str, dict[str, Action]] = {}


def action(
    model: type[Case],
    *,
    label: Any,
    by: Any,
    moves: Mapping[str, str | tuple[str, ...]] | None = None,
    stays: Iterable[str] = (),
    creates: bool = False,
    form: type[ActionForm] = ActionForm,
    cites: str | Sequence[str] = (),
    law: LawCheck | None = None,
    law_needs_data: bool = False,
    starts: Sequence[Start] = (),
    stops: Sequence[Stop] = (),
    asks: Sequence[Ask] = (),
    settles: Sequence[str] = (),
    bulk: bool = False,
    main: bool = False,
    hint: Any = "",
    who: Any = "",
    unnamed: bool = False,
    cites_in: Callable[[Any], Iterable[Citation]] | None = None,
    opens: Callable[[Any], Iterable[Case]] | None = None,
    behind: Callable[[Any], bool] | None = None,
) -> Callable[[Callable[..., Any]], Action]:
    """Define an action of a kind of case; its name is the function's.

    The body writes to the case it is given and does not save it; what must wait until the case is saved (rows that
    point to it) it returns, as a function of no arguments or, better, as a list of unsaved rows, which many cases opened
    at once write together. A new owner may be left unsaved too.

    by: a predicate over (user, case); for `creates` the case is the unsaved one the form describes.
    unnamed: neither the case nor its timeline says who acted, nor does that person follow it; the audit still knows.
    who: the same in words, for refusals. hint: what the action does, beside its button.
    moves: from state to state (or to one of several, which the body sets); stays: states in which it is possible
    without a move; creates: it opens the case.
    law(case, data=..., by=...): findings or refusals; breached blocks, needs_determination asks a person, a draft
    only warns.
    law_needs_data: the check depends on the input, so it cannot be told beforehand. cites: the clauses it carries out.
    opens(user): unsaved cases as this person could open them, for an action that needs more than a post of their own (a
    platform that their office brought in); who may carry none of them out is not offered it. In few queries.
    cites_in(case): those of them that it carries out in this case, where that differs from case to case.
    main: it is what comes next in its states; behind(case): in this one it was done already. It may be done again, but something
    else comes next.
    """

    def define(run: Callable[..., Any]) -> Action:
        cited = (cites,) if isinstance(cites, str) else tuple(cites)
        made = Action(
            model=model, name=run.__name__, label=label, by=by, run=run,
            moves={} if creates else _moves(moves or {}, stays), creates=creates, form=form,
            cites=tuple(Citation.parse(c) for c in cited), law=law, law_needs_data=law_needs_data, starts=tuple(starts),
            stops=tuple(stops), asks=tuple(asks), settles=tuple(settles), bulk=bulk, main=main, hint=hint, who=who, unnamed=unnamed,
            cites_in=cites_in, opens=opens, behind=behind,
        )  # fmt: skip
        states = {code for code, _ in model.STATES}
        unknown = {s for start, ends in made.moves.items() for s in (start, *ends) if s not in states}
        if unknown:
            raise ValueError(f"{made.key}: no such state {', '.join(sorted(unknown))}")
        kept = _ACTIONS.setdefault(model.kind_name(), {})
        if made.name in kept:
            raise ValueError(f"{made.key} is defined twice")
        kept[made.name] = made
        lives("action", made.key, f"{run.__module__.replace('.', '/')}.py", made.cites)
        return made

    return define


def _moves(moves: Mapping[str, str | tuple[str, ...]], stays: Iterable[str]) -> dict[str, tuple[str, ...]]:
    kept = {state: (state,) for state in stays}
    return {**kept, **{start: (end,) if isinstance(end, str) else end for start, end in moves.items()}}


def actions_of(model: type[Case] | Case) -> Mapping[str, Action]:
    """The actions of a kind of case by name, in the order they were defined."""
    return _ACTIONS.get(model.kind_name(), {})


def all_actions() -> Iterable[Action]:
    """Every action of every kind of case."""
    return [made for kept in _ACTIONS.values() for made in kept.values()]


def find_action(kind: str, name: str) -> Action:
    """Raises KeyError when that kind of case has no such action."""
    return _ACTIONS[kind][name]


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as one person meets it on one case: open, or blocked with the reason. next: it is what comes next."""

    action: Action
    refusal: Refusal | None = None
    warnings: tuple[Finding, ...] = field(default=())
    next: bool = False

    @property
    def open(self) -> bool:
        return self.refusal is None


# -- steps no person asks for by name --------------------------------------------------------------------

_STEPS: dict[tuple[str, str], Any] = {}


def step_words(model: type[Case], **labels: Any) -> None:
    """Words for what another case's action, or a day's end, does to a kind of case (see kechuang.casework.cases.direct)."""
    for name, label in labels.items():
        _STEPS[model.kind_name(), name] = label


def step_label(kind: str, name: str) -> Any:
    """The words of a step, or None."""
    return _STEPS.get((kind, name))
