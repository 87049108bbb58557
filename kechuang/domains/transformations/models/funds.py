"""Contract money of a horizontal project (横向经费): received, spent as agreed, and what is left."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Entry
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked


@tracked()
class ContractFund(Case):
    """The funds of one technical contract; its owner is the unit that does the work. Its income never is reward income.

    surplus: what was left at the settlement; reward, invested, kept: where the unit decided that it goes (yuan).
    """

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

    class Contract(models.TextChoices):
        """技术合同类型: the five of the Civil Code, and the training the province's text adds."""

        DEVELOPMENT = "development", _("技术开发")
        TRANSFER = "transfer", _("技术转让")
        LICENCE = "licence", _("技术许可")
        CONSULTING = "consulting", _("技术咨询")
        SERVICE = "service", _("技术服务")
        TRAINING = "training", _("技术培训")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_contract_fund"
    )
    contract_kind = models.CharField(_("技术合同类型"), max_length=12, choices=Contract.choices)
    origin = models.CharField(_("收入来源"), max_length=20, choices=Origin.choices)
    client = models.ForeignKey(
        Organisation, verbose_name=_("委托单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    client_name = models.CharField(_("委托单位名称"), max_length=200)
    amount = models.DecimalField(_("合同金额（元）"), max_digits=18, decimal_places=2)
    contract_on = models.DateField(_("合同签订日"))
    contract_number = models.CharField(_("技术合同登记编号"), max_length=20, blank=True)
    settled_on = models.DateField(_("结算日"), null=True, blank=True)
    surplus = models.DecimalField(_("结余（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    reward = models.DecimalField(_("奖励项目组成员（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    invested = models.DecimalField(_("投入成果转化（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    kept = models.DecimalField(_("单位留存（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    disposed_on = models.DateField(_("结余安排日"), null=True, blank=True)

    class Meta:
        verbose_name = _("横向项目经费")
        constraints = (
            models.CheckConstraint(name="fund_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="fund_settled_with_surplus",
                condition=Q(settled_on=None, surplus=None) | Q(settled_on__isnull=False, surplus__isnull=False, surplus__gte=0),
            ),
            models.CheckConstraint(
                name="fund_surplus_goes_somewhere",
                condition=Q(disposed_on=None, reward=None, invested=None, kept=None)
                | Q(
                    disposed_on__isnull=False, surplus__isnull=False, reward__isnull=False, invested__isnull=False,
                    kept__isnull=False, reward__gte=0, invested__gte=0, kept__gte=0,
                    surplus=F("reward") + F("invested") + F("kept"),
                ),
            ),
        )  # fmt: skip


@tracked()
class FundExpense(models.Model):
    """Money spent from contract funds, as the contract agreed. A mistake is reversed; the row itself stays."""

    fund = models.ForeignKey(ContractFund, on_delete=models.PROTECT, related_name="expenses")
    purpose = models.CharField(_("用途"), max_length=200)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    spent_on = models.DateField(_("发生日"))
    evidence = models.CharField(_("凭证"), max_length=200)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("冲销理由"), max_length=300, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("横向经费支出")
        ordering = ("fund_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="fund_expense_sign",
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="fund_expense_reversal_does_not_stand", condition=Q(reverses=None) | Q(standing=False)
            ),
            models.CheckConstraint(name="fund_expense_reversal_says_why", condition=Q(reverses=None) | ~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount}"
