"""Who takes part in how a platform is run: parties of its cases, and the predicates over them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from kechuang.casework.cases.models import Case, CaseParty
from kechuang.casework.cases.predicates import in_office, member_of_owner, member_of_party
from kechuang.casework.parties.models import Organisation, Role
from kechuang.domains.platforms.facts.governance import cofounders_of
from kechuang.domains.platforms.models import Attendance, Council, Meeting, Platform
from kechuang.domains.platforms.queries.council import seats_of

Department = Organisation.Department

manager = member_of_owner(Role.PLATFORM_MANAGER)
introducer = member_of_party("introducing", Role.CLERK, Role.LEADER)
secretary = manager | introducer
founder = member_of_party("cofounder", Role.CLERK, Role.LEADER, Role.FIRM_MEMBER)
over_platforms = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST, Department.PARK, Department.GOVERNMENT))
science_clerk = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))

MANAGER = _("由平台管理人员办理")
SECRETARY = _("由平台管理人员或者引进责任主体办理")


def _council_id(case: Case) -> int | None:
    if isinstance(case, Council):
        return case.pk
    return case.council_id if isinstance(case, Meeting) else None


def _sits(user: Any, case: Case) -> bool:
    council = _council_id(case)
    return council is not None and seats_of(user, council).exists()


def _chairs(user: Any, case: Case) -> bool:
    council = _council_id(case)
    return council is not None and seats_of(user, council, position__in=("chair", "vice_chair")).exists()


def _holds_proxy(user: Any, case: Case) -> bool:
    return case.pk is not None and Attendance.objects.filter(meeting_id=case.pk, proxy_account_id=user.pk).exists()


sitting_member = Predicate(_sits, "sitting_member")
chair = Predicate(_chairs, "chair")
proxy_holder = Predicate(_holds_proxy, "proxy_holder")


def share(case: Case, platform: Platform) -> None:
    """Let the co-founders, the introducing entity and the platform itself take part in a case about how it is run."""
    wanted = [("cofounder", organisation) for organisation in cofounders_of(platform)]
    if platform.introducing_entity is not None:
        wanted.append(("introducing", platform.introducing_entity))
    if platform.owner_id != case.owner_id:
        wanted.append(("platform", platform.owner))
    for role, organisation in wanted:
        CaseParty.objects.get_or_create(case_id=case.pk, organisation=organisation, role=role)
