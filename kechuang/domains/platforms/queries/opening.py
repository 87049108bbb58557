"""Cases a person could open for a platform there is: what an action is offered by. One query each, none for those without a post."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import at_posts
from kechuang.casework.parties.models import Role
from kechuang.casework.parties.reach import reach_of, under
from kechuang.domains.platforms.models import Agreement, Platform, RecognitionApplication, Stewardship
from kechuang.domains.platforms.queries.offices import own_office

_OFFICERS = (Role.CLERK, Role.LEADER)


def agreements_of(user: Any) -> Iterable[Case]:
    """An agreement of a platform that the person's organisation brought in, or of one that nobody did under their office."""
    reach = reach_of(user)
    mine = {post.organisation for post in reach.posts if post.role in _OFFICERS}
    if not mine:
        return
    over = {post.prefix for post in reach.posts if post.over_regions and post.role in _OFFICERS}
    nobody = Q(introducing_entity=None) & under(over, "region__code")
    platform = _one(Platform.objects.filter(Q(introducing_entity__in=mine) | nobody))
    if platform is not None:
        owner: Any = platform.introducing_entity_id or own_office(user, platform.region_id)
        yield Agreement(owner_id=owner, region_id=platform.region_id)


def stewardships_of(user: Any) -> Iterable[Case]:
    """The care of a platform that the person's organisation brought in, or any under their office."""
    yield from at_posts(Stewardship, user)
    mine = {post.organisation for post in reach_of(user).posts if post.role in _OFFICERS}
    platform = _one(Platform.objects.filter(introducing_entity__in=mine)) if mine else None
    if platform is not None:
        owner: Any = platform.introducing_entity_id
        yield Stewardship(owner_id=owner, region_id=platform.region_id)


def applications_of(user: Any) -> Iterable[Case]:
    """An application of a platform of the person's own, or any under their office."""
    yield from at_posts(RecognitionApplication, user)
    mine = reach_of(user).organisations
    platform = _one(Platform.objects.owned_by(*mine)) if mine else None
    if platform is not None:
        yield RecognitionApplication(owner_id=platform.owner_id, region_id=platform.region_id)


def _one(rows: QuerySet[Platform]) -> Platform | None:
    return next(iter(rows.exclude(state="exited").order_by()[:1]), None)
