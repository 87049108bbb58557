"""A reward plan: the income it shares out, the floors of the law, and who gets what."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Entry
from kechuang.casework.parties.models import Organisation, Person, Role
from kechuang.casework.parties.reach import reach_of, under
from kechuang.core.audit.tracking import tracked
from kechuang.domains.transformations.models import ContractFund, Receipt, Transformation, YearProfit

PLANNING = (Role.PLATFORM_MANAGER, Role.TECHNOLOGY_MANAGER, Role.LEADER, Role.FINANCE, Role.AUDITOR)
"""Roles in a unit that read the amounts of its plans from the first draft."""
OVERSEEING = (Organisation.Department.ST, Organisation.Department.FINANCE, Organisation.Department.AUDIT)
"""Departments that read the amounts of the plans in their regions."""
ON_NOTICE = ("in_notice", "settled", "paid")
"""States in which everybody in the unit reads them."""


@tracked()
class RewardPlan(Case):
    """A plan that shares out a reward (收益分配方案); its owner is the unit that pays. Amounts in yuan.

    income: what the floor is taken of; floor: the least the law asks for, none where it asks for nothing or is open;
    pool: what the unit gives, not below it. stake: for equity, the part of the company given (millionths). agreed: whether
    a rule of the unit or an agreement exists, none while nobody has said; agreed_months, agreed_due_on: the time to pay that
    it sets. team_only: of contract funds, whether all who get something worked on the project.

    Triggers hold what must never be false: once out of the draft the shares sum to the pool (and to the stake) at commit;
    once settled nothing of the plan, its receipts or its shares changes any more.
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
    stake = models.PositiveIntegerField(_("奖励股权合计（百万分之）"), null=True, blank=True)
    obtained_on = models.DateField(_("收入取得日"))
    agreed = models.BooleanField(_("单位有规定或者与人员有约定"), null=True, blank=True)
    agreed_months = models.PositiveSmallIntegerField(_("规定或者约定的支付期限（月）"), null=True, blank=True)
    agreed_due_on = models.DateField(_("规定或者约定的支付日"), null=True, blank=True)
    team_only = models.BooleanField(_("受奖人员均为项目组成员"), null=True, blank=True)
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
                name="reward_plan_stake_of_equity",
                condition=Q(source="equity", stake__range=(0, 1_000_000)) | ~Q(source="equity") & Q(stake=None),
            ),
            models.CheckConstraint(
                name="reward_plan_terms_by_agreement",
                condition=Q(agreed=True) | Q(agreed_months=None, agreed_due_on=None),
            ),
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
    """A receipt that a plan shares out. standing: false once the plan is void, so that another plan may take it.

    income: the net income of the receipt as the plan took it; floor: the least of it that must be reward, by the law of
    its day (yuan; none where the law asks for nothing or leaves it open).
    """

    plan = models.ForeignKey(RewardPlan, on_delete=models.PROTECT, related_name="receipts")
    receipt = models.ForeignKey(Receipt, verbose_name=_("到账"), on_delete=models.PROTECT, related_name="in_plans")
    income = models.DecimalField(_("净收入（元）"), max_digits=18, decimal_places=2)
    floor = models.DecimalField(_("奖励下限（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    standing = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("分配的到账")
        ordering = ("plan_id", "pk")
        constraints = (
            models.UniqueConstraint(name="plan_receipt_once", fields=("plan", "receipt")),
            models.UniqueConstraint(
                name="receipt_in_one_standing_plan", fields=("receipt",), condition=Q(standing=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan_id} {self.receipt_id}"


class RewardShareQuerySet(models.QuerySet["RewardShare"]):
    def visible_to(self, user: Any) -> Self:
        """The shares a person may read: their own; those of plans their unit has on notice or settled; all of the plans of
        units for which they plan, pay or audit, and of the regions they hold office in.

        kechuang.domains.rewards.actions.who.sees_amounts says the same of one plan; a parity test holds the two together.
        """
        reach = reach_of(user)
        within = [p.organisation for p in reach.posts if p.role in PLANNING]
        offices = {p.prefix for p in reach.posts if p.over_regions and p.department in OVERSEEING}
        seen = Q(plan__owner_id__in=within) | under(offices, "plan__region__code")
        seen |= Q(plan__owner_id__in=reach.organisations, plan__state__in=ON_NOTICE)
        person = getattr(user, "person_id", None)
        if person is not None:
            seen |= Q(plan__shares__person_id=person)
        return self.filter(pk__in=RewardShare.objects.filter(seen).values("pk"))


@tracked()
class RewardShare(models.Model):
    """What one person gets by a plan (yuan; for equity also millionths of the company), and why.

    weight: the share of the contribution to the achievements (millionths), which the suggestion splits by. main: main
    completer; direct: made a direct important contribution to the transformation; proof: what proves a leader's.
    """

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
    weight = models.PositiveIntegerField(_("贡献份额（百万分之）"), null=True, blank=True)
    contribution = models.TextField(_("贡献"), blank=True)
    main = models.BooleanField(_("主要完成人"), default=False)
    direct = models.BooleanField(_("对转化做出直接重要贡献"), default=False)
    leader = models.BooleanField(_("单位负责人"), default=False)
    proof = models.CharField(_("贡献证明"), max_length=200, blank=True)
    title_share_taken = models.BooleanField(_("已取得成果权属份额"), default=False)
    reward_chosen = models.BooleanField(_("要求按规定比例获取奖励"), default=False)

    objects = RewardShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("奖励份额")
        ordering = ("plan_id", "position")
        constraints = (
            models.UniqueConstraint(name="reward_person_once", fields=("plan", "person")),
            models.UniqueConstraint(name="reward_position_once", fields=("plan", "position")),
            models.CheckConstraint(name="reward_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="reward_weight_within_whole", condition=Q(weight=None) | Q(weight__range=(0, 1_000_000))
            ),
            models.CheckConstraint(
                name="reward_title_share_or_reward",
                condition=Q(title_share_taken=False)
                | Q(reward_chosen=True)
                | Q(amount=0) & (Q(stake=None) | Q(stake=0)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.amount}"


@tracked()
class RewardAccrual(models.Model):
    """The entry of the ledger by which a share of a settled plan became a debt of the unit to a person (yuan).

    amount: what was added to the debt: the whole share, or by a correcting plan the difference to the plan it replaces,
    which may be negative. Written once.
    """

    share = models.OneToOneField(RewardShare, on_delete=models.PROTECT, related_name="accrual")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("计提金额（元）"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("奖励计提")

    def __str__(self) -> str:
        return f"{self.share_id} {self.amount}"
