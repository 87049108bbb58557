"""Writers of purchases: asked for, looked for in the register first, reviewed by the science department."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.actions import Ask, action, step_words
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.casework.parties.models import Organisation, Role
from kechuang.core import clock
from kechuang.domains.equipment.actions.register import SHARING
from kechuang.domains.equipment.actions.who import KEEPER, REVIEWER, keeper, officer, reviewer
from kechuang.domains.equipment.facts import purchase_facts
from kechuang.domains.equipment.forms import purchase as forms
from kechuang.domains.equipment.models import Purchase, RegisterSearch, SearchHit
from kechuang.domains.equipment.queries.register import found_in_register
from kechuang.law import Finding

Data = Mapping[str, Any]
step_words(Purchase, register_bought=_("登记购置的仪器"))


@action(
    Purchase,
    label=_("申请购置仪器"),
    creates=True,
    by=keeper,
    who=KEEPER,
    form=forms.PurchaseForm,
    cites=SHARING,
)
def request(purchase: Purchase, *, data: Data, by: Any) -> None:
    """Begin a request to buy; the register is searched before it is handed in."""
    purchase.platform, purchase.owner = data["platform"], data["platform"].owner
    purchase.region = data["platform"].region
    _describe(purchase, data)


@action(
    Purchase,
    label=_("修改申请"),
    stays=("draft",),
    by=keeper,
    who=KEEPER,
    form=forms.PurchaseForm,
)
def revise(purchase: Purchase, *, data: Data, by: Any) -> None:
    """Write it anew while it is a draft."""
    _describe(purchase, data)


def _describe(purchase: Purchase, data: Data) -> None:
    for name in ("title", "specification", "budget", "need"):
        setattr(purchase, name, data[name])


@action(
    Purchase,
    label=_("检索仪器库"),
    stays=("draft",),
    by=keeper,
    who=KEEPER,
    form=forms.SearchForm,
    cites=SHARING,
    main=True,
    hint=_("在公布的仪器名录和本平台的仪器里找，找到的连同当天的价格留作依据"),
)
def search_register(purchase: Purchase, *, data: Data, by: Any) -> Callable[[], None]:
    """Look through the register; what was found is kept as it stood."""

    def finish() -> None:
        looked, found = found_in_register(purchase.platform, data["words"], data["region"])
        search = RegisterSearch.objects.create(
            purchase=purchase, words=data["words"], region=data["region"], looked_through=looked
        )
        for one in found:
            SearchHit.objects.create(
                search=search, equipment=one, title=one.title, model_name=one.model_name, holder=str(one.owner),
                price=one.price_outside, openness=one.openness,
            )  # fmt: skip

    return finish


def _searched(purchase: Purchase, *, data: Data, by: Any) -> list[Finding]:
    """Handed in, it is reviewed next: what the law asks of the platform is that it looked first."""
    return [ask(purchase, "equipment_purchase", purchase_facts(purchase, reviewed=True))]


@action(
    Purchase,
    label=pgettext_lazy("purchase", "提交审查"),
    moves={"draft": "submitted"},
    by=keeper,
    who=KEEPER,
    form=forms.SubmitForm,
    law=_searched,
    cites=SHARING,
    asks=[
        Ask(
            "review", to=lambda case, data: departments(case.region_id), text=_("审查仪器购置申请"),
            roles=(Role.LEADER,),
        )
    ],
    main=True,
)  # fmt: skip
def submit(purchase: Purchase, *, data: Data, by: Any) -> None:
    """Hand it in, with why nothing that is open to others will do."""
    purchase.why_none_fits, purchase.submitted_on = data["why_none_fits"], clock.today()


def departments(region: str) -> list[Organisation]:
    """The science department of a place."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.DEPARTMENT, department=Organisation.Department.ST)
    return list(rows.filter(region_id=region))


def _reviewed(purchase: Purchase, *, data: Data, by: Any) -> list[Finding]:
    given = purchase_facts(purchase, reviewed=bool(data.get("need_reviewed")))
    return [ask(purchase, "equipment_purchase", given)]


@action(
    Purchase,
    label=_("同意购置"),
    moves={"submitted": "approved"},
    by=reviewer,
    who=REVIEWER,
    form=forms.ApproveForm,
    law=_reviewed,
    law_needs_data=True,
    cites=SHARING,
    settles=("review",),
    main=True,
)
def approve(purchase: Purchase, *, data: Data, by: Any) -> None:
    """It may be bought; where something open was found, because the need was reviewed."""
    purchase.decided_on, purchase.opinion = clock.today(), data["opinion"]


@action(
    Purchase,
    label=_("不同意购置"),
    moves={"submitted": "declined"},
    by=reviewer,
    who=REVIEWER,
    form=forms.DeclineForm,
    cites=SHARING,
    settles=("review",),
)
def decline(purchase: Purchase, *, data: Data, by: Any) -> None:
    """It is not to be bought, with the reasons."""
    purchase.decided_on, purchase.opinion = clock.today(), data["opinion"]


@action(
    Purchase,
    label=_("撤回申请"),
    moves={"draft": "withdrawn", "submitted": "withdrawn", "approved": "withdrawn"},
    by=keeper,
    who=KEEPER,
    form=NoteForm,
    settles=("review",),
)
def withdraw(purchase: Purchase, *, data: Data, by: Any) -> None:
    """It will not be bought after all, with the reason."""


attach_to_purchase = attachment_for(Purchase, keeper | officer)
determine_purchase = determination_for(Purchase)
