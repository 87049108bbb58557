"""Each fen of a budget from its source to its voucher, for whoever audits it; the same as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.core.money import yuan, yuan_of
from kechuang.core.sheets.writing import CSV, XLSX, Head, csv_lines, in_this_context, xlsx_file
from kechuang.core.ui.parts import Badge, Crumb
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.queries.trace import Move, Way, ways
from kechuang.domains.funding.tables import AREA
from kechuang.web.account.guard import signed_in
from kechuang.web.cases.downloads import guarded
from kechuang.web.cases.lists import page_tabs

SHOWN = 300


def _budget(request: HttpRequest, number: str) -> Budget:
    rows = Budget.objects.visible_to(request.user).select_related("platform", "owner")
    found: Budget | None = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@signed_in
def trace(request: HttpRequest, number: str) -> HttpResponse:
    """By earmark: where its money comes from, what came in, every voucher, what is left; and whether it all adds up."""
    budget = _budget(request, number)
    found = ways(budget)
    request.area = AREA  # type: ignore[attr-defined]  # read by the bar
    context = {
        "title": _("%(year)d 年资金去向") % {"year": budget.year},
        "crumbs": [
            Crumb(_("年度预算"), reverse("case-list", args=["budgets"])),
            Crumb(budget.number, reverse("case", args=[budget.number])),
        ],
        "lead": budget.platform.title,
        "sheets": [_whole(found), *(_sheet(budget, way) for way in found)],
        "tabs": page_tabs(AREA, ""),
        "outs": [
            (label, reverse("funding-statement", args=[number, form])) for form, label in (("xlsx", _("导出 .xlsx")), ("csv", ".csv"))
        ],
    }  # fmt: skip
    return render(request, "funding_pages/page.html", context)


def _whole(found: list[Way]) -> Sheet:
    came, went = sum(way.came for way in found), sum(way.went for way in found)
    sound = all(way.whole for way in found)
    badge = Badge("met", _("与账簿一致")) if sound else Badge("breach", _("与账簿不一致"))
    return Sheet(_("合计"), badge=badge, facts=[
        Fact(_("到账"), came, kind="money"), Fact(_("支出"), went, kind="money"), Fact(_("结余"), came - went, kind="money"),
    ])  # fmt: skip


def _sheet(budget: Budget, way: Way) -> Sheet:
    rows, left = [], 0
    for n, move in enumerate(way.moves):
        left += move.fen
        if n < SHOWN:
            rows.append(_row(budget, move, left))
    source = way.source
    parts = []
    if source is not None:
        funder = str(source.funder) if source.funder is not None else "–"
        level = str(source.get_level_display()) or "–"
        words = _("经费渠道 %(number)s %(title)s（%(level)s，%(funder)s，%(document)s）")
        parts.append(words % {
            "number": source.number, "title": source.title, "level": level, "funder": funder, "document": source.document or "–",
        })  # fmt: skip
    if way.told.amount is not None:
        parts.append(_("批准额度 %(amount)s 元") % {"amount": yuan(way.told.amount)})
    if not way.moves:
        parts.append(_("还没有到账和支出"))
    head = [
        _("日期"), _("种类"), _("对方"), _("内容"), _("凭据"), _("凭证号"), _("收支（元）"), _("余额（元）"),
    ]  # fmt: skip
    title = f"{way.earmark.number} {source.title if source is not None else way.earmark.get_source_display()}"
    return Sheet(
        title, head=head if rows else (), rows=rows, numeric=frozenset({6, 7}), text="\n".join(parts),
        foot=_("只列前 %(n)d 笔，全部见导出") % {"n": SHOWN} if len(way.moves) > SHOWN else "",
        badge=None if way.whole else Badge("breach", _("与账簿不一致")),
    )  # fmt: skip


def _row(budget: Budget, move: Move, left: int) -> list[Any]:
    proof: Any = move.proof or "–"
    if move.document is not None:
        proof = {"label": move.proof, "url": reverse("case-document", args=[budget.number, move.document.pk])}
    elif move.case:
        proof = {"label": move.case, "url": reverse("case", args=[move.case])}
    return [
        move.on.isoformat(), move.what, move.other, move.text, proof,
        {"label": move.entry.number, "url": reverse("ledger-entry", args=[move.entry.number])}, yuan(move.fen), yuan(left),
    ]  # fmt: skip


@require_safe
@signed_in
def statement(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """All movements of the year as a workbook or as text."""
    budget = _budget(request, number)
    made: HttpResponseBase
    if form == "xlsx":
        made = FileResponse(xlsx_file(_heads(), _cells(budget), f"{budget.year}"), content_type=XLSX)
    elif form == "csv":
        made = StreamingHttpResponse(in_this_context(csv_lines(_heads(), _cells(budget))), content_type=CSV)
    else:
        raise Http404
    return guarded(made, f"{budget.platform.title}-{budget.year}.{form}")


def _heads() -> list[Head]:
    return [
        Head(_("专款"), 18, code=True), Head(_("经费渠道"), 24), Head(_("日期"), 12), Head(_("种类"), 16), Head(_("对方"), 28),
        Head(_("内容"), 36), Head(_("凭据"), 20, code=True), Head(_("凭证号"), 18, code=True),
        Head(_("收入（元）"), 16, yuan=True), Head(_("支出（元）"), 16, yuan=True), Head(_("余额（元）"), 16, yuan=True),
    ]  # fmt: skip


def _cells(budget: Budget) -> Iterator[list[Any]]:
    for way in ways(budget):
        source, left = way.source.title if way.source is not None else str(way.earmark.get_source_display()), 0
        for move in way.moves:
            left += move.fen
            out = move.what == _("支出")
            yield [
                way.earmark.number, source, move.on, move.what, move.other, move.text, move.proof, move.entry.number,
                None if out else yuan_of(move.fen), yuan_of(-move.fen) if out else None, yuan_of(left),
            ]  # fmt: skip
