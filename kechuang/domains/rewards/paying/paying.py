"""The rows and entries of payment. The only writers of RewardPayment, for the actions of a plan; amounts in fen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import urls
from django.utils.translation import gettext, gettext_lazy

from kechuang.casework.inbox import services as inbox
from kechuang.casework.ledger import payments as bank
from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import BankAccount, Payment
from kechuang.casework.parties.models import User
from kechuang.core.money import yuan_of
from kechuang.domains.rewards.models import RewardPayment, RewardPlan
from kechuang.domains.rewards.paying.lines import Written
from kechuang.domains.rewards.paying.owing import Owed, accounts_of, to_take_back, unpaid

__all__ = ["completes", "give_stakes", "pay", "reverse", "take_back", "tell_paid", "to_take_back"]


def completes(plan: RewardPlan, now: Sequence[Owed]) -> bool:
    """Whether nothing is left once these are done."""
    done = {one.share.pk for one in now}
    return all(one.share.pk in done for one in unpaid(plan))


def pay(
    plan: RewardPlan, owed: Sequence[Owed], *, on: dt.date, accounts: Mapping[str, Written], withheld: Mapping[str, int],
    half: Collection[str], by: Any,
) -> list[RewardPayment]:  # fmt: skip
    """Post what is paid to each, less what is withheld, and put all of it in one file for the bank.

    Raises Refused as the ledger does: where less is in the bank under the earmark than is owed, or books are closed.
    """
    if not owed:
        return []
    to = _accounts(owed, accounts)
    payable, cash, tax = (ledger.account(plan.owner, code) for code in ("reward_payable", "bank", "tax_payable"))
    if plan.source == RewardPlan.Source.PROFIT:
        _provide(plan, owed, on, by)
    drafts = []
    for one in owed:
        assert one.mark is not None
        kept = withheld.get(one.name, 0)
        lines = [ledger.debit(payable, one.mark, one.fen), ledger.credit(cash, one.mark, one.fen - kept)]
        if kept:
            lines.append(ledger.credit(tax, one.mark, kept))
        text = gettext("支付奖励：%(who)s（%(plan)s）") % {"who": one.share.person.name, "plan": plan.number}
        remark = gettext("成果转化奖励 %(plan)s") % {"plan": plan.number}
        drafts.append(
            ledger.Draft(text[:200], lines, on, [ledger.Payee(to[one.share.person_id], one.fen - kept, remark)])
        )
    entries = ledger.post_many(plan, drafts, by=by)
    bank.payment_file(list(Payment.objects.filter(entry__in=entries).order_by("pk")), by=by)
    rows = [
        RewardPayment(
            share=one.share, paid_on=on, amount=yuan_of(one.fen), entry=entry,
            withheld=yuan_of(withheld[one.name]) if one.name in withheld else None,
            preferential=str(one.share.pk) in half,
        )
        for one, entry in zip(owed, entries, strict=True)
    ]  # fmt: skip
    for row in rows:
        row.save()
    return rows


def _accounts(owed: Sequence[Owed], written: Mapping[str, Written]) -> dict[int, BankAccount]:
    """Person -> the account to pay to; those written are recorded, and stand in the place of older ones."""
    found = accounts_of(one.share.person_id for one in owed)
    for one in owed:
        new = written.get(one.name)
        if new is not None:
            person = one.share.person
            found[person.pk] = ledger.bank_account(holder=person.name, bank=new.bank, number=new.number, person=person)
    return found


def _provide(plan: RewardPlan, owed: Sequence[Owed], on: dt.date, by: Any) -> None:
    """Profit comes under no earmark of its own: what is paid is put there from the unit's own money."""
    mark, total = owed[0].mark, sum(one.fen for one in owed)
    assert mark is not None
    cash, fund = ledger.account(plan.owner, "bank"), ledger.account(plan.owner, "fund_balance")
    text = gettext("从单位自有资金拨付奖励：%(plan)s") % {"plan": plan.number}
    ledger.post(
        plan, by=by, text=text, on=on, lines=[ledger.debit(cash, mark, total), ledger.credit(fund, mark, total)]
    )


def give_stakes(plan: RewardPlan, *, on: dt.date, evidence: str) -> None:
    """Record stakes registered in the names of those rewarded; no money moves."""
    for one in unpaid(plan):
        RewardPayment.objects.create(
            share=one.share, paid_on=on, amount=yuan_of(one.fen), stake=one.share.stake, evidence=evidence
        )


def take_back(plan: RewardPlan, owed: Owed, *, on: dt.date, reference: str, by: Any) -> None:
    """Post what came back: cash in, the claim on the person gone."""
    assert owed.mark is not None
    cash, claim = ledger.account(plan.owner, "bank"), ledger.account(plan.owner, "receivable")
    text = gettext("收回多付的奖励：%(who)s（%(plan)s）") % {"who": owed.share.person.name, "plan": plan.number}
    entry = ledger.post(
        plan, by=by, text=text[:200], on=on,
        lines=[ledger.debit(cash, owed.mark, -owed.fen), ledger.credit(claim, owed.mark, -owed.fen)],
    )  # fmt: skip
    RewardPayment.objects.create(
        share=owed.share, paid_on=on, amount=yuan_of(owed.fen), entry=entry, evidence=reference
    )


def reverse(plan: RewardPlan, row: RewardPayment, *, reason: str, by: Any) -> None:
    """Undo a payment by its opposite, in the rows and in the books."""
    assert row.entry is not None
    entry = ledger.reverse(row.entry, reason=reason, by=by, case=plan)
    RewardPayment.objects.create(
        share=row.share, paid_on=row.paid_on, amount=-row.amount, entry=entry, reverses=row, standing=False,
        evidence=reason[:200],
    )  # fmt: skip
    row.standing = False
    row.save(update_fields=("standing",))


def tell_paid(row: RewardPayment) -> None:
    """Tell a person that their reward is on its way; the amount is on their own page alone."""
    plan = row.share.plan
    users = list(User.objects.filter(person_id=row.share.person_id, is_active=True))
    words = gettext_lazy("你的奖励已支付，金额和算法见“我的奖励”")
    inbox.tell(users, "case", words, case_id=plan.pk, link=urls.reverse("reward-slip", args=[plan.number]))
