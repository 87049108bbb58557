"""Where a campaign stands: which phase today falls in, and whether scores may be shown yet."""

from __future__ import annotations

import datetime as dt

from kechuang.core import clock
from kechuang.domains.evaluation.models import Campaign, CampaignPhase

OPEN_TO_PLATFORM = frozenset({"contest", "joint_review", "in_notice", "published", "closed"})
"""States of a campaign in which a platform reads its own scores: from the phase in which it may contest them."""


def scores_shown(campaign: Campaign) -> bool:
    """Whether the scores of a campaign are shown on the pages of its evaluations."""
    return campaign.state in OPEN_TO_PLATFORM


def phase_of(campaign: Campaign, name: str) -> CampaignPhase | None:
    return next((row for row in campaign.phases.all() if row.phase == name), None)


def within(campaign: Campaign, name: str, day: dt.date | None = None) -> bool:
    """Whether a day (today) falls in a phase."""
    row, on = phase_of(campaign, name), day or clock.today()
    return row is not None and row.starts_on <= on <= row.ends_on
