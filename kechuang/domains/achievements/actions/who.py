"""Who may, in words of this domain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Organisation, Role

Department = Organisation.Department

discloser = member_of_owner(
    Role.RESEARCHER, Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER, Role.CLERK
)  # fmt: skip
DISCLOSER = _("由成果所在单位的科研人员、技术经理人或者管理人员办理")

manager = member_of_owner(Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER)
MANAGER = _("由成果所在单位的技术经理人、管理人员或者负责人办理")

head = member_of_owner(Role.PLATFORM_MANAGER, Role.LEADER)
HEAD = _("由成果所在单位的管理人员或者负责人办理")

department = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))
DEPARTMENT = _("由科技主管部门办理")

ALIVE = ("disclosed", "screening", "registered")
"""States in which an achievement can still change."""
