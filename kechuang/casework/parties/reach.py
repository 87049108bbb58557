"""How far a person reaches on a day: the organisations they act for, in which roles, and the regions under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from kechuang.casework.parties.models import Membership, Organisation, Role
from kechuang.core import clock

DEPARTMENT_ROLES = frozenset({Role.CLERK, Role.LEADER, Role.FINANCE, Role.AUDITOR})
"""Roles that, in a department, reach every case of the regions under it."""


@dataclass(frozen=True, slots=True)
class Post:
    """One membership in force: a role in an organisation (by id and name), its department function and its region prefix.

    substitute_for: the user whose place this post takes, when it is a substitution.
    """

    organisation: int
    name: str
    role: str
    kind: str
    department: str
    prefix: str
    membership: int
    substitute_for: int | None = None

    @property
    def over_regions(self) -> bool:
        return self.kind == Organisation.Kind.DEPARTMENT and self.role in DEPARTMENT_ROLES


@dataclass(frozen=True, slots=True)
class Reach:
    """All posts of one user on one day."""

    posts: tuple[Post, ...]

    @property
    def organisations(self) -> frozenset[int]:
        return frozenset(post.organisation for post in self.posts)

    @property
    def prefixes(self) -> frozenset[str]:
        """Region prefixes whose cases this person sees by office."""
        return frozenset(post.prefix for post in self.posts if post.over_regions)

    def acts_for(self, organisation: int | None, roles: Iterable[str] = ()) -> bool:
        wanted = set(roles)
        return any(p.organisation == organisation and (not wanted or p.role in wanted) for p in self.posts)

    def holds_office(self, region: str, roles: Iterable[str] = (), departments: Iterable[str] = ()) -> bool:
        """Whether a post in a department covers the region, in one of these roles and functions (any when empty)."""
        wanted, functions = set(roles), set(departments)
        return any(
            p.over_regions
            and region.startswith(p.prefix)
            and (not wanted or p.role in wanted)
            and (not functions or p.department in functions)
            for p in self.posts
        )

    def has_role(self, *roles: str) -> bool:
        return any(post.role in roles for post in self.posts)


NOBODY = Reach(())


def reach_of(user: Any, day: dt.date | None = None) -> Reach:
    """The reach of a user today (or on a day), read once per user object and day."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOBODY
    on = day or clock.today()
    kept: dict[dt.date, Reach] = user.__dict__.setdefault("_reach", {})
    if on not in kept:
        rows = Membership.objects.acting_on(on).filter(user=user)
        kept[on] = Reach(
            tuple(
                Post(
                    m.organisation_id, m.organisation.name, m.role, m.organisation.kind, m.organisation.department,
                    m.organisation.region.prefix, m.pk, m.substitute_for.user_id if m.substitute_for else None,
                )
                for m in rows.select_related("organisation__region", "substitute_for")
            )
        )  # fmt: skip
    return kept[on]


def keep_reach(user: Any, reach: Reach, day: dt.date | None = None) -> None:
    """Let a user object answer with this reach today (or on a day); what other days were read for is forgotten."""
    user.__dict__["_reach"] = {day or clock.today(): reach}


def under(prefixes: Iterable[str], field: str) -> Q:
    """Rows whose region code (a text column) lies under one of the prefixes; no prefix matches nothing."""
    queries = [Q(**{f"{field}__startswith": prefix}) for prefix in prefixes]
    return reduce(or_, queries) if queries else Q(pk__in=())
