"""Money that the treasury gives: what was appropriated to a kind of funds, and what a platform asks to be paid of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Earmark, Entry
from kechuang.casework.parties.models import Organisation, User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.funding.models.budgets import Budget, BudgetEarmark
from kechuang.domains.funding.models.sources import FundSource
from kechuang.domains.platforms.models import Platform


@tracked()
class Appropriation(models.Model):
    """Money a treasury has put to a kind of funds for a year (预算安排), in its own books. A mistake is reversed.

    earmark: the treasury's own, one for each source and year; platforms are paid under it.
    """

    source = models.ForeignKey(
        FundSource, verbose_name=_("经费渠道"), on_delete=models.PROTECT, related_name="appropriations"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    document = models.CharField(_("预算指标文号"), max_length=100)
    earmark = models.ForeignKey(
        Earmark, verbose_name=_("专款"), on_delete=models.PROTECT, related_name="appropriations"
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("冲销理由"), max_length=300, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("预算安排")
        ordering = ("source_id", "year", "pk")
        constraints = (
            models.CheckConstraint(
                name="appropriation_sign",
                condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
            ),
            models.CheckConstraint(
                name="appropriation_reversal_does_not_stand", condition=Q(reverses=None) | Q(standing=False)
            ),
            models.CheckConstraint(name="appropriation_reversal_says_why", condition=Q(reverses=None) | ~Q(reason="")),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.amount}"


def _maybe(to: type[models.Model], label: Any, related: str = "+", *, editable: bool = True) -> Any:
    """A reference that a request may be without; what it refers to is never taken away under it."""
    return models.ForeignKey(
        to, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name=related, editable=editable
    )


def _entry(label: Any) -> Any:
    """The one entry of the books that a step left, once it is taken."""
    return models.OneToOneField(
        Entry, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )


@tracked()
class FundRequest(Case):
    """A platform asks a treasury to pay out money set aside for it (用款申请). Its owner is the platform's organisation.

    kind: under its approved budget, as the match of money it brought in, or as an award it was given. mark: the money set
    aside that it draws on, none for an award, which has an earmark of its own. payer: the treasury of the level that
    gives the money; the share of another level is a request of its own. amount: yuan. grounds: what the law was asked
    with for a match or an award, so that the answer can be opened again. brought_by: the entry that moved a paid award
    under the earmark of the budget that plans it; from then on the payment is not taken back.
    """

    SERIES: ClassVar[str] = "BK"
    STATES: ClassVar[Any] = (
        ("submitted", _("已提交")),
        ("returned", _("退回补正")),
        ("checked", _("已审核")),
        ("approved", _("已批准")),
        ("paid", _("已拨付")),
        ("refused", _("不予拨付")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "submitted"
    FINAL: ClassVar[frozenset[str]] = frozenset({"paid", "refused", "withdrawn"})

    class Kind(models.TextChoices):
        BUDGET = "budget", _("按预算拨款")
        MATCHING = "matching", _("配套资金")
        AWARD = "award", _("评价奖励")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_fund_request"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="fund_requests"
    )
    request_kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices, default=Kind.BUDGET)
    year = models.PositiveSmallIntegerField(_("年度"))
    budget = _maybe(Budget, _("年度预算"), "requests")
    mark = _maybe(BudgetEarmark, _("预算专款"), "requests")
    source = _maybe(FundSource, _("经费渠道"), "requests")
    payer = models.ForeignKey(
        Organisation, verbose_name=_("拨款单位"), on_delete=models.PROTECT, related_name="fund_requests"
    )
    amount = models.DecimalField(_("申请金额（元）"), max_digits=18, decimal_places=2)
    purpose = models.TextField(_("用途和理由"))
    grounds = models.JSONField(default=dict, editable=False)
    checked_on = models.DateField(_("审核日"), null=True, blank=True, editable=False)
    checked_by = _maybe(User, _("审核人"), editable=False)
    approved_on = models.DateField(_("批准日"), null=True, blank=True, editable=False)
    approved_by = _maybe(User, _("批准人"), editable=False)
    paid_on = models.DateField(_("拨付日"), null=True, blank=True, editable=False)
    paid_by = _maybe(User, _("拨付人"), editable=False)
    earmark = _maybe(Earmark, _("专款"), editable=False)
    paid_entry = _entry(_("拨款凭证"))
    received_entry = _entry(_("到账凭证"))
    brought_by = _entry(_("列入预算的凭证"))

    class Meta:
        verbose_name = _("用款申请")
        indexes = (models.Index(fields=("platform", "year")),)
        constraints = (
            models.CheckConstraint(name="fund_request_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="fund_request_draws_on_a_mark",
                condition=Q(request_kind="award", mark=None)
                | ~Q(request_kind="award") & Q(mark__isnull=False, budget__isnull=False),
            ),
            models.CheckConstraint(
                name="fund_request_approved_and_paid_by_two",
                condition=Q(paid_by=None) | Q(approved_by__isnull=False) & ~Q(paid_by=F("approved_by")),
            ),
            models.CheckConstraint(
                name="fund_request_paid_with_entries",
                condition=Q(paid_on=None, paid_entry=None, received_entry=None)
                | Q(
                    paid_on__isnull=False, paid_entry__isnull=False, received_entry__isnull=False,
                    earmark__isnull=False, paid_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="fund_request_brought_in_once_paid",
                condition=Q(brought_by=None) | Q(request_kind="award", paid_on__isnull=False),
            ),
        )  # fmt: skip

    def search_text(self) -> str:
        """Also its platform, its payer and what it is for."""
        return " ".join((super().search_text(), self.platform.title, self.payer.name, self.purpose))[:4_000]
