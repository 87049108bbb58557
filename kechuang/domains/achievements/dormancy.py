"""The clock of open listing, kept to what now stands.

It runs while the law asks this holder to list this achievement once it lies idle too long: from the grant of its right
where there is one, while it stands on the provincial list and no good reason is accepted. An action that changes what it
counts from names LISTING_CLOCK among its `starts`, and calls `release` in what it leaves to be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from kechuang.casework.cases.actions import Start
from kechuang.casework.cases.columns import CASE, ask_many
from kechuang.casework.cases.law import ask
from kechuang.casework.obligations import services as obligations
from kechuang.casework.obligations.models import Obligation
from kechuang.core import clock
from kechuang.domains.achievements import facts
from kechuang.domains.achievements.models import Achievement
from kechuang.law import Finding, Verdict

LISTING = "idle_listing"
_SILENT = [str(Verdict.NOT_APPLICABLE), str(Verdict.NO_LAW_FOUND)]


def clock_facts(achievement: Achievement, data: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """What the clock counts from; None where it does not run: not registered, listed already, or not asked by any text."""
    if achievement.state != "registered" or achievement.listed_on is not None:
        return None
    given = facts.idle_facts(achievement)
    silent = ask(achievement, LISTING, given).verdict in (Verdict.NOT_APPLICABLE, Verdict.NO_LAW_FOUND)
    return None if silent else given


LISTING_CLOCK = Start(LISTING, owner=lambda case, data: case.owner, facts=clock_facts, settled_by="list_openly")


def release(achievement: Achievement) -> None:
    """Let the clock go where it runs no more, with the reason."""
    if clock_facts(achievement) is not None:
        return
    last = achievement.idle_reasons.last()
    accepted = last is not None and last.accepted is True
    for running in Obligation.objects.running().filter(case_id=achievement.pk, rule=LISTING):
        obligations.waive(running, _("闲置的理由已获认可") if accepted else _("不再具备公开挂牌的条件"))


def keep(day: dt.date) -> str:
    """Start the clocks that a text which came into force since, or a fact of the unit, now asks for; a day's work.

    The law is asked by columns of all that wait; one case is asked only where a clock begins.
    """
    begun = 0
    for some in facts.idle_columns(day, waiting=True):
        if not some.facts.height:
            continue
        told = ask_many(LISTING, some.facts).filter(~pl.col(f"{LISTING}.verdict").is_in(_SILENT))
        cases = told.get_column(CASE).to_list()
        for achievement in Achievement.objects.filter(pk__in=cases).select_related("owner").order_by("pk"):
            given = clock_facts(achievement)
            if given is not None:
                obligations.start(
                    case_id=achievement.pk, rule=LISTING, territory=achievement.region_id, owner=achievement.owner,
                    facts=given, settled_by=LISTING_CLOCK.settled_by,
                )  # fmt: skip
                begun += 1
    return f"{begun} clock(s) of listing begun"


def asked_on(achievement: Achievement, rule: str, day: dt.date | None = None, **more: Any) -> Finding:
    """What the ladder said on a day (today when none is said): a step dated back is judged by the day it was taken."""
    on = day or clock.today()
    return ask(achievement, rule, {**facts.idle_facts(achievement, on), "on": on, "as_of": on, **more})
