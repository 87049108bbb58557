"""An office's figures: who is late, what is idle, money by mode and year; each with its table, all of it as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kechuang.casework.parties.models import Organisation
from kechuang.casework.parties.reach import reach_of
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.sheets.writing import CSV, XLSX, Head, csv_lines, in_this_context, xlsx_file
from kechuang.core.ui.charts import Chart, Row, chart, series
from kechuang.core.words import day_words
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.statistics.ladder import asked_on
from kechuang.domains.statistics.models import Figure
from kechuang.domains.statistics.queries import idle, late, pipeline
from kechuang.domains.statistics.queries.counts import Counted, What, counts, total
from kechuang.domains.transformations.models import Transformation
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.basis import rule_words
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.lists import page_tabs
from kechuang.web.transformations.asked import AREA, Asked, asked, names_of
from kechuang.web.transformations.links import list_url

YEARS = 8
"""So many of the latest years are drawn; the sheet has all."""


@require_safe
@signed_in
def statistics(request: HttpRequest) -> HttpResponse:
    """Of the regions under one's office, or of one's own units."""
    of = asked(request)
    found = counts(of.scope)
    steps, behind = idle.by_step(of.scope), late.late(of.scope, clock.today()) if of.scope else []
    regions = names_of(
        {one.region for one in found} | {code for code, _step in steps} | {one.territory for one in behind}
    )
    year = clock.today().year
    context = {
        "of": of,
        "year": year,
        "posts": bool(reach_of(request.user).posts),
        "figures": {
            "registered": total(found, What.ACHIEVEMENT, state="registered")[0],
            "going": sum(total(found, What.DEAL, state=state)[0] for state in pipeline.WAY),
            "contracted": _contracted(found),
            "received": fen_of(total(found, What.RECEIPT, year=year)[1]),
            "income": fen_of(total(found, What.INCOME, year=year)[1]),
            "late": sum(one.n for one in behind),
            "idle": sum(steps.values()),
        },
        "charts": _charts(found),
        "states": _states(of, found),
        "places": _places(of, found, steps, behind, regions),
        "late": _late(behind),
        "late_all": f"{reverse('obligations')}?status=late",
        "idle_steps": _idle_steps(steps),
        "idle_units": _idle_units(of),
        "asked_on": asked_on(),
        "tabs": page_tabs(AREA, "transformation-statistics"),
        "sides": of.sides("transformation-statistics"),
        "sheet": of.query(),
        "board": f"{reverse('transformation-board')}?{of.query()}",
    }  # fmt: skip
    return render(request, "transformation_pages/statistics.html", context)


def _contracted(found: Sequence[Counted]) -> int:
    """The worth (fen) of the contracts that are signed; a price without a contract is none yet."""
    return fen_of(sum((c.amount for c in found if c.what == What.DEAL and c.year is not None), Decimal(0)))


# -- money by mode and year --------------------------------------------------------------------------------


def _charts(found: Sequence[Counted]) -> list[tuple[str, str, Chart]]:
    """Title, note and bars of what was contracted, what came in and the net income, a bar a year and a piece a mode."""
    made = []
    for ident, what, title, note in (
        ("contracted", What.DEAL, _("合同金额"), _("按合同签订年度，元")),
        ("received", What.RECEIPT, _("到账金额"), _("按到账年度，冲销已减，元")),
        ("income", What.INCOME, _("净收入"), _("按到账年度，元")),
    ):
        rows = [c for c in found if c.what == what and c.year is not None]
        if rows:
            made.append((title, note, _by_year(ident, title, rows)))
    return made


def _by_year(ident: str, title: str, rows: Sequence[Counted]) -> Chart:
    labels = dict(Transformation.Mode.choices)
    worth: dict[int, dict[str, int]] = {}
    for one in rows:
        of_year = worth.setdefault(one.year or 0, {})
        of_year[one.mode] = of_year.get(one.mode, 0) + fen_of(one.amount)
    years = sorted(worth, reverse=True)[:YEARS]
    words = _("%(title)s，%(from)d 至 %(to)d 年，按转化方式分") % {"title": title, "from": years[-1], "to": years[0]}
    return chart(
        ident, words, series(labels), [Row(str(year), worth[year]) for year in years], yuan, _("年度")
    )  # fmt: skip


# -- states, places, who is late, what is idle ---------------------------------------------------------------


def _states(of: Asked, found: Sequence[Counted]) -> list[dict[str, Any]]:
    """Achievements and transformations by state, with where they are."""
    made = []
    for what, model, slug in (
        (What.ACHIEVEMENT, Achievement, "achievements"),
        (What.DEAL, Transformation, "transformations"),
    ):
        rows = []
        for state, label in model.STATES:
            n, worth = total(found, what, state=state)
            url = list_url(slug, of, state=state)
            rows.append({"label": label, "n": n, "worth": fen_of(worth) if what == What.DEAL else None, "url": url})
        made.append({"title": Figure.What(what).label, "rows": rows, "worth": what == What.DEAL})
    return made


def _places(of: Asked, found: Any, steps: Any, behind: Any, names: dict[str, str]) -> list[dict[str, Any]]:
    """A row a region."""
    here = reverse("transformation-statistics")
    rows = []
    for code in sorted(names):
        received = total(found, What.RECEIPT, region=code)[1]
        rows.append({
            "name": names[code], "current": code == of.region,
            "url": f"{here}?{of.query(region=code)}" if of.office else "",
            "registered": total(found, What.ACHIEVEMENT, region=code, state="registered")[0],
            "deals": total(found, What.DEAL, region=code)[0],
            "contracted": _contracted([c for c in found if c.region == code]),
            "received": fen_of(received),
            "steps": [steps.get((code, step), 0) for step in idle.STEPS],
            "late": sum(one.n for one in behind if one.territory == code),
        })  # fmt: skip
    return rows


def _late(behind: Sequence[late.Late]) -> list[dict[str, Any]]:
    names = dict(
        Organisation.objects.filter(pk__in={one.owner for one in behind[: late.UNITS]}).values_list("pk", "name")
    )
    board = reverse("obligations")
    return [
        {
            "owner": names[one.owner], "url": f"{board}?status=late&owner={one.owner}", "rule": rule_words(one.rule),
            "n": one.n, "since": one.since, "days": (clock.today() - one.since).days,
        }
        for one in behind[: late.UNITS]
    ]  # fmt: skip


def _idle_steps(steps: Any) -> Chart | None:
    if not steps:
        return None
    rows = [
        Row(str(step.label), {"idle": sum(n for (_code, name), n in steps.items() if name == step)})
        for step in idle.STEPS
    ]
    return chart("idle", _("闲置成果按台阶分"), series({"idle": _("项")}), rows, lambda n: f"{n:,}", _("台阶"))


def _idle_units(of: Asked) -> list[dict[str, Any]]:
    if not of.office:
        return []
    found = idle.by_unit(of.scope)
    names = dict(Organisation.objects.filter(pk__in=[owner for owner, _n in found]).values_list("pk", "name"))
    return [
        {"name": names[owner], "url": reverse("organisation", args=[owner]), "steps": [n[step] for step in idle.STEPS]}
        for owner, n in found
    ]


# -- as a sheet ----------------------------------------------------------------------------------------------


@require_safe
@signed_in
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every figure of the page, one a row, as .xlsx or .csv."""
    if kind not in ("xlsx", "csv"):
        raise Http404(_("只有 .xlsx 和 .csv。"))
    of = asked(request)
    heads = [
        Head(_("统计项"), 14), Head(_("所在地"), 14), Head(_("区划代码"), 10, code=True), Head(_("状态"), 16),
        Head(_("转化方式"), 14), Head(_("年度"), 8), Head(_("件数"), 10), Head(_("金额（元）"), 20, yuan=True),
    ]  # fmt: skip
    name = _("成果转化统计")
    lines = list(_lines(of))
    made: HttpResponseBase
    if kind == "csv":
        made = StreamingHttpResponse(in_this_context(csv_lines(heads, lines)), content_type=CSV)
    else:
        made = FileResponse(xlsx_file(heads, lines, name), content_type=XLSX)
    return guarded(made, f"{name}-{clock.today().isoformat()}.{kind}")


