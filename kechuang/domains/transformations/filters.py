"""What lists of deals can be narrowed by, beyond what every case has."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox.models import Todo
from kechuang.core.ui.sites import Filter, Quick
from kechuang.domains.transformations import due
from kechuang.domains.transformations.models import ContractFund, Transformation

MODE = Filter("mode", _("转化方式"), lambda: Transformation.Mode.choices, lambda value: Q(mode=value))
METHOD = Filter("method", _("定价方式"), lambda: Transformation.Method.choices, lambda value: Q(method=value))


def _payments(user: Any, today: dt.date) -> Q:
    return Q(pk__in=Todo.objects.open().filter(name=due.TODO).values("case_id"))


NOTICE = Quick("notice", _("公示中"), lambda user, today: Q(state="in_notice"), of_case=True)
PAYMENTS = Quick("payments", _("应收将到或已迟"), _payments)
UNREGISTERED = Quick(
    "unregistered", _("合同未登记"), lambda user, today: Q(contract_on__isnull=False, contract_number="")
)
INSIDER = Quick("insider", _("有利害关系"), lambda user, today: ~Q(relation__in=("", "none")))
FUND_KIND = Filter(
    "kind", _("技术合同类型"), lambda: ContractFund.Contract.choices, lambda value: Q(contract_kind=value)
)
ORIGIN = Filter("origin", _("收入来源"), lambda: ContractFund.Origin.choices, lambda value: Q(origin=value))
