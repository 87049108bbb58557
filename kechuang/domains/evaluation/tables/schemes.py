"""Schemes as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.domains.evaluation.filters import AREA, CLASS, YEAR
from kechuang.domains.evaluation.models import Scheme
from kechuang.domains.evaluation.panels import schemes as panels


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"year": clock.today().year}


SCHEMES = register(
    CaseSite(
        Scheme,
        slug="evaluation-schemes",
        title=gettext_lazy("评价指标体系"),
        unit=pgettext_lazy("evaluation-schemes", "套"),
        area=AREA,
        columns=(
            "number",
            "title",
            "region",
            Column("class", gettext_lazy("平台类型"), lambda s: s.get_platform_class_display(), sort="platform_class"),
            Column("year", gettext_lazy("年度"), lambda s: str(s.year), sort="year"),
            Column("edition", gettext_lazy("版次"), lambda s: s.edition, "number", "edition"),
            Column("indicators", gettext_lazy("指标"), lambda s: s.indicator_count, "number", "indicator_count"),
            Column("adopted", gettext_lazy("审定日"), lambda s: s.adopted_on, "day", "adopted_on"),
            "state",
        ),
        filters=(YEAR, CLASS),
        prepared=lambda rows: rows.annotate(indicator_count=Count("nodes", filter=~Q(nodes__kind="group"))),
        related=("carried_from",),
        main=(panels.tree,),
        side=(panels.about, panels.in_law),
        path=("draft", "adopted"),
        sub=lambda s: str(s.owner),
        initial_new=_new,
    )
)
