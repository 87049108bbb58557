"""Writers of the contract, its registration, and of implementation without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import direct
from kechuang.casework.cases.actions import action, step_words
from kechuang.casework.obligations import services as obligations
from kechuang.core.permissions import Refusal, Refused
from kechuang.domains.achievements.models import Achievement, Use
from kechuang.domains.achievements.owning import Owner, change_owners, holdings
from kechuang.domains.transformations import due
from kechuang.domains.transformations.actions.law import disposable, signable, startable
from kechuang.domains.transformations.actions.pricing import close_answers
from kechuang.domains.transformations.actions.who import HEAD, MANAGER, head, manager
from kechuang.domains.transformations.forms import contracts as forms
from kechuang.domains.transformations.models import Transformation
from kechuang.domains.transformations.queries import achievements_of

Data = Mapping[str, Any]
LISTING = "idle_listing"
"""The clock of an idle achievement, which its use stops."""

step_words(Achievement, put_to_use=_("投入转化"), hand_over=_("移交对方"))


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
        put_to_use(deal, data["contract_on"], by)
        close_answers(deal)
        due.refresh(deal)

    return finish


def put_to_use(deal: Transformation, day: dt.date, by: Any) -> None:
    """The achievements are used from this day on: the clock of the idle ladder stops, and those who follow them hear of it.

    They are locked, so that of two contracts about the same achievement the second is refused.
    """
    pks = [achievement.pk for achievement in achievements_of(deal)]
    for achievement in Achievement.objects.select_for_update().filter(pk__in=pks).order_by("pk"):
        for refusal in disposable(deal, [achievement]):
            if isinstance(refusal, Refusal):
                raise Refused(refusal)
        Use.objects.create(
            achievement=achievement, mode=deal.mode, used_on=day, note=f"{deal.number} {deal.title}", case=deal
        )
        obligations.meet(achievement.pk, LISTING, day)
        direct.step(
            achievement, "put_to_use", by=by, data={"transformation": deal.number, "mode": deal.mode, "on": day}
        )


def hand_over(deal: Transformation, day: dt.date, by: Any) -> None:
    """What was sold or put into a company is the other side's from this day on, as far as it was the unit's.

    Only where the other side is an organisation registered here; else the unit settles ownership by itself.
    """
    if deal.mode not in (Transformation.Mode.TRANSFER, Transformation.Mode.EQUITY) or deal.partner is None:
        return
    pks = [achievement.pk for achievement in achievements_of(deal)]
    for achievement in Achievement.objects.select_for_update().filter(pk__in=pks).order_by("pk"):
        held = {(row.organisation_id, row.person_id): row for row in holdings(achievement, day)}
        own = held.pop((achievement.owner_id, None), None)
        if own is None:
            continue
        before = held.pop((deal.partner_id, None), None)
        owners = [Owner(own.share + (before.share if before else 0), organisation=deal.partner)]
        owners += [Owner(row.share, row.organisation, row.person) for row in held.values()]
        change_owners(achievement, owners, day, f"{deal.number} {deal.title}")
        direct.step(achievement, "hand_over", by=by, data={"transformation": deal.number, "on": day})


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
    return lambda: put_to_use(deal, data["on"], by)
