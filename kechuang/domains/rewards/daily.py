"""The day's work: drafts and plans on notice are held to the law as it now stands."""

from __future__ import annotations

import datetime as dt

from kechuang.domains.rewards import recomputing
from kechuang.domains.rewards.models import RewardPlan


def floors(day: dt.date) -> str:
    """Measure anew what is drafted or on notice; a law, a reading or a unit's facts may have changed since."""
    alive = RewardPlan.objects.filter(state__in=("drafted", "in_notice"))
    changed, told = recomputing.bring_up_to_date(recomputing.differing_among(alive))
    return f"{changed} brought up to date, {told} told of"
