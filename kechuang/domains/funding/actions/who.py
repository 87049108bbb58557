"""Who may: the platform that plans its budget, the science department that checks it, the treasury that approves it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import in_office, member_of_owner, member_of_party
from kechuang.casework.parties.models import Organisation, Role

Department = Organisation.Department

planner = member_of_owner(Role.PLATFORM_MANAGER, Role.FINANCE)
"""Those who draw up and carry out a platform's budget."""
member = member_of_owner()
introducer = member_of_party("introducing", Role.CLERK, Role.LEADER)
checker = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))
treasury = in_office(Role.LEADER, Role.FINANCE, departments=(Department.FINANCE,))
arranger = in_office(Role.CLERK, Role.LEADER, Role.FINANCE, departments=(Department.ST, Department.FINANCE))
"""Those who record the funds of a place and arrange support."""

PLANNER = _("由平台管理人员或者财务办理")
CHECKER = _("由科技主管部门审核")
TREASURY = _("由财政部门批准")
ARRANGER = _("由科技主管部门或者财政部门办理")
