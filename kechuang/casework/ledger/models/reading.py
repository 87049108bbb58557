"""Who reads the books of a unit: its own finance, audit and heads; the finance and audit offices over its region."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import Reach, reach_of, under

OWN_ROLES = frozenset({Role.FINANCE, Role.AUDITOR, Role.LEADER, Role.PLATFORM_MANAGER})
"""Roles that read the books of their own organisation."""

OFFICE_ROLES = frozenset({Role.FINANCE, Role.AUDITOR})
OFFICES = frozenset({Organisation.Department.FINANCE, Organisation.Department.AUDIT})
"""Over a region: finance and audit roles of any department, and everyone at work in these departments."""


def own_organisations(reach: Reach) -> frozenset[int]:
    """The organisations whose books someone reads as one of their own."""
    return frozenset(post.organisation for post in reach.posts if post.role in OWN_ROLES)


def read_prefixes(reach: Reach) -> frozenset[str]:
    """The region prefixes under which someone reads books by office."""
    return frozenset(
        post.prefix
        for post in reach.posts
        if post.over_regions and (post.role in OFFICE_ROLES or post.department in OFFICES)
    )


def may_read(user: Any, organisation: Organisation) -> bool:
    """The same as visible_to, for the books of one organisation."""
    reach = reach_of(user)
    if organisation.pk in own_organisations(reach):
        return True
    return any(organisation.region_id.startswith(prefix) for prefix in read_prefixes(reach))


class BooksQuerySet(models.QuerySet[Any]):
    """Rows that stand in the books of an organisation; OWNERS are the paths to those who own them."""

    OWNERS: ClassVar[tuple[str, ...]] = ("organisation",)

    def visible_to(self, user: Any) -> Self:
        """Rows of the books a person reads."""
        reach = reach_of(user)
        seen = Q(pk__in=())
        own = own_organisations(reach)
        for owner in self.OWNERS:
            seen |= Q(**{f"{owner}_id__in": own}) if own else Q(pk__in=())
            seen |= under(read_prefixes(reach), f"{owner}__region__code")
        return self.filter(seen)


class EarmarkQuerySet(BooksQuerySet):
    """An earmark is read by who spends it and by who gave it."""

    OWNERS = ("organisation", "funder")
