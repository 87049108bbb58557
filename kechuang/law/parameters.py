"""Which of the values that instruments state applies: by status, territory, unit, date and what was known.

Tests run in that order and stop at the first that fails. Values that pass combine by their bound: the highest floor,
the lowest ceiling, one exact value (special over general, later over earlier, of the same organ). Two organs that state
different exact values conflict, and a person decides. A value whose unit test rests on an unknown fact leaves the
answer open only if it could change it. No value at all is `no law found`, never zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from kechuang.law.model import Bound, Citation, Entry, Force, Instrument, Status


class State(IntEnum):
    """Whether a value is known, and if not, why. Where several reasons meet, the highest is told: what no fact could mend."""

    KNOWN = 0
    MISSING = 1
    OPEN = 2
    CONFLICT = 3
    NO_LAW = 4
    NOT_APPLICABLE = 5


class Outcome(StrEnum):
    """What became of one instrument, or one of its statements, in a resolution."""

    DECIDES = "decides"
    SATISFIED = "satisfied"
    ADVICE = "advice"
    AGREED_OTHERWISE = "agreed_otherwise"
    UNKNOWN = "unknown"
    SIMULATION_ONLY = "simulation_only"
    OUTRANKED = "outranked"
    CONFLICT = "conflict"
    SILENT = "silent"
    FAILED = "failed"


class Tested(StrEnum):
    """The result of one test; the text of a draft is `failed` at status, what was not reached is `unchecked`."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    UNCHECKED = "unchecked"


TESTS = ("status", "territory", "unit", "date")


@dataclass(frozen=True, slots=True)
class Considered:
    """One row of "what was looked at": an instrument, its statement if it has one, the four tests and the outcome.

    `because` names what failed or is unknown: a status, a region prefix, trait names or a date.
    """

    instrument: str
    citation: Citation | None
    value: Any
    tests: Mapping[str, Tested]
    outcome: Outcome
    because: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The value that applies and the entries it rests on.

    value: as Entry.value (a tuple of entries for checklists, the chosen entry for formulas). unknown: the traits that
    must be known first. simulation: it rests on a draft.
    """

    state: State
    value: Any
    decisive: tuple[Entry, ...]
    sure: tuple[Entry, ...]
    unknown: tuple[str, ...]
    rows: tuple[tuple[Entry, Outcome, str, int], ...]
    advice: tuple[Entry, ...]
    simulation: bool
    note: str = ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(entry.citation for entry in self.decisive)


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything a resolution depends on. Dates and territory may be unknown (None); traits map a name to a value or None."""

    territory: str | None
    on: dt.date | None
    keys: Mapping[str, str | None]
    traits: Mapping[str, Any]
    agreed: bool | None = None


def resolve(
    entries: Sequence[Entry],
    instruments: Mapping[str, Instrument],
    matter: Matter,
    *,
    combine: str = "bound",
    known_on: dt.date | None = None,
    simulate: bool = False,
    optional: bool = False,
) -> Resolution:
    """Resolve the entries of one name for one matter.

    combine: "bound" (by each entry's bound), "all" (checklists: all that bind) or "one" (formulas: like exact values).
    optional: also count floors that an instrument only permits (可以), for a case where the permission was used.
    """
    if matter.territory is None:
        return _open(State.MISSING, ("territory",))
    missing_keys = tuple(f"key:{name}" for name, value in matter.keys.items() if value is None)
    if missing_keys:
        return _open(State.MISSING, missing_keys)
    if matter.on is None and any(_in_territory(entry, instruments, matter.territory) for entry in entries):
        return _open(State.MISSING, ("on",))

    chosen = [entry for entry in entries if _about(entry, matter.keys)]
    judged = [(entry, *_judge(entry, instruments[entry.citation.instrument], matter, known_on)) for entry in chosen]
    drafts = {id(entry) for entry in chosen if not instruments[entry.citation.instrument].binding}
    live = [j for j in judged if j[1] in (Outcome.DECIDES, Outcome.UNKNOWN)]
    binding = [j for j in live if id(j[0]) not in drafts]
    # A draft binds nobody: it is counted when asked for, or when nothing in force speaks, and the answer says so.
    simulation = bool(live) and (simulate or not binding) and any(id(j[0]) in drafts for j in live)
    counted = live if simulation else binding

    rows: dict[int, tuple[Entry, Outcome, str, int]] = {}
    for entry, outcome, because, at in judged:
        rows[id(entry)] = (entry, outcome, because, at)
        if outcome in (Outcome.DECIDES, Outcome.UNKNOWN) and id(entry) in drafts and not simulation:
            rows[id(entry)] = (entry, Outcome.SIMULATION_ONLY, "draft", 0)

    advice: list[Entry] = []
    sure: list[Entry] = []
    maybe: list[tuple[Entry, str]] = []
    for entry, outcome, because, at in counted:
        if entry.force is Force.MAY and entry.bound is not Bound.EXACT and combine == "bound" and not optional:
            advice.append(entry)
            rows[id(entry)] = (entry, Outcome.ADVICE, "may", at)
        elif outcome is Outcome.UNKNOWN:
            maybe.append((entry, because))
        else:
            sure.append(entry)
    result = _combine(combine, sure, maybe, instruments)
    for entry, outcome in result.marks:
        rows[id(entry)] = (entry, outcome, rows[id(entry)][2], rows[id(entry)][3])
    state, unknown = result.state, result.unknown
    if state is State.NO_LAW and any(j[1] is Outcome.AGREED_OTHERWISE for j in judged):
        state = State.NOT_APPLICABLE  # the law leaves it to the rule or agreement, and there is one
    if simulation:
        simulation = any(id(entry) in drafts for entry in (*result.decisive, *(e for e, _ in maybe)))
    return Resolution(
        state=state,
        value=result.value,
        decisive=tuple(result.decisive),
        sure=tuple(sure),
        unknown=unknown,
        rows=tuple(rows.values()),
        advice=tuple(advice),
        simulation=simulation,
    )


