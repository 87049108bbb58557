"""The money of a year as an office sees it: planned, paid, brought in and spent, with charts and their tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.casework.documents.papers import FORMATS, media_type, written
from kechuang.casework.parties.models import Region
from kechuang.core import clock
from kechuang.core.money import yuan, yuan_of
from kechuang.core.sheets.writing import XLSX, Head, xlsx_file
from kechuang.core.ui.charts import Chart, Row, chart, series
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import either
from kechuang.domains.funding.models import BudgetLine
from kechuang.domains.funding.papers.place import place_statement
from kechuang.domains.funding.queries.overview import Overview, Sums, overview
from kechuang.domains.funding.queries.statement import Line, statement, total
from kechuang.domains.funding.tables import AREA
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.lists import page_tabs


@require_safe
@signed_in
def year(request: HttpRequest) -> HttpResponse:
    """?year=2026; this year when none is asked for."""
    now = clock.today().year
    typed = request.GET.get("year", "")
    chosen = int(typed) if typed.isdecimal() and len(typed) == 4 else now
    found = overview(request.user, chosen)
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    context = {
        "title": _("%(year)d 年经费总览") % {"year": chosen},
        "lead": _("你看得到的已批准预算"),
        "years": [(one, one == chosen) for one in range(now + 1, now - 4, -1)],
        "sheets": [_total(found), _regions(found)] if found.total.budgets else [],
        "charts": _charts(found),
        "outs": _outs(chosen) if found.total.budgets else [],
        "tabs": page_tabs(AREA, "funding-overview"),
    }
    return render(request, "funding_pages/page.html", context)


def _outs(year: int) -> list[tuple[str, str]]:
    return [
        (label, reverse("funding-place-statement", args=[year, form]))
        for form, label in (("xlsx", _("汇总表 .xlsx")), ("pdf", ".pdf"), ("docx", ".docx"))
    ]


@never_cache
@require_safe
@signed_in
def statement_file(request: HttpRequest, year: int, form: str) -> HttpResponseBase:
    """The statement of the year over the budgets the person sees, as a workbook or a paper."""
    lines = statement(request.user, year)
    if not lines or form not in ("xlsx", *FORMATS):
        raise Http404
    place = _place(lines)
    made: HttpResponseBase
    if form == "xlsx":
        made = FileResponse(xlsx_file(_heads(), _cells(lines), str(year)), content_type=XLSX)
    else:
        content, _name = written(lambda rows: place_statement(year, place, rows), lines, form)
        made = HttpResponse(content, content_type=media_type(form))
    return guarded(made, f"{place}-{year}.{form}")


def _place(lines: Sequence[Line]) -> str:
    """The one place the budgets are of, else how many there are; papers speak Chinese."""
    regions = {line.budget.region_id: line.budget.region.name for line in lines if line.budget is not None}
    return next(iter(regions.values())) if len(regions) == 1 else f"{len(regions)} 个地方"


def _heads() -> list[Head]:
    words = (
        _("批准支出（元）"), _("财政已拨付（元）"), _("自筹和引入（元）"), _("结转和奖励转入（元）"), _("结转到下年（元）"),
        _("已支出（元）"), _("结余（元）"), _("账簿到账（元）"), _("账簿支出（元）"),
    )  # fmt: skip
    return [
        Head(_("预算编号"), 18, code=True), Head(_("平台"), 30), Head(_("地域"), 16), *(Head(one, 18, yuan=True) for one in words)
    ]  # fmt: skip


def _cells(lines: Sequence[Line]) -> Iterator[list[Any]]:
    for line in (*lines, total(lines)):
        who = (
            [
                line.budget.number,
                line.budget.platform.title,
                either(line.budget.region.name, line.budget.region.name_en),
            ]
            if line.budget is not None
            else [_("合计"), "", ""]
        )
        amounts = (
            line.approved, line.paid, line.earned, line.moved, line.carried, line.spent, line.rest, line.received, line.booked,
        )  # fmt: skip
        yield [*who, *(yuan_of(fen) for fen in amounts)]


def _total(found: Overview) -> Sheet:
    total = found.total
    return Sheet(_("合计"), facts=[
        Fact(_("已批准预算（份）"), str(total.budgets)), Fact(_("批准支出"), total.approved, kind="money"),
        Fact(_("财政已拨付"), total.paid, kind="money"), Fact(_("申请中"), total.waiting, kind="money"),
        Fact(_("自筹和引入"), total.brought, kind="money"), Fact(_("已支出"), total.spent, kind="money"),
    ])  # fmt: skip


def _regions(found: Overview) -> Sheet | None:
    if len(found.regions) < 2:
        return None
    names = {r.code: either(r.name, r.name_en) for r in Region.objects.filter(code__in=found.regions)}
    rows = [
        [names.get(code, code), str(s.budgets), yuan(s.approved), yuan(s.paid), yuan(s.brought), yuan(s.spent)]
        for code, s in sorted(found.regions.items())
    ]
    head = [
        _("地域"),
        _("预算（份）"),
        _("批准支出（元）"),
        _("财政已拨付（元）"),
        _("自筹和引入（元）"),
        _("已支出（元）"),
    ]
    return Sheet(_("按地域"), head=head, rows=rows, numeric=frozenset({1, 2, 3, 4, 5}))


def _charts(found: Overview) -> list[tuple[str, str, Chart]]:
    made = []
    labels = {"spent": _("已支出"), "left": _("未支出")}
    categories = dict(BudgetLine.Category.choices)
    rows = [
        Row(str(categories.get(code, code)), {"spent": s["spent"], "left": max(s["approved"] - s["spent"], 0)})
        for code, s in sorted(found.headings.items(), key=lambda one: -one[1]["approved"])
    ]  # fmt: skip
    if rows:
        words = _("各科目批准的支出，已支出和未支出")
        made.append((_("按科目"), _("元"), chart("headings", words, series(labels), rows, yuan, _("科目"))))
    sources: list[tuple[str, Sums]] = sorted(found.sources.items(), key=lambda one: -one[1].approved)[:12]
    if sources:
        words = _("各经费渠道已拨付、申请中和未申请的金额")
        parts: dict[str, Any] = {"paid": _("已拨付"), "waiting": _("申请中"), "rest": _("未申请")}
        drawn = [
            Row(
                name or _("自有和其他资金"),
                {"paid": s.paid, "waiting": s.waiting, "rest": max(s.approved - s.paid - s.waiting, 0)},
            )
            for name, s in sources
        ]  # fmt: skip
        made.append((_("按经费渠道"), _("元"), chart("sources", words, series(parts), drawn, yuan, _("经费渠道"))))
    return made
