"""The books of a transformation: income, costs and taxes under one earmark that takes what comes in.

A cost before there is income is advanced by the unit: a claim on the deal, and a debt to the unit's own money. As soon as
income arrives it is taken as a cost and paid back. What was advanced and is not yet taken follows from the rows themselves:
the costs that stand, less what the expense accounts hold.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from kechuang.casework.cases.models import Case
from kechuang.casework.ledger import queries, services
from kechuang.casework.ledger.models import Balance, Closing, Earmark, Entry
from kechuang.casework.ledger.services import Line, account, credit, debit
from kechuang.core.money import fen_of
from kechuang.domains.transformations.models import Cost, Transformation

COST, TAX = "transformation_cost", "tax_expense"
DEBT = {COST: "payable", TAX: "tax_payable"}
"""What a cost of either sort leaves to be paid while it is advanced; a tax is owed until it is paid in any case."""


def expense_of(kind: str) -> str | None:
    """The expense account of a kind of cost; None for research, which was booked when it was done."""
    return None if kind == Cost.Kind.RESEARCH else TAX if kind == Cost.Kind.TAXES else COST


def earmark_of(case: Case, source: str = Earmark.Source.TRANSFORMATION, day: dt.date | None = None) -> Earmark:
    """The earmark of a case's own money, opened when it is first asked for."""
    found = Earmark.objects.filter(project_id=case.pk, source=source, closed_on=None).order_by("pk").first()
    if found is not None:
        return found
    start = min(day or case.opened_on, case.opened_on)
    return services.open_earmark(case.owner_id, source=source, purpose=case.title[:200], project=case, starts_on=start)


def day_open(mark: Earmark, day: dt.date) -> dt.date:
    """The day itself, or the first after it on which the books are open and the earmark runs."""
    closed = Closing.objects.filter(organisation_id=mark.organisation_id).order_by("-until").first()
    first = max(day, mark.starts_on)
    return first if closed is None or first > closed.until else closed.until + dt.timedelta(days=1)


def holds(code: str, mark: Earmark) -> int:
    """Fen in an account under an earmark, grown by the account's own side."""
    row = Balance.objects.filter(account__organisation_id=mark.organisation_id, account__code=code, earmark=mark)
    found = row.select_related("account").first()
    if found is None:
        return 0
    return fen_of(found.amount) if found.account.by_debit else -fen_of(found.amount)


def line(side: Any, code: str, mark: Earmark, fen: int) -> Line:
    made: Line = side(account(mark.organisation_id, code), mark, fen)
    return made


# -- receipts ------------------------------------------------------------------------------------------------


def post_receipt(case: Case, code: str, fen: int, day: dt.date, text: str, by: Any, mark: Earmark) -> Entry:
    """Money in the bank, and income of the account `code`."""
    lines = [line(debit, "bank", mark, fen), line(credit, code, mark, fen)]
    return services.post(case, by=by, text=text, lines=lines, on=day_open(mark, day))


def make_room(deal: Transformation, mark: Earmark, fen: int, by: Any) -> None:
    """Before income of so many fen is taken back: costs it bore are the unit's to advance again, and so is the cash."""
    short = fen - queries.use(mark).left
    for code in (COST, TAX):
        part = min(max(short, 0), holds(code, mark))
        if part:
            _advance_again(deal, mark, code, part, by)
            short -= part
    if short > 0:  # rewards paid of it: the unit bears them until they are had back, or the true income comes
        lines = [line(debit, "bank", mark, short), line(credit, "fund_balance", mark, short)]
        services.post(deal, by=by, text=_("单位自有资金补足：%(title)s") % {"title": deal.title[:150]}, lines=lines)
    cash = fen - holds("bank", mark)
    if cash > 0:
        lines = [line(debit, "bank", mark, cash), line(credit, "payable", mark, cash)]
        services.post(deal, by=by, text=_("单位垫付：%(title)s") % {"title": deal.title[:150]}, lines=lines)


# -- costs ---------------------------------------------------------------------------------------------------


