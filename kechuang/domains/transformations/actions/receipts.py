"""Writers of money that arrives, what it cost, and its reversal. Amounts in the ledger are fen, in the rows yuan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.law import ask
from kechuang.casework.ledger import services as ledger
from kechuang.core.money import fen_of, yuan
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.transformations import books, due, income
from kechuang.domains.transformations.actions.money import (
    BOOKKEEPER,
    CONTROLLER,
    LASTING,
    PERFORMED,
    bookkeeper,
    controller,
)
from kechuang.domains.transformations.facts import deal_facts, unit_facts
from kechuang.domains.transformations.following import Change, income_changed, income_obtained
from kechuang.domains.transformations.forms import money as forms
from kechuang.domains.transformations.models import Cost, Receipt, Transformation
from kechuang.law import Finding, Verdict

Data = Mapping[str, Any]
Mode = Transformation.Mode
NET_INCOME = ("zhejiang-2021:art37.p4", "quzhou-2024:art20.p1.i1", "prc-transformation-2015:art45.p1.i1")
ACCOUNTS = "zhejiang-2021:art18.p2"
ROUTES = ("quzhou-2024:art19.p1.a", "zhejiang-2021:art41.p1")


# -- receipts ------------------------------------------------------------------------------------------------


def _receivable(deal: Transformation, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    """Whether money of this kind may come in by this door, and what the law makes of it."""
    if deal.mode not in (Mode.TRANSFER, Mode.LICENCE):
        words = {
            Mode.EQUITY: gettext("作价投资取得的是股权：登记股权用“登记股权”，红利用“登记红利”"),
            Mode.SELF: gettext("自行实施按年登记营业利润"),
            Mode.JOINT: gettext("合作实施按年登记营业利润"),
        }
        yield Refusal(Ground.STATE, words[Mode(deal.mode)])
        return
    route = ask(deal, "income_route", route_facts(deal, data))
    if route.value == "contract_funds":
        words_ = gettext("按所取的解释，这笔收入走横向项目经费，不是奖励规定的收入：登记到横向项目经费里")
        yield Refusal(Ground.LAW, words_, route.citations, finding=route)
        return
    finding = income.find(deal, _facts_to_be(deal, data))
    if finding.verdict is not Verdict.NEEDS_DETERMINATION:  # what is open is no reason not to book what arrived
        yield finding


def route_facts(deal: Transformation, data: Data) -> dict[str, Any]:
    """What decides which rule an income follows; it comes of an achievement that is there."""
    day = data["received_on"]
    return {
        **unit_facts(deal, day), **deal_facts(deal), "deal.received_on": day,
        "contract_funds.kind": "licence" if deal.mode == Mode.LICENCE else "transfer",
        "contract_funds.origin": "existing_achievement",
    }  # fmt: skip


def _facts_to_be(deal: Transformation, data: Data) -> dict[str, Any]:
    receipt = Receipt(received_on=data["received_on"], amount=data["amount"], term=data["term"])
    rows = income.standing_receipts(deal).prefetch_related("findings")
    facts = income.money_facts(deal, receipt, [(r, income.latest(r)) for r in rows], income.standing_costs(deal))
    own = income.of_costs(
        Cost(kind=kind, amount=data[name]) for name, kind in forms.OWN_COSTS.items() if data[name] is not None
    )
    return facts | {"receipt.costs": own["deal.costs"], "receipt.taxes": own["deal.taxes"]}


@action(
    Transformation,
    label=_("登记到账"),
    stays=PERFORMED,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.ReceiptForm,
    law=_receivable,
    law_needs_data=True,
    cites=[*NET_INCOME, ACCOUNTS, *ROUTES],
    main=True,
    hint=_("记入账本，并按到账之日的法规核算净收入"),
)
def record_receipt(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Book money that arrived, with what it alone cost, and find the net income that falls on it."""

    def finish() -> None:
        fen = fen_of(data["amount"])
        mark = books.earmark_of(deal, day=data["received_on"])
        text = gettext("到账：%(payer)s，流水 %(reference)s") % {
            "payer": data["payer"][:120],
            "reference": data["reference"],
        }
        entry = books.post_receipt(deal, "transformation_income", fen, data["received_on"], text, by, mark)
        receipt = Receipt(
            transformation=deal, case_id=deal.pk, unit_id=deal.owner_id, kind=Receipt.Kind.INCOME,
            position=next_position(deal), received_on=data["received_on"], amount=data["amount"], term=data["term"],
            payer=data["payer"], reference=data["reference"], entry=entry,
        )  # fmt: skip
        receipt.save()
        for name, kind in forms.OWN_COSTS.items():
            if data[name] is not None:
                cost = Cost(
                    transformation=deal, receipt=receipt, kind=kind, amount=data[name], spent_on=data["received_on"],
                    evidence=data["evidence"],
                )  # fmt: skip
                _book(deal, cost, by)
        books.take_costs(deal, by)
        income.found_for(deal, receipt)
        income_obtained(Change(deal, "receipts", [receipt], by))
        due.refresh(deal)

    return finish


def next_position(case: Any) -> int:
    """The next place among the receipts of a case, which its caller holds locked."""
    return Receipt.objects.filter(case_id=case.pk).count() + 1


