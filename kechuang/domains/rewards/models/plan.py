"""A reward plan: the income it shares out, the floors of the law, and who gets what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Person
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models import ContractFund, Receipt, Transformation, YearProfit


@tracked()
class RewardPlan(Case):
    """A plan that shares out a reward (收益分配方案); its owner is the unit that pays. Amounts in yuan.

    income: what the floor is taken of; floor: the least the law asks for; pool: what the unit gives, not below it.
    """

    SERIES: ClassVar[str] = "JL"
    STATES: ClassVar[Any] = (
        ("drafted", _("拟订")),
        ("in_notice", _("公示中")),
        ("settled", _("已确定")),
        ("paid", _("已支付")),
        ("void", _("已作废")),
    )
    INITIAL: ClassVar[str] = "drafted"
    FINAL: ClassVar[frozenset[str]] = frozenset({"paid", "void"})

    class Source(models.TextChoices):
        """What is shared out."""

        RECEIPTS = "receipts", _("转让、许可收入")
        EQUITY = "equity", _("作价投资的股权")
        PROFIT = "profit", _("实施的营业利润")
        CONTRACT_FUNDS = "contract_funds", _("横向项目经费结余")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_reward_plan"
    )
    source = models.CharField(_("奖励来源"), max_length=14, choices=Source.choices)
    transformation = models.ForeignKey(
        Transformation, verbose_name=_("成果转化"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="reward_plans",
    )  # fmt: skip
    contract_fund = models.ForeignKey(
        ContractFund, verbose_name=_("横向项目经费"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="reward_plans",
    )  # fmt: skip
    profit = models.ForeignKey(
        YearProfit,
        verbose_name=_("年度营业利润"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plans",
    )
    income = models.DecimalField(_("净收入（元）"), max_digits=18, decimal_places=2)
    floor = models.DecimalField(_("奖励下限（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    pool = models.DecimalField(_("奖励总额（元）"), max_digits=18, decimal_places=2)
    obtained_on = models.DateField(_("收入取得日"))
    due_on = models.DateField(_("最迟支付日"), null=True, blank=True)
    settled_on = models.DateField(_("确定日"), null=True, blank=True)
    paid_on = models.DateField(_("支付日"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("替代的方案"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )

    class Meta:
        verbose_name = _("收益分配方案")
        constraints = (
            models.CheckConstraint(name="reward_plan_amounts", condition=Q(income__gte=0, pool__gte=0)),
            models.CheckConstraint(
                name="reward_plan_of_one_source",
                condition=Q(source="receipts", transformation__isnull=False, contract_fund=None, profit=None)
                | Q(source="equity", transformation__isnull=False, contract_fund=None, profit=None)
                | Q(source="profit", transformation__isnull=False, contract_fund=None, profit__isnull=False)
                | Q(source="contract_funds", transformation=None, contract_fund__isnull=False, profit=None),
            ),
        )


@tracked()
class PlanReceipt(models.Model):
    """A receipt that a plan shares out. standing: false once the plan is void, so that another plan may take it."""

    plan = models.ForeignKey(RewardPlan, on_delete=models.PROTECT, related_name="receipts")
    receipt = models.ForeignKey(Receipt, verbose_name=_("到账"), on_delete=models.PROTECT, related_name="in_plans")
    income = models.DecimalField(_("净收入（元）"), max_digits=18, decimal_places=2)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("分配的到账")
        ordering = ("plan", "pk")
        constraints = (
            models.UniqueConstraint(name="plan_receipt_once", fields=("plan", "receipt")),
            models.UniqueConstraint(
                name="receipt_in_one_standing_plan", fields=("receipt",), condition=Q(standing=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.receipt_id}"


@tracked()
class RewardShare(models.Model):
    """What one person gets by a plan (yuan, or shares in millionths of the company for equity), and why."""

    class Part(models.TextChoices):
        """在成果完成和转化中的身份, by the law's own names."""

        NONE = "none", _("都不是")
        COMPLETER = "completer", _("职务科技成果完成人")
        ST_PERSONNEL = "st_personnel", _("科技人员")
        TRANSFER_STAFF = "transfer_staff", _("技术转移机构工作人员")
        MANAGER = "manager", _("相关管理人员")

    class Group(models.TextChoices):
        """分配类别, by the law's own names."""

        MAIN = "main_contributor", _("主要贡献人员")
        TRANSFER = "transfer_staff", _("转移机构工作人员和管理人员")
        OTHER = "other", _("其他人员")

    plan = models.ForeignKey(RewardPlan, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="rewards")
    position = models.PositiveSmallIntegerField(_("序号"))
    part = models.CharField(_("身份"), max_length=14, choices=Part.choices)
    group = models.CharField(_("类别"), max_length=16, choices=Group.choices)
    amount = models.DecimalField(_("奖励（元）"), max_digits=18, decimal_places=2)
    stake = models.PositiveIntegerField(_("奖励股权（百万分之）"), null=True, blank=True)
    contribution = models.TextField(_("贡献"), blank=True)
    leader = models.BooleanField(_("单位负责人"), default=False)
    title_share_taken = models.BooleanField(_("已取得成果权属份额"), default=False)
    reward_chosen = models.BooleanField(_("要求按规定比例获取奖励"), default=False)

    class Meta:
        verbose_name = _("奖励份额")
        ordering = ("plan", "position")
        constraints = (
            models.UniqueConstraint(name="reward_person_once", fields=("plan", "person")),
            models.UniqueConstraint(name="reward_position_once", fields=("plan", "position")),
            models.CheckConstraint(name="reward_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="reward_title_share_or_reward",
                condition=Q(title_share_taken=False) | Q(reward_chosen=True) | Q(amount=0, stake=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.amount}"
