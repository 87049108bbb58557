"""Results to test what follows with: platforms graded and published, written straight into the tables."""

from __future__ import annotations

import itertools
from typing import Any

from django.db import connection, transaction

from kechuang.casework.parties.models import UnitFact
from kechuang.domains.evaluation import following
from kechuang.domains.evaluation.models import Campaign, Evaluation, Scheme
from kechuang.domains.platforms.models import Platform
from tests.casework.office import Office
from tests.domains.evaluation.judging import drafted, node, opened

_NUMBERS = itertools.count(1)


def scheme_of(office: Office, mark: str, year: int) -> Scheme:
    """An adopted scheme of one indicator."""
    found = Scheme.objects.filter(place=office.organisations[f"{mark}-park"].region_id, year=year).first()
    if found is not None:
        return found
    scheme = drafted(office, f"{mark}-st_department-clerk", year=year)
    node(scheme, "A", 100)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET state = 'adopted', version = version + 1 WHERE id = %s", [scheme.pk])
        cursor.execute("UPDATE evaluation_scheme SET adopted_on = '2026-11-21' WHERE case_ptr_id = %s", [scheme.pk])
    return Scheme.objects.get(pk=scheme.pk)


def fact(platform: Platform, name: str, value: Any = True) -> None:
    UnitFact.objects.create(organisation=platform.owner, name=name, value=value, valid_from="2020-01-01")


def published(
    office: Office, grades: dict[Platform, str], *, mark: str = "kq", year: int = 2026, kind: str = "yearly",
    quiet: bool = False, **more: Any,
) -> Campaign:  # fmt: skip
    """A campaign of a place whose results are published with these grades. quiet: nobody hears of it."""
    scheme = scheme_of(office, mark, year)
    campaign: Campaign = opened(office, f"{mark}-st_department-clerk", year=year, kind_of=kind, held_on=f"{year}-12-31")
    for platform, grade in grades.items():
        Evaluation.objects.create(
            kind=Evaluation.kind_name(), number=f"PP-TEST-{next(_NUMBERS):06d}", title=f"{platform.title} 评价",
            region=platform.region, owner=platform.owner, state="published", campaign=campaign, platform=platform,
            platform_class=scheme.platform_class, scheme=scheme, grade=grade, **more,
        )  # fmt: skip
    if not quiet:
        following.result_published(following.Published(campaign, office[f"{mark}-st_department-leader"]))
    return campaign