def _lines(of: Asked) -> Iterator[list[Any]]:
    found, steps, day = counts(of.scope), idle.by_step(of.scope), clock.today()
    behind = late.late(of.scope, day) if of.scope else []
    names = names_of({one.region for one in found} | {code for code, _s in steps} | {one.territory for one in behind})
    states = {What.ACHIEVEMENT: dict(Achievement.STATES), What.DEAL: dict(Transformation.STATES)}
    modes = dict(Transformation.Mode.choices)
    for one in found:
        state = str(states.get(What(one.what), {}).get(one.state, ""))
        worth = None if one.what == What.ACHIEVEMENT else one.amount
        place = [names.get(one.region, ""), one.region]
        yield [str(Figure.What(one.what).label), *place, state, str(modes.get(one.mode, "")), one.year, one.n, worth]
    for (code, step), n in sorted(steps.items()):
        label = str(dict(idle.Step.choices)[step])
        yield [str(Figure.What.IDLE.label), names.get(code, ""), code, label, "", None, n, None]
    for row in behind:
        since = _("%(rule)s，最早 %(day)s") % {"rule": rule_words(row.rule), "day": day_words(row.since, year=True)}
        yield [_("逾期义务"), names.get(row.territory, ""), row.territory, since, "", None, row.n, None]
