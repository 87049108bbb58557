"""Who takes part in how a platform is run: parties of its cases, and the predicates over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from kechuang.casework.cases.models import Case, CaseParty
from kechuang.casework.cases.predicates import in_office, member_of_owner, member_of_party
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import bulk
from kechuang.domains.platforms.facts.governance import cofounder_keys
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
    """The council of a case of its own kind, or of a plain row of it."""
    if case.kind == Council.kind_name() or isinstance(case, Council):
        return case.pk
    if isinstance(case, Meeting):
        return case.council_id
    if case.pk is None or case.kind != Meeting.kind_name():
        return None
    return Meeting.objects.filter(pk=case.pk).values_list("council_id", flat=True).first()


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
    share_many([(case, platform)])


def share_many(cases: Sequence[tuple[Case, Platform]]) -> None:
    """The same of many cases, each with its platform, in a few statements."""
    founders = cofounder_keys(platform for _case, platform in cases)
    wanted: dict[tuple[int, str, int], None] = {}
    for case, platform in cases:
        wanted |= {(case.pk, "cofounder", organisation): None for organisation in founders.get(platform.pk, ())}
        if platform.introducing_entity_id is not None:
            wanted[case.pk, "introducing", platform.introducing_entity_id] = None
        if platform.owner_id != case.owner_id:
            wanted[case.pk, "platform", platform.owner_id] = None
    there = CaseParty.objects.filter(case_id__in={case.pk for case, _platform in cases})
    for known in there.values_list("case_id", "role", "organisation_id"):
        wanted.pop(known, None)
    bulk.insert([CaseParty(case_id=case, organisation_id=pk, role=role) for case, role, pk in wanted])
