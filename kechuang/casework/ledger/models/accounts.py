"""Accounts and earmarks of an organisation, and how far its books are closed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models.reading import BooksQuerySet, EarmarkQuerySet
from kechuang.casework.parties.models import Organisation, User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked


@tracked()
class Account(models.Model):
    """Where money stands in an organisation's books. Assets and expenses grow by debit, the others by credit.

    An asset, a liability or a fund may not go below zero under any earmark unless `overdraft` says so.
    """

    class Kind(models.TextChoices):
        ASSET = "asset", _("资产")
        LIABILITY = "liability", _("负债")
        FUND = "fund", _("净资产")
        INCOME = "income", _("收入")
        EXPENSE = "expense", _("支出")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="accounts"
    )
    code = models.SlugField(_("代号"), max_length=40)
    name = models.CharField(_("科目"), max_length=100)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    overdraft = models.BooleanField(_("可以为负"), default=False)
    opened_on = models.DateField(_("启用"), default=clock.today)
    closed_on = models.DateField(_("停用"), null=True, blank=True)

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("科目")
        ordering = ("organisation", "pk")
        constraints = (
            models.UniqueConstraint(name="account_code_once", fields=("organisation", "code")),
            models.CheckConstraint(name="account_kind_known", condition=Q(
                kind__in=("asset", "liability", "fund", "income", "expense")
            )),
            models.CheckConstraint(
                name="account_closed_after_opened", condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on"))
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return gettext(self.name)

    @property
    def by_debit(self) -> bool:
        """Whether it grows by debit."""
        return self.kind in (self.Kind.ASSET, self.Kind.EXPENSE)


@tracked()
class Earmark(models.Model):
    """Money for a purpose: whose, from which source, for what, in which project, from when to when, how much at most.

    amount: yuan; None where as much may be spent as came in. Spending is what expense accounts hold under it.
    """

    SERIES = "ZK"

    class Source(models.TextChoices):
        FISCAL = "fiscal", _("财政资金")
        PROGRAMME = "programme", _("纵向经费")
        CONTRACT = "contract", _("横向经费")
        TRANSFORMATION = "transformation", _("成果转化收入")
        OWN = "own", _("自有资金")
        SOCIAL = "social", _("社会资金")

    number = models.CharField(_("编号"), max_length=20, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("使用单位"), on_delete=models.PROTECT, related_name="earmarks"
    )
    funder = models.ForeignKey(
        Organisation, verbose_name=_("拨款单位"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("资金来源"), max_length=20, choices=Source.choices)
    purpose = models.CharField(_("用途"), max_length=200)
    project = models.ForeignKey(
        Case, verbose_name=_("项目"), null=True, blank=True, on_delete=models.PROTECT, related_name="earmarks"
    )
    starts_on = models.DateField(_("使用期起"))
    ends_on = models.DateField(_("使用期止"), null=True, blank=True)
    amount = models.DecimalField(_("额度（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    closed_on = models.DateField(_("结账"), null=True, blank=True)

    objects = EarmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("专款")
        ordering = ("organisation", "pk")
        indexes = (models.Index(fields=("project",)),)
        constraints = (
            models.CheckConstraint(name="earmark_amount_not_negative", condition=Q(amount=None) | Q(amount__gte=0)),
            models.CheckConstraint(
                name="earmark_period_in_order", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.purpose}"


class Closing(models.Model):
    """The books of an organisation are closed up to and including a day. Never taken back: what was wrong is reversed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="closings")
    until = models.DateField(_("结账至"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects: Any = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("结账")
        ordering = ("organisation", "-until")
        constraints = (models.UniqueConstraint(name="closing_once", fields=("organisation", "until")),)

    def __str__(self) -> str:
        return f"{self.organisation} {self.until}"
