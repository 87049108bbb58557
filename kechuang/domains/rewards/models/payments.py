"""Rewards that were paid, what was withheld of them, how they stand in the unit's wages and what their tax rests on."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.ledger.models import Entry
from kechuang.casework.parties.models import Role
from kechuang.casework.parties.reach import reach_of
from kechuang.core.audit.tracking import tracked
from kechuang.domains.rewards.models.plan import RewardPlan, RewardShare

PAYING = (Role.PLATFORM_MANAGER, Role.LEADER, Role.FINANCE, Role.AUDITOR)
"""Roles in a unit that read everybody's payments and slips."""


class RewardPaymentQuerySet(models.QuerySet["RewardPayment"]):
    def standing(self) -> Self:
        return self.filter(standing=True)

    def visible_to(self, user: Any) -> Self:
        """A person's own, and those of the units they lead, pay or audit for. kechuang.domains.rewards.slips.may_read says
        the same of one share."""
        reach = reach_of(user)
        seen = Q(share__plan__owner_id__in=[p.organisation for p in reach.posts if p.role in PAYING])
        person = getattr(user, "person_id", None)
        if person is not None:
            seen |= Q(share__person_id=person)
        return self.filter(seen)


@tracked()
class RewardPayment(models.Model):
    """The payment of one share, all of what it added to the unit's debt (yuan). Never changed; undone by its opposite.

    amount: below zero for what a correcting plan takes back, and for a row that reverses another. withheld: income tax the
    unit withheld of it (none where nobody has said). preferential: half counts as wages of the month, by the tax notice.
    stake: for equity, the millionths of the company that were registered for the person, with the evidence.
    standing: false once it is reversed, as the bank gave it back.
    """

    share = models.ForeignKey(RewardShare, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(_("支付日"))
    amount = models.DecimalField(_("支付金额（元）"), max_digits=18, decimal_places=2)
    withheld = models.DecimalField(_("代扣个人所得税（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    preferential = models.BooleanField(_("按职务成果现金奖励减半计税"), null=True, blank=True)
    stake = models.PositiveIntegerField(_("登记到个人的股权（百万分之）"), null=True, blank=True)
    evidence = models.CharField(_("凭证"), max_length=200, blank=True)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    standing = models.BooleanField(default=True)

    objects = RewardPaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("奖励支付")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="reward_payment_something", condition=~Q(amount=0)),
            models.CheckConstraint(
                name="reward_payment_withheld_within",
                condition=Q(withheld=None) | Q(amount__gt=0, withheld__gte=0, withheld__lt=F("amount")),
            ),
            models.CheckConstraint(
                name="reward_payment_reversal_stands_not", condition=Q(reverses=None) | Q(standing=False)
            ),
            models.CheckConstraint(name="reward_payment_of_stake_proved", condition=Q(stake=None) | ~Q(evidence="")),
            models.UniqueConstraint(name="reward_paid_once", fields=("share",), condition=Q(standing=True)),
        )

    def __str__(self) -> str:
        return f"{self.share_id} {self.paid_on}"


@tracked()
class TaxStatement(models.Model):
    """What the unit says of the conditions of the tax notice for a plan; what it has not said is open."""

    plan = models.OneToOneField(RewardPlan, on_delete=models.PROTECT, related_name="tax_statement")
    of_unit = models.BooleanField(_("受奖人都是本单位人员"), null=True, blank=True)
    nonprofit_exemption = models.BooleanField(_("民办单位已取得非营利组织免税资格"), null=True, blank=True)
    named_kind = models.BooleanField(_("成果属于通知所列的种类"), null=True, blank=True)
    certificate = models.BooleanField(_("技术合同已认定登记并取得证明"), null=True, blank=True)
    published_on = models.DateField(_("名单公示的首日"), null=True, blank=True)
    published = models.BooleanField(_("名单和相关信息已按规定公示"), null=True, blank=True)
    kept_apart = models.BooleanField(_("没有把正常工资奖金列入"), null=True, blank=True)
    evidence = models.CharField(_("依据"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("个人所得税条件")
        constraints = (
            models.CheckConstraint(
                name="tax_statement_published_on_a_day", condition=Q(published_on=None) | Q(published=True)
            ),
        )

    def __str__(self) -> str:
        return str(self.plan_id)


@tracked()
class WageRecord(models.Model):
    """How the rewards paid by a plan in a year stand in the unit's wages (yuan).

    reward: what they add to the year's total wages; total, performance_pay, performance_cap: the unit's own figures without
    it, as far as stated. Neither the cap nor its base is touched: nothing of the reward stands in them.
    """

    plan = models.ForeignKey(RewardPlan, on_delete=models.PROTECT, related_name="wage_records")
    year = models.PositiveSmallIntegerField(_("年度"))
    reward = models.DecimalField(_("计入工资总额的奖励（元）"), max_digits=18, decimal_places=2)
    total = models.DecimalField(
        _("当年工资总额（不含奖励，元）"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    performance_pay = models.DecimalField(
        _("当年绩效工资（不含奖励，元）"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    performance_cap = models.DecimalField(
        _("绩效工资总额限额（元）"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    capped = models.BooleanField(_("实行绩效工资总额管理"), null=True, blank=True)

    class Meta:
        verbose_name = _("工资总额记录")
        ordering = ("plan_id", "year")
        constraints = (
            models.UniqueConstraint(name="wage_record_once", fields=("plan", "year")),
            models.CheckConstraint(
                name="wage_record_figures",
                condition=(Q(total=None) | Q(total__gte=0))
                & (Q(performance_pay=None) | Q(performance_pay__gte=0))
                & (Q(performance_cap=None) | Q(performance_cap__gte=0)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.year}"
