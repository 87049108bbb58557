"""The register: each large piece of scientific equipment, how far it is open to others, and its stages of management."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models import Platform

MOST_HOURS = 366 * 24
"""No year has more hours."""


@tracked(in_bulk=True)
class Equipment(Case):
    """A large piece of scientific equipment of a platform. Its owner is the platform's organisation.

    public: it stands in the published library, which it joins when the library is published and leaves when it is closed
    or retired. Money in yuan.
    """

    SERIES: ClassVar[str] = "SB"
    STATES: ClassVar[Any] = (
        ("in_use", pgettext_lazy("equipment", "在用")),
        ("down", pgettext_lazy("equipment", "停用")),
        ("retired", _("报废")),
    )
    INITIAL: ClassVar[str] = "in_use"
    FINAL: ClassVar[frozenset[str]] = frozenset({"retired"})

    class Openness(models.TextChoices):
        SHARED = "shared", _("开放共享")
        CONDITIONAL = "conditional", _("有条件开放")
        NOT_SHARED = "not_shared", _("不开放")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_equipment"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="equipment")
    asset_number = models.CharField(_("资产编号"), max_length=40, blank=True)
    model_name = models.CharField(_("规格型号"), max_length=100)
    maker = models.CharField(_("生产厂商"), max_length=100, blank=True)
    category = models.CharField(_("仪器类别"), max_length=60, blank=True)
    value = models.DecimalField(_("原值（元）"), max_digits=18, decimal_places=2)
    acquired_on = models.DateField(_("购置日"))
    place = models.CharField(_("安放地点"), max_length=200, blank=True)
    operator = models.CharField(_("机组负责人"), max_length=60, blank=True)
    contact = models.CharField(_("预约联系方式"), max_length=100, blank=True)
    services = models.TextField(_("服务内容"), blank=True)
    openness = models.CharField(_("开放情况"), max_length=20, choices=Openness.choices)
    openness_note = models.CharField(_("开放条件或者不开放的理由"), max_length=300, blank=True)
    price_outside = models.DecimalField(
        _("对外收费（元/小时）"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    price_own = models.DecimalField(_("内部收费（元/小时）"), max_digits=18, decimal_places=2, null=True, blank=True)
    hours_available = models.PositiveIntegerField(
        _("年额定机时（小时）"), validators=(MinValueValidator(1), MaxValueValidator(MOST_HOURS))
    )
    published_on = models.DateField(_("最近公布日"), null=True, blank=True, editable=False)
    retired_on = models.DateField(_("报废日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("大型科研仪器")
        verbose_name_plural = _("大型科研仪器")
        constraints = (
            models.CheckConstraint(name="equipment_value_not_below_zero", condition=Q(value__gte=0)),
            models.CheckConstraint(
                name="equipment_prices_not_below_zero",
                condition=(Q(price_outside=None) | Q(price_outside__gte=0)) & (Q(price_own=None) | Q(price_own__gte=0)),
            ),
            models.CheckConstraint(
                name="equipment_hours_of_a_year", condition=Q(hours_available__gte=1, hours_available__lte=MOST_HOURS)
            ),
            models.CheckConstraint(
                name="equipment_not_shared_for_a_reason", condition=Q(openness="shared") | ~Q(openness_note="")
            ),
            models.CheckConstraint(
                name="equipment_retired_after_acquired",
                condition=Q(retired_on=None) | Q(retired_on__gte=F("acquired_on")),
            ),
            models.UniqueConstraint(
                name="equipment_asset_number_once", fields=("platform", "asset_number"), condition=~Q(asset_number="")
            ),
        )

    @property
    def open_to_others(self) -> bool:
        return self.openness != self.Openness.NOT_SHARED

    def search_text(self) -> str:
        """Also its platform, make, category and what it is offered for."""
        parts = (
            super().search_text(), self.platform.title, self.asset_number, self.model_name, self.maker, self.category,
            self.services,
        )  # fmt: skip
        return " ".join(parts)[:4_000]


OPEN = Q(openness__in=(Equipment.Openness.SHARED, Equipment.Openness.CONDITIONAL))
"""What others may use, freely or on conditions."""


@tracked(in_bulk=True)
class Stage(models.Model):
    """A stage of management a piece of equipment is in (registered, open, monitored, supported), from when to when."""

    class Code(models.TextChoices):
        """As the law's checklist equipment.process_stages names them."""

        REGISTRATION = "registration", _("信息登记")
        SHARING = "sharing", pgettext_lazy("equipment stage", "开放共享")
        MONITORING = "monitoring", _("监测预警")
        SUPPORT = "support", _("政策扶持")

    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="stages")
    code = models.CharField(_("管理环节"), max_length=20, choices=Code.choices)
    began_on = models.DateField(_("起"))
    ended_on = models.DateField(_("止"), null=True, blank=True)
    note = models.CharField(_("办了什么"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("管理环节")
        ordering = ("equipment_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="equipment_stage_runs_once", fields=("equipment", "code"), condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="equipment_stage_dates_in_order", condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_code_display()} {self.began_on}"
