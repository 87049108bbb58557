"""A platform's budget of a year: its lines, the editions that were approved, and the money set aside by source."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Earmark, Entry
from kechuang.casework.parties.models import User
from kechuang.core import clock
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models import Evaluation
from kechuang.domains.funding.models.sources import FundSource
from kechuang.domains.funding.models.support import SupportProgramme
from kechuang.domains.platforms.models import Platform, Resolution


@tracked()
class Budget(Case):
    """The income and spending a platform plans for a year (年度收支预算). Its owner is the platform's organisation.

    basic_ceiling: the most basic research may take of the research money, in millionths, as the platform's plan says; none
    where no plan says. standards: whether standards of spending are set; none while nobody has said. edition: how often
    it was approved.
    """

    SERIES: ClassVar[str] = "YS"
    STATES: ClassVar[Any] = (
        ("drafted", _("编制")),
        ("submitted", _("已提交")),
        ("returned", _("退回修改")),
        ("checked", _("已审核")),
        ("approved", _("已批准")),
        ("adjusting", _("调整中")),
        ("closed", _("已决算")),
        ("withdrawn", _("撤回")),
    )
    INITIAL: ClassVar[str] = "drafted"
    FINAL: ClassVar[frozenset[str]] = frozenset({"closed", "withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_budget"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("年度"))
    previous = models.ForeignKey(
        "self", verbose_name=_("上年预算"), null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )
    programme = models.ForeignKey(
        SupportProgramme, verbose_name=_("保障方案"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="budgets",
    )  # fmt: skip
    note = models.TextField(_("编制说明"), blank=True)
    basic_ceiling = models.PositiveIntegerField(_("基础研究经费比重上限（百万分之）"), null=True, blank=True)
    standards = models.BooleanField(_("已建立经费支出标准"), null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, verbose_name=_("审定预算的决议"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.PositiveSmallIntegerField(_("批准版次"), default=0, editable=False)
    submitted_on = models.DateField(_("提交日"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("审核日"), null=True, blank=True, editable=False)
    approved_on = models.DateField(_("批准日"), null=True, blank=True, editable=False)
    closed_year_on = models.DateField(_("决算日"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("年度预算")
        constraints = (
            models.UniqueConstraint(name="budget_once_a_year", fields=("platform", "year"), condition=Q(withdrawn_on=None)),
            models.CheckConstraint(
                name="budget_basic_ceiling", condition=Q(basic_ceiling=None) | Q(basic_ceiling__lte=1_000_000)
            ),
            models.CheckConstraint(
                name="budget_approved_has_edition",
                condition=Q(approved_on=None, edition=0) | Q(approved_on__isnull=False, edition__gte=1),
            ),
        )  # fmt: skip

    def search_text(self) -> str:
        """Also its platform and its explanation."""
        return " ".join((super().search_text(), self.platform.title, self.note))[:4_000]


@tracked()
class BudgetLine(models.Model):
    """Income or spending planned under one heading from one kind of money. It keeps its identity through adjustments.

    amount: as it is planned now (yuan); approved: as it was approved last, none before the first approval. An approved
    line is not taken away: an adjustment sets it to nothing. carried_from: the money set aside the year before whose rest it is.
    award: the award, paid already, that it brings in; each is brought in once.
    """

    class Side(models.TextChoices):
        INCOME = "income", _("收入")
        SPENDING = "spending", _("支出")

    class Category(models.TextChoices):
        """Headings; the first four are of income."""

        FISCAL = "fiscal", _("财政补助收入")
        RESEARCH_INCOME = "research_income", _("科研项目收入")
        EARNED = "earned", _("转化、服务和经营收入")
        GIVEN = "given", _("捐赠、联合资金和其他收入")
        CARRIED = "carried", _("上年结转")
        STAFF = "staff", _("人员经费")
        EQUIPMENT = "equipment", _("仪器设备购置")
        RESEARCH = "research", _("研究开发")
        TRANSFORMATION = "transformation", _("成果转化")
        INCUBATION = "incubation", _("企业孵化和服务")
        OPERATION = "operation", _("日常运行")
        PREMISES = "premises", _("场地和基本建设")
        OTHER = "other", _("其他支出")

    INCOMES: ClassVar[tuple[str, ...]] = ("fiscal", "research_income", "earned", "given", "carried")

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("序号"))
    side = models.CharField(_("收支"), max_length=10, choices=Side.choices)
    category = models.CharField(_("科目"), max_length=20, choices=Category.choices)
    title = models.CharField(_("内容"), max_length=200)
    money = models.CharField(_("资金来源"), max_length=20, choices=Earmark.Source.choices)
    source = models.ForeignKey(
        FundSource, verbose_name=_("经费渠道"), null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)
    approved = models.DecimalField(
        _("批准金额（元）"), max_digits=18, decimal_places=2, null=True, blank=True, editable=False
    )
    basic_research = models.BooleanField(_("用于基础研究"), default=False)
    carried_from = models.OneToOneField(
        "funding.BudgetEarmark", verbose_name=_("结转自"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="carried_to",
    )  # fmt: skip
    award = models.OneToOneField(
        "funding.FundRequest", verbose_name=_("评价奖励"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="planned_in",
    )  # fmt: skip
    note = models.CharField(_("测算依据"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("预算项目")
        ordering = ("budget_id", "position")
        constraints = (
            models.UniqueConstraint(name="budget_line_position", fields=("budget", "position"), deferrable=models.Deferrable.DEFERRED),
            models.CheckConstraint(name="budget_line_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="budget_line_approved_not_negative", condition=Q(approved=None) | Q(approved__gte=0)
            ),
            models.CheckConstraint(
                name="budget_line_category_of_its_side",
                condition=Q(side="income", category__in=("fiscal", "research_income", "earned", "given", "carried"))
                | Q(side="spending")
                & ~Q(category__in=("fiscal", "research_income", "earned", "given", "carried")),
            ),
            models.CheckConstraint(
                name="budget_line_fiscal_money_from_a_source", condition=~Q(money="fiscal") | Q(source__isnull=False)
            ),
            models.CheckConstraint(
                name="budget_line_basic_research_is_spending", condition=Q(basic_research=False) | Q(side="spending")
            ),
            models.CheckConstraint(
                name="budget_line_carried_is_carried", condition=Q(carried_from=None) | Q(category="carried")
            ),
            models.CheckConstraint(
                name="budget_line_award_is_fiscal_income",
                condition=Q(award=None) | Q(side="income", category="fiscal", money="fiscal", amount__gt=0),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.position} {self.title}"

    @property
    def brought(self) -> bool:
        """Whether its money is in the platform's books already: a rest or an award; its amount is not typed."""
        return self.carried_from_id is not None or self.award_id is not None


