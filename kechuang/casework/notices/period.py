"""From which day to which a notice runs: the law's minimum, and the publisher's own days where those are longer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from kechuang.casework.cases import law
from kechuang.casework.cases.models import Case
from kechuang.casework.notices import facts
from kechuang.casework.notices.kinds import NoticeKind
from kechuang.casework.notices.models import Notice, Posting
from kechuang.core import clock
from kechuang.core.permissions import Refusal
from kechuang.law import Finding, Verdict
from kechuang.law.bilingual import both
from kechuang.law.calendar import default_workdays
from kechuang.law.library import load

_SILENT = (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)


@dataclass(frozen=True, slots=True)
class Period:
    """starts_on is not itself counted, ends_on is the last full day. least: the last day by the law's minimum alone.

    finding: the law's answer, None for a kind without a clock. silent: the law sets no minimum here. question: what must
    be determined before the day can be told.
    """

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    least: dt.date | None = None
    finding: Finding | None = None
    silent: bool = False
    question: Refusal | None = None


def period_of(notice: Notice) -> Period:
    """The period of the present content, as far as its channels and the law tell it."""
    kind, content = notice.what, notice.content
    content.notice = notice
    start = facts.later(content)
    if start is None:
        return Period(silent=kind.clock is None)
    chosen = start + dt.timedelta(days=content.days) if content.days else None
    if kind.clock is None or kind.facts is None:
        return Period(start, chosen, silent=True)
    finding = law.ask(notice.subject, kind.clock, kind.facts(notice))
    told = {output.name: output.value for output in finding.outputs}
    least = told.get(kind.last_day, finding.value)
    if isinstance(least, dt.date):
        begun = told.get("notice_from")
        day = begun if isinstance(begun, dt.date) else start
        return Period(day, max(least, chosen) if chosen else least, least, finding)
    if finding.verdict in _SILENT:
        return Period(start, chosen, None, finding, silent=True)
    return Period(start, None, None, finding, question=law.open_question(finding))


def minimum_from(kind: NoticeKind, subject: Case, day: dt.date) -> dt.date | None:
    """The last full day by the law's minimum of a notice put up on a day; None where the law sets or tells none."""
    if kind.clock is None or kind.if_up is None:
        return None
    finding = law.ask(subject, kind.clock, kind.if_up(subject.specific(), day))
    told = {output.name: output.value for output in finding.outputs}
    least = told.get(kind.last_day, finding.value)
    return least if isinstance(least, dt.date) else None


def silent_once_up(notice: Notice) -> bool:
    """Whether the law would set no minimum if the notice went up today in every channel where it does not stand yet."""
    with transaction.atomic():
        content = notice.content
        content.notice = notice
        have = facts.first_days(content)
        for name in notice.what.channels:
            if name not in have:
                Posting(content=content, channel=name, first_on=clock.today(), evidence="-").save()
        found = period_of(notice)
        transaction.set_rollback(True)
    return found.silent


def write_period(notice: Notice) -> Period:
    """Set the period on the notice, with the law it rests on. Does not save."""
    found = period_of(notice)
    notice.starts_on, notice.ends_on = found.starts_on, found.ends_on
    notice.finding = both(found.finding) if found.finding is not None else None
    notice.provisional = found.finding is not None and found.finding.provisional
    notice.law, notice.calendar = load().fingerprint, default_workdays().fingerprint
    return found
