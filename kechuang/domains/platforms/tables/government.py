"""Plan outlines and reports of governments as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core import clock
from kechuang.core.ui.sites import CasePaper, CaseSite, Column, Filter, register
from kechuang.domains.platforms.models import GovernmentDocument
from kechuang.domains.platforms.panels import government as panels
from kechuang.domains.platforms.papers.government import government_paper
from kechuang.domains.platforms.tables.registry import AREA


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    year = clock.today().year
    return {"document_kind": given.get("document_kind", "congress_report"), "year_from": year, "year_to": year}


GOVERNMENT_DOCUMENTS = register(
    CaseSite(
        GovernmentDocument,
        slug="government-documents",
        title=gettext_lazy("政府规划和报告"),
        unit=pgettext_lazy("government-documents", "份"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("kind", gettext_lazy("种类"), lambda d: d.get_document_kind_display(), sort="document_kind"),
            "region",
            "owner",
            Column("years", gettext_lazy("年度"), lambda d: f"{d.year_from}–{d.year_to}", sort="year_from"),
            Column("issued", gettext_lazy("印发日"), lambda d: d.issued_on, "day", "issued_on"),
            "state",
        ),
        filters=(
            Filter("kind", gettext_lazy("种类"), lambda: GovernmentDocument.Kind.choices, lambda v: Q(document_kind=v)),
        ),
        main=(panels.parts, panels.figures, panels.governments),
        side=(panels.about, panels.in_law),
        path=("draft", "issued"),
        sub=lambda d: str(d.owner),
        initial=lambda d: {"issued_on": clock.today()},
        initial_new=_new,
        papers=(CasePaper("document", gettext_lazy("文稿"), government_paper),),
    )
)
