"""After failing years in a row: a comprehensive assessment; and only after a recorded one, the end of cooperation by steps."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models.evaluations import Evaluation
from kechuang.domains.evaluation.models.rectification import Rectification
from kechuang.domains.platforms.models import Platform


@tracked()
class Assessment(Case):
    """Whether cooperation with a platform is fit to go on (综合评估研判). Its owner is the science department.

    evaluation: the failing one that opened it; failures: how many years in a row, that one included. It ends nothing: an
    unfit platform is only one whose cooperation may be ended.
    """

    SERIES: ClassVar[str] = "PG"
    STATES: ClassVar[Any] = (
        ("opened", _("研判中")),
        ("concluded", _("已有结论")),
        ("dropped", _("不再研判")),
    )
    INITIAL: ClassVar[str] = "opened"
    FINAL: ClassVar[frozenset[str]] = frozenset({"concluded", "dropped"})

    class Conclusion(models.TextChoices):
        FIT = "fit", _("可以继续合作")
        UNFIT = "unfit", _("不宜继续合作")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_assessment"
    )
    evaluation = models.OneToOneField(
        Evaluation, verbose_name=_("平台评价"), on_delete=models.PROTECT, related_name="assessment"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="cooperation_assessments"
    )
    failures = models.PositiveSmallIntegerField(_("连续不合格年数"), editable=False)
    simulation = models.BooleanField(_("模拟"), default=False, editable=False)
    statement = models.TextField(_("平台陈述"), blank=True)
    stated_on = models.DateField(_("陈述日"), null=True, blank=True, editable=False)
    conclusion = models.CharField(_("结论"), max_length=10, choices=Conclusion.choices, blank=True, editable=False)
    reasons = models.TextField(_("理由"), blank=True, editable=False)
    concluded_on = models.DateField(_("结论日"), null=True, blank=True, editable=False)
    concluded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("综合评估研判")
        constraints = (
            models.CheckConstraint(
                name="assessment_concluded_with_reasons",
                condition=Q(conclusion="", concluded_on=None)
                | Q(concluded_on__isnull=False, concluded_by__isnull=False) & ~Q(conclusion="") & ~Q(reasons=""),
            ),
        )

    def search_text(self) -> str:
        """Also its platform."""
        return " ".join((super().search_text(), self.platform.title))[:4_000]


@tracked()
class AssessmentOpinion(models.Model):
    """What an expert, a co-founder or a department said in an assessment."""

    class Side(models.TextChoices):
        EXPERT = "expert", _("专家")
        COFOUNDER = "cofounder", _("共建方")
        DEPARTMENT = "department", pgettext_lazy("opinion", "部门")

    class View(models.TextChoices):
        FIT = "fit", _("可以继续合作")
        UNFIT = "unfit", _("不宜继续合作")
        UNDECIDED = "undecided", _("保留意见")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="opinions")
    side = models.CharField(_("哪一方"), max_length=12, choices=Side.choices)
    name = models.CharField(_("单位或者姓名"), max_length=100)
    view = models.CharField(_("意见"), max_length=10, choices=View.choices)
    text = models.TextField(_("意见内容"))
    given_on = models.DateField(_("提出日"))
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("研判意见")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(name="assessment_opinion_once", fields=("assessment", "side", "name")),
            models.CheckConstraint(name="assessment_opinion_reasoned", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.view}"


@tracked()
class Termination(Case):
    """The end of cooperation with a platform, step by step (终止合作). Its owner is the science department.

    It rests on a recorded assessment that found it unfit, on a rectification that was not completed and whose recorded
    measure is exit, or on a cycle evaluation after which the law allows no next round: the database refuses any other.
    """

    SERIES: ClassVar[str] = "ZZ"
    STATES: ClassVar[Any] = (
        ("clearing", _("办理中")),
        ("completed", _("已终止")),
        ("abandoned", _("不再终止")),
    )
    INITIAL: ClassVar[str] = "clearing"
    FINAL: ClassVar[frozenset[str]] = frozenset({"completed", "abandoned"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_termination"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="terminations"
    )
    assessment = models.OneToOneField(
        Assessment, verbose_name=_("综合评估研判"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="termination",
    )  # fmt: skip
    rectification = models.OneToOneField(
        Rectification, verbose_name=_("整改"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="termination",
    )  # fmt: skip
    evaluation = models.OneToOneField(
        Evaluation, verbose_name=_("周期综合评价"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="termination",
    )  # fmt: skip
    simulation = models.BooleanField(_("模拟"), default=False, editable=False)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    reasons = models.TextField(_("理由"))
    decided_on = models.DateField(_("决定日"), editable=False)

    class Meta:
        verbose_name = _("终止合作")
        constraints = (
            models.CheckConstraint(
                name="termination_rests_on_one_ground",
                condition=Q(assessment__isnull=False, rectification=None, evaluation=None)
                | Q(assessment=None, rectification__isnull=False, evaluation=None)
                | Q(assessment=None, rectification=None, evaluation__isnull=False),
            ),
            models.CheckConstraint(name="termination_has_reasons", condition=~Q(reasons="")),
        )

    def search_text(self) -> str:
        """Also its platform."""
        return " ".join((super().search_text(), self.platform.title))[:4_000]


@tracked()
class TerminationStep(models.Model):
    """One step of ending a cooperation: when it was done, and how. What the registry itself shows is not typed here."""

    class Step(models.TextChoices):
        NOTICE = "notice", _("通知各方")
        ASSETS = "assets", _("清点和处置资产")
        FUNDS = "funds", _("结清经费")
        LIABILITIES = "liabilities", _("了结债权债务和未完成的项目")

    termination = models.ForeignKey(Termination, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(_("步骤"), max_length=20, choices=Step.choices)
    done_on = models.DateField(_("完成日"))
    text = models.TextField(_("办理情况"))
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("终止步骤")
        ordering = ("done_on", "pk")
        constraints = (
            models.UniqueConstraint(name="termination_step_once", fields=("termination", "step")),
            models.CheckConstraint(name="termination_step_told", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.done_on}"
