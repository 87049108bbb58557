"""What a platform spends under its budget and what it brings in itself. Nothing is edited: a mistake is reversed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.documents.models import Document
from kechuang.casework.ledger.models import Earmark, Entry
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.funding.models.budgets import Budget, BudgetLine


@tracked()
class Spending(models.Model):
    """Money spent on a line of an approved budget with its voucher (支出).

    case: the budget. negative: the list that was looked at, as document, none where the funds have none.
    document: the voucher as a file. A reversal names what it reverses and carries the same amount negative.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(
        BudgetLine,
        verbose_name=_("预算项目"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spendings",
    )
    earmark = models.ForeignKey(Earmark, verbose_name=_("专款"), on_delete=models.PROTECT, related_name="spendings")
    spent_on = models.DateField(_("发生日"))
    purpose = models.CharField(_("用途"), max_length=200)
    payee = models.CharField(_("收款方"), max_length=200)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    voucher = models.CharField(_("原始凭证号"), max_length=60)
    part_of = models.CharField(_("同一凭证分列说明"), max_length=200, blank=True)
    negative_list = models.CharField(_("核对的负面清单"), max_length=200, blank=True)
    document = models.ForeignKey(
        Document, verbose_name=_("凭证文件"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="spending")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("冲销理由"), max_length=300, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("支出")
        ordering = ("case_id", "pk")
        indexes = (models.Index(fields=("unit", "voucher")),)
        constraints = (
            models.CheckConstraint(
                name="spending_sign", condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0)
            ),
            models.CheckConstraint(
                name="spending_reversal_does_not_stand", condition=Q(reverses=None) | Q(standing=False)
            ),
            models.CheckConstraint(name="spending_reversal_says_why", condition=Q(reverses=None) | ~Q(reason="")),
            models.CheckConstraint(name="spending_has_a_voucher", condition=~Q(voucher="") & ~Q(purpose="")),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount}"


@tracked()
class Income(models.Model):
    """Money a platform brings in: earned, given, jointly funded, or brought in from outside, which may be matched (收入).

    reference: the bank's own mark of the payment; while an income stands, its unit has no other with that mark.
    """

    class Kind(models.TextChoices):
        """The first three are those the law matches, by its own names."""

        RESEARCH_FUNDS = "research_funds", _("国家、省、市科研经费")
        COMPANY_INVESTMENT = "company_investment", _("企业投资")
        OWN_FUNDS = "own_funds", _("自行注资")
        SERVICE = "service", _("服务和经营收入")
        DONATION = "donation", _("捐赠")
        JOINT = "joint", _("联合资金")
        OTHER = "other", _("其他收入")

    MATCHED: ClassVar[tuple[str, ...]] = ("research_funds", "company_investment", "own_funds")
    """Kinds of money brought in that the government may match."""

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="incomes")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("来源种类"), max_length=20, choices=Kind.choices)
    earmark = models.ForeignKey(Earmark, verbose_name=_("专款"), on_delete=models.PROTECT, related_name="incomes")
    received_on = models.DateField(_("到账日"))
    payer = models.CharField(_("付款方"), max_length=200)
    amount = models.DecimalField(_("到账金额（元）"), max_digits=18, decimal_places=2)
    reference = models.CharField(_("银行流水号"), max_length=60)
    agreement = models.CharField(_("立项、投资或捐赠文书"), max_length=200, blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="funding_income")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("冲销理由"), max_length=300, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("自筹和引入资金")
        ordering = ("budget_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="funding_income_reference_once", fields=("unit", "reference"), condition=Q(standing=True),
                violation_error_message=_("这笔到账已登记过"),
            ),
            models.CheckConstraint(
                name="funding_income_sign",
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="funding_income_reversal_does_not_stand", condition=Q(reverses=None) | Q(standing=False)
            ),
            models.CheckConstraint(name="funding_income_reversal_says_why", condition=Q(reverses=None) | ~Q(reason="")),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount}"