def post_cost(deal: Transformation, cost: Cost, by: Any) -> Entry | None:
    """Book a cost as advanced by the unit; `take_costs` sets it against the income. None for research cost."""
    code = expense_of(cost.kind)
    if code is None:
        return None
    mark = earmark_of(deal, day=cost.spent_on)
    fen = fen_of(cost.amount)
    lines = [line(debit, "receivable", mark, fen), line(credit, DEBT[code], mark, fen)]
    text = f"{cost.get_kind_display()}：{cost.evidence}"[:200]
    return services.post(deal, by=by, text=text, lines=lines, on=day_open(mark, cost.spent_on))


def take_costs(deal: Transformation, by: Any) -> None:
    """Set advanced costs and taxes against the income as far as it goes, and pay the unit back, in one entry.

    What the unit put in of its own for rewards that had been paid of income which was none goes back to it as well.
    """
    mark = earmark_of(deal)
    left, waiting = queries.use(mark).left, {code: advanced(deal, mark, code) for code in (COST, TAX)}
    lines: list[Line] = []
    taken = dict.fromkeys(waiting, 0)
    for code, fen in waiting.items():
        taken[code] = min(fen, left - sum(taken.values()))
        if taken[code] > 0:
            lines.append(line(debit, code, mark, taken[code]))
    if lines:
        lines.append(line(credit, "receivable", mark, sum(taken.values())))
    due = min(holds("payable", mark) - (waiting[COST] - taken[COST]), holds("bank", mark))
    if due > 0:
        lines += [line(debit, "payable", mark, due), line(credit, "bank", mark, due)]
    due = max(due, 0)
    own = min(holds("fund_balance", mark), left - sum(taken.values()), holds("bank", mark) - due)
    if own > 0:
        lines += [line(debit, "fund_balance", mark, own), line(credit, "bank", mark, own)]
    if lines:
        text = _("成本和税金列支，归还垫付：%(title)s") % {"title": deal.title[:150]}
        services.post(deal, by=by, text=text, lines=lines)


def reverse_cost(deal: Transformation, cost: Cost, *, reason: str, by: Any) -> None:
    """Take a cost out of the books; the row of the reversal is written already, so the cost no longer stands."""
    code = expense_of(cost.kind)
    if cost.entry is None or code is None:
        return
    mark = earmark_of(deal)
    over = holds(code, mark) - booked(deal, code)
    if over > 0:
        _advance_again(deal, mark, code, over, by)
    services.reverse(cost.entry, reason=reason, by=by, case=deal)


def booked(deal: Transformation, code: str) -> int:
    """Fen of the costs that stand and belong to an expense account."""
    kinds = [kind for kind in Cost.Kind.values if expense_of(kind) == code]
    rows = Cost.objects.filter(transformation=deal, standing=True, kind__in=kinds, entry__isnull=False)
    return fen_of(rows.aggregate(s=Sum("amount"))["s"] or Decimal(0))


def advanced(deal: Transformation, mark: Earmark, code: str) -> int:
    """Fen advanced by the unit and not yet taken as a cost."""
    return booked(deal, code) - holds(code, mark)


def _advance_again(deal: Transformation, mark: Earmark, code: str, fen: int, by: Any) -> None:
    """A cost borne by income becomes one the unit advanced; a deal cost's cash comes back from the unit."""
    lines = [line(debit, "receivable", mark, fen), line(credit, code, mark, fen)]
    if code == COST:
        lines += [line(debit, "bank", mark, fen), line(credit, "payable", mark, fen)]
    services.post(deal, by=by, text=_("转为单位垫付：%(title)s") % {"title": deal.title[:150]}, lines=lines)


def provide(case: Case, fen: int, *, by: Any, text: str) -> Entry:
    """Money of the unit's own put under a case's earmark of own money: cash for what no income of the case pays."""
    mark = earmark_of(case, Earmark.Source.OWN)
    lines = [line(debit, "bank", mark, fen), line(credit, "fund_balance", mark, fen)]
    return services.post(case, by=by, text=text, lines=lines)


def pay_taxes(deal: Transformation, fen: int, day: dt.date, *, by: Any, text: str) -> Entry:
    """Pay over taxes that are owed. Raises Refused where less is owed, or less is in the bank."""
    mark = earmark_of(deal)
    lines = [line(debit, "tax_payable", mark, fen), line(credit, "bank", mark, fen)]
    return services.post(deal, by=by, text=text, lines=lines, on=day_open(mark, day))
