"""Who pays: the treasury a kind of funds names; and who moves money on the platform's side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from kechuang.casework.cases.models import Case
from kechuang.casework.cases.predicates import member_of_owner
from kechuang.casework.parties.models import Role
from kechuang.casework.parties.reach import reach_of
from kechuang.domains.funding.models import FundSource


def _payer(case: Any) -> int | None:
    """Who pays. A case read without its own columns has none: AttributeError, and the workbench leaves it to the case's page."""
    found: int | None = case.funder_id if isinstance(case, FundSource) else case.payer_id
    return found


def _of_payer(*roles: str) -> Any:
    def holds(user: Any, case: Case) -> bool:
        payer = _payer(case)
        return payer is not None and reach_of(user).acts_for(payer, roles)

    return Predicate(holds, f"of_payer({', '.join(roles)})")


payer_decides = _of_payer(Role.LEADER, Role.FINANCE)
payer_pays = _of_payer(Role.FINANCE, Role.CLERK, Role.LEADER)
bookkeeper = member_of_owner(Role.FINANCE, Role.PLATFORM_MANAGER)
controller = member_of_owner(Role.FINANCE, Role.PLATFORM_MANAGER, Role.LEADER)

PAYER_DECIDES = _("由拨款单位的负责人或者财务批准")
PAYER_PAYS = _("由拨款单位的财务或者经办办理")
BOOKKEEPER = _("由平台财务或者管理人员登记")
CONTROLLER = _("由平台财务、管理人员或者负责人办理")
