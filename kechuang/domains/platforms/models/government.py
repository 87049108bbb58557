"""What governments say of platforms: outlines of development plans, and reports to the people's congress."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.models import Case
from kechuang.core.audit.tracking import tracked


@tracked()
class GovernmentDocument(Case):
    """A plan outline or a report of a government, with its part on platforms. Its owner is the department that writes it.

    figures: what the program's own data said when it was drawn up: name, value, and the address of the list behind it.
    """

    SERIES: ClassVar[str] = "GB"
    STATES: ClassVar[Any] = (("draft", _("起草")), ("issued", _("已印发")), ("withdrawn", _("撤回")))
    INITIAL: ClassVar[str] = "draft"
    FINAL: ClassVar[frozenset[str]] = frozenset({"issued", "withdrawn"})

    class Kind(models.TextChoices):
        OUTLINE = "outline", _("国民经济和社会发展规划纲要")
        CONGRESS_REPORT = "congress_report", _("向人大报告")

    case_ptr = models.OneToOneField(
        Case, parent_link=True, primary_key=True, on_delete=models.PROTECT, related_name="as_governmentdocument"
    )
    document_kind = models.CharField(_("文件种类"), max_length=20, choices=Kind.choices)
    year_from = models.PositiveSmallIntegerField(_("起始年度"))
    year_to = models.PositiveSmallIntegerField(_("终止年度"))
    platforms_section = models.TextField(_("平台发展部分"), blank=True)
    transformation_section = models.TextField(_("成果转化部分"), blank=True)
    in_assessment = models.BooleanField(_("成果转化已列入政府绩效考核"), default=False)
    figures = models.JSONField(_("数据"), default=list, editable=False)
    document = models.CharField(_("文号"), max_length=100, blank=True)
    issued_on = models.DateField(_("印发日"), null=True, blank=True)

    class Meta:
        verbose_name = _("政府规划和报告")
        constraints = (
            models.CheckConstraint(name="government_document_years", condition=Q(year_to__gte=F("year_from"))),
            models.CheckConstraint(
                name="government_document_issued_with_number", condition=Q(issued_on=None) | ~Q(document="")
            ),
        )

    def search_text(self) -> str:
        """Also its words."""
        return " ".join((super().search_text(), self.platforms_section, self.transformation_section))[:4_000]
