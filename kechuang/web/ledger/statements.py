"""Statements on pages and out of them: .xlsx and .csv in a stream, .pdf as a paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.casework.documents.papers import to_pdf
from kechuang.casework.ledger import panels
from kechuang.casework.ledger.models import Account, Earmark
from kechuang.casework.ledger.papers import statement_paper
from kechuang.casework.ledger.statements import PAGE, Row, Statement, statement
from kechuang.core import clock
from kechuang.core.money import yuan, yuan_of
from kechuang.core.rowid import row_id
from kechuang.core.sheets.writing import CSV, XLSX, Head, csv_lines, in_this_context, xlsx_file
from kechuang.core.ui.parts import Crumb
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.web.account.guard import signed_in
from kechuang.web.ledger.views import show
from kechuang.web.sheets.exports import disposition


@never_cache
@require_safe
@signed_in
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """An account, perhaps under one earmark."""
    return _page(request, _account(request, pk), reverse("account-statement-out", args=[pk, "xlsx"]))


@require_safe
@signed_in
def account_out(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The same as a file."""
    return _out(request, _account(request, pk), form)


@never_cache
@require_safe
@signed_in
def earmark(request: HttpRequest, number: str) -> HttpResponse:
    """The money of an earmark, or one of its accounts."""
    return _page(request, _earmark(request, number), reverse("earmark-statement-out", args=[number, "xlsx"]))


@require_safe
@signed_in
def earmark_out(request: HttpRequest, number: str, form: str) -> HttpResponseBase:
    """The same as a file."""
    return _out(request, _earmark(request, number), form)


def _account(request: HttpRequest, pk: int) -> Account:
    found = Account.objects.visible_to(request.user).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _earmark(request: HttpRequest, number: str) -> Earmark:
    rows = Earmark.objects.visible_to(request.user).select_related("organisation", "funder", "project", "use")
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _asked(request: HttpRequest, of: Account | Earmark) -> tuple[Statement, dict[str, str], list[str]]:
    """The statement asked for, its query, and what was wrong with it."""
    wrong: list[str] = []
    days: dict[str, dt.date | None] = {}
    for name in ("since", "until"):
        text = request.GET.get(name, "")
        try:
            days[name] = dt.date.fromisoformat(text) if text else None
        except ValueError:
            days[name] = None
            wrong.append(_("“%(text)s”不是日期，应如 2026-01-31") % {"text": text[:20]})
    until = days["until"] or clock.today()
    since = days["since"] or dt.date(until.year, 1, 1)
    if since > until:
        wrong.append(_("起日 %(since)s 在止日 %(until)s 之后，已按止日那一年显示") % {"since": since, "until": until})
        since = dt.date(until.year, 1, 1)
    other = request.GET.get("of", "")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    under, within = None, None
    if other:
        if isinstance(of, Account):
            under = Earmark.objects.filter(number=other, balances__account=of).first()
        elif (pk := row_id(other)) is not None:
            within = Account.objects.filter(pk=pk, balances__earmark=of).first()
    told = statement(of, since, until, account=within, earmark=under, text=text)
    query = {"since": since.isoformat(), "until": until.isoformat()}
    if under or within:
        query["of"] = other
    if text:
        query["q"] = text
    return told, query, wrong


def _page(request: HttpRequest, of: Account | Earmark, out: str) -> HttpResponse:
    told, query, wrong = _asked(request, of)
    after = _place(request.GET.get("after", ""))
    rows = told.rows(after, PAGE + 1)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    by_account = isinstance(of, Account)
    lines: list[list[Any]] = (
        [] if after else [["", "", _("期初"), "", "", "", yuan(told.opening) if told.whole else "–"]]
    )
    for row in rows:
        entry, p = row.posting.entry, row.posting
        beside = panels.earmark_link(p.earmark) if by_account else panels.account_link(p.account)
        lines.append(
            [
                p.on.isoformat() if p.on else "", panels.entry_link(entry), entry.text, beside,
                yuan(row.debit) if row.debit else "", yuan(row.credit) if row.credit else "",
                "–" if row.balance is None else yuan(row.balance),
            ]
        )  # fmt: skip
    if not more:
        lines.append(
            ["", "", _("期末"), "", yuan(told.debit), yuan(told.credit), yuan(told.closing) if told.whole else "–"]
        )
    head = [
        _("日期"),
        _("凭证号"),
        _("摘要"),
        _("专款") if by_account else _("科目"),
        _("借方（元）"),
        _("贷方（元）"),
        _("余额（元）"),
    ]
    table = Sheet(_("明细"), head=head, rows=lines, numeric=frozenset({4, 5, 6}))
    onward = ""
    if more:
        last = rows[-1].posting
        onward = f"?{urlencode({**query, 'after': f'{last.on}_{last.pk}'})}"
    asked = urlencode(query)
    context = {
        "crumbs": [
            Crumb(_("科目"), reverse("ledger")) if by_account else Crumb(_("专款"), reverse("ledger-earmarks")),
            Crumb(str(of) if by_account else of.number),  # type: ignore[union-attr]  # an earmark by now
        ],
        "days": query, "choices": _choices(of), "chosen": query.get("of", ""), "wrong": wrong,
        "of_label": _("专款") if by_account else _("科目"), "text": query.get("q", ""), "onward": onward,
        "outs": [(label, f"{out.rsplit('.', 1)[0]}.{form}?{asked}") for form, label in
                 (("xlsx", _("导出 .xlsx")), ("csv", ".csv"), ("pdf", _("对账单 .pdf")))],
    }  # fmt: skip
    here = "ledger" if by_account else "ledger-earmarks"
    return show(request, here, str(of) if by_account else of.purpose, [_facts(of, told), table], **context)  # type: ignore[union-attr]


