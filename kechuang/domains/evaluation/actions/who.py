"""Who may: the science department that evaluates a region, and the platform that is evaluated."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Organisation, Role

Department = Organisation.Department

evaluator = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))
evaluating_leader = in_office(Role.LEADER, departments=(Department.ST,))
evaluated = member_of_owner(Role.PLATFORM_MANAGER)

EVALUATOR = _("由科技主管部门的经办人或者负责人办理")
LEADER = _("由科技主管部门负责人决定")
EVALUATED = _("由平台管理人员办理")
