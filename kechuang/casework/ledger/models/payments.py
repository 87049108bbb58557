"""Payments out of the bank: to whom, how much, with what remark; and the files that carry them to the bank."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.ledger.models.entries import Entry
from kechuang.casework.ledger.models.reading import BooksQuerySet
from kechuang.casework.parties import identifiers
from kechuang.casework.parties.models import Organisation, Person, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.core.crypto import SealedTextField, digest


@tracked()
class BankAccount(models.Model):
    """An account at a bank that payments go to. The number is sealed and never changes: another account, another row."""

    holder = models.CharField(_("户名"), max_length=200)
    bank = models.CharField(_("开户行"), max_length=200)
    number = SealedTextField(_("账号"))
    number_digest = models.CharField(max_length=64, editable=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_accounts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="bank_accounts"
    )
    closed_on = models.DateField(_("停用"), null=True, blank=True)

    class Meta:
        verbose_name = _("收款账户")
        constraints = (
            models.CheckConstraint(
                name="bank_account_of_one", condition=Q(person=None) ^ Q(organisation=None)
            ),
            models.UniqueConstraint(
                name="bank_account_once", fields=("number_digest", "person", "organisation"), nulls_distinct=False
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.holder} {self.masked}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number_digest = digest(self.number)
        super().save(*args, **kwargs)

    @property
    def masked(self) -> str:
        """Its last four digits; the others as dots."""
        return identifiers.masked(self.number, 0, 4) if self.number else ""


class PaymentFile(models.Model):
    """What was handed to the bank at once: how many payments, how much, and the SHA-256 of the file."""

    SERIES = "FK"

    number = models.CharField(_("编号"), max_length=20, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("付款单位"), on_delete=models.PROTECT, related_name="+"
    )
    count = models.PositiveIntegerField(_("笔数"))
    total = models.DecimalField(_("合计（元）"), max_digits=18, decimal_places=2)
    sha256 = models.CharField(_("校验和（SHA-256）"), max_length=64)
    by = models.ForeignKey(User, verbose_name=_("制表人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("制表时间"), default=clock.now)

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("付款文件")
        ordering = ("-pk",)
        constraints = (models.CheckConstraint(name="payment_file_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),)

    def __str__(self) -> str:
        return self.number


class Payment(models.Model):
    """A payment that an entry orders. The payments of an entry sum to what it takes out of the bank.

    file: set once, when it is handed to the bank.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="payments")
    to = models.ForeignKey(BankAccount, verbose_name=_("收款账户"), on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    remark = models.CharField(_("附言"), max_length=100)
    file = models.ForeignKey(PaymentFile, null=True, on_delete=models.PROTECT, related_name="payments")

    class Meta:
        verbose_name = _("付款")
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="payment_positive", condition=Q(amount__gt=0)),)

    def __str__(self) -> str:
        return f"{self.to_id} {self.amount}"


class Handing(models.Model):
    """A payment file was taken out with its account numbers: who and when. Only ever added to."""

    file = models.ForeignKey(PaymentFile, on_delete=models.PROTECT, related_name="handings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("下载记录")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.file_id} {self.at:%Y-%m-%d %H:%M}"