def _facts(of: Account | Earmark, told: Statement) -> Sheet:
    sums = [
        Fact(_("期初"), told.opening, kind="money"), Fact(_("借方"), told.debit, kind="money"),
        Fact(_("贷方"), told.credit, kind="money"), Fact(_("期末"), told.closing, kind="money"),
    ]  # fmt: skip
    if isinstance(of, Account):
        return Sheet(
            _("科目"), facts=[Fact(_("单位"), str(of.organisation)), Fact(_("类别"), of.get_kind_display()), *sums]
        )
    facts = [
        Fact(_("使用单位"), str(of.organisation)),
        Fact(_("资金来源"), of.get_source_display()),
        Fact(_("拨款单位"), str(of.funder or "–")),
        Fact(_("使用期"), f"{of.starts_on} – {of.ends_on or ''}"),
        Fact(_("额度"), _("随到账"), ) if of.amount is None else Fact(_("额度"), int(of.amount * 100), kind="money"),
        Fact(_("到账"), int(of.use.received * 100), kind="money"),
        Fact(_("支出"), int(of.use.spent * 100), kind="money"),
        Fact(_("到账结余"), int((of.use.received - of.use.spent) * 100), kind="money"),
        Fact(_("未到账"), panels.still_to_come(of), kind="money"),
    ]  # fmt: skip
    if of.project is not None:
        facts.insert(0, Fact(_("项目"), of.project.number, url=reverse("case", args=[of.project.number])))
    return Sheet(_("专款"), facts=facts)


def _choices(of: Account | Earmark) -> list[tuple[str, str]]:
    if isinstance(of, Account):
        marks = Earmark.objects.filter(balances__account=of).order_by("-pk")[:200]
        return [(m.number, str(m)) for m in marks]
    return [(str(a.pk), str(a)) for a in Account.objects.filter(balances__earmark=of).order_by("pk")[:200]]


def _place(text: str) -> tuple[dt.date, int] | None:
    day, _mark, pk = text.partition("_")
    try:
        number = row_id(pk)
        return (dt.date.fromisoformat(day), number) if number is not None else None
    except ValueError:
        return None


def _out(request: HttpRequest, of: Account | Earmark, form: str) -> HttpResponseBase:
    told, _query, _wrong = _asked(request, of)
    made: HttpResponseBase
    if form == "pdf":
        try:
            made = HttpResponse(to_pdf(statement_paper(told)), content_type="application/pdf")
        except ValueError:
            return HttpResponse(
                _("明细太多，请缩短期间或者导出 .xlsx"), status=422, content_type="text/plain; charset=utf-8"
            )
    elif form == "csv":
        made = StreamingHttpResponse(in_this_context(csv_lines(_heads(), _cells(told))), content_type=CSV)
    elif form == "xlsx":
        made = FileResponse(xlsx_file(_heads(), _cells(told), str(of)), content_type=XLSX)
    else:
        raise Http404
    made["Content-Disposition"] = disposition(f"{of}-{told.since}-{told.until}.{form}")
    return made


def _heads() -> list[Head]:
    return [
        Head(_("日期"), 12), Head(_("凭证号"), 18, code=True), Head(_("摘要"), 34), Head(_("案件"), 18, code=True),
        Head(_("科目"), 24), Head(_("专款"), 30), Head(_("借方（元）"), 16, yuan=True), Head(_("贷方（元）"), 16, yuan=True),
        Head(_("余额（元）"), 16, yuan=True),
    ]  # fmt: skip


def _cells(told: Statement) -> Iterator[list[Any]]:
    def money(fen: int) -> Any:
        return yuan_of(fen) if fen else None

    yield [told.since, None, _("期初"), None, None, None, None, None, yuan_of(told.opening) if told.whole else None]
    for row in told.stream():
        yield _cell(row, money)
    closing = yuan_of(told.closing) if told.whole else None
    yield [told.until, None, _("期末"), None, None, None, yuan_of(told.debit), yuan_of(told.credit), closing]


def _cell(row: Row, money: Any) -> list[Any]:
    p = row.posting
    balance = None if row.balance is None else yuan_of(row.balance)
    return [
        p.on, p.entry.number, p.entry.text, p.entry.case.number, str(p.account), str(p.earmark), money(row.debit),
        money(row.credit), balance,
    ]  # fmt: skip
