"""What a case's page shows of its money: the entries that come from it, the earmarks of its project, one entry whole."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger.models import Account, Earmark, Entry
from kechuang.casework.ledger.queries import entries_of
from kechuang.core.money import fen_of, yuan
from kechuang.core.ui.parts import Badge
from kechuang.core.ui.sites import Sheet

MOST = 50


def account_link(account: Account) -> dict[str, str]:
    return {"label": str(account), "url": reverse("account-statement", args=[account.pk])}


def earmark_link(mark: Earmark) -> dict[str, str]:
    return {"label": str(mark), "url": reverse("earmark-statement", args=[mark.number])}


def entry_link(entry: Entry) -> dict[str, str]:
    return {"label": entry.number, "url": reverse("ledger-entry", args=[entry.number])}


def standing(entry: Entry) -> Badge:
    """Whether an entry stands, was reversed, or is itself a reversal."""
    if entry.reverses_id is not None:
        return Badge("na", _("冲销凭证"))
    return Badge("breach", _("已冲销")) if hasattr(entry, "reversal") else Badge("met", _("有效"))


def case_entries(case: Case, user: Any) -> Sheet | None:
    """The entries that come from a case, as far as the person may read the books."""
    rows = list(entries_of(case, user)[:MOST])
    if not rows:
        return None
    return Sheet(
        _("账务"), head=[_("凭证号"), _("日期"), _("摘要"), _("金额（元）"), _("状态")], numeric=frozenset({3}),
        rows=[[entry_link(e), e.on.isoformat(), e.text, yuan(moved(e)), standing(e)] for e in rows],
    )  # fmt: skip


def moved(entry: Entry) -> int:
    """Fen that an entry moves: the sum of its debits."""
    return sum(fen_of(p.amount) for p in entry.postings.all() if p.amount > 0)


def case_earmarks(case: Case, user: Any) -> Sheet | None:
    """The earmarks of a project with what is left, for those who read them."""
    rows = list(Earmark.objects.visible_to(user).filter(project_id=case.pk).select_related("use")[:MOST])
    return earmarks_sheet(_("专款"), rows) if rows else None


def still_to_come(mark: Earmark) -> int:
    """Fen approved for an earmark that have not arrived yet; none where it is as large as what arrives."""
    return 0 if mark.amount is None else max(fen_of(mark.amount - mark.use.received), 0)


def earmarks_sheet(title: str, rows: list[Earmark]) -> Sheet:
    """What was approved is not what is there: what arrived, what is left of it, and what has not come yet stand beside it."""
    lines = [
        [
            earmark_link(mark), mark.get_source_display(), _("随到账") if mark.amount is None else yuan(fen_of(mark.amount)),
            yuan(fen_of(mark.use.received)), yuan(fen_of(mark.use.spent)),
            yuan(fen_of(mark.use.received - mark.use.spent)), yuan(still_to_come(mark)),
            mark.ends_on.isoformat() if mark.ends_on else "–",
            Badge("na", _("已结账")) if mark.closed_on else Badge("met", _("在用")),
        ]
        for mark in rows
    ]  # fmt: skip
    head = [
        _("专款"),
        _("资金来源"),
        _("额度（元）"),
        _("到账（元）"),
        _("支出（元）"),
        _("到账结余（元）"),
        _("未到账（元）"),
        _("使用期止"),
        _("状态"),
    ]
    return Sheet(title, head=head, rows=lines, numeric=frozenset({2, 3, 4, 5, 6}))


def postings(entry: Entry) -> Sheet:
    """The lines of an entry, debit and credit, with their sums."""
    rows = list(entry.postings.select_related("account", "earmark"))
    lines: list[list[Any]] = []
    for p in rows:
        fen = fen_of(p.amount)
        lines.append(
            [
                account_link(p.account),
                earmark_link(p.earmark),
                yuan(fen) if fen > 0 else "",
                yuan(-fen) if fen < 0 else "",
            ]
        )
    whole = sum(fen_of(p.amount) for p in rows if p.amount > 0)
    lines.append([_("合计"), "", yuan(whole), yuan(whole)])
    return Sheet(
        _("分录"), head=[_("科目"), _("专款"), _("借方（元）"), _("贷方（元）")], rows=lines, numeric=frozenset({2, 3})
    )


def payments(entry: Entry) -> Sheet | None:
    """Whom an entry pays, account numbers masked."""
    rows = list(entry.payments.select_related("to", "file"))
    if not rows:
        return None
    return Sheet(
        _("付款"), head=[_("收款人"), _("账号"), _("开户行"), _("金额（元）"), _("附言"), _("付款文件")], numeric=frozenset({3}),
        rows=[
            [
                p.to.holder, p.to.masked, p.to.bank, yuan(fen_of(p.amount)), p.remark,
                {"label": p.file.number, "url": reverse("payment-file", args=[p.file.number])} if p.file else "–",
            ]
            for p in rows
        ],
    )  # fmt: skip
