"""Rectification after a failing evaluation: ordered with a day, planned, reported, accepted or refused."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models.effects import MEASURES
from kechuang.domains.evaluation.models.evaluations import Evaluation
from kechuang.domains.platforms.models import Platform


@tracked()
class Rectification(Case):
    """What a platform puts right after a failing evaluation (整改). Its owner is the platform's organisation.

    department: who orders and accepts. due_on: the day set in the order (A27); the legal clock runs to it. submitted_on:
    when it last reported; that is the day of completion once the report is accepted. measure: what followed instead.
    """

    SERIES: ClassVar[str] = "ZG"
    STATES: ClassVar[Any] = (
        ("pending", _("待下达")),
        ("ordered", _("整改中")),
        ("submitted", _("待验收")),
        ("completed", _("已完成整改")),
        ("adjusted", _("已动态调整")),
        ("dropped", _("不再整改")),
    )
    INITIAL: ClassVar[str] = "pending"
    FINAL: ClassVar[frozenset[str]] = frozenset({"completed", "adjusted", "dropped"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_rectification"
    )
    evaluation = models.OneToOneField(
        Evaluation, verbose_name=_("平台评价"), on_delete=models.PROTECT, related_name="rectification"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="rectifications"
    )
    department = models.ForeignKey(
        Organisation, verbose_name=_("科技主管部门"), on_delete=models.PROTECT, related_name="+"
    )
    simulation = models.BooleanField(_("模拟"), default=False, editable=False)
    requirements = models.TextField(_("整改要求"), blank=True)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    ordered_on = models.DateField(_("整改通知日"), null=True, blank=True, editable=False)
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    plan = models.TextField(_("整改方案"), blank=True)
    planned_on = models.DateField(_("方案报送日"), null=True, blank=True, editable=False)
    report = models.TextField(_("整改报告"), blank=True)
    submitted_on = models.DateField(_("整改报告提交日"), null=True, blank=True, editable=False)
    completed_on = models.DateField(_("整改完成日"), null=True, blank=True, editable=False)
    measure = models.CharField(_("措施"), max_length=20, choices=MEASURES, blank=True, editable=False)
    reasons = models.TextField(_("理由"), blank=True, editable=False)

    class Meta:
        verbose_name = _("整改")
        constraints = (
            models.CheckConstraint(
                name="rectification_day_in_order", condition=Q(due_on=None) | Q(due_on__gte=F("ordered_on"))
            ),
            models.CheckConstraint(
                name="rectification_order_complete",
                condition=Q(ordered_on=None, due_on=None) | Q(ordered_on__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="rectification_completed_by_report",
                condition=Q(completed_on=None) | Q(completed_on=F("submitted_on")),
            ),
            models.CheckConstraint(name="rectification_measure_with_reasons", condition=Q(measure="") | ~Q(reasons="")),
        )

    def search_text(self) -> str:
        """Also its platform and what is to be put right."""
        return " ".join((super().search_text(), self.platform.title, self.requirements))[:4_000]
