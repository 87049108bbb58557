"""The yearly operating profit of an achievement the unit implements itself or with others."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Transformation


@tracked()
class YearProfit(models.Model):
    """The operating profit (yuan; a loss is negative) that implementing it brought in a year. A later figure replaces an earlier.

    production_on: when production began to succeed, from which the years of reward count.
    """

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="profits")
    year = models.PositiveSmallIntegerField(_("年度"))
    profit = models.DecimalField(_("营业利润（元）"), max_digits=18, decimal_places=2)
    production_on = models.DateField(_("成功投产日"))
    evidence = models.CharField(_("凭证"), max_length=200)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")

    class Meta:
        verbose_name = _("年度营业利润")
        ordering = ("transformation_id", "year", "pk")
        constraints = (
            models.UniqueConstraint(
                name="profit_first_of_a_year", fields=("transformation", "year"), condition=Q(replaces=None)
            ),
            models.CheckConstraint(
                name="profit_not_before_production", condition=Q(year__gte=ExtractYear("production_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.profit}"
