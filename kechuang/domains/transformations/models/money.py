"""What a transformation brings in and what it costs. Nothing here is edited: a mistake is reversed and entered anew."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Entry
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models.deal import Term, Transformation


@tracked()
class Receipt(models.Model):
    """Money that arrived. amount: yuan, all of it; a reversal names what it reverses and carries the same amount negative.

    case: the transformation or the contract fund it belongs to; unit: whose case that is.
    income: the net income that falls on it by the law of its day (yuan); the database keeps it to the newest
    IncomeFinding. None: no law defines it, or it is no income to reward from (dividends, contract funds).
    reference: the bank's own mark of the payment. While a receipt stands, its unit has no other with that mark, so that one
    payment goes one route. standing: false for reversals and for what was reversed; kept by the database.
    """

    class Kind(models.TextChoices):
        """Which route the money takes."""

        INCOME = "income", _("转化收入")
        DIVIDEND = "dividend", _("股权红利")
        CONTRACT = "contract", _("横向经费")

    transformation = models.ForeignKey(
        Transformation, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("收入种类"), max_length=8, choices=Kind.choices, default=Kind.INCOME)
    position = models.PositiveSmallIntegerField(_("序号"))
    received_on = models.DateField(_("到账日"))
    amount = models.DecimalField(_("到账金额（元）"), max_digits=18, decimal_places=2)
    income = models.DecimalField(_("净收入（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    term = models.ForeignKey(
        Term, verbose_name=_("支付约定"), null=True, blank=True, on_delete=models.PROTECT, related_name="receipts"
    )
    payer = models.CharField(_("付款方"), max_length=200)
    reference = models.CharField(_("银行流水号"), max_length=60)
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("冲销理由"), max_length=300, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("到账")
        ordering = ("case_id", "position")
        constraints = (
            models.UniqueConstraint(name="receipt_position_once", fields=("case", "position")),
            models.UniqueConstraint(
                name="receipt_reference_one_route", fields=("unit", "reference"), condition=Q(standing=True),
                violation_error_message=_("这笔到账已登记过：同一笔流水只能走一条路"),
            ),
            models.CheckConstraint(
                name="receipt_sign", condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0)
            ),
            models.CheckConstraint(
                name="receipt_one_route",
                condition=Q(kind="contract", transformation=None)
                | Q(kind__in=("income", "dividend"), transformation__isnull=False, transformation=F("case")),
            ),
            models.CheckConstraint(
                name="receipt_income_of_income", condition=Q(income=None) | Q(kind="income", income__gte=0)
            ),
            models.CheckConstraint(name="receipt_reversal_does_not_stand", condition=Q(reverses=None) | Q(standing=False)),
            models.CheckConstraint(name="receipt_reversal_says_why", condition=Q(reverses=None) | ~Q(reason="")),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount}"


@tracked()
class IncomeFinding(models.Model):
    """What net income falls on a receipt, as it was found: the newest counts, earlier ones stay.

    part: what the receipt was given of the contract's net income, before its own costs; loss: what is left to carry where
    the law is read so. facts: what the law was asked with, by its own names, so that the answer can be opened and asked
    again. Amounts in yuan.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField(_("次序"))
    income = models.DecimalField(_("净收入（元）"), max_digits=18, decimal_places=2)
    part = models.DecimalField(_("分到的合同净收入（元）"), max_digits=18, decimal_places=2)
    loss = models.DecimalField(_("结转的亏损（元）"), max_digits=18, decimal_places=2, default=0)
    facts = models.JSONField(default=dict)
    found_on = models.DateField(_("核算日"))
    reason = models.CharField(_("重新核算的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("净收入核算")
        ordering = ("receipt_id", "position")
        constraints = (
            models.UniqueConstraint(name="income_finding_once", fields=("receipt", "position")),
            models.CheckConstraint(
                name="income_finding_not_negative", condition=Q(income__gte=0, part__gte=0, loss__gte=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.income}"


@tracked()
class Cost(models.Model):
    """A cost or a tax of the transformation: of the whole, or of one receipt. fiscal: paid from fiscal research money.

    Research cost was booked when the research was done: it counts in the net income and is not posted again.
    standing: false for reversals and for what was reversed; kept by the database.
    """

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
    entry = models.OneToOneField(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    reason = models.CharField(_("冲销理由"), max_length=300, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("成本和税金")
        ordering = ("transformation_id", "pk")
        constraints = (
            models.CheckConstraint(name="cost_fiscal_is_research", condition=Q(fiscal=False) | Q(kind="research")),
            models.CheckConstraint(name="cost_research_is_of_the_whole", condition=~Q(kind="research") | Q(receipt=None)),
            models.CheckConstraint(
                name="cost_sign", condition=Q(reverses=None, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0)
            ),
            models.CheckConstraint(name="cost_reversal_does_not_stand", condition=Q(reverses=None) | Q(standing=False)),
            models.CheckConstraint(name="cost_reversal_says_why", condition=Q(reverses=None) | ~Q(reason="")),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
