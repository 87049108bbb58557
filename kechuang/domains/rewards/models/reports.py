"""The yearly report of a unit on its transformations (科技成果转化年度报告)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked


@tracked()
class TransformationReport(Case):
    """A unit's report of a year: what was transformed, how, for how much, and how it was shared. One a year and unit.

    figures: what kechuang.domains.rewards.reporting.figures found when it was last computed, by amounts in fen;
    contributors: the same income and rewards by person, for titles and appointments; told to those who read amounts, and to
    each of themselves. Once filed all of it stays: kechuang.domains.rewards.reporting.later says what has changed since.
    """

    SERIES: ClassVar[str] = "ZB"
    STATES: ClassVar[Any] = (("drafted", _("拟订")), ("filed", _("已报送")))
    INITIAL: ClassVar[str] = "drafted"
    FINAL: ClassVar[frozenset[str]] = frozenset({"filed"})
    UNTOLD: ClassVar[frozenset[str]] = frozenset({"contributors"})

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_transformation_report"
    )
    unit_id: int
    unit = models.ForeignKey(
        "parties.Organisation",
        verbose_name=_("报告单位"),
        on_delete=models.PROTECT,
        related_name="transformation_reports",
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    figures = models.JSONField(default=dict)
    contributors = models.JSONField(_("贡献记录"), default=list)
    computed_on = models.DateField(_("数据截至"), null=True, blank=True)
    remarks = models.TextField(_("说明"), blank=True)
    filed_on = models.DateField(_("报送日"), null=True, blank=True)
    receipt = models.CharField(_("送达凭证"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("科技成果转化年度报告")
        constraints = (
            models.UniqueConstraint(name="transformation_report_once", fields=("unit", "year")),
            models.CheckConstraint(
                name="transformation_report_filed_whole",
                condition=Q(filed_on=None, receipt="")
                | Q(filed_on__isnull=False, filed_on__year__gt=F("year"), computed_on__isnull=False) & ~Q(receipt=""),
            ),
        )
