"""What an achievement or the equity it became lost, and the write-off."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models.achievement import Achievement


@tracked()
class Loss(models.Model):
    """A loss of the investment an achievement became: its proofs, the unit's review and the filing that excuse it."""

    achievement = models.OneToOneField(Achievement, on_delete=models.PROTECT, related_name="loss")
    amount = models.DecimalField(_("亏损金额（元）"), max_digits=18, decimal_places=2)
    evidence = models.JSONField(_("证明"), default=list)
    diligent = models.BooleanField(_("已尽职"), null=True, blank=True)
    reviewed_on = models.DateField(_("单位审核日"))
    filed_on = models.DateField(_("报主管部门备案日"), null=True, blank=True)
    note = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("亏损核销")
        constraints = (
            models.CheckConstraint(name="loss_above_zero", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="loss_filed_after_review", condition=Q(filed_on=None) | Q(filed_on__gte=F("reviewed_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.achievement_id} {self.amount}"
