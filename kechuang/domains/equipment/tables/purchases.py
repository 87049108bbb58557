"""Purchases as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.domains.equipment import filters
from kechuang.domains.equipment.models import Purchase
from kechuang.domains.equipment.panels import purchases as panels
from kechuang.domains.equipment.tables.register import new_of_platform
from kechuang.domains.platforms.columns import PLATFORM


def _values(purchase: Purchase) -> Mapping[str, Any]:
    return {"platform": purchase.platform_id, "words": purchase.title}


PURCHASES = register(
    CaseSite(
        Purchase,
        slug="equipment-purchases",
        title=gettext_lazy("仪器购置申请"),
        unit=pgettext_lazy("purchases", "件"),
        area=filters.AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("budget", gettext_lazy("预算（元）"), lambda p: p.budget, "yuan", "budget"),
            Column("submitted", gettext_lazy("提交日"), lambda p: p.submitted_on, "day", "submitted_on"),
            Column("decided", gettext_lazy("审查日"), lambda p: p.decided_on, "day", "decided_on"),
            "state",
        ),
        quick=(filters.TO_REVIEW,),
        search=("platform__title", "specification"),
        related=("platform", "equipment"),
        main=(panels.searches, panels.decision),
        side=(panels.about, panels.in_law),
        path=("draft", "submitted", "approved", "bought"),
        initial=_values,
        initial_new=new_of_platform,
        beside={"submit": (panels.found,), "approve": (panels.found, panels.in_law), "decline": (panels.found,)},
        begins=gettext_lazy("平台申请购置仪器"),
    )
)