@tracked()
class BudgetEdition(models.Model):
    """The budget as it was approved once: by whom, by which procedure, why it was changed. Never changed itself."""

    class Procedure(models.TextChoices):
        FIRST = "first", _("首次批准")
        WITHIN = "within", _("科目内调剂")
        ACROSS = "across", _("科目间调整")
        TOTAL = "total", _("总额调整")
        RESULT = "result", _("按评价结果调整")

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("版次"))
    procedure = models.CharField(_("程序"), max_length=10, choices=Procedure.choices)
    reason = models.TextField(_("理由"), blank=True)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    approved_on = models.DateField(_("批准日"), default=clock.today)
    approved_by = models.ForeignKey(User, verbose_name=_("批准人"), on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(
        Evaluation, verbose_name=_("依据的评价"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    income = models.DecimalField(_("收入合计（元）"), max_digits=18, decimal_places=2)
    spending = models.DecimalField(_("支出合计（元）"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("预算版次")
        ordering = ("budget_id", "number")
        constraints = (
            models.UniqueConstraint(name="budget_edition_once", fields=("budget", "number")),
            models.UniqueConstraint(
                name="budget_edition_once_by_result",
                fields=("budget", "evaluation"),
                condition=Q(evaluation__isnull=False),
            ),
            models.CheckConstraint(
                name="budget_edition_result_names_evaluation",
                condition=~Q(procedure="result") | Q(evaluation__isnull=False),
            ),
            models.CheckConstraint(
                name="budget_edition_covers_its_spending", condition=Q(spending__lte=F("income"), spending__gte=0)
            ),
            models.CheckConstraint(
                name="budget_edition_changed_for_a_reason",
                condition=Q(procedure="first", number=1) | Q(number__gt=1) & ~Q(procedure="first") & ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.budget_id} {self.number}"


class EditionLine(models.Model):
    """What a line came to in an edition. Only ever added."""

    edition = models.ForeignKey(BudgetEdition, on_delete=models.PROTECT, related_name="lines")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="history")
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("预算版次项目")
        ordering = ("edition_id", "line__position")
        constraints = (
            models.UniqueConstraint(name="edition_line_once", fields=("edition", "line")),
            models.CheckConstraint(name="edition_line_not_negative", condition=Q(amount__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.edition_id} {self.line_id}"


@tracked()
class BudgetEarmark(models.Model):
    """The money an approved budget sets aside for spending from one source; its amount is what was approved from it.

    rest: what was left of it when the year was closed; carried_by: the entry that moved the rest to the next budget.
    """

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="marks")
    money = models.CharField(_("资金来源"), max_length=20, choices=Earmark.Source.choices)
    source = models.ForeignKey(
        FundSource, verbose_name=_("经费渠道"), null=True, blank=True, on_delete=models.PROTECT, related_name="marks"
    )
    earmark = models.OneToOneField(
        Earmark, verbose_name=_("专款"), on_delete=models.PROTECT, related_name="budget_mark"
    )
    rest = models.DecimalField(_("年末结余（元）"), max_digits=18, decimal_places=2, null=True, blank=True)
    carried_by = models.OneToOneField(
        Entry, verbose_name=_("结转凭证"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("预算专款")
        ordering = ("budget_id", "pk")
        constraints = (
            models.UniqueConstraint(
                name="budget_earmark_once", fields=("budget", "money", "source"), nulls_distinct=False
            ),
            models.CheckConstraint(name="budget_earmark_rest", condition=Q(rest=None) | Q(rest__gte=0)),
            models.CheckConstraint(name="budget_earmark_carries_a_rest", condition=Q(carried_by=None) | Q(rest__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.budget_id} {self.earmark_id}"