def considered(resolution: Resolution, instruments: Mapping[str, Instrument], matter: Matter) -> tuple[Considered, ...]:
    """Every instrument and why it did or did not count, statements first, then those silent on the matter."""
    if resolution.unknown and not resolution.rows:  # without a place, a day or a case nothing could be tested
        because = "、".join(resolution.unknown)
        tests = dict.fromkeys(TESTS, Tested.UNCHECKED)
        return tuple(Considered(i, None, None, tests, Outcome.UNKNOWN, because) for i in instruments)
    rows = [_row(entry, outcome, because, at) for entry, outcome, because, at in resolution.rows]
    spoken = {row.instrument for row in rows}
    silent = [_silent(instrument, matter) for instrument in instruments.values() if instrument.id not in spoken]
    return (*rows, *silent)


def trait_names(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The facts about the unit that these entries ask for, each once, in the order first met."""
    return tuple(dict.fromkeys(name for entry in entries for name in entry.applies))


# -- one entry -------------------------------------------------------------------------------------


def _about(entry: Entry, keys: Mapping[str, str | None]) -> bool:
    return all(keys[name] in allowed for name, allowed in entry.keys.items() if name in keys)


def _in_territory(entry: Entry, instruments: Mapping[str, Instrument], territory: str) -> bool:
    return instruments[entry.citation.instrument].governs(territory)


def _judge(entry: Entry, instrument: Instrument, matter: Matter, known_on: dt.date | None) -> tuple[Outcome, str, int]:
    """The outcome of the tests for one entry, why, and the index in TESTS of the test that decided it."""
    if not instrument.governs(matter.territory or ""):
        return Outcome.FAILED, instrument.region, 1
    failed = [name for name, wanted in entry.applies.items() if matter.traits.get(name) not in (None, wanted)]
    if failed:
        return Outcome.FAILED, "、".join(failed), 2
    unknown = [name for name in entry.applies if matter.traits.get(name) is None]
    on = matter.on
    if on is not None:
        if entry.since is None or on < entry.since:
            return Outcome.FAILED, f"<{entry.since or ''}", 3
        if entry.until is not None and on >= entry.until:
            return Outcome.FAILED, f">={entry.until}", 3
    if known_on is not None and entry.known_from is not None and entry.known_from > known_on:
        return Outcome.FAILED, f"known>{entry.known_from}", 3
    if entry.force is Force.UNLESS_AGREED:
        if matter.agreed is True:
            return Outcome.AGREED_OTHERWISE, "agreed", 2
        if matter.agreed is None:
            unknown.append("agreed")
    if unknown:
        return Outcome.UNKNOWN, "、".join(unknown), 2
    return Outcome.DECIDES, "", 4


# -- several entries --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Combined:
    state: State
    value: Any
    decisive: Sequence[Entry]
    unknown: tuple[str, ...]
    marks: Sequence[tuple[Entry, Outcome]]


def _combine(
    how: str, sure: list[Entry], maybe: list[tuple[Entry, str]], instruments: Mapping[str, Instrument]
) -> _Combined:
    if how == "all":
        return _all(sure, maybe)
    entries = [*sure, *(entry for entry, _ in maybe)]
    bounds = {entry.bound for entry in entries}
    if how == "one" or Bound.EXACT in bounds or any(_unordered(entry) for entry in entries):
        return _exact(sure, maybe, instruments)
    if not sure and not maybe:
        return _Combined(State.NO_LAW, None, (), (), ())
    higher = Bound.FLOOR in bounds
    best = (max if higher else min)((entry.value for entry in sure), default=None)
    open_ones = [(e, why) for e, why in maybe if best is None or (e.value > best if higher else e.value < best)]
    decisive = [entry for entry in sure if entry.value == best]
    marks = [(entry, Outcome.DECIDES if entry in decisive else Outcome.SATISFIED) for entry in sure]
    if open_ones:
        marks = [(entry, Outcome.SATISFIED) for entry in sure]
        return _Combined(State.MISSING, None, decisive, _names(open_ones), marks)
    marks += [(entry, Outcome.SATISFIED) for entry, _ in maybe]
    return _Combined(State.KNOWN, best, decisive, (), marks)


def _unordered(entry: Entry) -> bool:
    """A level or another code has no higher or lower that its letters would tell; month-days (03-30) sort as written."""
    return isinstance(entry.value, str) and entry.unit != "month_day"


def _all(sure: list[Entry], maybe: list[tuple[Entry, str]]) -> _Combined:
    if maybe:
        return _Combined(State.MISSING, None, sure, _names(maybe), ())
    if not sure:
        return _Combined(State.NO_LAW, None, (), (), ())
    return _Combined(State.KNOWN, tuple(sure), sure, (), ())


def _exact(sure: list[Entry], maybe: list[tuple[Entry, str]], instruments: Mapping[str, Instrument]) -> _Combined:
    left, marks = _winners(sure, instruments)
    values = {_comparable(entry) for entry in left}
    if len(values) > 1:
        return _Combined(State.CONFLICT, None, left, (), [*marks, *((entry, Outcome.CONFLICT) for entry in left)])
    open_ones = []
    for entry, why in maybe:
        with_it, _ = _winners([*sure, entry], instruments)
        if {_comparable(e) for e in with_it} != values:
            open_ones.append((entry, why))
    if open_ones:
        return _Combined(State.MISSING, None, left, _names(open_ones), marks)
    if not left:
        return _Combined(State.NO_LAW, None, (), (), marks)
    for entry, _ in maybe:  # whether it applies is unknown, and changes nothing
        marks.append((entry, Outcome.SATISFIED if _comparable(entry) in values else Outcome.OUTRANKED))
    return _Combined(State.KNOWN, left[0].value, left, (), marks)


def _comparable(entry: Entry) -> Any:
    return entry.value


def _winners(
    sure: Sequence[Entry], instruments: Mapping[str, Instrument]
) -> tuple[list[Entry], list[tuple[Entry, Outcome]]]:
    """Special over general, then later over earlier, within one organ; the rest stand side by side (立法法 103)."""
    by_organ: dict[str, list[Entry]] = {}
    for entry in sure:
        by_organ.setdefault(instruments[entry.citation.instrument].issuer, []).append(entry)
    left: list[Entry] = []
    marks: list[tuple[Entry, Outcome]] = []
    for group in by_organ.values():
        special = max(_speciality(entry) for entry in group)
        kept = [entry for entry in group if _speciality(entry) == special]
        latest = max((entry.since or dt.date.min) for entry in kept)
        kept = [entry for entry in kept if (entry.since or dt.date.min) == latest]
        left += kept
        marks += [(entry, Outcome.DECIDES if entry in kept else Outcome.OUTRANKED) for entry in group]
    return left, marks


def _speciality(entry: Entry) -> int:
    return len(entry.applies) + len(entry.keys)


def _names(open_ones: Sequence[tuple[Entry, str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, why in open_ones for name in why.split("、")))


def _open(state: State, unknown: tuple[str, ...]) -> Resolution:
    return Resolution(state, None, (), (), unknown, (), (), False)


# -- the table of what was considered ---------------------------------------------------------------


def _row(entry: Entry, outcome: Outcome, because: str, at: int) -> Considered:
    tests = {}
    for i, name in enumerate(TESTS):
        if i < at:
            tests[name] = Tested.PASSED
        elif i > at:
            tests[name] = Tested.UNCHECKED
        elif outcome is Outcome.UNKNOWN:
            tests[name] = Tested.UNKNOWN
        else:
            tests[name] = Tested.FAILED
    if outcome in (Outcome.DECIDES, Outcome.SATISFIED, Outcome.ADVICE, Outcome.OUTRANKED, Outcome.CONFLICT):
        tests = dict.fromkeys(TESTS, Tested.PASSED)
        if because and outcome in (Outcome.SATISFIED, Outcome.OUTRANKED):
            tests["unit"] = Tested.UNKNOWN
    return Considered(entry.citation.instrument, entry.citation, entry.value, tests, outcome, because)


def _silent(instrument: Instrument, matter: Matter) -> Considered:
    tests = dict.fromkeys(TESTS, Tested.UNCHECKED)
    if instrument.status is Status.DRAFT:
        tests["status"] = Tested.FAILED
        return Considered(instrument.id, None, None, tests, Outcome.FAILED, "draft")
    tests["status"] = Tested.PASSED
    if matter.territory is not None and not instrument.governs(matter.territory):
        tests["territory"] = Tested.FAILED
        return Considered(instrument.id, None, None, tests, Outcome.FAILED, instrument.region)
    tests["territory"] = Tested.PASSED
    return Considered(instrument.id, None, None, tests, Outcome.SILENT, "")
