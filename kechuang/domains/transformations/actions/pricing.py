"""Writers of a price: agreed, listed, auctioned; its notice; the completers' pre-emption."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.inbox import services as inbox
from kechuang.casework.notices import forms as notice_forms
from kechuang.casework.notices import services as notices
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import missing_channels
from kechuang.casework.parties.models import User
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.domains.transformations.actions.deals import take_down
from kechuang.domains.transformations.actions.law import matches, may_publicise, method_open
from kechuang.domains.transformations.actions.who import ANSWERER, MANAGER, completer, manager
from kechuang.domains.transformations.forms import pricing as forms
from kechuang.domains.transformations.models import Preemption, Pricing, Transformation
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.queries import (
    asks_preemption,
    completers_of,
    last_pricing,
    open_preemptions,
    running_notice,
)
from kechuang.domains.transformations.wording import notice_words, price_words

Data = Mapping[str, Any]
Method = Transformation.Method
AGREED = ("zhejiang-2021:art17.p1.a", "prc-transformation-2015:art18.p1")
NOTICE = ("zhejiang-2021:art17.p2.a", "zhejiang-2021:art17.p2.b", "zhejiang-2021:art17.p1.b")
ANSWER = "answer_preemption:"
"""What the to-do of a completer who is asked is named by, before the person's number."""


