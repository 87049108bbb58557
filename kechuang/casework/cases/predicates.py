"""Who may: predicates over a person and a case, to be joined with | & ~ where an action is defined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules.predicates import Predicate

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock


def may_see(user: Any, case: Case) -> bool:
    """The same as Case.objects.visible_to, for one case."""
    reach = reach_of(user)
    if case.public or case.owner_id in reach.organisations:
        return True
    if not case.confined and any(case.region_id.startswith(prefix) for prefix in reach.prefixes):
        return True
    if any(party.organisation_id in reach.organisations for party in case.parties.all()):
        return True
    return named_in(user, case)


def named_in(user: Any, case: Case) -> bool:
    """Whether a person takes part in a case by name today."""
    if getattr(user, "pk", None) is None or case.pk is None:
        return False
    today = clock.today()
    if "people" in getattr(case, "_prefetched_objects_cache", ()):  # a page that read them once for all its panels
        return any(one.user_id == user.pk and one.stands(today) for one in case.people.all())
    return case.people.standing(today).filter(user_id=user.pk).exists()


def takes_part(user: Any, case: Case) -> bool:
    """Whether a person belongs to the case or holds office over it, rather than reading it because it is public.

    What a public case tells everybody is what its kind declares; who did what, the files and the deadlines are for these.
    """
    reach = reach_of(user)
    over = not case.confined and any(case.region_id.startswith(p) for p in reach.prefixes)
    if over or case.owner_id in reach.organisations:
        return True
    return any(party.organisation_id in reach.organisations for party in case.parties.all()) or named_in(user, case)


def could_open(action: Any, user: Any) -> bool:
    """Whether a person could open a case by an action that opens one: one that it knows of, or one of their own posts."""
    if action.opens is not None:
        samples = action.opens(user)
    else:
        samples = (
            action.model(owner_id=post.organisation, region_id=post.prefix.ljust(6, "0"))
            for post in reach_of(user).posts
        )
    return any(action.by.test(user, sample) for sample in samples)


def at_posts(model: type[Case], user: Any) -> list[Case]:
    """Unsaved cases at the places of a person's posts, of no organisation yet: for what an office opens for others."""
    regions = dict.fromkeys(post.prefix.ljust(6, "0") for post in reach_of(user).posts if post.over_regions)
    return [model(region_id=region) for region in regions]


def member_of_owner(*roles: str) -> Any:
    """A member of the organisation responsible for the case, in one of these roles (any when none is named)."""

    def holds(user: Any, case: Case) -> bool:
        return reach_of(user).acts_for(case.owner_id, roles)

    return _predicate(holds, f"member_of_owner({', '.join(roles)})")


def member_of_party(party: str, *roles: str) -> Any:
    """A member of an organisation that takes part in the case as `party`."""

    def holds(user: Any, case: Case) -> bool:
        reach = reach_of(user)
        return any(p.role == party and reach.acts_for(p.organisation_id, roles) for p in case.parties.all())

    return _predicate(holds, f"member_of_party({party})")


def in_office(*roles: str, departments: tuple[str, ...] = ()) -> Any:
    """Someone in office over the case's region, in one of these roles and department functions."""

    def holds(user: Any, case: Case) -> bool:
        return reach_of(user).holds_office(case.region_id or "", roles, departments)

    return _predicate(holds, f"in_office({', '.join((*roles, *departments))})")


def _predicate(holds: Callable[[Any, Case], bool], name: str) -> Any:
    return Predicate(holds, name)
