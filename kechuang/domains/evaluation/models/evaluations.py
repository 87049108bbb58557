"""The evaluation of one platform in one campaign: the values of its indicators, its scores, its grade, what it contests."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import User
from kechuang.core.audit.tracking import tracked
from kechuang.core.labels import Labelled
from kechuang.domains.evaluation.models.campaigns import Campaign
from kechuang.domains.evaluation.models.schemes import SCHEME_CLASSES, Scheme, SchemeNode
from kechuang.domains.platforms.models import Platform, YearPlan

GRADES = (
    ("unqualified", _("不合格")),
    ("below_standard", _("不达标")),
    ("not_reached", _("未达标")),
    ("qualified", _("合格")),
    ("good", _("良好")),
    ("excellent", _("优秀")),
)
"""The law's grades (kechuang.law.rules.grading.GRADE), the worst first; which of them a place uses is the law's to say."""


@tracked(in_bulk=True)
class Evaluation(Case):
    """One platform in one campaign (平台评价). Its owner is the platform's organisation. Scores are 0 to 100.

    platform_class, scheme: as they were when it was invited. plan: the year's plan whose targets it is held against.
    score: of the whole tree, by the experts and the records; self_score: by the platform itself. veto: whether veto first
    applied. rank: its place by score in its class; tie_rule: how an equal score was decided, empty when there was none.
    """

    SERIES: ClassVar[str] = "PP"
    STATES: ClassVar[Any] = (
        ("invited", _("待自评")),
        ("submitted", pgettext_lazy("evaluation", "已自评")),
        ("scored", _("已评分")),
        ("contested", _("申辩中")),
        ("reviewed", _("已复核")),
        ("graded", _("已定等次")),
        ("published", _("已公布")),
        ("left_out", _("不参评")),
    )
    INITIAL: ClassVar[str] = "invited"
    FINAL: ClassVar[frozenset[str]] = frozenset({"published", "left_out"})
    UNTOLD: ClassVar[frozenset[str]] = frozenset(
        {
            "score",
            "rank",
            "tie_rule",
            "veto",
            "veto_matters",
            "staff_veto_matters",
            "veto_note",
            "proposed_grade",
            "grade",
        }
    )
    """What history and rows do not tell, because it is not everybody's before its phase: pages show it when it is."""
    UNDECIDED: ClassVar[str] = "undecided"
    """tie_rule of an equal score at the quota of which nobody has decided yet who comes first."""

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_evaluation"
    )
    campaign = models.ForeignKey(
        Campaign, verbose_name=_("评价工作"), on_delete=models.PROTECT, related_name="evaluations"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="evaluations")
    platform_class = models.CharField(_("平台类型"), max_length=30, choices=SCHEME_CLASSES)
    scheme = models.ForeignKey(Scheme, verbose_name=_("指标体系"), on_delete=models.PROTECT, related_name="evaluations")
    plan = models.ForeignKey(
        YearPlan, verbose_name=_("年度计划"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    statement = models.TextField(_("自评报告"), blank=True)
    submitted_on = models.DateField(_("自评提交日"), null=True, blank=True, editable=False)
    self_score = models.DecimalField(_("自评得分"), max_digits=7, decimal_places=4, null=True, blank=True)
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=4, null=True, blank=True, editable=False)
    rank = models.PositiveIntegerField(_("类内名次"), null=True, blank=True, editable=False)
    tie_rule = models.CharField(_("同分规则"), max_length=40, blank=True, editable=False)
    veto = models.BooleanField(_("一票否决"), null=True, blank=True, editable=False)
    veto_matters = ArrayField(
        models.CharField(max_length=60), verbose_name=_("否决事项"), default=list, blank=True, editable=False
    )
    staff_veto_matters = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("其他人员的否决类事项"),
        default=list,
        blank=True,
        editable=False,
    )
    veto_note = models.TextField(_("否决事项说明"), blank=True, editable=False)
    proposed_grade = models.CharField(_("拟定等次"), max_length=20, choices=GRADES, blank=True, editable=False)
    grade = models.CharField(_("等次"), max_length=20, choices=GRADES, blank=True, editable=False)
    graded_on = models.DateField(_("定级日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("平台评价")
        indexes = (models.Index(fields=("campaign", "platform_class", "score")),)
        constraints = (
            models.UniqueConstraint(name="evaluation_once_a_campaign", fields=("campaign", "platform")),
            models.CheckConstraint(
                name="evaluation_scores",
                condition=(Q(score=None) | Q(score__range=(0, 100)))
                & (Q(self_score=None) | Q(self_score__range=(0, 100))),
            ),
        )

    def search_text(self) -> str:
        """Also its platform; never a score or a grade."""
        return " ".join((super().search_text(), self.platform.title, self.platform.number))[:4_000]


@tracked(in_bulk=True)
class IndicatorValue(Labelled):
    """What a platform has reached in one indicator of its scheme, and where the value came from.

    recorded: the value from this program's own records when it was filled; evidence: the rows behind it as they stood then,
    [[label, value, address], ...]. given: another value, typed over it with a reason, or with a file where there is no record.
    target: what the year's plan means to reach. self_score: the platform's own marks, 0 to 100; explanation: its words.
    score: the marks in the end, 0 to 100, of the record or of the experts together.
    """

    class Source(models.TextChoices):
        OWN = "own", _("系统数据")
        CORRECTED = "corrected", _("更正")
        MANUAL = "manual", _("填报")

    UNTOLD: ClassVar[frozenset[str]] = frozenset({"score"})

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="values")
    node = models.ForeignKey(SchemeNode, verbose_name=_("指标"), on_delete=models.PROTECT, related_name="values")
    recorded = models.DecimalField(_("系统数据"), max_digits=18, decimal_places=2, null=True, blank=True)
    recorded_on = models.DateField(_("取数日"), null=True, blank=True)
    evidence = models.JSONField(_("依据"), default=list, blank=True)
    given = models.DecimalField(_("填报值"), max_digits=18, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices, blank=True)
    reason = models.CharField(_("更正理由"), max_length=300, blank=True)
    file = models.CharField(_("佐证材料"), max_length=300, blank=True)
    """The name and version of a file of the evaluation, as shown among its documents."""
    target = models.DecimalField(_("目标值"), max_digits=18, decimal_places=2, null=True, blank=True)
    explanation = models.TextField(_("说明"), blank=True)
    self_score = models.DecimalField(_("自评分"), max_digits=7, decimal_places=4, null=True, blank=True)
    score = models.DecimalField(_("得分"), max_digits=7, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("指标值")
        ordering = ("evaluation_id", "node__position", "pk")
        constraints = (
            models.UniqueConstraint(name="indicator_value_once", fields=("evaluation", "node")),
            models.CheckConstraint(
                name="indicator_value_correction_has_reason", condition=~Q(source="corrected") | ~Q(reason="")
            ),
            models.CheckConstraint(name="indicator_value_manual_has_file", condition=~Q(source="manual") | ~Q(file="")),
            models.CheckConstraint(
                name="indicator_value_scores",
                condition=(Q(score=None) | Q(score__range=(0, 100)))
                & (Q(self_score=None) | Q(self_score__range=(0, 100))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.node_id} {self.value}"

    @property
    def value(self) -> Decimal | None:
        """The value that counts: what was given over the record, else the record."""
        return self.recorded if self.given is None else self.given


@tracked()
class Contest(models.Model):
    """What a platform contests of its scores, with its evidence; and the answer, with reasons.

    node: the indicator, none for the whole. claimed: the value it holds to be right. answered value: `value`, put into the
    evaluation when the contest is upheld.
    """

    class Outcome(models.TextChoices):
        UPHELD = "upheld", pgettext_lazy("contest", "成立")
        PARTLY = "partly", _("部分成立")
        REJECTED = "rejected", pgettext_lazy("contest", "不成立")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="contests")
    node = models.ForeignKey(
        SchemeNode, verbose_name=_("指标"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("申辩内容"))
    claimed = models.DecimalField(_("主张的数值"), max_digits=18, decimal_places=2, null=True, blank=True)
    file = models.CharField(_("佐证材料"), max_length=300)
    filed_on = models.DateField(_("提出日"))
    filed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("结论"), max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(_("答复"), blank=True)
    value = models.DecimalField(_("认定的数值"), max_digits=18, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(_("认定的得分"), max_digits=7, decimal_places=4, null=True, blank=True)
    answered_on = models.DateField(_("答复日"), null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("申辩")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="contest_answer_complete",
                condition=Q(answered_on=None, outcome="", answer="")
                | Q(answered_on__isnull=False) & ~Q(outcome="") & ~Q(answer=""),
            ),
            models.CheckConstraint(name="contest_has_evidence", condition=~Q(text="") & ~Q(file="")),
            models.UniqueConstraint(
                name="contest_once_open", fields=("evaluation", "node"), condition=Q(answered_on=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.text[:40]}"
