"""What a platform means to do and what it did: horizons, the plan of a year, its targets, and when they are filed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models.meetings import Resolution
from kechuang.domains.platforms.models.registry import Platform


@tracked()
class DevelopmentPlan(Case):
    """A platform's construction plan (建设方案), in the horizons the law names. Its owner is the platform's organisation."""

    SERIES: ClassVar[str] = "GH"
    STATES: ClassVar[Any] = (("draft", _("起草")), ("adopted", _("已审定")), ("withdrawn", _("撤回")))
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_developmentplan"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="development_plans"
    )
    edition = models.PositiveSmallIntegerField(_("版次"))
    resolution = models.OneToOneField(
        Resolution, verbose_name=_("决议"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="development_plan",
    )  # fmt: skip
    adopted_on = models.DateField(_("审定日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("建设方案")
        constraints = (models.UniqueConstraint(name="development_plan_edition_once", fields=("platform", "edition")),)

    def search_text(self) -> str:
        """Also its platform and its goals."""
        goals = [] if self.pk is None else [part.goals for part in self.parts.all()]
        return " ".join((super().search_text(), self.platform.title, *goals))[:4_000]


@tracked()
class HorizonPart(models.Model):
    """One horizon of a construction plan: from when to when, and what is to be reached."""

    plan = models.ForeignKey(DevelopmentPlan, on_delete=models.PROTECT, related_name="parts")
    horizon = models.CharField(_("规划期"), max_length=40)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    goals = models.TextField(_("目标和任务"))

    class Meta:
        verbose_name = _("规划期")
        ordering = ("starts_on", "pk")
        constraints = (
            models.UniqueConstraint(name="horizon_once", fields=("plan", "horizon")),
            models.CheckConstraint(name="horizon_in_order", condition=Q(ends_on__gt=F("starts_on"))),
        )

    def __str__(self) -> str:
        return f"{self.horizon} {self.starts_on} {self.ends_on}"


@tracked()
class FilingRound(Case):
    """The days a science department sets for the filings of a year (年度备案安排). Its owner is that department."""

    SERIES: ClassVar[str] = "BA"
    STATES: ClassVar[Any] = (("issued", _("已发布")), ("closed", _("已结束")), ("withdrawn", _("撤回")))
    INITIAL: ClassVar[str] = "issued"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_filinground"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    plan_due_on = models.DateField(_("计划和目标备案截止"))
    evaluation_due_on = models.DateField(_("自评报告备案截止"))
    document = models.CharField(_("文号"), max_length=100, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("年度备案安排")
        constraints = (
            models.UniqueConstraint(
                name="filing_round_once_a_year", fields=("place", "year"), condition=Q(withdrawn_on=None)
            ),
            models.CheckConstraint(name="filing_round_in_order", condition=Q(evaluation_due_on__gt=F("plan_due_on"))),
        )

    place = models.CharField(max_length=6, editable=False)
    """The region's code again, so that the database holds one round a region and year."""


@tracked()
class YearPlan(Case):
    """A platform's work plan and targets of one year, and later what came of them. Its owner is the platform's organisation."""

    SERIES: ClassVar[str] = "NJ"
    STATES: ClassVar[Any] = (
        ("draft", _("起草")),
        ("adopted", _("已审定")),
        ("filed", _("已备案")),
        ("evaluated", _("已自评")),
        ("closed", _("自评已备案")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_yearplan"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    previous = models.ForeignKey(
        "self", verbose_name=_("上年计划"), null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    work = models.TextField(_("年度工作计划"))
    budget = models.DecimalField(_("经费预算（元）"), max_digits=18, decimal_places=2)
    resolution = models.OneToOneField(
        Resolution, verbose_name=_("审定计划的决议"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="year_plan",
    )  # fmt: skip
    budget_resolution = models.OneToOneField(
        Resolution, verbose_name=_("审定预算的决议"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="year_budget",
    )  # fmt: skip
    adopted_on = models.DateField(_("审定日"), null=True, blank=True, editable=False)
    filed_on = models.DateField(_("计划备案日"), null=True, blank=True, editable=False)
    half_year_on = models.DateField(_("半年回顾日"), null=True, blank=True, editable=False)
    half_year_note = models.TextField(_("半年情况"), blank=True)
    evaluation = models.TextField(_("绩效自评"), blank=True)
    income_total = models.DecimalField(_("年度总收入（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    income_fiscal = models.DecimalField(_("其中财政收入（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    costs_total = models.DecimalField(_("年度总成本（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    evaluated_on = models.DateField(_("自评日"), null=True, blank=True, editable=False)
    evaluation_filed_on = models.DateField(_("自评备案日"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("年度计划")
        constraints = (
            models.UniqueConstraint(name="year_plan_once", fields=("platform", "year"), condition=Q(withdrawn_on=None)),
            models.CheckConstraint(name="year_plan_budget", condition=Q(budget__gte=0)),
            models.CheckConstraint(
                name="year_plan_fiscal_income_within_total",
                condition=Q(income_fiscal=None) | Q(income_total__gte=F("income_fiscal"), income_fiscal__gte=0),
            ),
            models.CheckConstraint(
                name="year_plan_filed_after_adoption", condition=Q(filed_on=None) | Q(adopted_on__isnull=False)
            ),
        )

    def search_text(self) -> str:
        """Also its platform and its words."""
        return " ".join((super().search_text(), self.platform.title, self.work, self.evaluation))[:4_000]


@tracked()
class Target(models.Model):
    """What a plan means to reach in one indicator, the half-year's value and the year's, with where each came from.

    Sources: `own` is computed from the tables of this program, `corrected` is typed over it with a reason, `manual` is
    typed with evidence.
    """

    class Source(models.TextChoices):
        OWN = "own", _("系统数据")
        CORRECTED = "corrected", _("更正")
        MANUAL = "manual", _("填报")

    plan = models.ForeignKey(YearPlan, on_delete=models.PROTECT, related_name="targets")
    indicator = models.CharField(_("指标"), max_length=40)
    goal = models.DecimalField(_("目标值"), max_digits=18, decimal_places=2)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    half = models.DecimalField(_("半年值"), max_digits=18, decimal_places=2, null=True)
    half_source = models.CharField(max_length=10, choices=Source.choices, blank=True)
    half_reason = models.CharField(_("更正理由（半年）"), max_length=300, blank=True)
    half_explanation = models.TextField(_("半年情况说明"), blank=True)
    actual = models.DecimalField(_("全年值"), max_digits=18, decimal_places=2, null=True)
    actual_source = models.CharField(max_length=10, choices=Source.choices, blank=True)
    actual_reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    explanation = models.TextField(_("差异说明"), blank=True)
    evidence = models.CharField(_("佐证材料"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("绩效目标")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="target_once", fields=("plan", "indicator")),
            models.CheckConstraint(name="target_goal", condition=Q(goal__gte=0)),
            models.CheckConstraint(
                name="target_correction_has_reason",
                condition=(~Q(actual_source="corrected") | ~Q(actual_reason=""))
                & (~Q(half_source="corrected") | ~Q(half_reason="")),
            ),
            models.CheckConstraint(
                name="target_manual_has_evidence", condition=~Q(actual_source="manual") | ~Q(evidence="")
            ),
            models.CheckConstraint(
                name="target_miss_is_explained",
                condition=Q(actual=None) | Q(actual__gte=F("goal")) | ~Q(explanation=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.goal}"
