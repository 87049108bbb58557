"""A unit's books to test with: accounts, an earmark of a hundred yuan, and a case whose step money comes from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kechuang.casework.ledger import services
from kechuang.casework.ledger.models import Account, Earmark, Entry
from kechuang.casework.parties.models import Role
from kechuang.core import clock
from tests.casework.office import Office, registered


@dataclass
class Books:
    """`fund` is an earmark with the limit given; everything in fen."""

    office: Office
    case: Any
    by: Any
    fund: Earmark

    @property
    def unit(self) -> Any:
        return self.fund.organisation

    def account(self, code: str) -> Account:
        return services.account(self.unit, code)

    def receive(self, fen: int, mark: Earmark | None = None, on: dt.date | None = None) -> Entry:
        mark = mark or self.fund
        return services.post(
            self.case, by=self.by, text="到账", on=on,
            lines=[services.debit(self.account("bank"), mark, fen), services.credit(self.account("fiscal_income"), mark, fen)],
        )  # fmt: skip

    def spend(self, fen: int, mark: Earmark | None = None, on: dt.date | None = None) -> Entry:
        mark = mark or self.fund
        return services.post(
            self.case, by=self.by, text="支出", on=on,
            lines=[services.debit(self.account("research_expense"), mark, fen), services.credit(self.account("bank"), mark, fen)],
        )  # fmt: skip


def make_books(office: Office, limit: int | None = 100_00) -> Books:
    case = registered(office)
    case.step = case.timeline.first()
    by = office.user("cashier", case.owner, Role.FINANCE)
    fund = services.open_earmark(
        case.owner, source="fiscal", purpose="仪器购置", project=case, fen=limit, starts_on=dt.date(2020, 1, 1),
        funder=office.organisations["kq-finance_department"],
    )  # fmt: skip
    for code in ("bank", "fiscal_income", "research_expense"):
        services.account(case.owner, code)
    return Books(office, case, by, fund)


def today() -> dt.date:
    return clock.today()
