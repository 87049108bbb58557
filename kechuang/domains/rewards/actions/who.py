"""Who may, in words of this domain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Role
from kechuang.casework.parties.reach import DEPARTMENT_ROLES
from kechuang.domains.rewards.models.plan import ON_NOTICE, OVERSEEING, PLANNING

planner = member_of_owner(Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER)
PLANNER = _("由奖励单位的技术经理人、管理人员或者负责人办理")

head = member_of_owner(Role.PLATFORM_MANAGER, Role.LEADER)
HEAD = _("由奖励单位的管理人员或者负责人办理")

books = member_of_owner(Role.FINANCE, Role.AUDITOR)
department = in_office(*sorted(DEPARTMENT_ROLES), departments=OVERSEEING)


def sees_records(user: Any, report: Any) -> bool:
    """Who reads the record by person of a yearly report: those who plan and pay, and the departments over them."""
    return bool(member_of_owner(*PLANNING).test(user, report) or department.test(user, report))


def sees_amounts(user: Any, plan: Any) -> bool:
    """Who reads what each person gets: those who plan and pay, the departments over them, those named in the plan.

    Once the plan is on notice the whole unit does.
    """
    if member_of_owner(*PLANNING).test(user, plan) or department.test(user, plan):
        return True
    person = getattr(user, "person_id", None)
    if person is not None and plan.shares.filter(person_id=person).exists():
        return True
    return bool(plan.state in ON_NOTICE and member_of_owner().test(user, plan))