def _book(deal: Transformation, cost: Cost, by: Any) -> None:
    cost.entry = books.post_cost(deal, cost, by)
    cost.save()


@action(
    Transformation,
    label=_("冲销到账"),
    stays=PERFORMED,
    by=controller,
    who=CONTROLLER,
    form=forms.ReverseReceiptForm,
    cites=NET_INCOME,
    hint=_("登错的到账不改，记相反的一笔，写明理由；连同单独发生的费用和税金；据此定的奖励随之重算"),
)
def reverse_receipt(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back a receipt that was booked wrongly: rows and entries by their opposites; rewards that rest on it reopen."""
    receipt: Receipt = data["receipt"]

    def finish() -> None:
        own = list(Cost.objects.filter(receipt=receipt, standing=True))
        opposite(receipt, data["reason"], position=next_position(deal))
        receipt.refresh_from_db()
        for cost in own:
            opposite(cost, data["reason"])
        changed = [receipt] if receipt.kind == Receipt.Kind.INCOME else []
        if income.net_income(deal) > income.received(deal):  # later receipts had caught up with this one
            changed += income.find_again(deal, data["reason"])
        if changed:
            income_changed(Change(deal, "receipts", changed, by, data["reason"]))
        for cost in own:
            books.reverse_cost(deal, cost, reason=data["reason"], by=by)
        take_out(deal, receipt, data["reason"], by)
        books.take_costs(deal, by)
        due.refresh(deal)

    return finish


def take_out(deal: Transformation, receipt: Receipt, reason: str, by: Any) -> None:
    """Reverse the entry of a receipt, with room made for it first."""
    assert receipt.entry is not None
    books.make_room(deal, books.earmark_of(deal), fen_of(receipt.amount), by)
    ledger.reverse(receipt.entry, reason=reason, by=by, case=deal)


def opposite(row: Any, reason: str, **changed: Any) -> None:
    """Write the row that takes another back."""
    same = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in ("id", "amount", "income", "entry_id", "reverses_id", "reason", "standing")
    }
    type(row)(**(same | changed), amount=-row.amount, reverses=row, reason=reason, standing=False).save()


# -- costs ---------------------------------------------------------------------------------------------------


@action(
    Transformation,
    label=_("登记成本或税金"),
    stays=LASTING,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.CostForm,
    cites=["zhejiang-2021:art37.p4", ACCOUNTS],
    hint=_("收入不够时记为单位垫付，到账后列支归还；研发成本只用于核算，不重复记账"),
)
def record_cost(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Record a cost or tax. One of a receipt changes its net income; one of the whole falls on the receipts to come."""

    def finish() -> None:
        cost = Cost(
            transformation=deal, receipt=data["receipt"], kind=data["kind"], amount=data["amount"],
            fiscal=data["fiscal"], spent_on=data["spent_on"], evidence=data["evidence"],
        )  # fmt: skip
        _book(deal, cost, by)
        books.take_costs(deal, by)
        if data["receipt"] is not None:
            reason = gettext("补记%(kind)s %(amount)s 元") % {
                "kind": cost.get_kind_display(), "amount": yuan(fen_of(cost.amount)),
            }  # fmt: skip
            changed = income.find_again(deal, reason, only=data["receipt"])
            if changed:
                income_changed(Change(deal, "receipts", changed, by, reason))

    return finish


@action(
    Transformation,
    label=_("冲销成本或税金"),
    stays=LASTING,
    by=controller,
    who=CONTROLLER,
    form=forms.ReverseCostForm,
    cites=["zhejiang-2021:art37.p4"],
    hint=_("登错的不改，记相反的一笔，写明理由；受影响的到账重新核算净收入"),
)
def reverse_cost(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back a cost that was booked wrongly; the receipts that bore it are found anew."""
    cost: Cost = data["cost"]

    def finish() -> None:
        opposite(cost, data["reason"])
        cost.refresh_from_db()
        changed = income.find_again(deal, data["reason"], only=cost.receipt)
        if changed:
            income_changed(Change(deal, "receipts", changed, by, data["reason"]))
        books.reverse_cost(deal, cost, reason=data["reason"], by=by)
        books.take_costs(deal, by)

    return finish


@action(
    Transformation,
    label=_("重新核算净收入"),
    stays=PERFORMED,
    by=controller,
    who=CONTROLLER,
    form=forms.RestateForm,
    cites=NET_INCOME,
    hint=_("按现在的成本、税金和解释重新核算已到账的净收入；原来的核算保留，金额有变的奖励随之重算"),
)
def restate_income(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Find the net income of every receipt anew with what is now known; earlier findings stay beside."""

    def finish() -> None:
        changed = income.find_again(deal, data["note"])
        if changed:
            income_changed(Change(deal, "receipts", changed, by, data["note"]))

    return finish


@action(
    Transformation,
    label=_("登记缴税"),
    stays=LASTING,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.TaxForm,
    cites=ACCOUNTS,
    hint=_("把应交的税金缴出去；多于应交的不能记"),
)
def pay_taxes(deal: Transformation, *, data: Data, by: Any) -> Callable[[], None]:
    """Book taxes paid over to the tax office."""

    def finish() -> None:
        text = gettext("缴税：%(evidence)s") % {"evidence": data["evidence"]}
        books.pay_taxes(deal, fen_of(data["amount"]), data["on"], by=by, text=text)

    return finish
