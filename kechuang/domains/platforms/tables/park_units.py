"""Units of parks and enclaves as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Filter, Quick, register
from kechuang.domains.platforms.models import ParkUnit
from kechuang.domains.platforms.panels import park_units as panels
from kechuang.domains.platforms.tables.registry import AREA


def _new_unit(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The park administration this person works for, as the unit's own."""
    posts = [p for p in reach_of(user).posts if p.department == Organisation.Department.PARK]
    if not posts:
        return {}
    park = Organisation.objects.get(pk=posts[0].organisation)
    return {"owner": park.pk, "region": park.region_id, "unit_kind": "park"}


PARK_UNITS = register(
    CaseSite(
        ParkUnit,
        slug="park-units",
        title=gettext_lazy("园区和飞地单位"),
        unit=pgettext_lazy("park-units", "个"),
        area=AREA,
        columns=(
            "number",
            "title",
            Column("kind", gettext_lazy("类别"), lambda u: u.get_unit_kind_display(), sort="unit_kind"),
            "region",
            Column("home", gettext_lazy("飞出地"), lambda u: str(u.home_region or ""), sort="home_region__name"),
            "owner",
            Column("enterprise", gettext_lazy("设立企业"), lambda u: str(u.enterprise or ""), sort="enterprise__name"),
            Column("secured", gettext_lazy("已保障（平方米）"), lambda u: u.secured_area, "number", "secured_area"),
            "state",
        ),
        filters=(
            Filter("kind", gettext_lazy("类别"), lambda: ParkUnit.Kind.choices, lambda value: Q(unit_kind=value)),
        ),
        quick=(Quick("waiting", gettext_lazy("等候用房"), lambda user, today: Q(state="requested")),),
        search=("enterprise__name", "platform__title", "address"),
        related=("home_region", "enterprise", "platform__owner"),
        main=(panels.reach, panels.readings),
        side=(panels.about, panels.premises),
        path=("registered", "requested", "secured"),
        sub=lambda u: u.address,
        initial=lambda u: {"secured_on": clock.today(), "secured_area": u.needed_area},
        initial_new=_new_unit,
    )
)
