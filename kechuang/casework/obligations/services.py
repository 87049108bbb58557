"""Starting, meeting, waiving and recomputing legal clocks, in the engine's transaction or from a job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.obligations.models import Obligation
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.law import Determination, Finding, Step, explain
from kechuang.law.bilingual import both
from kechuang.law.calendar import default_workdays
from kechuang.law.library import load
from kechuang.law.types import plain

Determined = Mapping[int, Sequence[Determination]]
_readers: list[Callable[[Iterable[int]], Determined]] = []
AT_ONCE = 500
"""Obligations recomputed between two looks at what was determined."""


def determinations_from(read: Callable[[Iterable[int]], Determined]) -> None:
    """Where to read what persons determined in cases, by the ids of the cases. Named once, by the floor of cases above."""
    _readers[:] = [read]


def _read(cases: Iterable[int]) -> Determined:
    return _readers[0](cases) if _readers else {}


def start(
    *,
    case_id: int,
    rule: str,
    territory: str,
    owner: Organisation,
    facts: Mapping[str, Any],
    settled_by: str = "",
) -> Obligation:
    """Start a clock for a case; one already running for the same rule is restarted from the new facts."""
    stored = {name: plain(value) for name, value in facts.items() if value is not None}
    finding = _computed(rule, territory, stored, clock.today(), _read([case_id]).get(case_id, ()))
    fields = {
        "territory": territory, "owner": owner, "facts": stored, "settled_by": settled_by, **_answer(finding),
        "warned_on": None, "escalated_on": None,
    }  # fmt: skip
    found, _created = Obligation.objects.update_or_create(
        case_id=case_id, rule=rule, status=Obligation.Status.DUE, defaults=fields
    )
    return found


def meet(case_id: int, rule: str, done_on: dt.date) -> Obligation | None:
    """Stop a running clock: done on that day, in time or late. Late is recorded as late; nothing is invented."""
    found = (
        Obligation.objects.select_for_update().filter(case_id=case_id, rule=rule, status=Obligation.Status.DUE).first()
    )
    if found is None:
        return None
    found.status, found.done_on = Obligation.Status.MET, done_on
    if found.due is not None and done_on > found.due:
        restate(found, done_on)
    found.save()
    return found


def waive(obligation: Obligation, reason: str) -> None:
    """Release an obligation with a reason that is kept."""
    if not reason.strip():
        raise ValueError(_("免除义务须写明理由"))
    obligation.status, obligation.waived_reason = Obligation.Status.WAIVED, reason.strip()
    obligation.save(update_fields=("status", "waived_reason"))


def restate(obligation: Obligation, day: dt.date, determined: Determined | None = None) -> None:
    """Ask the law anew as of a day, with what was determined in the case, and set what it says: once late, what follows.

    Does not save. determined: read before for many; else read here.
    """
    known = (_read([obligation.case_id]) if determined is None else determined).get(obligation.case_id, ())
    finding = _computed(obligation.rule, obligation.territory, obligation.facts, day, known)
    for name, value in _answer(finding).items():
        setattr(obligation, name, value)


def recount(obligation: Obligation, facts: Mapping[str, Any], done_on: dt.date | None) -> None:
    """A clock that was met, from facts or a day of doing that were put right: its day and whether it was late follow."""
    obligation.facts = {name: plain(value) for name, value in facts.items() if value is not None}
    obligation.done_on = done_on or obligation.done_on
    restate(obligation, obligation.done_on or clock.today())
    obligation.save()


def recompute() -> list[tuple[Obligation, dt.date | None]]:
    """Compute running clocks anew where the law or the calendar changed; returns those that moved, with the old day."""
    law, calendar = load().fingerprint, default_workdays().fingerprint
    rows = Obligation.objects.running().exclude(law=law, calendar=calendar)
    return _anew(list(rows.values_list("pk", flat=True)))


def determined(case_id: int) -> list[tuple[Obligation, dt.date | None]]:
    """Compute the running clocks of a case anew, once something was determined in it; those that moved, with the old day."""
    return _anew(list(Obligation.objects.running().filter(case_id=case_id).values_list("pk", flat=True)))


def _anew(pks: Sequence[int]) -> list[tuple[Obligation, dt.date | None]]:
    moved = []
    for first in range(0, len(pks), AT_ONCE):
        rows = list(Obligation.objects.filter(pk__in=pks[first : first + AT_ONCE]).order_by("pk"))
        known = _read({row.case_id for row in rows})
        for obligation in rows:
            before = obligation.due
            restate(obligation, clock.today(), known)
            if obligation.due != before:  # its new day is brought to mind anew, and late by that day is late
                obligation.warned_on = obligation.escalated_on = None
                moved.append((obligation, before))
            obligation.save()
    return moved


def _computed(
    rule: str, territory: str, facts: Mapping[str, Any], day: dt.date, known: Sequence[Determination]
) -> Finding:
    """The clock's answer; where its last day is over by `day`, also what follows from being late."""
    given = {"on": clock.today(), **facts}
    finding = explain(rule, given, territory=territory, determinations=known)
    if isinstance(finding.value, dt.date) and finding.value < day:
        finding = explain(rule, {"as_of": day, **given}, territory=territory, determinations=known)
    return finding


def _first_day(step: Step) -> dt.date | None:
    """The first day counted, the one after the event; None where nothing is counted (a day fixed by the text)."""
    steps = [step]
    while steps:
        one = steps.pop(0)
        for shift in one.shifts:
            if shift.kind == "start_excluded":
                return shift.day
        steps.extend(one.children)
    return None


def _answer(finding: Finding) -> dict[str, Any]:
    due = finding.value if isinstance(finding.value, dt.date) else None
    return {
        "starts_on": _first_day(finding.step),
        "due": due,
        "provisional": finding.provisional,
        "simulation": finding.simulation,
        "finding": both(finding),
        "cites": [str(c) for c in finding.citations],
        "consequence": "；".join(r.zh for r in finding.remarks if r.kind == "consequence"),
        "consequence_en": "; ".join(r.en for r in finding.remarks if r.kind == "consequence"),
        "law": load().fingerprint,
        "calendar": default_workdays().fingerprint,
    }
