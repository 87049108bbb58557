"""What a fiscal project hands in: its sci-tech report, achievement data and IP data."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.core.audit.tracking import tracked
from kechuang.domains.achievements.models.achievement import Achievement

LONGEST_TITLE = 20
MOST_YEARS = 5
"""A report is opened after five years at the latest, in principle."""


@tracked()
class SciTechReport(models.Model):
    """A sci-tech report (科技报告) and what was handed in with it."""

    class Openness(models.TextChoices):
        OPEN = "open", _("公开")
        DEFERRED = "deferred", _("延期公开")

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="reports")
    number = models.CharField(_("科技报告编号"), max_length=60, blank=True)
    title = models.CharField(_("报告名称"), max_length=LONGEST_TITLE)
    keywords = ArrayField(models.CharField(max_length=40), verbose_name=_("关键词"), size=8)
    openness = models.CharField(_("公开方式"), max_length=10, choices=Openness.choices)
    deferred_until = models.DateField(_("延期公开至"), null=True, blank=True)
    deferral_reason = models.CharField(_("延期超过五年的理由"), max_length=300, blank=True)
    materials = models.JSONField(_("已提交、汇交的材料"), default=list)
    due_on = models.DateField(_("规定的提交日"), null=True, blank=True)
    submitted_on = models.DateField(_("提交日"))

    class Meta:
        verbose_name = _("科技报告")
        ordering = ("achievement_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="report_deferred_with_its_day",
                condition=Q(openness="open", deferred_until=None)
                | Q(openness="deferred", deferred_until__gt=F("submitted_on")),
            ),
            models.UniqueConstraint(name="report_number_once", fields=("number",), condition=~Q(number="")),
        )

    def __str__(self) -> str:
        return self.title
