"""What a transformation brings in and what it costs. Nothing here is edited: a mistake is reversed and entered anew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Term, Transformation


@tracked()
class Receipt(models.Model):
    """Money that arrived. amount: yuan, all of it; a reversal names what it reverses and carries the same amount negative.

    income: the net income that falls on it by the law of its day (yuan), as found when it was recorded.
    reference: the bank's own mark of the payment, which lets one receipt go one route only.
    """

    transformation = models.ForeignKey(
        Transformation, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("序号"))
    received_on = models.DateField(_("到账日"))
    amount = models.DecimalField(_("到账金额（元）"), max_digits=18, decimal_places=2)
    income = models.DecimalField(_("净收入（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    term = models.ForeignKey(
        Term, verbose_name=_("支付约定"), null=True, blank=True, on_delete=models.PROTECT, related_name="receipts"
    )
    payer = models.CharField(_("付款方"), max_length=200)
    reference = models.CharField(_("银行流水号"), max_length=60)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        verbose_name = _("到账")
        ordering = ("case", "position")
        constraints = (
            models.UniqueConstraint(name="receipt_position_once", fields=("case", "position")),
            models.CheckConstraint(
                name="receipt_sign", condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount}"


@tracked()
class Cost(models.Model):
    """A cost or a tax of the transformation: of the whole, or of one receipt. fiscal: paid from fiscal research money."""

    class Kind(models.TextChoices):
        """The kinds of the law's net income."""

        APPRAISAL = "appraisal", _("评估费")
        AGENCY = "agency", _("中介服务费")
        TRAVEL = "travel", _("差旅费")
        TAXES = "taxes", _("税金")
        RESEARCH = "research", _("研发成本")
        OTHER = "other_deal_cost", _("转化过程中的其他费用")

    transformation = models.ForeignKey(Transformation, on_delete=models.PROTECT, related_name="costs")
    receipt = models.ForeignKey(Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(_("种类"), max_length=16, choices=Kind.choices)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    fiscal = models.BooleanField(_("财政研发经费"), default=False)
    spent_on = models.DateField(_("发生日"))
    evidence = models.CharField(_("凭证"), max_length=200)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")

    class Meta:
        verbose_name = _("成本和税金")
        ordering = ("transformation", "pk")
        constraints = (
            models.CheckConstraint(name="cost_fiscal_is_research", condition=Q(fiscal=False) | Q(kind="research")),
            models.CheckConstraint(
                name="cost_sign", condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
