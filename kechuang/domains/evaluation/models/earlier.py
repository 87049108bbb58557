"""Grades from before the system began: brought in with their document, and counted as failing years are."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked
from kechuang.domains.evaluation.models.evaluations import GRADES
from kechuang.domains.platforms.models import Platform


@tracked(in_bulk=True)
class EarlierGrade(Case):
    """The grade a platform had in a year that was not evaluated here (补录等次). Its owner is the science department.

    document: the one that published it; reason: why it is entered now. It stands for the law as a published yearly grade
    does, unless a published evaluation of that year is here, or it was withdrawn.
    """

    SERIES: ClassVar[str] = "BD"
    STATES: ClassVar[Any] = (("recorded", _("已补录")), ("withdrawn", _("已撤销")))
    INITIAL: ClassVar[str] = "recorded"
    FINAL: ClassVar[frozenset[str]] = frozenset({"withdrawn"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_earlier_grade"
    )
    platform = models.ForeignKey(
        Platform, verbose_name=_("平台"), on_delete=models.PROTECT, related_name="earlier_grades"
    )
    year = models.PositiveSmallIntegerField(_("评价年度"))
    grade = models.CharField(_("等次"), max_length=20, choices=GRADES)
    document = models.CharField(_("公布结果的文件"), max_length=200)
    reason = models.TextField(_("补录理由"))
    withdrawn_on = models.DateField(_("撤销日"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("补录等次")
        indexes = (models.Index(fields=("platform", "year")),)
        constraints = (
            models.UniqueConstraint(
                name="earlier_grade_once", fields=("platform", "year"), condition=Q(withdrawn_on=None)
            ),
            models.CheckConstraint(
                name="earlier_grade_with_evidence", condition=~Q(document="") & ~Q(reason="") & ~Q(grade="")
            ),
            models.CheckConstraint(name="earlier_grade_year", condition=Q(year__range=(1990, 2100))),
        )

    def search_text(self) -> str:
        """Also its platform and document."""
        return " ".join((super().search_text(), self.platform.title, self.platform.number, self.document))[:4_000]
