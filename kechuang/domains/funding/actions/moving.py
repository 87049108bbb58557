"""Writers of what a platform spends under its approved budget and what it brings in itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.documents import services as documents
from kechuang.casework.ledger import services as ledger
from kechuang.casework.ledger.models import Earmark
from kechuang.core.money import fen_of
from kechuang.core.permissions import Refusal
from kechuang.domains.funding.actions.payers import BOOKKEEPER, CONTROLLER, bookkeeper, controller
from kechuang.domains.funding.facts.spending import spending_findings
from kechuang.domains.funding.forms import moving as forms
from kechuang.domains.funding.models import Budget, BudgetLine, Income, Spending
from kechuang.domains.funding.queries.moving import MONEY, income_earmark, mark_of
from kechuang.domains.transformations.books import day_open
from kechuang.law import Finding

Data = Mapping[str, Any]
RUNNING = ("approved", "adjusting")
LUMP_SUM, EARMARK, BINDING = "quzhou-2024:art26.p2", "keqiao-2025-draft:s3.2.a", "binjiang-2023:s5.4"
MATCHED = "keqiao-2025-draft:s4.6.c"
EXPENSES = {
    BudgetLine.Category.EQUIPMENT: "purchase_expense", BudgetLine.Category.RESEARCH: "research_expense",
    BudgetLine.Category.TRANSFORMATION: "transformation_cost",
}  # fmt: skip
"""The expense account of a heading; other_expense for the rest."""
INCOMES = {
    Income.Kind.RESEARCH_FUNDS: "programme_income", Income.Kind.COMPANY_INVESTMENT: "fund_balance",
    Income.Kind.OWN_FUNDS: "fund_balance", Income.Kind.SERVICE: "service_income",
}  # fmt: skip
"""The account an income is booked to; other_income for the rest. Investment and own funds are no income."""


def _spendable(budget: Budget, *, data: Data, by: Any) -> Iterable[Finding | Refusal]:
    return spending_findings(budget, data)


@action(
    Budget,
    label=_("登记支出"),
    stays=RUNNING,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.SpendingForm,
    law=_spendable,
    law_needs_data=True,
    cites=[LUMP_SUM, EARMARK, BINDING],
    hint=_("按批准的预算项目列支，核对负面清单和用途；超过项目批准数或者专款到账的不能支出"),
)
def record_spending(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Book money spent on a line, under the earmark of its kind of money."""

    def finish() -> None:
        line: BudgetLine = data["line"]
        mark = mark_of(line)
        assert mark is not None, "an approved line of spending has money set aside"
        upload = data["file"]
        kept = None
        if upload is not None:
            name = documents.plain_name(f"{data['voucher']} {upload.name}")
            kept = documents.keep(budget.pk, name, upload.read(), by=by, kind=gettext("支出凭证"))
        book(budget, line, mark.earmark, data, by, kept)

    return finish


def book(case: Any, line: BudgetLine | None, mark: Earmark, data: Data, by: Any, kept: Any = None) -> Spending:
    """A spending and its entry."""
    fen = fen_of(data["amount"])
    code = EXPENSES.get(BudgetLine.Category(line.category), "other_expense") if line is not None else "other_expense"
    lines = [
        ledger.debit(ledger.account(case.owner_id, code), mark, fen),
        ledger.credit(ledger.account(case.owner_id, "bank"), mark, fen),
    ]
    text = f"{data['purpose']}：{data['payee']}，{data['voucher']}"[:200]
    entry = ledger.post(case, by=by, text=text, lines=lines, on=day_open(mark, data["spent_on"]))
    made = Spending(
        case_id=case.pk, unit_id=case.owner_id, line=line, earmark=mark, spent_on=data["spent_on"], purpose=data["purpose"],
        payee=data["payee"], amount=data["amount"], voucher=data["voucher"], part_of=data["part_of"].strip(),
        negative_list=data.get("list_document", ""), document=kept, entry=entry,
    )  # fmt: skip
    made.save()
    return made


def opposite(row: Any, entry: Any, reason: str) -> None:
    """The exact opposite of a row that stands."""
    values = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.attname not in ("id", "amount", "entry_id", "reverses_id", "reason", "standing", "document_id")
    }
    type(row)(**values, amount=-row.amount, entry=entry, reverses=row, reason=reason.strip(), standing=False).save()


@action(
    Budget,
    label=_("冲销支出"),
    stays=RUNNING,
    by=controller,
    who=CONTROLLER,
    form=forms.ReverseSpendingForm,
    cites=EARMARK,
    hint=_("登错的支出不改，记相反的一笔，写明理由"),
)
def reverse_spending(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back a spending that was booked wrongly."""

    def finish() -> None:
        row: Spending = data["spending"]
        opposite(row, ledger.reverse(row.entry, reason=data["reason"], by=by, case=budget), data["reason"])

    return finish


@action(
    Budget,
    label=_("补凭证文件"),
    stays=(*RUNNING, "closed"),
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.VoucherForm,
    hint=_("给已登记的支出补发票、合同等文件；补上后不能换"),
)
def attach_voucher(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Keep the file of a voucher with its spending."""

    def finish() -> None:
        row: Spending = data["spending"]
        name = documents.plain_name(f"{row.voucher} {data['file'].name}")
        row.document = documents.keep(budget.pk, name, data["file"].read(), by=by, kind=gettext("支出凭证"))
        row.save(update_fields=("document",))

    return finish


@action(
    Budget,
    label=_("登记自筹和引入资金"),
    stays=RUNNING,
    by=bookkeeper,
    who=BOOKKEEPER,
    form=forms.IncomeForm,
    cites=MATCHED,
    hint=_("自己的收入、捐赠、联合资金和引入的科研经费、企业投资、自行注资；同一笔流水只登记一次"),
)
def record_income(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Book money the platform brought in, under the earmark of its kind of money."""

    def finish() -> None:
        kind, fen = Income.Kind(data["kind"]), fen_of(data["amount"])
        mark = income_earmark(budget, MONEY[kind]) or ledger.open_earmark(
            budget.owner_id, source=MONEY[kind], purpose=f"{budget.title} {MONEY[kind].label}"[:200], project=budget,
            starts_on=min(data["received_on"], budget.opened_on),
        )  # fmt: skip
        lines = [
            ledger.debit(ledger.account(budget.owner_id, "bank"), mark, fen),
            ledger.credit(ledger.account(budget.owner_id, INCOMES.get(kind, "other_income")), mark, fen),
        ]
        text = gettext("到账：%(payer)s，流水 %(reference)s") % {
            "payer": data["payer"][:120],
            "reference": data["reference"],
        }
        entry = ledger.post(budget, by=by, text=text, lines=lines, on=day_open(mark, data["received_on"]))
        Income(
            budget=budget, unit_id=budget.owner_id, kind=kind, earmark=mark, received_on=data["received_on"],
            payer=data["payer"], amount=data["amount"], reference=data["reference"], agreement=data["agreement"].strip(),
            entry=entry,
        ).save()  # fmt: skip

    return finish


@action(
    Budget,
    label=_("冲销收入"),
    stays=RUNNING,
    by=controller,
    who=CONTROLLER,
    form=forms.ReverseIncomeForm,
    hint=_("登错的收入不改，记相反的一笔；已经花掉的，先冲销支出"),
)
def reverse_income(budget: Budget, *, data: Data, by: Any) -> Callable[[], None]:
    """Take back an income that was booked wrongly."""

    def finish() -> None:
        row: Income = data["income"]
        opposite(row, ledger.reverse(row.entry, reason=data["reason"], by=by, case=budget), data["reason"])

    return finish
