"""Entries and their postings, which are only ever added; and the running totals a trigger keeps of them.

What the database refuses stands in migrations/0002_guards.py.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case, TimelineEntry
from kechuang.casework.ledger.models.accounts import Account, Earmark
from kechuang.casework.ledger.models.reading import BooksQuerySet
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock


class Entry(models.Model):
    """One movement of money in the books of one organisation; its postings sum to zero. Never changed: reversed.

    step: the line of the case's timeline it comes from. transaction: the database's own mark of the transaction that
    wrote it; postings are taken from that one alone.
    """

    SERIES = "PZ"

    number = models.CharField(_("凭证号"), max_length=20, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    text = models.CharField(_("摘要"), max_length=200)
    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="entries")
    step = models.ForeignKey(TimelineEntry, on_delete=models.PROTECT, related_name="entries")
    reverses = models.OneToOneField(
        "self", verbose_name=_("冲销"), null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    reason = models.TextField(_("冲销理由"), blank=True)
    by = models.ForeignKey(User, verbose_name=_("记账人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("记账时间"), default=clock.now)
    transaction = models.BigIntegerField(default=0, editable=False)

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("凭证")
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=("organisation", "-on", "-id"), name="entry_newest"),)
        constraints = (
            models.CheckConstraint(name="entry_says_what_for", condition=~Q(text="")),
            models.CheckConstraint(
                name="entry_reversal_has_reason",
                condition=Q(reverses=None, reason="") | Q(reverses__isnull=False) & ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Posting(models.Model):
    """An amount in an account under an earmark; debit is positive. `on` is the entry's day, set by the database."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="postings", db_index=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings", db_index=False)
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, related_name="postings", db_index=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    on = models.DateField(_("日期"), null=True, editable=False)

    class Meta:
        verbose_name = _("分录")
        ordering = ("pk",)
        indexes = (
            models.Index(fields=("entry",), include=("amount",), name="posting_of_entry"),
            models.Index(fields=("account", "on", "id"), include=("earmark", "amount"), name="posting_of_account"),
            models.Index(fields=("earmark", "on", "id"), include=("account", "amount"), name="posting_of_earmark"),
        )
        constraints = (
            models.CheckConstraint(name="posting_moves_something", condition=~Q(amount=0)),
            models.CheckConstraint(name="posting_has_its_day", condition=Q(on__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount}"


class Balance(models.Model):
    """The sum of an account under an earmark, debit positive; kept by the database alone."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="balances")
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, related_name="balances")
    amount = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = _("余额")
        constraints = (models.UniqueConstraint(name="balance_once", fields=("account", "earmark")),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.earmark_id} {self.amount}"


class MonthBalance(models.Model):
    """What a month added to an account under an earmark, by debit and by credit; kept by the database alone."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    earmark = models.ForeignKey(Earmark, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    debit = models.DecimalField(max_digits=20, decimal_places=2)
    credit = models.DecimalField(max_digits=20, decimal_places=2)

    class Meta:
        verbose_name = _("月合计")
        constraints = (models.UniqueConstraint(name="month_balance_once", fields=("account", "earmark", "month")),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.earmark_id} {self.month:%Y-%m}"


class EarmarkUse(models.Model):
    """What is spent under an earmark and what came in, in yuan; kept by the database alone, one row from the start."""

    earmark = models.OneToOneField(Earmark, primary_key=True, on_delete=models.PROTECT, related_name="use")
    spent = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    received = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    class Meta:
        verbose_name = _("专款使用")

    def __str__(self) -> str:
        return f"{self.earmark_id} {self.spent}"