@action(
    Transformation,
    label=_("协议定价"),
    moves={"planned": "priced"},
    by=manager,
    who=MANAGER,
    form=forms.AgreedForm,
    law=method_open(Method.AGREED),
    cites=AGREED,
    main=True,
    hint=_("与对方商定价格，记下依据和决策经过；然后公示"),
)
def price_by_agreement(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Agree on a price, and record on what basis."""
    return _agreed(deal, data, by)


@action(
    Transformation,
    label=_("变更协议价格"),
    moves={"priced": "priced", "in_notice": "priced"},
    by=manager,
    who=MANAGER,
    form=forms.AgreedForm,
    law=method_open(Method.AGREED),
    cites=[*AGREED, "zhejiang-2021:art17.p2.a"],
    hint=_("价格变了，公示要重新开始；已询问的完成人要按新价格再问"),
)
def change_price(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Agree on another price; one that was publicised is publicised anew, and completers are asked anew."""
    return _agreed(deal, data, by)


def _agreed(deal: Transformation, data: Data, by: Any) -> Callable[[], None]:
    deal.method, deal.base_price = Method.AGREED, None
    deal.price, deal.price_words, deal.priced_on = data["price"], data["price_words"], data["priced_on"]
    return lambda: Pricing(
        transformation=deal, method=Method.AGREED, on=data["priced_on"], price=data["price"],
        price_words=data["price_words"], basis=data["basis"], evidence=data["evidence"], by=by,
    ).save()  # fmt: skip


_SOLD_OR_NOT = {"planned": ("planned", "priced"), "priced": ("planned", "priced"), "in_notice": ("planned", "priced")}


@action(
    Transformation,
    label=_("记录挂牌结果"),
    moves=_SOLD_OR_NOT,
    by=manager,
    who=MANAGER,
    form=forms.ListingForm,
    law=method_open(Method.LISTING),
    cites=["zhejiang-2021:art17.p1.a", "zhejiang-2021:art17.p3", "prc-transformation-2015:art18.p1"],
)
def record_listing(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record how a listing on the technology market ended; without a buyer the deal is planned again."""
    return _sold(deal, Method.LISTING, data, by)


@action(
    Transformation,
    label=_("记录拍卖结果"),
    moves=_SOLD_OR_NOT,
    by=manager,
    who=MANAGER,
    form=forms.AuctionForm,
    law=method_open(Method.AUCTION),
    cites=["zhejiang-2021:art17.p1.a", "zhejiang-2021:art17.p3", "prc-transformation-2015:art18.p1"],
)
def record_auction(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record how an auction ended; without a buyer the deal is planned again."""
    return _sold(deal, Method.AUCTION, data, by)


def _sold(deal: Transformation, method: str, data: Data, by: Any) -> Callable[[], None]:
    if data["sold"]:
        deal.state, deal.method, deal.base_price = "priced", method, data["base_price"]
        deal.price, deal.price_words, deal.priced_on = data["price"], "", data["priced_on"]
        deal.partner, deal.partner_name = data["partner"], data["partner_name"]
        deal.relation, deal.relation_text = data["relation"], data["relation_text"]
    else:
        deal.state, deal.method, deal.price, deal.price_words, deal.priced_on = "planned", "", None, "", None
        deal.base_price = None

    def finish() -> None:
        take_down(deal, by=by, reason=gettext("改为公开交易"))
        Pricing.objects.create(
            transformation=deal, method=method, on=data["priced_on"], base_price=data["base_price"],
            base_reasons=data["base_reasons"], price=data["price"] if data["sold"] else None, venue=data["venue"],
            bidders=data["bidders"], basis=data["basis"], evidence=data["evidence"], by=by,
        )  # fmt: skip

    return finish


@action(
    Transformation,
    label=_("公示协议定价"),
    moves={"priced": "in_notice"},
    by=manager,
    who=MANAGER,
    form=forms.PriceNoticeForm,
    law=may_publicise,
    cites=NOTICE,
    main=True,
    hint=_("在本单位和技术交易市场公示；内容变了就重新公示，期限重新计算"),
)
def publicise_price(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Put up the notice of the agreed price; one that is up and says something else is changed, and begins anew."""
    return _put_up(deal, data, by)


@action(
    Transformation,
    label=_("更正公示"),
    stays=("in_notice",),
    by=manager,
    who=MANAGER,
    form=forms.PriceNoticeForm,
    law=may_publicise,
    cites=NOTICE,
    hint=_("补标利害关系或者改正内容，期限自更正后的公示重新计算"),
)
def amend_notice(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Correct what the notice says, as an interest that it did not mark; its period begins anew."""
    return _put_up(deal, data, by)


def _put_up(deal: Transformation, data: Data, by: Any) -> Callable[[], None]:
    deal.relation, deal.relation_text = data["relation"], data["relation_text"]

    def finish() -> None:
        said = notice_forms.arguments(PRICE, data)
        said["fields"] |= notice_words(deal)
        notice = running_notice(deal)
        if notice is None:
            notices.publish(
                deal, PRICE, by=by, procedure=data["procedure"], answer_days=data["answer_days"],
                interests=_interests(deal), **said,
            )  # fmt: skip
        elif matches(deal, notice) and notice.fields.get("summary", "") == said["fields"]["summary"]:
            _post_missing(notice, said, by)
        else:
            reason = str(data.get("note", "")).strip()
            if not reason:
                words = gettext("公示的内容变了，写明变更理由")
                raise Refused(Refusal(Ground.INPUT, words, errors={"note": [words]}))
            notices.amend(notice, by=by, reason=reason, **said)

    return finish


def _interests(deal: Transformation) -> list[notices.Party]:
    if deal.relation in ("", Transformation.Relation.NONE):
        return []
    return [
        notices.Party(
            who=deal.partner_words or deal.relation_text, relation=str(deal.get_relation_display()), named=True,
            organisation=deal.partner, cite="zhejiang-2021:art17.p2.b",
        )
    ]  # fmt: skip


def _post_missing(notice: Notice, said: Mapping[str, Any], by: Any) -> None:
    """The same words again: where they did not stand yet, they do now."""
    for channel in missing_channels(notice):
        if channel in said["channels"]:
            notices.post(notice, channel, said["channels"][channel], said["evidence"][channel], by=by)


def _may_offer(deal: Transformation, *, data: Data, by: Any) -> Any:
    if not asks_preemption(deal):
        return Refusal(Ground.STATE, gettext("转让成果才询问完成人是否优先受让"))
    if last_pricing(deal) is None:
        return Refusal(Ground.STATE, gettext("先定价：按同等条件询问"))
    return None


@action(
    Transformation,
    label=_("询问优先受让"),
    stays=("priced", "in_notice"),
    by=manager,
    who=MANAGER,
    form=forms.OfferForm,
    law=_may_offer,
    hint=_("单位转让职务科技成果的，完成人在同等条件下可以优先受让（《民法典》第847条，本系统法规库没有收入）"),
)
def offer_preemption(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Ask every completer on the terms that stand; those with an account are asked here, the others by the unit."""

    def finish() -> None:
        pricing = last_pricing(deal)
        assert pricing is not None
        asked = {row.person_id for row in deal.preemptions.filter(pricing=pricing)}
        people = [person for person in completers_of(deal) if person.pk not in asked]
        Preemption.objects.bulk_create(
            Preemption(
                transformation=deal, pricing=pricing, person=person, offered_on=data["offered_on"],
                answer_by=data["answer_by"], terms=data["terms"],
            )
            for person in people
        )  # fmt: skip
        for user in User.objects.filter(person__in=people, is_active=True):
            text = inbox.worded(
                _("%(day)s 前答复是否以 %(price)s 优先受让"), day=data["answer_by"], price=partial(price_words, deal)
            )
            inbox.ask_person(deal, f"{ANSWER}{user.person_id}", user, text, deal.owner)

    return finish


def _anyone_asked(deal: Transformation, *, data: Data, by: Any) -> Any:
    if open_preemptions(deal).exists():
        return None
    return Refusal(Ground.STATE, gettext("没有等候答复的完成人"))


@action(
    Transformation,
    label=_("答复优先受让"),
    stays=("priced", "in_notice"),
    by=manager | completer,
    who=ANSWERER,
    form=forms.AnswerForm,
    law=_anyone_asked,
)
def answer_preemption(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record what a completer answers; one who takes it becomes the one to contract with."""

    def finish() -> None:
        row: Preemption = data["preemption"]
        row.answer, row.answered_on, row.evidence = data["answer"], data["answered_on"], data["evidence"]
        row.save()
        inbox.close_todos(deal, (f"{ANSWER}{row.person_id}",))

    return finish


def close_answers(deal: Transformation) -> None:
    """Nobody is asked any longer: the deal is signed or given up."""
    people = deal.preemptions.values_list("person_id", flat=True)
    inbox.close_todos(deal, [f"{ANSWER}{pk}" for pk in people])
