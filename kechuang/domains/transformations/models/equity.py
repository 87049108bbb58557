"""The stake in a company that an equity contribution brought."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.ledger.models import Entry
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Transformation


@tracked()
class EquityStake(models.Model):
    """The stake obtained: millionths of the company, shares where it has them, and the value put in (yuan)."""

    transformation = models.OneToOneField(Transformation, on_delete=models.PROTECT, related_name="equity_stake")
    company = models.ForeignKey(
        Organisation, verbose_name=_("公司"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    company_name = models.CharField(_("公司名称"), max_length=200)
    share = models.PositiveIntegerField(_("股权（百万分之）"))
    shares = models.PositiveBigIntegerField(_("股份数"), null=True, blank=True)
    value = models.DecimalField(_("作价（元）"), max_digits=18, decimal_places=2)
    registered_on = models.DateField(_("股权登记日"), null=True, blank=True)
    evidence = models.CharField(_("登记凭证"), max_length=200, blank=True)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("作价投资的股权")
        constraints = (
            models.CheckConstraint(name="stake_within_whole", condition=Q(share__range=(1, 1_000_000))),
            models.CheckConstraint(name="stake_value_positive", condition=Q(value__gt=0)),
            models.CheckConstraint(
                name="stake_registered_with_evidence", condition=Q(registered_on=None) | ~Q(evidence="")
            ),
        )

    def __str__(self) -> str:
        return self.company_name
