"""Writers of a stake, its dividends, and of the yearly profit of implementation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.ledger import services as ledger
from kechuang.core.money import fen_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.transformations import books
from kechuang.domains.transformations.actions.money import (
    BOOKKEEPER,
    CONTROLLER,
    PERFORMED,
    bookkeeper,
    controller,
)
from kechuang.domains.transformations.actions.receipts import ACCOUNTS, next_position
from kechuang.domains.transformations.following import Change, income_changed, income_obtained
from kechuang.domains.transformations.forms import money as forms
from kechuang.domains.transformations.models import EquityStake, Receipt, Transformation, YearProfit
from kechuang.law.model import Citation

Data = Mapping[str, Any]
EQUITY = ("quzhou-2024:art20.p1.i2", "zhejiang-2021:art37.p1.i2", "prc-transformation-2015:art45.p1.i2")
PROFIT = ("quzhou-2024:art20.p1.i3", "zhejiang-2021:art37.p1.i3", "prc-transformation-2015:art45.p1.i3")
REGISTERED = "zhejiang-2021:art40.p2.b"


def stake_of(deal: Transformation) -> EquityStake | None:
    return EquityStake.objects.filter(transformation=deal).first()


def _may_register(deal: Transformation, *, data: Data, by: Any) -> Refusal | None:
    if deal.mode != Transformation.Mode.EQUITY:
        return Refusal(Ground.STATE, gettext("只有作价投资才取得股权"))
    if stake_of(deal) is not None:
        return Refusal(Ground.STATE, gettext("股权已登记；登错了用“更正股权”"))
    return None


def _has_stake(deal: Transformation, *, data: Data, by: Any) -> Refusal | None:
    if stake_of(deal) is None:
        return Refusal(Ground.STATE, gettext("还没有登记股权"), (Citation.parse(REGISTERED),))
    return None


def _write(deal: Transformation, stake: EquityStake, data: Data, by: Any) -> None:
    """The stake as typed, and its value in the books: an investment that the deal brought in."""
    for name in ("company", "share", "shares", "value", "registered_on", "evidence"):
        setattr(stake, name, data[name])
    stake.company_name = data["company_name"].strip() or str(data["company"] or "")
    mark = books.earmark_of(deal, day=data["registered_on"])
    fen = fen_of(data["value"])
    lines = [
        books.line(ledger.debit, "investment", mark, fen), books.line(ledger.credit, "transformation_income", mark, fen)
    ]  # fmt: skip
    text = gettext("取得股权：%(company)s") % {"company": stake.company_name[:150]}
    stake.entry = ledger.post(deal, by=by, text=text, lines=lines, on=books.day_open(mark, data["registered_on"]))
    stake.save()


@action(
    Transformation,
    label=_("登记股权"),
    stays=PERFORMED,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.EquityForm,
    law=_may_register,
    cites=[*EQUITY, REGISTERED],
    main=True,
    hint=_("登记单位因作价投资取得的股份或者出资比例；奖励完成人的股权自登记之日起算"),
)
def register_equity(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record the stake registered for the unit, with the proof."""

    def finish() -> None:
        stake = EquityStake(transformation=deal)
        _write(deal, stake, data, by)
        income_obtained(Change(deal, "equity", [stake], by))

    return finish


@action(
    Transformation,
    label=_("更正股权"),
    stays=PERFORMED,
    by=controller,
    who=CONTROLLER,
    form=forms.CorrectEquityForm,
    law=_has_stake,
    cites=EQUITY,
    hint=_("原来的登记留在经过里；据此定的奖励随之重算"),
)
def correct_equity(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Put a stake right that was recorded wrongly; the books by reversal, what it was before stays in the history."""

    def finish() -> None:
        stake = EquityStake.objects.select_for_update().get(transformation=deal)
        if stake.entry is not None:
            ledger.reverse(stake.entry, reason=data["reason"], by=by, case=deal)
        _write(deal, stake, data, by)
        income_changed(Change(deal, "equity", [stake], by, data["reason"]))

    return finish


@action(
    Transformation,
    label=_("登记红利"),
    stays=PERFORMED,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.ArrivalForm,
    law=_has_stake,
    cites=ACCOUNTS,
    hint=_("单位所持股权的红利，计入其他收入；不是计提奖励的净收入"),
)
def record_dividend(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Book a dividend of the unit's own stake: other income, of which no reward is taken."""

    def finish() -> None:
        mark = books.earmark_of(deal)
        text = gettext("红利：%(payer)s，流水 %(reference)s") % {
            "payer": data["payer"][:120],
            "reference": data["reference"],
        }
        fen = fen_of(data["amount"])
        Receipt(
            transformation=deal, case_id=deal.pk, unit_id=deal.owner_id, kind=Receipt.Kind.DIVIDEND,
            position=next_position(deal), received_on=data["received_on"], amount=data["amount"], payer=data["payer"],
            reference=data["reference"],
            entry=books.post_receipt(deal, "other_income", fen, data["received_on"], text, by, mark),
        ).save()  # fmt: skip

    return finish


def _implements(deal: Transformation, *, data: Data, by: Any) -> Refusal | None:
    if deal.mode in Transformation.BY_THE_UNIT:
        return None
    return Refusal(Ground.STATE, gettext("自行实施或者合作实施才按年登记营业利润"))


@action(
    Transformation,
    label=_("登记年度营业利润"),
    stays=PERFORMED,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.ProfitForm,
    law=_implements,
    cites=PROFIT,
    main=True,
    hint=_("实施这项成果当年的营业利润；同一年再登记的取代前一次，原来的保留"),
)
def record_profit(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record the operating profit of a year; a later figure replaces an earlier one, which stays."""

    def finish() -> None:
        old = YearProfit.objects.filter(transformation=deal, year=data["year"], replaced_by=None).first()
        made = YearProfit.objects.create(
            transformation=deal, year=data["year"], profit=data["profit"], production_on=data["production_on"],
            evidence=data["evidence"], replaces=old,
        )  # fmt: skip
        if old is None:
            income_obtained(Change(deal, "profit", [made], by))
        elif old.profit != made.profit:
            income_changed(Change(deal, "profit", [made], by, data["reason"]))

    return finish
