"""Showing a masked value: to whom it may be shown, for a reason, with a record of each time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kechuang.casework.parties.models import Membership, Organisation, Person, Role, Unmasking
from kechuang.casework.parties.reach import reach_of
from kechuang.core.audit.tracking import acting
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import listed

FIELDS = ("id_number", "phone")
"""The sealed fields of a person."""

OFFICE = (Role.CLERK, Role.LEADER)
WITHIN = (Role.CLERK, Role.LEADER, Role.PLATFORM_MANAGER)
SHORTEST = 4

_LINKS: list[Callable[[Person], Iterable[Organisation]]] = []


def links(link: Callable[[Person], Iterable[Organisation]]) -> Callable[[Person], Iterable[Organisation]]:
    """Decorator for what ties a person to organisations beyond the memberships of their account."""
    _LINKS.append(link)
    return link


def organisations_of(person: Person) -> list[Organisation]:
    """Where a person belongs: by the account's memberships, past ones too, and by what the domains know."""
    members = Membership.objects.filter(user__person=person).values("organisation")
    found = list(Organisation.objects.filter(pk__in=members))
    for link in _LINKS:
        found += link(person)
    return list(dict.fromkeys(found))


def may_unmask(user: Any, person: Person) -> bool:
    """The person; clerks, leaders and managers of their organisations; clerks and leaders in office over those."""
    if getattr(user, "person_id", None) == person.pk:
        return True
    if not reach_of(user).has_role(*WITHIN):
        return False
    return any(may_unmask_people_of(user, organisation) for organisation in organisations_of(person))


def may_unmask_people_of(user: Any, organisation: Organisation) -> bool:
    """Whether everyone who belongs to an organisation may be shown to this person."""
    reach = reach_of(user)
    return reach.acts_for(organisation.pk, WITHIN) or reach.holds_office(organisation.region_id, OFFICE)


def unmask(person: Person, field: str, *, by: Any, reason: str) -> str:
    """The value behind the mask, once the look is on record. Raises Refused and records nothing otherwise."""
    if not may_unmask(by, person):
        raise Refused(Refusal(Ground.PERMISSION, _("只有本人、所在单位经办人员和主管部门可以查看")))
    errors: dict[str, list[str]] = {}
    if field not in FIELDS:
        errors["field"] = [_("可选：%(names)s") % {"names": listed(FIELDS)}]
    words = reason.strip()
    if not SHORTEST <= len(words) <= 200:
        errors["reason"] = [_("写明事由，%(least)d 至 %(most)d 字") % {"least": SHORTEST, "most": 200}]
    if errors:
        raise Refused(Refusal(Ground.INPUT, _("有 %(n)d 处要改") % {"n": len(errors)}, errors=errors))
    with transaction.atomic(), acting(user=by.pk, action="people.unmask"):
        Unmasking.objects.create(person=person, field=field, by=by, reason=words)
        return str(getattr(person, field))
