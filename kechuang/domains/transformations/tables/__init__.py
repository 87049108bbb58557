"""Lists and pages as declarations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from kechuang.casework.cases.forms import for_own_unit
from kechuang.casework.ledger.panels import case_earmarks, case_entries
from kechuang.casework.notices.queries import standing
from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, register
from kechuang.domains.achievements.models import ManagementSystem
from kechuang.domains.transformations import filters, income
from kechuang.domains.transformations.diligence import RULES
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.panels import deals, money, outlook
from kechuang.domains.transformations.panels import diligence as diligence_panels
from kechuang.domains.transformations.papers.diligence import due_diligence_file
from kechuang.domains.transformations.papers.money import income_settlement
from kechuang.domains.transformations.queries import achievements_of
from kechuang.domains.transformations.tables.values import money_values
from kechuang.domains.transformations.terms import written

AREA = "achievements"


def _sub(deal: Transformation) -> str:
    return " · ".join(part for part in (deal.mode_words, deal.partner_words) if part)


def _values(deal: Transformation) -> Mapping[str, Any]:
    today = clock.today()
    notice = standing(deal, PRICE).notice
    abstracts = [a.neutral_abstract or a.abstract for a in achievements_of(deal)]
    system = ManagementSystem.objects.owned_by(deal.owner_id).filter(state="in_force").first()
    return {
        "achievements": achievements_of(deal),
        "terms": written(deal.terms.all()),
        "priced_on": deal.priced_on or today,
        "contract_on": deal.contract_on or today,
        "contract_registered_on": deal.contract_registered_on or today,
        "notice_summary": notice.fields.get("summary", "") if notice else "\n".join(filter(None, abstracts)),
        "procedure": notice.procedure if notice else str((system.contents if system else {}).get("objections", "")),
        "on": today, "offered_on": today, "answered_on": today, **money_values(deal),
    }  # fmt: skip


TRANSFORMATIONS = register(
    CaseSite(
        Transformation,
        slug="transformations",
        title=gettext_lazy("成果转化"),
        unit=gettext_lazy("项"),
        area=AREA,
        columns=(
            "number",
            "title",
            "owner",
            "region",
            Column("mode", gettext_lazy("转化方式"), lambda d: d.get_mode_display(), sort="mode"),
            Column("partner", gettext_lazy("合同对方"), lambda d: d.partner_words, sort="partner_name"),
            Column("method", gettext_lazy("定价方式"), lambda d: d.get_method_display() if d.method else "", shown=False),
            Column("price", gettext_lazy("价格（元）"), lambda d: d.price, "yuan", "price"),
            Column("contract", gettext_lazy("合同签订日"), lambda d: d.contract_on, "day", "contract_on"),
            Column("number2", gettext_lazy("技术合同登记编号"), lambda d: d.contract_number, sort="contract_number", shown=False),
            "state",
            "due",
            "left",
        ),
        filters=(filters.MODE, filters.METHOD),
        quick=(filters.NOTICE, filters.PAYMENTS, filters.UNREGISTERED, filters.INSIDER),
        search=("owner__name", "partner_name"),
        related=("partner",),
        main=(
            deals.notice, deals.subject, deals.pricings, deals.preemption, deals.payments,
            money.receipts, money.costs, money.stake, money.profits,
            *(diligence_panels.conditions(rule) for rule in RULES), diligence_panels.steps, case_earmarks, case_entries,
        ),
        side=(deals.particulars, outlook.deadlines, outlook.reward),
        path=("planned", "priced", "in_notice", "performing", "completed"),
        sub=_sub,
        initial=_values,
        initial_new=for_own_unit,
        beside={
            "publicise_price": (deals.notice_preview,),
            "amend_notice": (deals.notice_preview,),
            "offer_preemption": (deals.particulars,),
            "answer_preemption": (deals.asked,),
            "sign_contract": (deals.particulars,),
            "reach_milestone": (deals.payments,),
            "change_terms": (deals.payments,),
        },
        papers=(
            CasePaper("diligence", gettext_lazy("尽职档案"), due_diligence_file),
            CasePaper(
                "income-settlement", gettext_lazy("转化收益结算表"), income_settlement,
                lambda case, user: income.standing_receipts(case).exists(),
            ),
        ),
    )
)  # fmt: skip

# The list of funds stands after that of deals.
from kechuang.domains.transformations.tables.funds import FUNDS  # noqa: E402

__all__ = ["AREA", "FUNDS", "TRANSFORMATIONS"]
