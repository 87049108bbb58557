"""Inspections and reviews of what fiscal money is used for, so that nobody is inspected twice for the same (检查评估)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.platforms.models import Platform


@tracked()
class Inspection(Case):
    """A department looks at a platform's use of money, or at one project of it. Its owner is the department.

    project: the case looked at, the platform itself when none is named. interval_months: how long the place does not look
    again, by which document; nothing where it has set none. repeats: why it is looked at again all the same.
    """

    SERIES: ClassVar[str] = "JC"
    STATES: ClassVar[Any] = (
        ("planned", _("拟检查")),
        ("done", _("已完成")),
        ("withdrawn", _("取消")),
    )
    INITIAL: ClassVar[str] = "planned"
    FINAL: ClassVar[frozenset[str]] = frozenset({"done", "withdrawn"})

    class Subject(models.TextChoices):
        USE_OF_FUNDS = "use_of_funds", _("经费使用")
        PROGRESS = "progress", _("项目进展")
        ACCEPTANCE = "acceptance", _("验收")
        PERFORMANCE = "performance", _("绩效")
        AUDIT = "audit", _("审计")
        OTHER = "other", _("其他")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_inspection"
    )
    platform = models.ForeignKey(Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="inspections")
    project = models.ForeignKey(
        Case, verbose_name=_("检查的项目"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("检查事项"), max_length=20, choices=Subject.choices)
    planned_on = models.DateField(_("拟检查日"))
    interval_months = models.PositiveSmallIntegerField(_("本地规定的不重复检查间隔（月）"), null=True, blank=True)
    interval_document = models.CharField(_("间隔的依据"), max_length=100, blank=True)
    repeats = models.TextField(_("再次检查的理由"), blank=True)
    done_on = models.DateField(_("检查日"), null=True, blank=True, editable=False)
    result = models.TextField(_("检查结果"), blank=True, editable=False)

    class Meta:
        verbose_name = _("检查评估")
        indexes = (models.Index(fields=("platform", "subject", "done_on")),)
        constraints = (
            models.CheckConstraint(
                name="inspection_done_with_result", condition=Q(done_on=None) | ~Q(result="")
            ),
            models.CheckConstraint(
                name="inspection_interval_has_a_basis", condition=Q(interval_months=None) | ~Q(interval_document="")
            ),
        )  # fmt: skip

    def search_text(self) -> str:
        """Also its platform."""
        return f"{super().search_text()} {self.platform.title} {self.get_subject_display()}"
