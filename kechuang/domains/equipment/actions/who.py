"""Who may: those who keep a platform's equipment, and the departments over its place."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Organisation, Role

Department = Organisation.Department

keeper = member_of_owner(Role.PLATFORM_MANAGER, Role.CLERK, Role.LEADER)
"""Those who answer for the equipment of a platform."""
officer = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST, Department.PARK))
registrar = keeper | officer
science = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))
reviewer = in_office(Role.LEADER, departments=(Department.ST,))

KEEPER = _("由平台管理人员或者负责人办理")
REGISTRAR = _("由平台管理人员，或者所在地科技主管部门、园区管理机构办理")
SCIENCE = _("由所在地科技主管部门办理")
REVIEWER = _("由所在地科技主管部门负责人审查")
