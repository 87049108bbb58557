"""Contract money of a horizontal project (横向经费): received, spent as agreed, and what is left."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Transformation


@tracked()
class ContractFund(Case):
    """The funds of one technical contract; its owner is the unit that does the work. Its income never is reward income."""

    SERIES: ClassVar[str] = "HX"
    STATES: ClassVar[Any] = (
        ("open", _("进行中")),
        ("settled", _("已结算")),
        ("closed", _("已结清")),
    )
    INITIAL: ClassVar[str] = "open"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed"})

    class Origin(models.TextChoices):
        """收入来源, by the law's own names."""

        EXISTING = "existing_achievement", _("已有职务科技成果")
        COMMISSIONED = "commissioned_work", _("受委托或竞争取得的项目")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_contract_fund"
    )
    contract_kind = models.CharField(_("技术合同类型"), max_length=12, choices=Transformation.Contract.choices)
    origin = models.CharField(_("收入来源"), max_length=20, choices=Origin.choices)
    client = models.ForeignKey(
        Organisation, verbose_name=_("委托单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    client_name = models.CharField(_("委托单位名称"), max_length=200)
    amount = models.DecimalField(_("合同金额（元）"), max_digits=18, decimal_places=2)
    contract_on = models.DateField(_("合同签订日"))
    contract_number = models.CharField(_("技术合同登记编号"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("横向项目经费")
