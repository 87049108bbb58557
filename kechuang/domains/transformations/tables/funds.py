"""Contract funds as a list and a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from kechuang.casework.cases.forms import for_own_unit
from kechuang.casework.ledger.panels import case_earmarks, case_entries
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.domains.transformations import filters
from kechuang.domains.transformations.models import ContractFund
from kechuang.domains.transformations.panels import funds
from kechuang.domains.transformations.papers.money import fund_settlement

AREA = "achievements"


def _sub(fund: ContractFund) -> str:
    return f"{fund.get_contract_kind_display()} · {fund.client_name}"


def _values(fund: ContractFund) -> Mapping[str, Any]:
    today = clock.today()
    return {"received_on": today, "spent_on": today, "settled_on": today, "amount": None, "payer": fund.client_name}


FUNDS = register(
    CaseSite(
        ContractFund,
        slug="contract-funds",
        title=gettext_lazy("横向项目经费"),
        unit=gettext_lazy("项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "owner",
            "region",
            Column("kind", gettext_lazy("技术合同类型"), lambda f: f.get_contract_kind_display(), sort="contract_kind"),
            Column("client", gettext_lazy("委托单位"), lambda f: f.client_name, sort="client_name"),
            Column("amount", gettext_lazy("合同金额（元）"), lambda f: f.amount, "yuan", "amount"),
            Column("contract", gettext_lazy("合同签订日"), lambda f: f.contract_on, "day", "contract_on"),
            Column("surplus", gettext_lazy("结余（元）"), lambda f: f.surplus, "yuan", "surplus"),
            Column("reward", gettext_lazy("其中奖励（元）"), lambda f: f.reward, "yuan", "reward", shown=False),
            "state",
        ),
        filters=(filters.FUND_KIND, filters.ORIGIN),
        search=("owner__name", "client_name"),
        main=(funds.surplus, funds.receipts, funds.expenses, case_earmarks, case_entries),
        side=(funds.particulars,),
        path=("open", "settled", "closed"),
        sub=_sub,
        initial=_values,
        initial_new=for_own_unit,
        papers=(CasePaper("settlement", gettext_lazy("横向项目经费结算单"), fund_settlement),),
    )
)
