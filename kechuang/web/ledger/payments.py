"""Payments that wait, the files they went to the bank in, and taking such a file out on record."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kechuang.casework.ledger import payments, queries
from kechuang.casework.ledger.models import Payment, PaymentFile
from kechuang.casework.parties.models import Organisation
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.core.permissions import Refused
from kechuang.core.rowid import row_id
from kechuang.core.ui.parts import Crumb
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.web.account.guard import signed_in
from kechuang.web.ledger.views import show
from kechuang.web.sheets.exports import disposition

SHOWN = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def waiting(request: HttpRequest) -> HttpResponseBase:
    """What waits to be paid, by organisation, and the files so far. POST: all that waits for one becomes a file."""
    readable = PaymentFile.objects.visible_to(request.user)
    if request.method == "POST":
        return _make(request)
    owners = Organisation.objects.filter(
        pk__in=Payment.objects.filter(file=None, entry__reversal=None).values("entry__organisation")
    )
    own = [o for o in owners if payments.may_pay(request.user, o)]
    sheets: list[Sheet | None] = []
    for organisation in own:
        rows = payments.waiting(organisation)
        told = rows.order_by().aggregate(n=Count("pk"), s=Sum("amount"))
        sheets.append(
            Sheet(
                _("待付：%(who)s") % {"who": organisation}, numeric=frozenset({3}),
                note=_("%(n)d 笔，%(sum)s 元") % {"n": told["n"], "sum": yuan(fen_of(told["s"]))},
                head=[_("收款人"), _("账号"), _("开户行"), _("金额（元）"), _("附言"), _("案件")],
                rows=[
                    [p.to.holder, p.to.masked, p.to.bank, yuan(fen_of(p.amount)), p.remark,
                     {"label": p.entry.case.number, "url": reverse("case", args=[p.entry.case.number])}]
                    for p in rows[:SHOWN]
                ],
            )
        )  # fmt: skip
    made = [
        [{"label": f.number, "url": reverse("payment-file", args=[f.number])},
         f.at.astimezone(clock.CHINA).strftime("%Y-%m-%d"), str(f.organisation), f.count, yuan(fen_of(f.total))]
        for f in readable.select_related("organisation")[:SHOWN]
    ]  # fmt: skip
    head = [_("编号"), _("制表时间"), _("付款单位"), _("笔数"), _("合计（元）")]
    sheets.append(Sheet(_("付款文件"), head=head, rows=made, numeric=frozenset({3, 4})) if made else None)
    return show(
        request, "ledger-payments", _("付款"), sheets, buttons=[(str(o.pk), _("为%(who)s制付款文件") % {"who": o}) for o in own],
    )  # fmt: skip


def _make(request: HttpRequest) -> HttpResponseRedirect:
    key = request.POST.get("organisation", "")
    organisation = row_id(key)
    rows = list(payments.waiting(organisation)) if organisation is not None else []
    try:
        made = payments.payment_file(rows, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.refusal.reason))
        return HttpResponseRedirect(reverse("ledger-payments"))
    return HttpResponseRedirect(reverse("payment-file", args=[made.number]))


def _file(request: HttpRequest, number: str) -> PaymentFile:
    found = (
        PaymentFile.objects.visible_to(request.user).select_related("organisation", "by").filter(number=number).first()
    )
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
@signed_in
def file(request: HttpRequest, number: str) -> HttpResponse:
    """A file: its payments with masked account numbers, its sum and checksum, who took it out."""
    found = _file(request, number)
    rows = list(found.payments.select_related("to", "entry").order_by("pk"))
    kept = queries.withheld(p.entry_id for p in rows)
    paid, tax = fen_of(found.total), sum(kept.values())
    facts = [
        Fact(_("付款单位"), str(found.organisation)), Fact(_("笔数"), found.count),
        Fact(_("应发合计"), paid + tax, kind="money"), Fact(_("其中代扣个人所得税"), tax, kind="money"),
        Fact(_("实付合计"), paid, kind="money"), Fact(_("制表人"), str(found.by)), Fact(_("校验和（SHA-256）"), found.sha256),
    ]  # fmt: skip
    table = Sheet(
        _("付款"), numeric=frozenset({3, 4, 5}),
        head=[
            _("收款人"), _("账号"), _("开户行"), _("应发（元）"), _("代扣税（元）"), _("实付（元）"), _("附言"), _("凭证号"),
        ],
        rows=[
            [p.to.holder, p.to.masked, p.to.bank, yuan(fen_of(p.amount) + kept.get(p.entry_id, 0)),
             yuan(kept[p.entry_id]) if p.entry_id in kept else "–", yuan(fen_of(p.amount)), p.remark,
             {"label": p.entry.number, "url": reverse("ledger-entry", args=[p.entry.number])}]
            for p in rows[:SHOWN]
        ],
    )  # fmt: skip
    taken = [
        [str(h.by), h.at.astimezone(clock.CHINA).strftime("%Y-%m-%d %H:%M")]
        for h in found.handings.select_related("by")[:SHOWN]
    ]
    log = Sheet(_("下载记录"), head=[_("下载人"), _("时间")], rows=taken) if taken else None
    crumbs = [Crumb(_("付款"), reverse("ledger-payments")), Crumb(found.number)]
    hand = (
        reverse("payment-file-hand-out", args=[number]) if payments.may_pay(request.user, found.organisation_id) else ""
    )
    title = _("付款文件 %(number)s") % {"number": number}
    return show(
        request, "ledger-payments", title, [Sheet(_("要点"), facts=facts), table, log], crumbs=crumbs, hand_out=hand
    )


@require_POST
@signed_in
def hand_out(request: HttpRequest, number: str) -> HttpResponseBase:
    """The file with full account numbers; who took it is kept."""
    found = _file(request, number)
    try:
        text = payments.hand_out(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused.refusal.reason))
        return HttpResponseRedirect(reverse("payment-file", args=[number]))
    made = HttpResponse(text, content_type="text/csv; charset=utf-8")
    made["Content-Disposition"] = disposition(f"{found.number}.csv")
    made["Cache-Control"] = "no-store"
    return made
