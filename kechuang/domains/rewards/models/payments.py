"""A reward that was paid, and what was withheld of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.core.audit.tracking import tracked
from kechuang.domains.rewards.models.plan import RewardShare


@tracked()
class RewardPayment(models.Model):
    """The payment of one share. preferential: half of it counts as the month's wages, by the tax notice's conditions."""

    share = models.OneToOneField(RewardShare, on_delete=models.PROTECT, related_name="payment")
    paid_on = models.DateField(_("支付日"))
    amount = models.DecimalField(_("支付金额（元）"), max_digits=18, decimal_places=2)
    withheld = models.DecimalField(_("代扣个人所得税（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    preferential = models.BooleanField(_("按职务成果现金奖励减半计税"), null=True, blank=True)

    class Meta:
        verbose_name = _("奖励支付")
        constraints = (models.CheckConstraint(name="reward_payment_positive", condition=Q(amount__gt=0)),)

    def __str__(self) -> str:
        return f"{self.share_id} {self.paid_on}"
