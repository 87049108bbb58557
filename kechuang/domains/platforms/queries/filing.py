"""Which days a department set for a platform's filings of a year."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.domains.platforms.models import FilingRound, Platform


def round_for(region: str, year: int) -> FilingRound | None:
    """The round of a year that reaches a region: of the region itself, else of the nearest place above it."""
    rows = FilingRound.objects.filter(year=year, withdrawn_on=None).select_related("region")
    reaching = [row for row in rows if region.startswith(row.region.prefix)]
    return max(reaching, key=lambda row: len(row.region.prefix), default=None)


def platforms_of(round_: FilingRound) -> list[Platform]:
    """The platforms a round reaches: those running in its region that no nearer round reaches."""
    rows = Platform.objects.filter(region__code__startswith=round_.region.prefix, state="operating")
    rows = rows.select_related("owner", "region", "introducing_entity").order_by("region", "title")
    nearer = [
        row.region.prefix
        for row in FilingRound.objects.filter(year=round_.year, withdrawn_on=None)
        .exclude(pk=round_.pk)
        .select_related("region")
        if row.region.prefix.startswith(round_.region.prefix)
    ]
    return [p for p in rows if not any(p.region_id.startswith(prefix) for prefix in nearer)]


def department_of(user: Any) -> Organisation | None:
    """The science department a person acts for as its clerk or leader, if any."""
    posts = [
        p
        for p in reach_of(user).posts
        if p.over_regions and p.department == Organisation.Department.ST and p.role in (Role.CLERK, Role.LEADER)
    ]
    return Organisation.objects.get(pk=posts[0].organisation) if posts else None
