"""Writers of the contract, its registration, and of implementation without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.obligations import services as obligations
from kechuang.domains.achievements.models import Use
from kechuang.domains.transformations import due
from kechuang.domains.transformations.actions.law import signable, startable
from kechuang.domains.transformations.actions.pricing import close_answers
from kechuang.domains.transformations.actions.who import HEAD, MANAGER, head, manager
from kechuang.domains.transformations.forms import contracts as forms
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.queries import achievements_of

Data = Mapping[str, Any]
LISTING = "idle_listing"
"""The clock of an idle achievement, which its use stops."""


@action(
    Transformation,
    label=_("签订合同"),
    moves={"priced": "performing", "in_notice": "performing"},
    by=head,
    who=HEAD,
    form=forms.ContractForm,
    law=signable,
    cites=[
        "zhejiang-2021:art17.p2.a", "zhejiang-2021:art17.p2.b", "zhejiang-2021:art17.p1.b", "zhejiang-2021:art36.p1",
        "prc-transformation-2015:art18.p1",
    ],
    main=True,
)  # fmt: skip
def sign_contract(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Sign once the notice has run its full days and objections are answered; the achievements are idle no longer."""
    deal.contract_on, deal.contract_kind = data["contract_on"], data["contract_kind"]
    deal.partner, deal.partner_name = data["partner"], data["partner_name"]
    deal.relation, deal.relation_text = data["relation"], data["relation_text"]
    deal.equity_manager = data["equity_manager"]

    def finish() -> None:
        put_to_use(deal, data["contract_on"])
        close_answers(deal)
        due.refresh(deal)

    return finish


def put_to_use(deal: Transformation, day: dt.date) -> None:
    """The achievements are used from this day on: the clock of the idle ladder stops."""
    for achievement in achievements_of(deal):
        Use.objects.create(
            achievement=achievement, mode=deal.mode, used_on=day, note=f"{deal.number} {deal.title}", case=deal
        )
        obligations.meet(achievement.pk, LISTING, day)


@action(
    Transformation,
    label=_("登记技术合同"),
    stays=("performing", "completed"),
    by=manager,
    who=MANAGER,
    form=forms.RegistrationForm,
    cites="prc-transformation-2015:art11.p2",
    hint=_("录入技术合同认定登记的编号和日期；减税等优惠以登记为条件"),
)
def register_contract(deal: Transformation, *, data: Data, by: Any) -> None:
    """Record under which number the contract is recognised and registered."""
    deal.contract_number = data["contract_number"]
    deal.contract_registered_on = data["contract_registered_on"]


@action(
    Transformation,
    label=_("开始实施"),
    moves={"planned": "performing"},
    by=manager,
    who=MANAGER,
    form=forms.StartForm,
    law=startable,
    cites=["prc-transformation-2015:art16.p1"],
    main=True,
    hint=_("自行实施、合作实施不定价，不公示"),
)
def start_implementation(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """The unit implements by itself or with others from a day on."""
    deal.started_on = data["on"]
    if data["partner"] is not None or data["partner_name"]:
        deal.partner, deal.partner_name = data["partner"], data["partner_name"]
    return lambda: put_to_use(deal, data["on"])
