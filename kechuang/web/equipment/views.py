"""The published library of equipment; how open and used equipment is, by place and platform, in a year; its uses as a sheet."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.core.sheets.writing import CSV, XLSX, Head, csv_lines, in_this_context, xlsx_file
from kechuang.core.ui.citing import cite_of
from kechuang.core.ui.sites import Sheet
from kechuang.core.words import day_words, either, in_parts
from kechuang.domains.equipment.models import Equipment, UsePeriod
from kechuang.domains.equipment.panels.register import LIBRARY, hours_words, money, openness_badge
from kechuang.domains.equipment.queries import openness as reads
from kechuang.domains.equipment.queries.register import last_published, with_words
from kechuang.domains.equipment.queries.register import library as published
from kechuang.domains.equipment.tables import EQUIPMENT
from kechuang.law.library import load
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.lists import page_tabs

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
        "rows": [{"e": row, "badge": openness_badge(row), "price": money(row.price_outside)} for row in page],
        "bars": bars,
        "region": region,
        "q": text,
        "ways": WAYS,
        "way": way,
        "query": f"?{urlencode(query)}&" if query else "?",
        "narrowed": bool(query),
        "words": _words(bars),
        "cite": cite_of(LIBRARY[0], load()),
        "tabs": page_tabs(EQUIPMENT.area, "equipment-library") if request.user.is_authenticated else [],
        "wide_bar": True,
    }
    request.area = EQUIPMENT.area  # type: ignore[attr-defined]  # read by the bar
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
    year = _year(request)
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
        "tabs": page_tabs(EQUIPMENT.area, "equipment-use") if request.user.is_authenticated else [],
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


def _year(request: HttpRequest) -> int:
    """The year asked for, the present one where that is none of the last few."""
    this, asked = clock.today().year, request.GET.get("year", "")
    return int(asked) if asked in {str(y) for y in range(this - YEARS, this + 1)} else this


@require_safe
@signed_in
def uses_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every use that one may see, of a year or of one piece of equipment, under the heads of the sheet that takes them in."""
    if kind not in ("xlsx", "csv"):
        raise Http404
    rows = UsePeriod.objects.visible_to(request.user).select_related("equipment__platform", "organisation")
    number = request.GET.get("equipment", "")
    if number:
        rows = rows.filter(equipment__number=number)
    else:
        year = _year(request)
        rows = rows.filter(day_to__range=(dt.date(year, 1, 1), dt.date(year, 12, 31)))
    heads = [
        Head(_("案件编号"), 18, code=True), Head(_("仪器名称"), 26), Head(_("平台"), 26), Head(_("使用日"), 12), Head(_("使用至"), 12),
        Head(_("开始时刻"), 10), Head(_("结束时刻"), 10), Head(_("机时（小时）"), 12), Head(_("使用方"), 10),
        Head(pgettext("equipment", "使用单位"), 28),
        Head(_("使用单位名称"), 28), Head(_("用途"), 30), Head(_("收费（元）"), 14, yuan=True),
        Head(_("票据或者创新券号"), 18, code=True), Head(_("作废日"), 12), Head(_("作废理由"), 30),
    ]  # fmt: skip
    lines = _lines(rows.order_by("equipment__number", "day_from", "pk"))
    name = str(_("仪器使用记录"))
    made: HttpResponseBase
    if kind == "csv":
        made = StreamingHttpResponse(in_this_context(csv_lines(heads, lines)), content_type=CSV)
    else:
        made = FileResponse(xlsx_file(heads, lines, name), content_type=XLSX)
    return guarded(made, f"{name}-{clock.today().isoformat()}.{kind}")


def _lines(rows: Any) -> Iterator[list[Any]]:
    for row in rows.iterator(500):
        yield [
            row.equipment.number, row.equipment.title, row.equipment.platform.title, row.day_from, row.day_to,
            _time(row.starts_at), _time(row.ends_at), row.hours, str(row.get_user_display()), str(row.organisation or ""),
            row.user_name, row.purpose, row.charge, row.voucher, row.struck_on, row.struck_because,
        ]  # fmt: skip


def _time(moment: dt.datetime | None) -> str:
    return moment.astimezone(clock.CHINA).strftime("%H:%M") if moment else ""


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
