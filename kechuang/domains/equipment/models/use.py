"""What equipment was used for: a row a day or a period, by whom, how long and for how much. Never changed, only struck out."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.equipment.models.register import Equipment


class TimeRange(Func):
    """tstzrange(from, to): its end is not in it, so that one use may begin when another ends."""

    function = "tstzrange"
    arity = 2
    output_field = DateTimeRangeField()


class UsePeriodQuerySet(models.QuerySet["UsePeriod"]):
    def visible_to(self, user: Any) -> Self:
        """Rows of the equipment of one's own organisations and of the regions one holds office over, and one's own uses."""
        reach = reach_of(user)
        own = Q(equipment__owner_id__in=reach.organisations) | Q(organisation_id__in=reach.organisations)
        return self.filter(own | under(reach.prefixes, "equipment__region__code"))

    def standing(self) -> Self:
        """Rows that were not struck out: those that count."""
        return self.filter(struck_on=None)


@tracked(in_bulk=True)
class UsePeriod(models.Model):
    """One use: of a day or of a period within one month. hours: at most the time there is; charge in yuan.

    organisation or user_name: who used it, when that was not the platform itself. starts_at, ends_at: when the hours of
    the day are known; then no other row of the equipment may overlap.
    """

    class User(models.TextChoices):
        OWN = "own", _("本平台")
        OUTSIDE = "outside", _("外单位")

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="uses")
    day_from = models.DateField(_("使用日"))
    day_to = models.DateField(_("使用至"))
    starts_at = models.DateTimeField(_("开始时刻"), null=True, blank=True)
    ends_at = models.DateTimeField(_("结束时刻"), null=True, blank=True)
    hours = models.DecimalField(_("机时（小时）"), max_digits=8, decimal_places=2)
    user = models.CharField(_("使用方"), max_length=10, choices=User.choices)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=pgettext_lazy("equipment", "使用单位"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    user_name = models.CharField(_("使用单位名称"), max_length=200, blank=True)
    charge = models.DecimalField(_("收费（元）"), max_digits=18, decimal_places=2, default=0)
    voucher = models.CharField(_("票据或者创新券号"), max_length=60, blank=True)
    purpose = models.CharField(_("用途"), max_length=300)
    recorded_on = models.DateField(_("登记日"), default=clock.today, editable=False)
    struck_on = models.DateField(_("作废日"), null=True, blank=True, editable=False)
    struck_because = models.CharField(_("作废理由"), max_length=300, blank=True)

    objects = UsePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("使用记录")
        ordering = ("equipment_id", "pk")
        indexes = (models.Index(fields=("equipment", "day_to"), name="equipment_use_by_day"),)
        constraints = (
            models.CheckConstraint(name="equipment_use_hours_above_zero", condition=Q(hours__gt=0)),
            models.CheckConstraint(name="equipment_use_charge_not_below_zero", condition=Q(charge__gte=0)),
            models.CheckConstraint(name="equipment_use_days_in_order", condition=Q(day_to__gte=F("day_from"))),
            models.CheckConstraint(
                name="equipment_use_times_in_order",
                condition=Q(starts_at=None, ends_at=None)
                | Q(starts_at__isnull=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
            models.CheckConstraint(
                name="equipment_use_by_whom",
                condition=Q(user="own", organisation=None, user_name="")
                | Q(user="outside")
                & (Q(organisation__isnull=False, user_name="") | Q(organisation=None) & ~Q(user_name="")),
            ),
            models.CheckConstraint(
                name="equipment_use_struck_with_reason",
                condition=Q(struck_on=None, struck_because="") | Q(struck_on__isnull=False) & ~Q(struck_because=""),
            ),
            ExclusionConstraint(
                name="equipment_use_one_at_a_time",
                expressions=[
                    ("equipment", RangeOperators.EQUAL),
                    (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(struck_on=None, starts_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        until = "" if self.day_to == self.day_from else f"–{self.day_to}"
        return f"{self.day_from}{until} {self.whose} {self.hours:g} h"

    @property
    def whose(self) -> str:
        """Who used it, in words."""
        if self.user == self.User.OWN:
            return str(self.get_user_display())
        return str(self.organisation) if self.organisation_id else self.user_name
