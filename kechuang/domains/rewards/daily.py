"""The day's work: drafts and plans on notice are held to the law as it now stands; yearly reports are opened."""

from __future__ import annotations

import datetime as dt

from kechuang.domains.rewards import recomputing
from kechuang.domains.rewards.models import RewardPlan
from kechuang.domains.rewards.reporting import due


def floors(day: dt.date) -> str:
    """Measure anew what is drafted or on notice; a law, a reading or a unit's facts may have changed since."""
    alive = RewardPlan.objects.filter(state__in=("drafted", "in_notice"))
    changed, told = recomputing.bring_up_to_date(recomputing.differing_among(alive))
    return f"{changed} brought up to date, {told} told of"


def reports(day: dt.date) -> str:
    """Open last year's report of each unit it is due from."""
    return due.open_reports(day)
