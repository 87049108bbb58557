"""Undoing a plan: its income is free again, the books are set right by reversals, its notice is taken down."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.ledger import services as ledger
from kechuang.casework.notices import services as notices
from kechuang.casework.notices.models import Notice
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.rewards.models import RewardAccrual, RewardPayment, RewardPlan
from kechuang.domains.rewards.noticing import tell_named
from kechuang.domains.rewards.paying import clocks


def refusals(plan: RewardPlan) -> list[Refusal]:
    """Why a plan cannot be voided: something was paid by it, or it corrects a plan by which something was."""
    if RewardPayment.objects.filter(share__plan=plan).exists():
        return [Refusal(Ground.STATE, _("已有人领到奖励，不能作废；收入有变的，用更正方案补足或者收回"))]
    if plan.replaces is not None and RewardPayment.objects.filter(share__plan=plan.replaces).exists():
        words = _("这是 %(number)s 的更正方案，原方案已经支付，不能作废；可以重新测算") % {
            "number": plan.replaces.number
        }
        return [Refusal(Ground.STATE, words)]
    return []


def undo(plan: RewardPlan, *, reason: str, by: Any) -> None:
    """Reverse what was accrued, free the receipts, take the notice down, tell those named. The plan is void already."""
    for accrual in RewardAccrual.objects.filter(share__plan=plan).select_related("entry"):
        ledger.reverse(accrual.entry, reason=reason, by=by, case=plan)
    plan.receipts.filter(standing=True).update(standing=False)
    clocks.follow(plan)
    live = Notice.objects.filter(subject_id=plan.pk, notice_kind="reward_plan", live=True).first()
    if live is not None:
        notices.withdraw(live, by=by, reason=reason)
        tell_named(plan, gettext_lazy("你列入的奖励方案已作废"))
