"""The books as lists: accounts, earmarks, entries; and one entry."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger import panels
from kechuang.casework.ledger.models import Account, Earmark, Entry
from kechuang.core.money import fen_of, yuan
from kechuang.core.rowid import row_id
from kechuang.core.ui.parts import Crumb, Tab
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.web.account.guard import signed_in

PAGE = 50
TABS = (
    ("ledger", pgettext_lazy("page", "科目")),
    ("ledger-earmarks", pgettext_lazy("page", "专款")),
    ("ledger-entries", pgettext_lazy("page", "凭证")),
    ("ledger-payments", pgettext_lazy("page", "付款")),
)


def show(request: HttpRequest, here: str, title: str, sheets: list[Sheet | None], **more: Any) -> HttpResponse:
    """A page of the ledger from its sheets."""
    request.area = "ledger"  # type: ignore[attr-defined]  # read by the bar
    tabs = [Tab(str(label), reverse(name), name == here) for name, label in TABS]
    context = {"title": title, "sheets": [s for s in sheets if s is not None], "tabs": tabs, **more}
    return render(request, "ledger/page.html", context)


@never_cache
@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Every account of the books a person reads, with what it holds."""
    rows = Account.objects.visible_to(request.user).select_related("organisation").order_by("organisation__name", "pk")
    text = _words(request)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(organisation__name__icontains=text))
    page = Paginator(rows.annotate(total=Sum("balances__amount")), PAGE).get_page(request.GET.get("page"))
    lines = []
    account: Any
    for account in page:
        fen = fen_of(account.total) if account.total else 0
        lines.append(
            [
                str(account.organisation), panels.account_link(account), account.get_kind_display(),
                yuan(fen if account.by_debit else -fen), account.closed_on.isoformat() if account.closed_on else "–",
            ]
        )  # fmt: skip
    head = [_("单位"), _("科目"), _("类别"), _("余额（元）"), _("停用")]
    sheet = Sheet(_("科目"), head=head, rows=lines, numeric=frozenset({3}))
    return show(request, "ledger", _("账簿"), [sheet], page=page, unit=_("个科目"), q=text, searched=_("科目或者单位"))


@never_cache
@require_safe
@signed_in
def earmarks(request: HttpRequest) -> HttpResponse:
    """Every earmark a person reads, with what came in, went out and is left."""
    rows = Earmark.objects.visible_to(request.user).select_related("use").order_by("-pk")
    text = _words(request)
    if text:
        rows = rows.filter(Q(number=text) | Q(purpose__icontains=text) | Q(organisation__name__icontains=text))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    sheet = panels.earmarks_sheet(_("专款"), list(page))
    return show(
        request,
        "ledger-earmarks",
        _("专款"),
        [sheet],
        page=page,
        unit=_("项专款"),
        q=text,
        searched=_("编号、用途或者单位"),
    )


@never_cache
@require_safe
@signed_in
def entries(request: HttpRequest) -> HttpResponse:
    """Entries, the newest first."""
    rows = Entry.objects.visible_to(request.user).select_related("organisation", "reversal").order_by("-on", "-pk")
    text = _words(request)
    if text:
        rows = rows.filter(Q(number=text) | Q(case__number=text) | Q(text__icontains=text))
    after = row_id(request.GET.get("before", ""))
    if after is not None:  # keyset: as quick on the last page as on the first
        mark = Entry.objects.filter(pk=after).first()
        if mark is not None:
            rows = rows.filter(Q(on__lt=mark.on) | Q(on=mark.on, pk__lt=mark.pk))
    found = list(rows.prefetch_related("postings")[: PAGE + 1])
    lines = [
        [panels.entry_link(e), e.on.isoformat(), str(e.organisation), e.text, yuan(panels.moved(e)), panels.standing(e)]
        for e in found[:PAGE]
    ]
    head = [_("凭证号"), _("日期"), _("单位"), _("摘要"), _("金额（元）"), _("状态")]
    sheet = Sheet(_("凭证"), head=head, rows=lines, numeric=frozenset({4}))
    onward = f"?q={text}&before={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return show(
        request, "ledger-entries", _("凭证"), [sheet], onward=onward, q=text, searched=_("凭证号、案件编号或者摘要")
    )


@never_cache
@require_safe
@signed_in
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One entry: its lines, the case and step it comes from, its reversal, whom it pays."""
    rows = Entry.objects.visible_to(request.user).select_related(
        "organisation", "case", "step", "by", "reverses", "reversal"
    )
    found = rows.filter(number=number).first()
    if found is None:
        raise Http404
    sees = Case.objects.visible_to(request.user).filter(pk=found.case_id).exists()
    case = f"{found.case.number} {found.case.title}" if sees else found.case.number
    facts = [
        Fact(_("日期"), found.on.isoformat()),
        Fact(_("单位"), str(found.organisation)),
        Fact(_("案件"), case, url=reverse("case", args=[found.case.number]) if sees else ""),
        Fact(_("记账人"), str(found.by)),
        Fact(_("记账时间"), found.at.astimezone().strftime("%Y-%m-%d %H:%M")),
        Fact(_("状态"), " ", badge=panels.standing(found)),
    ]
    if found.reverses is not None:
        facts += [Fact(_("冲销"), found.reverses.number, url=panels.entry_link(found.reverses)["url"])]
        facts += [Fact(_("冲销理由"), found.reason)]
    if hasattr(found, "reversal"):
        facts += [Fact(_("被冲销"), found.reversal.number, url=panels.entry_link(found.reversal)["url"])]
        facts += [Fact(_("冲销理由"), found.reversal.reason)]
    crumbs = [Crumb(_("凭证"), reverse("ledger-entries")), Crumb(found.number)]
    sheets = [Sheet(_("来历"), facts=facts), panels.postings(found), panels.payments(found)]
    return show(request, "ledger-entries", found.text, sheets, crumbs=crumbs)


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:100]
