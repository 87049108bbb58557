"""The public directory of platforms, and what stands behind a value of an indicator."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kechuang.casework.parties.models import Region
from kechuang.core.ui.parts import Crumb
from kechuang.core.ui.sites import Sheet
from kechuang.core.words import day_words, either
from kechuang.domains.platforms.filters import CLASS, LEVEL, ORIGIN
from kechuang.domains.platforms.models import Platform, YearPlan
from kechuang.domains.platforms.queries import indicators
from kechuang.domains.platforms.tables import LEVEL_WORDS, PLATFORMS

PAGE = 30
FILTERS = (CLASS, LEVEL, ORIGIN)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Platforms in the public registry that have not left it."""
    assert PLATFORMS.prepared is not None
    everything = PLATFORMS.prepared(Platform.objects.filter(public=True).exclude(state="exited"))
    chosen = {f.name: v for f in FILTERS if (v := request.GET.get(f.name, "")) in {code for code, _w in f.choices()}}
    text = request.GET.get("q", "").strip()[:100]
    rows = everything
    for filter_ in FILTERS:
        if filter_.name in chosen:
            rows = rows.filter(filter_.where(chosen[filter_.name]))
    for word in text.split():
        paths = ("title", "directions", "owner__name_en", "introducing_entity__name")
        anywhere = reduce(or_, (Q(**{f"{path}__icontains": word}) for path in paths))
        rows = rows.filter(anywhere | Q(fields__contains=[word]))
    regions = _by_region(rows, request, chosen, text)
    region = request.GET.get("region", "")
    if region.isdigit():
        rows = rows.filter(region__code=region)
    rows = rows.select_related("region", "owner", "introducing_entity").order_by("region", "title")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = {k: v for k, v in (("q", text), ("region", region), *chosen.items()) if v}
    context = {
        "page": page,
        "rows": [{"platform": p, "level": LEVEL_WORDS.get(p.recognition_level, "")} for p in page],
        "bars": regions,
        "region": region,
        "q": text,
        "filters": [{"filter": f, "options": list(f.choices()), "value": chosen.get(f.name, "")} for f in FILTERS],
        "query": f"?{urlencode(query)}&" if query else "?",
        "narrowed": bool(query),
        "words": _words(regions),
        "wide_bar": True,
    }
    return render(request, "platform_pages/directory.html", context)


def _by_region(rows: Any, request: HttpRequest, chosen: dict[str, str], text: str) -> list[dict[str, Any]]:
    """One bar a region, widest the most; each leads to its platforms."""
    names = {r.code: either(r.name, r.name_en) for r in Region.objects.all()}
    found = list(
        rows.order_by().values(code=F("region_id"))
        .annotate(n=Count("pk"), operating=Coalesce(Count("pk", filter=Q(state="operating")), Value(0)))
        .order_by("-n", "code")
    )  # fmt: skip
    most = max((row["n"] for row in found), default=1)
    kept = {k: v for k, v in (("q", text), *chosen.items()) if v}
    here = request.GET.get("region", "")
    return [
        {
            **row,
            "name": names.get(row["code"], row["code"]),
            "preparing": row["n"] - row["operating"],
            "open": round(row["operating"] * 100 / most, 1),
            "rest": round((row["n"] - row["operating"]) * 100 / most, 1),
            "current": row["code"] == here,
            "url": f"?{urlencode({**kept, 'region': row['code']})}",
        }
        for row in found
    ]


def _words(bars: list[dict[str, Any]]) -> str:
    total = sum(bar["n"] for bar in bars)
    if not bars:
        return _("没有平台")
    text = ngettext("各地共 %(n)d 家", "各地共 %(n)d 家", total) % {"n": total}
    return _("%(text)s，最多的是%(name)s，%(most)d 家") % {"text": text, "name": bars[0]["name"], "most": bars[0]["n"]}


@require_safe
def indicator(request: HttpRequest, number: str, name: str, year: int) -> HttpResponse:
    """The rows that make up a platform's value of an indicator in a year, for those who may see its plan of that year."""
    known = indicators.find(name)
    plans = YearPlan.objects.visible_to(request.user).filter(platform__number=number, year=year)
    plan = plans.select_related("platform").order_by("withdrawn_on").first()
    if known is None or not known.own or plan is None:
        raise Http404(_("没有这个编号的案件，或者不归你看。"))
    first, last = indicators.period(year)
    rows = known.evidence(plan.platform, first, last)
    total = sum((row.value for row in rows), 0)
    request.area = PLATFORMS.area  # type: ignore[attr-defined]  # read by the bar
    sheet = Sheet(
        _("计入的各项"), head=[_("依据"), str(known.unit)], numeric=frozenset({1}),
        rows=[[{"label": row.label, "url": row.url} if row.url else row.label, f"{row.value:,.10g}"] for row in rows],
        text="" if rows else _("期内没有可以计入的记录。"),
    )  # fmt: skip
    context = {
        "indicator": known, "platform": plan.platform, "year": year, "sheet": sheet, "total": f"{total:,.10g}",
        "span": _("%(start)s至%(end)s") % {
            "start": day_words(first, weekday=False, year=True), "end": day_words(last, weekday=False, year=True),
        },
        "crumbs": [
            Crumb(_("年度计划"), reverse("year-plans")),
            Crumb(plan.number, reverse("case", args=[plan.number])),
            Crumb(str(known.label)),
        ],
    }  # fmt: skip
    return render(request, "platform_pages/indicator.html", context)
