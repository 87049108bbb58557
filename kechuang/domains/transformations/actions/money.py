"""Who moves money of transformations, and when; in words of this domain."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.parties.models import Role

bookkeeper = member_of_owner(Role.FINANCE, Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER)
BOOKKEEPER = _("由单位的财务人员、技术经理人或者管理人员登记")

controller = member_of_owner(Role.FINANCE, Role.PLATFORM_MANAGER, Role.LEADER)
CONTROLLER = _("由单位的财务人员、管理人员或者负责人办理")

PERFORMED = ("performing", "completed", "ended")
"""States in which money of a contract may arrive: also after its end, for what was owed."""
LASTING = ("planned", "priced", "in_notice", *PERFORMED)
"""States in which a transformation costs money."""
