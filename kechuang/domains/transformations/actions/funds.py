"""Writers of contract funds: opened by the route the law gives the income, received, spent, settled, and what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.law import ask
from kechuang.casework.cases.standard import attachment_for, determination_for, paper_filing_for
from kechuang.casework.ledger import queries
from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import Earmark
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.transformations import books
from kechuang.domains.transformations.actions.money import BOOKKEEPER, CONTROLLER, bookkeeper, controller
from kechuang.domains.transformations.actions.receipts import next_position, opposite
from kechuang.domains.transformations.actions.who import department
from kechuang.domains.transformations.facts import fund_facts
from kechuang.domains.transformations.following import Change, income_changed, income_obtained
from kechuang.domains.transformations.forms import funds as forms
from kechuang.domains.transformations.forms.money import ArrivalForm, ReverseReceiptForm
from kechuang.domains.transformations.models import ContractFund, FundExpense, Receipt
from kechuang.law import Finding

Data = Mapping[str, Any]
ROUTE = ("quzhou-2024:art19.p1.a", "zhejiang-2021:art41.p1")
GOES = "quzhou-2024:art19.p3"
OPEN = ("open",)
SURPLUS = "surplus"


def mark_of(fund: ContractFund) -> Earmark:
    """The earmark of a fund: as much may be spent as came in."""
    return books.earmark_of(fund, Earmark.Source.CONTRACT, fund.contract_on)


# -- opening -------------------------------------------------------------------------------------------------


def _own_route(fund: ContractFund, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    finding = ask(fund, "income_route", fund_facts(fund))
    if finding.value == "reward_rule":
        words = gettext("这笔收入按成果转化奖励规定，不能走横向经费：到成果转化里登记合同和到账")
        yield Refusal(Ground.LAW, words, finding.citations, finding=finding)
        return
    yield finding


@action(
    ContractFund,
    label=_("登记横向项目"),
    creates=True,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.FundForm,
    law=_own_route,
    law_needs_data=True,
    cites=ROUTE,
    hint=_("受委托或者竞争取得的项目，经费按合同约定管理使用；已有成果的转让、许可走奖励规定"),
)
def open_fund(fund: ContractFund, *, data: Data, by: Any) -> None:
    """Open the funds of a technical contract, where its income goes this route."""
    fund.title, fund.owner, fund.region = data["title"], data["owner"], data["owner"].region
    for name in ("contract_kind", "origin", "client", "amount", "contract_on"):
        setattr(fund, name, data[name])
    fund.client_name = data["client_name"].strip() or str(data["client"] or "")
    fund.contract_number = data["contract_number"].strip()


# -- money in and out ----------------------------------------------------------------------------------------


@action(
    ContractFund,
    label=_("登记到账"),
    stays=OPEN,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=ArrivalForm,
    cites=ROUTE,
    main=True,
    hint=_("纳入单位财务管理；同一笔流水不能再登记为转化收入"),
)
def fund_receipt(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Book contract money that arrived."""

    def finish() -> None:
        text = gettext("到账：%(payer)s，流水 %(reference)s") % {
            "payer": data["payer"][:120],
            "reference": data["reference"],
        }
        fen = fen_of(data["amount"])
        Receipt(
            case_id=fund.pk, unit_id=fund.owner_id, kind=Receipt.Kind.CONTRACT, position=next_position(fund),
            received_on=data["received_on"], amount=data["amount"], payer=data["payer"], reference=data["reference"],
            entry=books.post_receipt(fund, "contract_income", fen, data["received_on"], text, by, mark_of(fund)),
        ).save()  # fmt: skip

    return finish


