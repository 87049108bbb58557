"""Parks and enclaves (园区、飞地) where platforms sit, and the premises secured in them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Region
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.registry import Platform


@tracked()
class ParkUnit(Case):
    """A unit of a park or an enclave. Its owner is the administration; region is where it lies, home_region whose it is."""

    SERIES: ClassVar[str] = "YQ"
    STATES: ClassVar[Any] = (
        ("registered", _("在册")),
        ("requested", _("用房申请中")),
        ("secured", _("用房已保障")),
        ("closed", _("注销")),
    )
    INITIAL: ClassVar[str] = "registered"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed"})

    class Kind(models.TextChoices):
        PARK = "park", _("园区单位")
        ENCLAVE = "enclave", _("飞地单位")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_parkunit"
    )
    unit_kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    home_region = models.ForeignKey(
        Region, verbose_name=_("飞出地"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    enterprise = models.ForeignKey(
        Organisation, verbose_name=_("设立企业"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("所设平台"), null=True, blank=True, on_delete=models.PROTECT, related_name="park_units"
    )
    established_on = models.DateField(_("设立日"))
    address = models.CharField(_("地址"), max_length=200)
    needed_area = models.PositiveIntegerField(_("申请用房（平方米）"), null=True, blank=True)
    requested_on = models.DateField(_("申请日"), null=True, blank=True, editable=False)
    secured_area = models.PositiveIntegerField(_("已保障用房（平方米）"), null=True, blank=True)
    secured_on = models.DateField(_("保障日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("园区和飞地单位")
        constraints = (
            models.CheckConstraint(
                name="park_unit_enclave_has_home",
                condition=Q(unit_kind="enclave", home_region__isnull=False) | Q(unit_kind="park", home_region=None),
            ),
            models.CheckConstraint(
                name="park_unit_secured_after_request",
                condition=Q(secured_on=None) | Q(requested_on__isnull=False, secured_on__gte=F("requested_on")),
            ),
        )

    def search_text(self) -> str:
        """Also its enterprise, platform and address."""
        enterprise = self.enterprise.name if self.enterprise else ""
        platform = self.platform.title if self.platform else ""
        return " ".join((super().search_text(), enterprise, platform, self.address))[:4_000]
