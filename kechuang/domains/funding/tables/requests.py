"""Fund requests as a list and as a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.ledger.panels import case_entries
from kechuang.casework.parties.reach import reach_of
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, Quick, register
from kechuang.domains.funding.models import FundRequest
from kechuang.domains.funding.panels import matching
from kechuang.domains.funding.panels import requests as panels
from kechuang.domains.funding.papers.requests import payment_order
from kechuang.domains.funding.queries.requests import requestable
from kechuang.domains.funding.tables.budgets import AREA, YEAR
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.models import LEVELS

KIND = Filter("kind", gettext_lazy("种类"), lambda: FundRequest.Kind.choices, lambda value: Q(request_kind=value))
LEVEL = Filter("level", gettext_lazy("财政层级"), lambda: LEVELS, lambda value: Q(source__level=value))


def _mine(user: Any, today: Any) -> Q:
    own = reach_of(user).organisations
    return Q(payer_id__in=own, state__in=("checked", "approved"))


WAITING = Quick("to_check", gettext_lazy("待审核"), lambda user, today: Q(state="submitted"))
TO_PAY = Quick("mine", gettext_lazy("待本单位批准或者拨付"), _mine)


def _values(request: FundRequest) -> Mapping[str, Any]:
    return {"amount": request.amount, "purpose": request.purpose}


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The money set aside that the form was opened for (?mark=ZK-...)."""
    number = given.get("mark", "")
    own = reach_of(user).organisations
    mark = requestable().filter(earmark__number=number, budget__owner_id__in=own).first() if number else None
    return {"mark": mark.pk} if mark is not None else {}


REQUESTS = register(
    CaseSite(
        FundRequest,
        slug="fund-requests",
        title=gettext_lazy("用款申请"),
        unit=pgettext_lazy("fund requests", "件"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("kind", gettext_lazy("种类"), lambda r: r.get_request_kind_display(), sort="request_kind"),
            Column("level", gettext_lazy("财政层级"), lambda r: r.source.get_level_display() if r.source else "", shown=False),
            Column("payer", gettext_lazy("拨款单位"), lambda r: str(r.payer), sort="payer__name"),
            Column("amount", gettext_lazy("申请金额（元）"), lambda r: r.amount, "yuan", "amount"),
            Column("paid", gettext_lazy("拨付日"), lambda r: r.paid_on, "day", "paid_on"),
            "state",
        ),
        filters=(YEAR, KIND, LEVEL),
        quick=(WAITING, TO_PAY),
        search=("platform__title", "platform__number", "payer__name"),
        related=(
            "platform__owner", "payer", "source__funder", "budget__programme", "mark__earmark", "mark__source", "earmark",
            "paid_entry", "received_entry", "checked_by", "approved_by", "paid_by",
        ),
        main=(panels.by_law, matching.match_of, panels.steps, case_entries),
        side=(panels.about, panels.set_aside),
        path=("submitted", "checked", "approved", "paid"),
        sub=lambda r: r.platform.title,
        initial=_values,
        links=panels.links,
        initial_new=_new,
        beside=dict.fromkeys(("check_request", "approve_request", "amend_request"), (panels.set_aside, panels.by_law)),
        papers=(CasePaper("payment-order", gettext_lazy("拨款单"), payment_order, lambda r, user: r.approved_on is not None),),
    )
)  # fmt: skip
