"""What a plan does when the income it rests on changes: it is recomputed, voided and drafted anew, or corrected. Never edited.

drafted                     measured anew in place
on notice, or settled       voided, with reversals in the books and the notice taken down; a new draft replaces it
paid, even in part          stays as it was paid; a correcting draft replaces it, and settles the difference
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.cases import direct
from kechuang.casework.inbox import services as inbox
from kechuang.core.money import fen_of, yuan_of
from kechuang.domains.rewards import planning, sources, voiding
from kechuang.domains.rewards.computing import MAIN, OTHER, TRANSFER, Measured
from kechuang.domains.rewards.computing.splitting import carry_over
from kechuang.domains.rewards.models import PlanReceipt, RewardPayment, RewardPlan, RewardShare
from kechuang.domains.rewards.noticing import tell_named
from kechuang.domains.transformations.following import Change
from kechuang.domains.transformations.models import YearProfit

ASKED = "draft_plan"
"""The to-do of a transformation that has earned and has no plan for it."""

KEPT = (
    "person", "part", "group", "weight", "contribution", "main", "direct", "leader", "proof", "title_share_taken", "reward_chosen",
)  # fmt: skip
"""What a new line of a person takes over from the old."""


def income_changed(change: Change) -> None:
    """After receipts, a stake, a profit or a fund changed: see that every plan that rests on it follows."""
    about = {"contract_fund": change.case} if change.source == "contract_funds" else {"transformation": change.case}
    rows = (
        RewardPlan.objects.filter(source=change.source, **about).exclude(state="void").select_for_update(of=("self",))
    )
    taken_over = set(RewardPlan.objects.exclude(state="void").exclude(replaces=None).values_list("replaces", flat=True))
    for plan in rows.order_by("pk"):
        if plan.pk not in taken_over and _touched(plan):
            _follow(plan, change.reason or _("收入有变"), change.by)


def income_obtained(change: Change) -> None:
    """Ask the unit for a plan where something came in that law or unit rewards from."""
    if change.source == "contract_funds":
        return
    words = gettext_lazy("有新的转化收入，拟订奖励方案")
    inbox.open_todo(
        change.case, ASKED, [change.case.owner], words, ("platform_manager", "technology_manager", "leader")
    )


def _touched(plan: RewardPlan) -> bool:
    """Whether something the plan rests on was reversed, amounts to something else now, or was replaced."""
    if plan.source == RewardPlan.Source.RECEIPTS:
        rows = plan.receipts.filter(standing=True).select_related("receipt")
        return any(not row.receipt.standing or row.receipt.income != row.income for row in rows)
    if plan.profit is not None:
        return hasattr(plan.profit, "replaced_by")
    return sum(income.fen for income in sources.incomes(plan)) != fen_of(plan.income)


def _follow(plan: RewardPlan, reason: str, by: Any) -> None:
    paid = RewardPayment.objects.filter(share__plan=plan).exists() or plan.state == "paid"
    if plan.state == "drafted":
        _again(plan, reason, by)
        return
    old = list(plan.shares.select_related("person").order_by("position"))
    if paid:
        _replace(plan, old, reason, by, correcting=True)
        return
    direct.step(plan, "void_plan", by=by, to="void", note=reason)
    tell_named(plan, gettext_lazy("收入有变，你列入的奖励方案作废，重新测算"))
    voiding.undo(plan, reason=reason, by=by)
    inbox.close_todos(plan, ("pay",))
    _replace(plan, old, reason, by, correcting=False)


def _again(plan: RewardPlan, reason: str, by: Any) -> None:
    """Measure a draft anew with what is left; its people stay, in proportion."""
    old = list(plan.shares.select_related("person").order_by("position"))
    before = (fen_of(plan.income), fen_of(plan.pool))
    taken = _left(plan, [row.receipt_id for row in plan.receipts.all()])
    plan.receipts.all().delete()
    _measure_as(plan, before, taken, plan.floor, old)
    direct.step(plan, "recompute", by=by, note=reason)
    PlanReceipt.objects.bulk_create(taken)
    _write_as(plan, old, planning.measured(plan))


def _replace(old_plan: RewardPlan, old: Sequence[RewardShare], reason: str, by: Any, *, correcting: bool) -> None:
    """Draft a plan in place of another, with what is left of its income and the same people."""
    own = [row.receipt_id for row in old_plan.receipts.all()]
    made = RewardPlan(
        title=old_plan.title, owner=old_plan.owner, region=old_plan.region, source=old_plan.source,
        transformation=old_plan.transformation, contract_fund=old_plan.contract_fund, profit=_profit(old_plan),
        obtained_on=old_plan.obtained_on, agreed=old_plan.agreed, agreed_months=old_plan.agreed_months,
        agreed_due_on=old_plan.agreed_due_on, team_only=old_plan.team_only, replaces=old_plan,
    )  # fmt: skip
    if correcting:
        old_plan.receipts.filter(standing=True).update(standing=False)
    taken = _left(made, own)
    nothing = made.source == RewardPlan.Source.RECEIPTS and not taken
    if nothing and not correcting:
        return
    before = (fen_of(old_plan.income), fen_of(old_plan.pool))
    found = _measure_as(made, before, taken, old_plan.floor, old)

    def finish() -> None:
        for row in taken:
            row.plan = made
        PlanReceipt.objects.bulk_create(taken)
        _write_as(made, old, found)
        roles = ("platform_manager", "technology_manager", "leader")
        words = gettext_lazy("收入有变，核对重新测算的奖励方案")
        inbox.open_todo(made, "review_plan", [made.owner], words, roles)

    direct.open_case(made, "draft_plan", by=by, note=reason, finish=finish)


def _profit(plan: RewardPlan) -> YearProfit | None:
    latest = plan.profit
    while latest is not None and hasattr(latest, "replaced_by"):
        latest = latest.replaced_by
    return latest


def _left(plan: RewardPlan, own: Sequence[int]) -> list[PlanReceipt]:
    """The receipts the old plan had that still stand, with their net income of now."""
    if plan.source != RewardPlan.Source.RECEIPTS or plan.transformation is None:
        return []
    rows = plan.transformation.receipts.filter(pk__in=own, standing=True, income__isnull=False).order_by(
        "received_on", "position"
    )
    return sources.taking(plan, list(rows))


def _measure_as(
    plan: RewardPlan, before: tuple[int, int], taken: list[PlanReceipt], old_floor: Any, old: Sequence[RewardShare]
) -> Measured:
    """Measure; what the unit gave above the floor it gives of the new income in the same proportion."""
    found = planning.set_amounts(plan, None, taken if plan.source == RewardPlan.Source.RECEIPTS else None)
    income, pool = before
    above = old_floor is None or pool > fen_of(old_floor)
    if above and income:
        wanted = -(-found.income * pool // income)
        if wanted > found.pool:
            found = planning.set_amounts(plan, wanted, taken if plan.source == RewardPlan.Source.RECEIPTS else None)
    if taken:
        plan.obtained_on = sources.obtained_on(plan, taken)
    return found


def _write_as(plan: RewardPlan, old: Sequence[RewardShare], found: Measured) -> None:
    """The old people with new amounts: the classes keep their proportion, but reach their floors."""
    groups = (MAIN, TRANSFER, OTHER)
    taking = [[s for s in old if s.group == group and (s.reward_chosen or not s.title_share_taken)] for group in groups]
    amounts = [[fen_of(share.amount) for share in of_group] for of_group in taking]
    split = carry_over(found.pool, (found.main_floor or 0, found.staff_floor or 0, 0), amounts)
    new = {
        share.pk: fen
        for of_group, parts in zip(taking, split, strict=True)
        for share, fen in zip(of_group, parts, strict=True)
    }
    planning.write_rows(plan, [
        RewardShare(plan=plan, amount=yuan_of(new.get(share.pk, 0)), **{name: getattr(share, name) for name in KEPT})
        for share in old
    ])  # fmt: skip
