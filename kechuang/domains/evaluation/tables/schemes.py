"""Schemes as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.domains.evaluation.actions.schemes import set_node
from kechuang.domains.evaluation.actions.who import evaluator
from kechuang.domains.evaluation.filters import AREA, CLASS, YEAR
from kechuang.domains.evaluation.models import Scheme
from kechuang.domains.evaluation.panels import schemes as panels


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"year": clock.today().year}


def _links(scheme: Scheme, user: Any) -> Sequence[tuple[str, str]]:
    """The tree as a sheet, to be read or changed and uploaded again; and where it is uploaded while it may change."""
    key = set_node.key
    found = [(gettext("下载指标表 .xlsx"), reverse("import-filled", args=[key, scheme.number]))]
    if scheme.state == "draft" and evaluator.test(user, scheme):
        found.append((gettext("上传指标表"), reverse("import-new", args=[key])))
    return found


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
        begins=gettext_lazy("每类平台每年度一套：起草新的，或者沿用已审定的；审定以后评价才能启动自评。"),
        sub=lambda s: str(s.owner),
        initial_new=_new,
        links=_links,
    )
)
