"""The secrecy grade (密级) as the national form asks it, from the screening: it is not typed twice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kechuang.domains.achievements.models import Achievement


def secrecy(achievement: Achievement) -> str:
    """非密 where the latest screening found no state secret; empty before there is one. Secret ones are graded elsewhere."""
    latest = achievement.screenings.first()
    if latest is None:
        return ""
    return _("涉密，密级在涉密管理中确定") if latest.state_secrets else _("非密")