@action(
    ContractFund,
    label=_("登记支出"),
    stays=OPEN,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.ExpenseForm,
    cites=ROUTE,
    hint=_("按合同约定使用；超过到账的不能支出"),
)
def fund_expense(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Book money spent as the contract agreed; the books refuse more than arrived."""

    def finish() -> None:
        mark, fen = mark_of(fund), fen_of(data["amount"])
        lines = [books.line(ledger.debit, "research_expense", mark, fen), books.line(ledger.credit, "bank", mark, fen)]
        text = f"{data['purpose']}：{data['evidence']}"[:200]
        entry = ledger.post(fund, by=by, text=text, lines=lines, on=books.day_open(mark, data["spent_on"]))
        FundExpense(
            fund=fund, purpose=data["purpose"], amount=data["amount"], spent_on=data["spent_on"],
            evidence=data["evidence"], entry=entry,
        ).save()  # fmt: skip

    return finish


@action(
    ContractFund,
    label=_("冲销到账"),
    stays=OPEN,
    by=controller,
    who=CONTROLLER,
    form=ReverseReceiptForm,
    hint=_("登错的到账不改，记相反的一笔；已经花掉的，先冲销支出"),
)
def reverse_fund_receipt(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back contract money that was booked wrongly."""

    def finish() -> None:
        receipt: Receipt = data["receipt"]
        opposite(receipt, data["reason"], position=next_position(fund))
        assert receipt.entry is not None
        ledger.reverse(receipt.entry, reason=data["reason"], by=by, case=fund)

    return finish


@action(
    ContractFund,
    label=_("冲销支出"),
    stays=OPEN,
    by=controller,
    who=CONTROLLER,
    form=forms.ReverseExpenseForm,
    hint=_("登错的支出不改，记相反的一笔，写明理由"),
)
def reverse_fund_expense(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back an expense that was booked wrongly."""

    def finish() -> None:
        expense: FundExpense = data["expense"]
        opposite(expense, data["reason"])
        assert expense.entry is not None
        ledger.reverse(expense.entry, reason=data["reason"], by=by, case=fund)

    return finish


# -- what is left --------------------------------------------------------------------------------------------


def surplus_of(fund: ContractFund) -> tuple[int, Finding]:
    """Fen left of what arrived, by the rule; where no text covers the unit, what the books hold, which is the same sum."""
    finding = ask(fund, "contract_funds_surplus", fund_facts(fund))
    left = queries.use(mark_of(fund)).left if fund.pk is not None and fund.earmarks.exists() else 0
    return (left if finding.value is None else finding.value), finding


def _settled_by_law(fund: ContractFund, *, data: Data, by: Any) -> Finding:
    return surplus_of(fund)[1]


@action(
    ContractFund,
    label=_("结算"),
    moves={"open": "settled"},
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.SettleForm,
    law=_settled_by_law,
    cites=ROUTE,
    hint=_("到账减去按合同约定的支出就是结余，转入项目结余"),
)
def settle(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Draw up the accounts: what is left is the surplus, carried over in the books."""
    left, _finding = surplus_of(fund)
    fund.settled_on, fund.surplus = data["settled_on"], yuan_of(left)

    def finish() -> None:
        if left:
            mark = mark_of(fund)
            lines = [
                books.line(ledger.debit, "contract_income", mark, left),
                books.line(ledger.credit, SURPLUS, mark, left),
            ]
            ledger.post(fund, by=by, text=gettext("结转结余：%(title)s") % {"title": fund.title[:150]}, lines=lines)

    return finish


@action(
    ContractFund,
    label=_("重新结算"),
    moves={"settled": "open"},
    by=controller,
    who=CONTROLLER,
    form=NoteForm,
    cites=ROUTE,
    hint=_("还有到账、支出或者结算有误：退回进行中；据此定的奖励随之重算"),
)
def reopen(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Take the settlement back, because money moved after it or it was wrong."""
    fund.settled_on, fund.surplus = None, None

    def finish() -> None:
        income_changed(Change(fund, "contract_funds", [fund], by, data["note"]))
        mark = mark_of(fund)
        held = books.holds(SURPLUS, mark)
        if held > 0:
            lines = [
                books.line(ledger.debit, SURPLUS, mark, held),
                books.line(ledger.credit, "contract_income", mark, held),
            ]
            text = gettext("撤回结转：%(title)s") % {"title": fund.title[:150]}
            ledger.post(fund, by=by, text=text, lines=lines)

    return finish


def _goes_by_law(fund: ContractFund, *, data: Data, by: Any) -> Finding:
    parts = {f"contract_funds.{name}": fen_of(data[name] or Decimal(0)) for name in ("reward", "invested", "kept")}
    return ask(fund, "contract_funds_disposition", fund_facts(fund) | parts)


@action(
    ContractFund,
    label=_("安排结余"),
    moves={"settled": "closed"},
    by=controller,
    who=CONTROLLER,
    form=forms.DisposeForm,
    law=_goes_by_law,
    law_needs_data=True,
    cites=[GOES, *ROUTE],
    main=True,
    hint=_("结余可以奖励项目组成员、投入成果转化或者留存，三项合计等于结余"),
)
def dispose(fund: ContractFund, *, data: Data, by: Any) -> Callable[[], None]:
    """Decide where the surplus goes; what is for reward waits for a plan."""
    fund.reward, fund.invested, fund.kept = data["reward"], data["invested"], data["kept"]
    fund.disposed_on = clock.today()

    def finish() -> None:
        if fund.reward:
            income_obtained(Change(fund, "contract_funds", [fund], by))

    return finish


attach = attachment_for(ContractFund, bookkeeper | department)
keep_paper = paper_filing_for(ContractFund, bookkeeper)
determine = determination_for(ContractFund)
