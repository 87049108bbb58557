"""Who keeps unit files, which roles a member may have where, and which no one person may hold together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from rules.predicates import Predicate

from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import SEPARATED, Membership, Organisation, Role

Department = Organisation.Department

_NOT_IN_DEPARTMENTS = frozenset({Role.PLATFORM_MANAGER, Role.RESEARCHER, Role.TECHNOLOGY_MANAGER, Role.FIRM_MEMBER})
_IN_DEPARTMENTS_ALONE = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.CLERK})


def fits(organisation: Organisation, role: str) -> bool:
    """Whether such an organisation has members in this role."""
    if organisation.kind == Organisation.Kind.DEPARTMENT:
        return role not in _NOT_IN_DEPARTMENTS
    return role not in _IN_DEPARTMENTS_ALONE


def clashing(user: Any, role: str, start: dt.date, end: dt.date | None) -> Membership | None:
    """A membership of this person that the role must not meet in the same time."""
    if role not in SEPARATED or user is None or user.pk is None:
        return None
    others = Membership.objects.filter(user=user, role__in=set(SEPARATED) - {role}).exclude(valid_to__lt=start)
    if end is not None:
        others = others.filter(valid_from__lte=end)
    return others.select_related("organisation").first()


registrar = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST, Department.PARK, Department.GOVERNMENT))
_head = member_of_owner(Role.LEADER, Role.PLATFORM_MANAGER, Role.SYSTEM_ADMIN)
_government = in_office(Role.LEADER, departments=(Department.GOVERNMENT,))


def _may_staff(user: Any, case: Case) -> bool:
    """The head of the organisation; over others than departments also the registrar, over departments the government.

    Otherwise a clerk of one department could make themselves the leader of another.
    """
    if _head.test(user, case):
        return True
    department = case.owner.kind == Organisation.Kind.DEPARTMENT
    return bool((_government if department else registrar).test(user, case))


staffs = Predicate(_may_staff, "staffs")
