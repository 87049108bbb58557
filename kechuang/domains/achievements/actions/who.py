"""Who may, in words of this domain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import in_office, member_of_owner
from kechuang.casework.parties.models import Organisation, Role
from kechuang.domains.achievements.models import Completer

Department = Organisation.Department

discloser = member_of_owner(
    Role.RESEARCHER, Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER, Role.CLERK
)  # fmt: skip
DISCLOSER = _("由成果所在单位的科研人员、技术经理人或者管理人员办理")

manager = member_of_owner(Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER)
MANAGER = _("由成果所在单位的技术经理人、管理人员或者负责人办理")

head = member_of_owner(Role.PLATFORM_MANAGER, Role.LEADER)
HEAD = _("由成果所在单位的管理人员或者负责人办理")


def _completer(user: Any, case: Case) -> bool:
    person = getattr(user, "person_id", None)
    if person is None or case.pk is None:
        return False
    return Completer.objects.filter(achievement_id=case.pk, person_id=person).exists()


completer = Predicate(_completer, "completer")
"""Someone whose account stands for a completer of the achievement; whoever else works in the unit does not take their right."""
COMPLETER_OR_MANAGER = _("由完成人本人，或者由成果所在单位的技术经理人、管理人员或者负责人办理")

department = in_office(Role.CLERK, Role.LEADER, departments=(Department.ST,))
DEPARTMENT = _("由科技主管部门办理")

ALIVE = ("disclosed", "screening", "registered")
"""States in which an achievement can still change."""
