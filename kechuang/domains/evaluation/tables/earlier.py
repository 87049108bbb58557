"""Grades brought in, as a list and as pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.domains.evaluation.filters import AREA, YEAR
from kechuang.domains.evaluation.models import EarlierGrade
from kechuang.domains.evaluation.panels import earlier as panels

EARLIER_GRADES = register(
    CaseSite(
        EarlierGrade,
        slug="earlier-grades",
        title=pgettext_lazy("page", "往年等次"),
        unit=pgettext_lazy("earlier-grades", "条"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("platform", gettext_lazy("平台"), lambda g: g.platform.title, sort="platform__title"),
            "region",
            Column("year", gettext_lazy("年度"), lambda g: str(g.year), sort="year"),
            Column("grade", gettext_lazy("等次"), lambda g: g.get_grade_display(), sort="grade"),
            Column("document", gettext_lazy("公布结果的文件"), lambda g: g.document),
            "state",
        ),
        filters=(YEAR,),
        search=("platform__title", "platform__number", "document"),
        related=("platform",),
        main=(panels.about,),
        path=("recorded",),
        sub=lambda g: g.platform.title,
    )
)
