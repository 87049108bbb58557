"""What was spent and brought in, on the page of a budget: by line, by voucher, by kind of source; what is paid out to it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.sites import Sheet
from kechuang.domains.achievements.panels.words import day
from kechuang.domains.funding.actions.who import planner
from kechuang.domains.funding.models import Budget, FundRequest, Spending
from kechuang.domains.funding.queries.moving import spending_lines, spent_by_line
from kechuang.domains.funding.queries.requests import may_ask
from kechuang.domains.transformations.panels.money import standing_badge

SHOWN = 30


def carried_out(budget: Budget, user: Any) -> Sheet | None:
    """Each approved line of spending: what was approved, spent, and is left."""
    lines = list(spending_lines(budget))
    if not lines:
        return None
    spent = spent_by_line(budget)
    rows: list[list[Any]] = []
    total = [0, 0]
    for line in lines:
        allowed, used = fen_of(line.approved), spent.get(line.pk, 0)  # type: ignore[arg-type]  # approved is there
        total = [total[0] + allowed, total[1] + used]
        rows.append(
            [str(line.position), line.title, str(line.get_category_display()), yuan(allowed), yuan(used), yuan(allowed - used)]
        )  # fmt: skip
    rows.append(["", _("合计"), "", yuan(total[0]), yuan(total[1]), yuan(total[0] - total[1])])
    head = [_("序号"), _("内容"), _("科目"), _("批准（元）"), _("已支出（元）"), _("余额（元）")]
    return Sheet(_("预算执行"), head=head, rows=rows, numeric=frozenset({3, 4, 5}))


def requests(budget: Budget, user: Any) -> Sheet | None:
    """What was asked of each treasury under this budget, and paid."""
    rows = list(
        FundRequest.objects.filter(budget_id=budget.pk).select_related("source", "payer").order_by("pk")[:SHOWN]
    )
    if not rows:
        return None
    lines = [
        [
            {"label": r.number, "url": reverse("case", args=[r.number])},
            str(r.source.get_level_display()) if r.source else "–", str(r.payer), yuan(fen_of(r.amount)), day(r.paid_on),
            r.state_label,
        ]
        for r in rows
    ]  # fmt: skip
    head = [_("编号"), _("财政层级"), _("拨款单位"), _("申请金额（元）"), _("拨付日"), _("状态")]
    return Sheet(_("用款申请"), head=head, rows=lines, numeric=frozenset({3}))


def spendings(budget: Budget, user: Any) -> Sheet | None:
    """The vouchers, newest first; the trace page has all of them."""
    found = Spending.objects.filter(case_id=budget.pk).select_related("line", "entry", "document").order_by("-pk")
    rows = list(found[: SHOWN + 1])
    if not rows:
        return None
    lines = [
        [
            day(r.spent_on), r.purpose, r.payee, yuan(fen_of(r.amount)), r.voucher,
            {"label": r.document.name, "url": reverse("case-document", args=[budget.number, r.document.pk])} if r.document else _("未附"),
            {"label": r.entry.number, "url": reverse("ledger-entry", args=[r.entry.number])},
            standing_badge(r),
        ]
        for r in rows[:SHOWN]
    ]  # fmt: skip
    head = [
        _("发生日"), _("用途"), _("收款方"), _("金额（元）"), _("原始凭证号"), _("凭证文件"), _("凭证号"), _("状态"),
    ]  # fmt: skip
    foot = _("只列最近 %(n)d 笔") % {"n": SHOWN} if len(rows) > SHOWN else ""
    return Sheet(_("支出明细"), head=head, rows=lines, numeric=frozenset({3}), foot=foot)


def incomes(budget: Budget, user: Any) -> Sheet | None:
    """Money earned, given and brought in, newest first."""
    rows = list(budget.incomes.select_related("entry").order_by("-pk")[: SHOWN + 1])
    if not rows:
        return None
    lines = [
        [
            day(r.received_on), str(r.get_kind_display()), r.payer, yuan(fen_of(r.amount)), r.reference, r.agreement or "–",
            {"label": r.entry.number, "url": reverse("ledger-entry", args=[r.entry.number])}, standing_badge(r),
        ]
        for r in rows[:SHOWN]
    ]  # fmt: skip
    head = [
        _("到账日"), _("来源种类"), _("付款方"), _("到账金额（元）"), _("银行流水号"), _("文书"), _("凭证号"), _("状态"),
    ]  # fmt: skip
    foot = _("只列最近 %(n)d 笔") % {"n": SHOWN} if len(rows) > SHOWN else ""
    return Sheet(_("自筹和引入资金"), head=head, rows=lines, numeric=frozenset({3}), foot=foot)


def links(budget: Budget, user: Any) -> list[tuple[str, str]]:
    """Where each fen went; and to ask for money that is set aside, for those who may."""
    if budget.approved_on is None:
        return []
    found = [(_("资金去向"), reverse("funding-trace", args=[budget.number]))]
    if budget.state in ("approved", "adjusting") and planner.test(user, budget):
        found += [
            (_("申请用款：%(source)s") % {"source": mark.source.title}, f"{new}?mark={mark.earmark.number}")
            for new in (reverse("case-new", args=["fund-requests", "request_funds"]),)
            for mark in budget.marks.filter(source__funder__isnull=False).select_related("source", "earmark")
            if mark.source is not None and may_ask(mark)
        ]
    return found
