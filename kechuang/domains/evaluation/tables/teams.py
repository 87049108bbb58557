"""Teams as a list and as pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Quick, register
from kechuang.domains.evaluation.filters import AREA
from kechuang.domains.evaluation.models import Team
from kechuang.domains.evaluation.panels import teams as panels
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.models import Platform

NOT_BALANCED = Quick("open", gettext_lazy("尚未平衡"), lambda user, today: Q(state__in=("running", "review")))


def _new(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    own = Platform.objects.owned_by(*reach_of(user).organisations).exclude(state="exited").first()
    return {"platform": own.pk} if own is not None else {}


def _values(team: Team) -> Mapping[str, Any]:
    return {"year": clock.today().year - 1}


TEAMS = register(
    CaseSite(
        Team,
        slug="teams",
        title=pgettext_lazy("page", "引进团队"),
        unit=pgettext_lazy("teams", "支"),
        area=AREA,
        columns=(
            "number",
            "title",
            PLATFORM,
            "region",
            Column("leader", gettext_lazy("带头人"), lambda t: t.leader),
            Column("introduced", gettext_lazy("引进日"), lambda t: t.introduced_on, "day", "introduced_on"),
            "state",
            "due",
            "left",
        ),
        quick=(NOT_BALANCED,),
        search=("platform__title", "platform__number", "leader"),
        related=("platform",),
        main=(panels.about, panels.years),
        side=(panels.in_law,),
        path=("running", "balanced"),
        begins=gettext_lazy("平台登记引进的团队后，在这里逐年记录收支，看五年内是否自我平衡。"),
        sub=lambda t: t.platform.title,
        initial=_values,
        initial_new=_new,
    )
)
