"""What a council decides on, which of its decisions still wait to be carried out, and who sits in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import in_force_on
from kechuang.core import clock
from kechuang.core.words import either
from kechuang.domains.platforms.models import OTHER_MATTER, CouncilMember, Platform, Resolution
from kechuang.law.library import load

USES = (
    "appointment",
    "removal",
    "charter",
    "internal_rule",
    "repealed_rule",
    "development_plan",
    "year_plan",
    "year_budget",
)
"""What a resolution can have been carried out by; each resolution is used once."""


def matters() -> dict[str, str]:
    """The matters the law lists for councils, by name, and every other matter."""
    listed = {item.id: either(item.zh, item.en) for item in load().checklist_items("council.reserved_matters")}
    return {**listed, OTHER_MATTER: _("其他事项")}


def usable(platform: Platform | None, matter: str, case: Case | None = None) -> QuerySet[Resolution]:
    """Adopted resolutions of a platform's council on a matter that nothing has been carried out by yet.

    A resolution about a certain case serves that case alone.
    """
    rows = Resolution.objects.filter(matter=matter, **{f"{use}__isnull": True for use in USES})
    if platform is None:
        return rows.none()
    rows = rows.filter(council__platform=platform)
    about = Q(item__subject=None)
    if case is not None and case.pk is not None:
        about |= Q(item__subject_id=case.pk)
    return rows.filter(about)


def seats_of(user: Any, council_id: int | None, **narrow: Any) -> QuerySet[CouncilMember]:
    """The seats a person holds in a council today."""
    if council_id is None or not getattr(user, "is_authenticated", False):
        return CouncilMember.objects.none()
    return CouncilMember.objects.filter(in_force_on(clock.today()), council_id=council_id, account_id=user.pk, **narrow)
