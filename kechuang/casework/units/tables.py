"""Unit files as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kechuang.casework.parties.models import Organisation
from kechuang.casework.units import panels
from kechuang.casework.units.models import UnitFile
from kechuang.core.ui.sites import CaseSite, Column, Filter, register


def _values(file: UnitFile) -> Mapping[str, Any]:
    unit = file.owner
    return {
        name: getattr(unit, name)
        for name in ("name", "name_en", "kind", "department", "credit_code", "region", "valid_from", "valid_to")
    }


KIND = Filter("kind", _("类别"), lambda: Organisation.Kind.choices, lambda value: Q(owner__kind=value))
FUNCTION = Filter(
    "department", _("部门职能"), lambda: Organisation.Department.choices, lambda value: Q(owner__department=value)
)

UNITS = register(
    CaseSite(
        UnitFile,
        slug="units",
        title=_("单位档案"),
        unit=_("个"),
        area="units",
        columns=(
            "number",
            "title",
            Column("kind", _("类别"), lambda f: f.owner.get_kind_display(), sort="owner__kind"),
            Column("department", _("部门职能"), lambda f: f.owner.get_department_display(), sort="owner__department"),
            Column("code", _("信用代码"), lambda f: f.owner.credit_code, sort="owner__credit_code"),
            "region",
            "state",
        ),
        filters=(KIND, FUNCTION),
        search=("owner__name", "owner__credit_code"),
        main=(panels.unit_facts, panels.members),
        side=(panels.particulars,),
        path=("active",),
        initial=_values,
    )
)
