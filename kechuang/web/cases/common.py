"""What every kind of case has in common on a list: columns, filters, the next day the law sets, and who may look."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.parties.models import Organisation, Region
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Filter, Quick
from kechuang.core.ui.words import either


def days_left(row: Any) -> int | None:
    return None if row.next_due is None else (row.next_due - clock.today()).days


COMMON = {
    column.name: column
    for column in (
        Column("number", _("编号"), lambda row: row.number, "link", "number"),
        Column("title", _("名称"), lambda row: row.title, "title", "title"),
        Column("region", _("所在地"), lambda row: either(row.region.name, row.region.name_en), "text", "region"),
        Column("owner", _("责任单位"), lambda row: str(row.owner), "text", "owner__name"),
        Column("state", _("状态"), lambda row: row.state_label, "state", "state"),
        Column("opened", _("立案"), lambda row: row.opened_on, "day", "opened_on", shown=False),
        Column("due", _("法定日期"), lambda row: row.next_due, "day", "next_due"),
        Column("left", _("剩余（天）"), days_left, "left", "next_due"),
    )
}


def columns_of(site: CaseSite) -> list[Column]:
    return [COMMON[c] if isinstance(c, str) else c for c in site.columns]


def rows_of(site: CaseSite, user: Any) -> QuerySet[Any]:
    """The cases of a kind a person may see."""
    rows = site.model.objects.visible_to(user).select_related("region", "owner", *site.related)
    return site.prepared(rows) if site.prepared is not None else rows


# -- filters every list has ------------------------------------------------------------------------------


def state_filter(site: CaseSite) -> Filter:
    return Filter("state", _("状态"), lambda: site.model.STATES, lambda value: Q(state=value))


def region_filter() -> Filter:
    def choices() -> list[tuple[str, str]]:
        return [(r.code, either(r.name, r.name_en)) for r in Region.objects.all()]

    def where(value: str) -> Q:
        code = value
        while len(code) > 2 and code.endswith("00"):
            code = code[:-2]
        return Q(region__code__startswith=code)

    return Filter("region", _("所在地"), choices, where)


def owner_filter(site: CaseSite) -> Filter:
    def choices() -> list[tuple[str, str]]:
        owners = site.model.objects.values("owner_id")
        return [(str(pk), name) for pk, name in Organisation.objects.filter(pk__in=owners).values_list("pk", "name")]

    return Filter("owner", _("责任单位"), choices, lambda value: Q(owner_id=value))


def _soon(user: Any, today: dt.date) -> Q:
    return Q(next_due__gte=today, next_due__lte=today + dt.timedelta(days=30))


OVERDUE = Quick("overdue", pgettext_lazy("page", "逾期"), lambda user, today: Q(next_due__lt=today))
SOON = Quick("soon", _("三十天内到期"), _soon)
MINE = Quick("mine", _("本单位的"), lambda user, today: Q(owner_id__in=reach_of(user).organisations))
OPEN = Quick("open", _("办理中"), lambda user, today: Q(closed_on=None))


def filters_of(site: CaseSite) -> list[Filter]:
    return [state_filter(site), region_filter(), *site.filters]


def quick_of(site: CaseSite) -> list[Quick]:
    return [OVERDUE, SOON, MINE, OPEN, *site.quick]
