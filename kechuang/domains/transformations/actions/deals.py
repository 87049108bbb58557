"""Writers of the plan of a deal: opening it, changing it, its file of evidence, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.models import CasePerson
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.notices import services as notices
from kechuang.casework.notices.models import Notice
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.domains.transformations import terms
from kechuang.domains.transformations.actions.law import plan_open
from kechuang.domains.transformations.actions.who import (
    COMPLETER,
    MANAGER,
    OPEN,
    completer,
    department,
    manager,
)
from kechuang.domains.transformations.forms import deals as forms
from kechuang.domains.transformations.models import Evidence, Transformation, TransformedAchievement
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.queries import achievements_of
from kechuang.domains.transformations.wording import notice_words

Data = Mapping[str, Any]
_PLAIN = ("mode", "licence", "partner", "partner_name", "relation", "relation_text")
DISPOSAL = ["zhejiang-2021:art16.p1", "quzhou-2024:art17.p2.a", "prc-transformation-2015:art18.p1"]


@action(
    Transformation,
    label=_("拟定转化方案"),
    creates=True,
    by=manager,
    who=MANAGER,
    form=forms.PlanForm,
    law=plan_open,
    law_needs_data=True,
    cites=[*DISPOSAL, "prc-transformation-2015:art16.p1"],
    hint=_("选成果、方式和对方；单位自主决定，不报审批或者备案"),
)
def plan(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Plan a deal about registered achievements of the unit: it decides by itself, no approval and no filing."""
    deal.owner, deal.region = data["owner"], data["owner"].region
    _describe(deal, data)

    def finish() -> None:
        _write_items(deal, data)
        terms.write_terms(deal, data["terms"])

    return finish


@action(
    Transformation,
    label=_("更改方案"),
    moves={"planned": "planned", "priced": ("planned", "priced"), "in_notice": ("planned", "priced", "in_notice")},
    by=manager,
    who=MANAGER,
    form=forms.ChangeForm,
    law=plan_open,
    law_needs_data=True,
    cites=[*DISPOSAL, "zhejiang-2021:art17.p2.a"],
    hint=_("成果或者方式变了，要重新定价；公示的内容变了，要重新公示"),
)
def change_plan(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Change what is planned. Another mode or achievement needs another price; another interest another notice."""
    other = {a.pk for a in achievements_of(deal)} != {a.pk for a in data["achievements"]}
    other = other or (deal.mode, deal.licence) != (data["mode"], data["licence"])
    said = notice_words(deal)
    _describe(deal, data)
    repriced = other and deal.method != ""
    if repriced:
        deal.state, deal.method, deal.price, deal.price_words, deal.priced_on = "planned", "", None, "", None
        deal.base_price = None
    elif deal.state == "in_notice" and notice_words(deal) != said:
        deal.state = "priced"

    def finish() -> None:
        if repriced:
            take_down(deal, by=by, reason=data["note"])
        _write_items(deal, data)
        terms.write_terms(deal, data["terms"])

    return finish


def _describe(deal: Transformation, data: Data) -> None:
    for name in _PLAIN:
        setattr(deal, name, data[name] or (None if name == "partner" else ""))
    first = data["achievements"][0]
    more = len(data["achievements"]) - 1
    name = f"{first.title}等{more + 1}项" if more else first.title
    with override("zh-hans"):  # a title is kept, so it does not follow the language of who plans
        deal.title = (data["title"].strip() or f"{name}{deal.get_mode_display()}")[:200]


def _write_items(deal: Transformation, data: Data) -> None:
    """What the deal is about, and its completers by name, so that each may see it and answer."""
    deal.items.all().delete()
    TransformedAchievement.objects.bulk_create(
        TransformedAchievement(transformation=deal, achievement=achievement, position=n)
        for n, achievement in enumerate(data["achievements"], 1)
    )
    people = User.objects.filter(person__completed__achievement__in=data["achievements"], is_active=True).distinct()
    named = {row.user_id: row for row in deal.people.filter(role=COMPLETER, until=None)}
    for user in people:
        if named.pop(user.pk, None) is None:
            CasePerson.objects.get_or_create(case_id=deal.pk, user=user, role=COMPLETER)
    for gone in named.values():
        gone.until = clock.today()
        gone.save()


def take_down(deal: Transformation, *, by: Any, reason: str) -> None:
    """Withdraw the price notice that stands, where there is one."""
    notice = Notice.objects.filter(subject_id=deal.pk, notice_kind=PRICE, live=True).first()
    if notice is not None and notice.state in ("running", "concluded"):
        notices.withdraw(notice, by=by, reason=reason)


@action(
    Transformation,
    label=_("补充尽职证据"),
    stays=(*OPEN, "completed", "ended"),
    by=manager,
    who=MANAGER,
    form=forms.EvidenceForm,
    cites=["zhejiang-2021:art19.p1", "quzhou-2024:art35.p1"],
    hint=_("为免责条件存入证据；缺哪一条，尽职档案里写明"),
)
def add_evidence(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Put a piece of evidence into the due-diligence file, for one of the law's conditions."""
    return lambda: Evidence(
        transformation=deal, condition=data["condition"], text=data["text"], on=data["on"], by=by
    ).save()  # fmt: skip


attach_to_deal = attachment_for(Transformation, manager | completer | department)
determine_deal = determination_for(Transformation)
keep_deal_paper = paper_filing_for(Transformation, manager)
