"""What every kind of case has in common on a list: columns, filters, the next day the law sets, and who may look."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Region
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.ui.sites import CaseSite, Column, Filter, Quick
from kechuang.core.words import either


def days_left(row: Any) -> int | None:
    return None if row.next_due is None else (row.next_due - clock.today()).days


COMMON = {
    column.name: column
    for column in (
        Column("number", _("编号"), lambda row: row.number, "link", "number", indexed=True),
        Column("title", _("名称"), lambda row: row.title, "title", "title", indexed=True),
        Column("region", _("所在地"), lambda row: either(row.region.name, row.region.name_en), "text", "region"),
        Column("owner", _("责任单位"), lambda row: str(row.owner), "text", "owner__name"),
        Column("state", _("状态"), lambda row: row.state_label, "state", "state", indexed=True),
        Column("opened", _("立案"), lambda row: row.opened_on, "day", "opened_on", shown=False, indexed=True),
        Column("due", _("法定日期"), lambda row: row.next_due, "day", "next_due", indexed=True),
        Column("left", _("剩余（天）"), days_left, "left", "next_due", indexed=True),
    )
}


def columns_of(site: CaseSite) -> list[Column]:
    return [COMMON[c] if isinstance(c, str) else c for c in site.columns]


def rows_of(site: CaseSite, user: Any) -> QuerySet[Any]:
    """The cases of a kind a person may see."""
    return _prepared(site, site.model.objects.visible_to(user))


def cases_of(site: CaseSite, user: Any) -> QuerySet[Any]:
    """The same rows as plain cases: enough to count, narrow and order by what every kind has, and no table to join."""
    return Case.objects.filter(kind=site.kind).visible_to(user)


def whole_of(site: CaseSite) -> QuerySet[Any]:
    """All cases of a kind: to read those by id that were found among the visible."""
    return _prepared(site, site.model.objects.all())


def _prepared(site: CaseSite, rows: QuerySet[Any]) -> QuerySet[Any]:
    rows = rows.select_related("region", "owner", *site.related)
    return site.prepared(rows) if site.prepared is not None else rows


# -- filters every list has ------------------------------------------------------------------------------


def state_filter(site: CaseSite) -> Filter:
    return Filter("state", _("状态"), lambda: site.model.STATES, lambda value: Q(state=value))


def region_filter() -> Filter:
    def choices() -> list[tuple[str, str]]:
        return [
            (code, either(*names)) for code, *names in Region.objects.standing().values_list("code", "name", "name_en")
        ]

    return Filter("region", _("所在地"), choices, lambda value: Q(region__code__startswith=prefix_of(value)))


def prefix_of(code: str) -> str:
    """330800 governs what begins with 3308."""
    return Region(code=code).prefix


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


COMMON_QUICK = (OVERDUE, SOON, MINE, OPEN)
COMMON_FILTERS = frozenset({"state", "region"})


def filters_of(site: CaseSite) -> list[Filter]:
    return [state_filter(site), region_filter(), *site.filters]


def quick_of(site: CaseSite) -> list[Quick]:
    return [*COMMON_QUICK, *site.quick]
