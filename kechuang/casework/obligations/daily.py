"""What a day does to obligations: computed anew where the law or calendar changed, warned ahead, escalated when late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kechuang.casework.inbox import services as inbox
from kechuang.casework.obligations.models import Obligation
from kechuang.casework.obligations.services import recompute, restate
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core.words import either, with_note
from kechuang.law.rule import REGISTRY

WARN_DAYS = 7
"""How many days ahead of its last day an obligation is brought to mind."""


@dataclass(frozen=True, slots=True)
class Day:
    """How many obligations moved, were warned of and were escalated."""

    moved: int
    warned: int
    escalated: int


@transaction.atomic
def run(day: dt.date) -> Day:
    """Do a day's work; doing it again on the same day changes nothing."""
    moved = recompute()
    tell_moved(moved)
    return Day(len(moved), _warn(day), _escalate(day))


def tell_moved(moved: Iterable[tuple[Obligation, dt.date | None]]) -> None:
    """Tell those who must act that their last day is another, and which it was."""
    for obligation, before in moved:
        days = {"old": before or "–", "new": obligation.due or "–"}
        _tell(obligation, "law", lambda days=days: _("期限由 %(old)s 改为 %(new)s") % days)  # type: ignore[misc]


def _warn(day: dt.date) -> int:
    rows = Obligation.objects.running().filter(due__range=(day, day + dt.timedelta(days=WARN_DAYS)), warned_on=None)
    count = 0
    for obligation in rows.select_related("owner"):
        days = {"n": obligation.days_left(day), "due": obligation.due}
        _tell(obligation, "due", lambda days=days: _("还有 %(n)s 天，%(due)s 到期") % days)  # type: ignore[misc]
        obligation.warned_on = day
        obligation.save(update_fields=("warned_on",))
        count += 1
    return count


def _escalate(day: dt.date) -> int:
    """Late: the leaders of the owner hear of it, and the science department of the region, once."""
    count = 0
    for obligation in Obligation.objects.overdue(day).filter(escalated_on=None).select_related("owner"):
        assert obligation.due is not None
        days = {"n": (day - obligation.due).days, "due": obligation.due}

        def text(days: dict[str, Any] = days) -> str:
            return _("已逾期 %(n)s 天（%(due)s 到期）") % days

        _tell(obligation, "due", text, roles=(Role.LEADER,))
        offices = Organisation.objects.filter(
            kind=Organisation.Kind.DEPARTMENT, department=Organisation.Department.ST, region=obligation.territory
        )
        for office in offices.exclude(pk=obligation.owner_id):
            _tell(obligation, "due", text, to=office)
        restate(obligation, day)
        obligation.escalated_on = day
        obligation.save()
        count += 1
    return count


def _tell(
    obligation: Obligation,
    topic: str,
    text: Callable[[], str],
    *,
    to: Organisation | None = None,
    roles: tuple[str, ...] = (),
) -> None:
    """In each reader's language; to another office with the name of who must act."""
    rule = REGISTRY.get(obligation.rule)

    def words() -> str:
        name = (rule.en if get_language() == "en" else rule.zh) if rule else obligation.rule
        if to is not None:  # an office hears of many units
            name = with_note(name, either(obligation.owner.name, obligation.owner.name_en))
        return _("%(name)s：%(text)s") % {"name": name, "text": text()}

    inbox.tell(inbox.members(to or obligation.owner, roles), topic, words, case_id=obligation.case_id)
