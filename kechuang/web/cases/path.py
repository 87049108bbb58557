"""The path of a case through its states, with the days it got there, and to scale the days that run now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case, TimelineEntry
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock, words
from kechuang.core.ui.sites import CaseSite


@dataclass(frozen=True, slots=True)
class Stop:
    """One state on the path. css: done, now, end, skipped or nothing; step: twentieths of the running period gone."""

    label: str
    note: str
    css: str
    step: int = 0
    scaled: bool = False


def path_of(
    site: CaseSite, case: Case, entries: Iterable[TimelineEntry], obligations: Iterable[Obligation]
) -> list[Stop]:
    """The states of the site's path; a case that left it ends with the state it is in."""
    labels = {code: str(label) for code, label in site.model.STATES}
    codes = list(site.path or labels)
    reached: dict[str, dt.date] = {}
    for entry in sorted(entries, key=lambda e: e.pk):
        if entry.to_state and entry.to_state != entry.from_state:
            reached[entry.to_state] = entry.at.astimezone(clock.CHINA).date()
    if case.state not in codes:
        codes = [code for code in codes if code in reached] + [case.state]
    here = codes.index(case.state)
    clock_ = next((o for o in obligations if o.status == Obligation.Status.DUE and o.due), None)
    found = []
    for n, code in enumerate(codes):
        day = reached.get(code)
        note = words.day_words(day, weekday=False) if day else ""
        if n < here:
            found.append(Stop(labels[code], note or _("跳过"), "done" if day else "skipped"))
        elif n > here:
            found.append(Stop(labels[code], "", ""))
        elif case.closed_on is not None:
            found.append(Stop(labels[code], note, "end"))
        elif n == len(codes) - 1:
            found.append(Stop(labels[code], note, "now last"))
        else:
            found.append(_now(labels[code], day, clock_))
    return found


def _now(label: str, since: dt.date | None, running: Any) -> Stop:
    today = clock.today()
    start = running.starts_on if running is not None else None
    if running is not None and start is not None:
        whole = max((running.due - start).days + 1, 1)
        gone = (today - start).days + 1
        if today > running.due:
            return Stop(label, _("逾期 %(n)d 天") % {"n": (today - running.due).days}, "now late", 20, True)
        if gone < 1:
            note = _("次日起算，共 %(whole)d 日") % {"whole": whole}
        else:
            note = _("第 %(gone)d 日，共 %(whole)d 日") % {"gone": gone, "whole": whole}
        return Stop(label, note, "now", max(min(gone * 20 // whole, 20), 0), True)
    days = (today - since).days if since else 0
    note = _("%(day)s起，第 %(n)d 日") % {"day": words.day_words(since, weekday=False), "n": days + 1} if since else ""
    return Stop(label, note, "now")
