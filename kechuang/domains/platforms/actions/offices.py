"""Who may: officers of the departments over a region, and the members of the organisation a case belongs to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Organisation, Role

Department = Organisation.Department

officer = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST, Department.PARK))
"""Those who take in and carry applications for a region."""
science_leader = in_office(Role.LEADER, departments=(Department.ST,))
science_officer = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))
budgeter = in_office(
    Role.CLERK, Role.LEADER, Role.FINANCE, departments=(Department.ST, Department.PARK, Department.FINANCE)
)
own_member = member_of_owner()

OFFICER = _("由所在地科技主管部门或者园区管理机构办理")
SCIENCE_LEADER = _("由科技主管部门负责人决定")
SCIENCE_OFFICER = _("由科技主管部门办理")
