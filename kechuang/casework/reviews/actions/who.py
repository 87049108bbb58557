"""Who may, in reviews."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate

from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of

OFFICERS = (Role.CLERK, Role.LEADER)
keeper = member_of_owner(*OFFICERS) & in_office(*OFFICERS, departments=(Organisation.Department.ST,))
"""The science department that keeps the pool."""
office = member_of_owner(*OFFICERS) & in_office(*OFFICERS)
"""The department that runs the panel."""
office_leader = member_of_owner(Role.LEADER) & in_office(Role.LEADER)

_APPLICANTS = (Role.RESEARCHER, Role.TECHNOLOGY_MANAGER, Role.FIRM_MEMBER, Role.EXPERT, Role.PLATFORM_MANAGER)


def _himself(user: Any, case: Any) -> bool:
    person = getattr(user, "person_id", None)
    return person is not None and case.person_id == person


def _applicant(user: Any, case: Any) -> bool:
    own = case.person_id is None or _himself(user, case)
    return own and reach_of(user).has_role(*_APPLICANTS)


def _seated(user: Any, case: Any) -> bool:
    person = getattr(user, "person_id", None)
    return person is not None and case.expert_id is not None and case.expert.person_id == person


def _chair(user: Any, case: Any) -> bool:
    return case.chair_id is not None and case.chair.state not in case.chair.EMPTY and _seated(user, case.chair)


himself: Any = Predicate(_himself, "himself")
applicant: Any = Predicate(_applicant, "applicant")
seated: Any = Predicate(_seated, "seated")
chair: Any = Predicate(_chair, "chair")
