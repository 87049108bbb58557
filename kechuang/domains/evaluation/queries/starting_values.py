"""What the forms of scoring and grading start from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kechuang.core import clock
from kechuang.domains.evaluation.models import Campaign, ClassLine

REPLY_DAYS, NOTICE_DAYS = 3, 15
"""Days suggested for experts to answer and for the notice; nothing but a start for the form."""


def grading_start(campaign: Campaign) -> Mapping[str, Any]:
    """Lines as they stand, days within the phase of scoring, today for what is told today."""
    today = clock.today()
    phase = next((p for p in campaign.phases.all() if p.phase == "scoring"), None)
    found: dict[str, Any] = {
        "reply_by": today + dt.timedelta(days=REPLY_DAYS), "given_on": today, "met_on": today,
        "notice_until": today + dt.timedelta(days=NOTICE_DAYS),
    }  # fmt: skip
    found["score_by"] = max(phase.ends_on if phase else today, found["reply_by"])
    for line in ClassLine.objects.filter(campaign=campaign):
        name = line.platform_class
        found |= {
            f"excellent_{name}": line.excellent, f"good_{name}": line.good, f"qualified_{name}": line.qualified,
            f"wanted_{name}": line.wanted, f"tie_{name}": " ".join(line.tie_rule), "failing": line.failing, "reason": line.reason,
        }  # fmt: skip
    return found
