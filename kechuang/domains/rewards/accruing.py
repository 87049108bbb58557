"""A settled reward in the books: what the unit owes each person, and what comes back where a correcting plan gives less."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import Earmark
from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.rewards.models import RewardAccrual, RewardPayment, RewardPlan, RewardShare
from kechuang.domains.transformations import books

Source = RewardPlan.Source


def accrue(plan: RewardPlan, *, by: Any) -> None:
    """Post what each share adds to the debts of the unit, one entry a person. An equity reward is no money: nothing is posted.

    By a correcting plan only the difference to what the person was paid by the plans it replaces: more is owed as any
    reward, less is to be had back.
    """
    if plan.source == Source.EQUITY:
        return
    _take_back_unpaid(plan, by)
    before = paid_before(plan)
    shares = list(plan.shares.select_related("person").order_by("position"))
    changes = [(share, fen_of(share.amount) - before.get(share.person_id, 0)) for share in shares]
    changes = [(share, fen) for share, fen in changes if fen]
    if not changes:
        return
    mark = earmark_of(plan)
    if plan.source == Source.PROFIT and (drawn := sum(fen for _share, fen in changes if fen > 0)):
        _provide(plan, mark, drawn, by)
    expense, payable, back = (
        ledger.account(plan.owner, code) for code in ("reward_expense", "reward_payable", "receivable")
    )
    drafts = [
        ledger.Draft(
            _text(plan, share, fen),
            [ledger.debit(expense, mark, fen), ledger.credit(payable, mark, fen)]
            if fen > 0
            else [ledger.debit(back, mark, -fen), ledger.credit(expense, mark, -fen)],
        )
        for share, fen in sorted(changes, key=lambda change: change[1])  # what comes back makes room for what is owed
    ]
    entries = ledger.post_many(plan, drafts, by=by)
    RewardAccrual.objects.bulk_create(
        RewardAccrual(share=share, entry=entry, amount=yuan_of(fen))
        for (share, fen), entry in zip(sorted(changes, key=lambda change: change[1]), entries, strict=True)
    )


def _take_back_unpaid(plan: RewardPlan, by: Any) -> None:
    """What the plans this one replaces owe and did not pay is owed no more: this plan owes all that is not paid yet."""
    paid = RewardPayment.objects.filter(standing=True).values("share")
    rows = RewardAccrual.objects.filter(share__plan__in=[one.pk for one in replaced(plan)], entry__reversal=None)
    for accrual in rows.exclude(share__in=paid).select_related("entry"):
        reason = _("由 %(number)s 替代") % {"number": plan.number}
        ledger.reverse(accrual.entry, reason=reason, by=by, case=plan)


def _text(plan: RewardPlan, share: RewardShare, fen: int) -> str:
    words = _("计提奖励：%(who)s（%(plan)s）") if fen > 0 else _("应收回多付的奖励：%(who)s（%(plan)s）")
    return (words % {"who": share.person.name, "plan": plan.number})[:200]


def earmark_of(plan: RewardPlan) -> Earmark:
    """The earmark under which the reward is owed and paid: that of the income; of profit, which comes under none, the plan's own."""
    if plan.source == Source.PROFIT:
        return books.earmark_of(plan, Earmark.Source.OWN)
    if plan.contract_fund is not None:
        return books.earmark_of(plan.contract_fund, Earmark.Source.CONTRACT)
    assert plan.transformation is not None
    return books.earmark_of(plan.transformation)


def _provide(plan: RewardPlan, mark: Earmark, fen: int, by: Any) -> None:
    """Money of the unit's own under the plan's earmark, for a reward from profit."""
    bank, fund = ledger.account(plan.owner, "bank"), ledger.account(plan.owner, "fund_balance")
    lines = [ledger.debit(bank, mark, fen), ledger.credit(fund, mark, fen)]
    ledger.post(plan, by=by, text=_("营业利润中提取的奖励：%(plan)s") % {"plan": plan.number}, lines=lines)


def replaced(plan: RewardPlan) -> list[RewardPlan]:
    """The plans this one stands in place of, the latest first."""
    found, one = [], plan.replaces
    while one is not None:
        found.append(one)
        one = one.replaces
    return found


def paid_before(plan: RewardPlan) -> dict[int, int]:
    """Person -> fen paid by the plans this one replaces."""
    rows = RewardPayment.objects.filter(share__plan__in=[one.pk for one in replaced(plan)])
    sums = rows.values("share__person_id").annotate(total=Sum("amount"))
    return {row["share__person_id"]: fen_of(row["total"]) for row in sums}


def owed(share: RewardShare) -> int:
    """Fen still to be paid by a share of a settled plan: what it added to the debt, less what was paid of it."""
    accrual = RewardAccrual.objects.filter(share=share).first()
    added = fen_of(accrual.amount) if accrual is not None else 0
    paid = RewardPayment.objects.filter(share=share).aggregate(total=Sum("amount"))["total"]
    return max(0, added - (fen_of(paid) if paid is not None else 0))
