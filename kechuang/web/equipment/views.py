"""The published library of equipment, and how open and used equipment is, by place and platform, in a year."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.sites import Sheet
from kechuang.core.words import day_words, either, in_parts
from kechuang.domains.equipment.models import Equipment
from kechuang.domains.equipment.panels.register import LIBRARY, hours_words, openness_badge
from kechuang.domains.equipment.queries import openness as reads
from kechuang.domains.equipment.queries.register import last_published, with_words
from kechuang.domains.equipment.queries.register import library as published
from kechuang.domains.equipment.tables import EQUIPMENT
from kechuang.law.library import load

PAGE = 30
YEARS = 5
"""So many years back one may look."""
WAYS = [(code, label) for code, label in Equipment.Openness.choices if code != Equipment.Openness.NOT_SHARED]


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Equipment that is published and open to others; with the day it was last published."""
    text = request.GET.get("q", "").strip()[:100]
    way = request.GET.get("openness", "")
    region = request.GET.get("region", "")
    rows = published()
    if way in dict(WAYS):
        rows = rows.filter(openness=way)
    if text:
        rows = with_words(rows, text, every=True)
    query = {k: v for k, v in (("q", text), ("openness", way)) if v}
    bars = _by_region(rows, query, region)
    if region.isdigit():
        rows = rows.filter(region__code=region)
        query["region"] = region
    page = Paginator(rows.select_related("region", "platform").order_by("title", "pk"), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [{"e": row, "badge": openness_badge(row)} for row in page],
        "bars": bars,
        "region": region,
        "q": text,
        "ways": WAYS,
        "way": way,
        "query": f"?{urlencode(query)}&" if query else "?",
        "narrowed": bool(query),
        "words": _words(bars),
        "cite": cite_of(LIBRARY[0], load()),
        "wide_bar": True,
    }
    return render(request, "equipment_pages/library.html", context)


def _by_region(rows: Any, kept: dict[str, str], here: str) -> list[dict[str, Any]]:
    """One bar a region, widest the most; each leads to its equipment."""
    names = {r.code: either(r.name, r.name_en) for r in Region.objects.all()}
    found = list(rows.order_by().values(code=F("region_id")).annotate(n=Count("pk")).order_by("-n", "code"))
    most = max((row["n"] for row in found), default=1)
    return [
        {
            **row, "name": names.get(row["code"], row["code"]), "width": round(row["n"] * 100 / most, 1),
            "current": row["code"] == here, "url": f"?{urlencode({**kept, 'region': row['code']})}",
        }
        for row in found
    ]  # fmt: skip


def _words(bars: list[dict[str, Any]]) -> str:
    """How many there are, and when the library was last published."""
    total = sum(bar["n"] for bar in bars)
    count = ngettext("公布的仪器 %(n)d 台", "公布的仪器 %(n)d 台", total) % {"n": total}
    day = last_published(published())
    if day is None:
        return _("还没有公布仪器。")
    told = _("最近一次公布是 %(day)s") % {"day": day_words(day, weekday=False, year=True)}
    return in_parts([count, told])


@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """A year of all equipment that one may see: by place and by platform, most used first."""
    this = clock.today().year
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(y) for y in range(this - YEARS, this + 1)} else this
    rows = list(Equipment.objects.visible_to(request.user).select_related("platform", "region"))
    hours = reads.used([row.pk for row in rows], *reads.year_span(year))
    places: dict[str, list[Equipment]] = defaultdict(list)
    platforms: dict[int, list[Equipment]] = defaultdict(list)
    for row in rows:
        places[row.region_id].append(row)
        platforms[row.platform_id].append(row)
    request.area = EQUIPMENT.area  # type: ignore[attr-defined]  # read by the bar
    context = {
        "year": year,
        "years": range(this, this - YEARS - 1, -1),
        "whole": _figures(rows, year, hours),
        "places": _sheet(
            _("按地域"),
            _("地域"),
            [(_place(found[0].region), found) for _code, found in sorted(places.items())],
            year,
            hours,
        ),
        "platforms": _sheet(
            _("按平台"), _("平台"), [(_platform(found[0].platform), found) for found in platforms.values()], year, hours
        ),
    }
    return render(request, "equipment_pages/use.html", context)


def _place(region: Region) -> Any:
    return either(region.name, region.name_en)


def _platform(platform: Any) -> Any:
    return {"label": platform.title, "url": reverse("case", args=[platform.number])}


def _figures(rows: list[Equipment], year: int, hours: Any) -> list[tuple[str, str]]:
    told = reads.openness(rows, year, hours)
    return [
        (_("在册（台）"), str(told.count)),
        (_("开放（台）"), str(told.open)),
        (_("开放率"), reads.percent(told.open_rate)),
        (_("对外机时（小时）"), hours_words(told.hours.outside)),
        (_("使用机时（小时）"), hours_words(told.hours.all)),
        (_("利用率"), reads.percent(told.utilisation)),
    ]


def _sheet(title: str, what: str, groups: list[tuple[Any, list[Equipment]]], year: int, hours: Any) -> Sheet:
    """A line for each set of equipment, those of most hours first."""
    told = [(label, reads.openness(found, year, hours)) for label, found in groups]
    told.sort(key=lambda pair: -pair[1].hours.all)
    lines = [
        [
            label, str(one.count), str(one.open), reads.percent(one.open_rate), hours_words(one.hours.outside),
            hours_words(one.hours.all), reads.percent(one.utilisation),
        ]
        for label, one in told
        if one.count
    ]  # fmt: skip
    head = [
        what,
        _("在册（台）"),
        _("开放（台）"),
        _("开放率"),
        _("对外机时（小时）"),
        _("使用机时（小时）"),
        _("利用率"),
    ]
    return Sheet(
        title, head=head, rows=lines, numeric=frozenset(range(1, 7)), text="" if lines else _("这一年没有在册的仪器。")
    )
