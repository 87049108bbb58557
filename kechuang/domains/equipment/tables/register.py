"""The register as a list and as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kechuang.casework.cases.predicates import takes_part
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, register
from kechuang.core.words import in_parts
from kechuang.domains.equipment import filters
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.equipment.panels import register as panels
from kechuang.domains.equipment.queries.openness import Hours, openness, percent
from kechuang.domains.platforms.columns import PLATFORM
from kechuang.domains.platforms.models import Platform


def with_hours(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The hours of this year so far, all and by others, of rows that stand."""
    today = clock.today()
    span = (dt.date(today.year, 1, 1), today)
    uses = UsePeriod.objects.standing().filter(equipment_id=OuterRef("pk"), day_to__range=span).order_by()

    def hours(of: Q) -> Coalesce:
        told = uses.filter(of).values("equipment").annotate(n=Sum("hours")).values("n")
        return Coalesce(Subquery(told), Value(Decimal(0)), output_field=DecimalField(max_digits=12, decimal_places=2))

    return rows.annotate(hours_now=hours(Q()), hours_outside=hours(Q(user=UsePeriod.User.OUTSIDE)))


def _utilisation(equipment: Any) -> str:
    told = Hours(own=equipment.hours_now)
    return percent(openness([equipment], clock.today().year, {equipment.pk: told}).utilisation)


def _values(equipment: Equipment) -> Mapping[str, Any]:
    return {
        "on": clock.today(),
        "retired_on": clock.today(),
        "day_from": clock.today(),
        "platform": equipment.platform_id,
    }


def new_of_platform(user: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The platform a person works for, where it is one."""
    own = [post.organisation for post in reach_of(user).posts if post.kind == "platform"]
    found = Platform.objects.owned_by(*own).exclude(state="exited").first() if own else None
    return {"platform": found.pk} if found is not None else {}


def _links(equipment: Equipment, user: Any) -> Sequence[tuple[str, str]]:
    """The library it is published in; all its uses as a sheet, for those who deal with it."""
    found = [(_("公开的仪器名录"), reverse("equipment-library"))] if equipment.public else []
    if takes_part(user, equipment):
        found.append(
            (_("使用记录 .xlsx"), f"{reverse('equipment-uses-export', args=['xlsx'])}?equipment={equipment.number}")
        )
    return found


EQUIPMENT = register(
    CaseSite(
        Equipment,
        slug="equipment",
        title=pgettext_lazy("page", "大型科研仪器"),
        unit=gettext_lazy("台"),
        area=filters.AREA,
        columns=(
            "number",
            "title",
            Column("model", gettext_lazy("规格型号"), lambda e: e.model_name, sort="model_name"),
            PLATFORM,
            "region",
            Column("openness", gettext_lazy("开放情况"), lambda e: str(e.get_openness_display()), sort="openness"),
            Column(
                "price",
                gettext_lazy("对外收费（元/小时）"),
                lambda e: e.price_outside,
                "yuan",
                "price_outside",
                shown=False,
            ),
            Column("value", gettext_lazy("原值（元）"), lambda e: e.value, "yuan", "value"),
            Column("outside", gettext_lazy("今年对外机时"), lambda e: e.hours_outside, "number", "hours_outside"),
            Column("hours", gettext_lazy("今年机时"), lambda e: e.hours_now, "number", "hours_now"),
            Column("utilisation", gettext_lazy("利用率"), _utilisation),
            Column("category", gettext_lazy("仪器类别"), lambda e: e.category, sort="category", shown=False),
            Column("acquired", gettext_lazy("购置日"), lambda e: e.acquired_on, "day", "acquired_on", shown=False),
            Column(
                "published", gettext_lazy("最近公布日"), lambda e: e.published_on, "day", "published_on", shown=False
            ),
            "state",
        ),
        filters=(filters.OPENNESS,),
        quick=(filters.UNUSED, filters.UNPUBLISHED),
        search=("platform__title", "asset_number", "model_name", "maker", "category"),
        related=("platform",),
        prepared=with_hours,
        main=(panels.years, panels.stages, panels.uses),
        side=(panels.about, panels.opening),
        path=("in_use", "retired"),
        sub=lambda e: in_parts(part for part in (e.model_name, e.maker, e.platform.title) if part),
        initial=_values,
        initial_new=new_of_platform,
        links=_links,
        begins=gettext_lazy("平台登记大型科研仪器"),
    )
)
