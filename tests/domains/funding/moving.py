"""Money that moves, for the tests: sources, approved budgets, requests paid, spending and income, by the people of the office."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from django.db import connection, transaction

from kechuang.casework.ledger.models import Balance, Earmark
from kechuang.core import clock
from kechuang.core.money import fen_of
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest, FundSource, Income, Spending
from tests.casework.office import Office, act
from tests.domains.funding.funded import BUDGET, budgeted, line, staffed
from tests.domains.funding.funded import approved as approved_as_planned

REQUEST, SOURCE = "funding.fundrequest", "funding.fundsource"
_SERIAL = count(1)


def source(office: Office, mark: str = "kq", region: str = "330603", **changes: Any) -> FundSource:
    """Running costs the district's treasury pays, of fiscal money."""
    funder = changes.pop("funder", office.organisations[f"{mark}-finance_department"])
    data = {
        "title": "运行经费", "region": region, "use": "operating", "money": "fiscal", "level": "county", "funder": funder.pk,
        "agreed": True, "valid_from": dt.date(2020, 1, 1),
    } | changes  # fmt: skip
    done = act(f"{SOURCE}.register_source", None, data, office[f"{mark}-finance"])
    return FundSource.objects.get(pk=done.case.pk)


def approved(
    office: Office, platform: Any, lines: list[tuple[FundSource | None, str, str, int]], year: int = 0, mark: str = "kq"
) -> Budget:
    """A budget approved with these spending lines: (source, money, category, yuan), and income of as much for each source."""
    year = year or clock.today().year
    budget: Budget = budgeted(office, platform, year, mark, start="empty")
    income: dict[tuple[str, int | None], int] = {}
    for of, money, _category, yuan in lines:
        key = (money, of.pk if of else None)
        income[key] = income.get(key, 0) + yuan
    for (money, of_source), yuan in income.items():
        category = "fiscal" if money == "fiscal" else "earned"
        line(office, budget, category, "收入", str(yuan), mark, money=money, source=of_source or "")
    for position, (of, money, category, yuan) in enumerate(lines, 1):
        line(office, budget, category, f"第{position}项", str(yuan), mark, money=money, source=of.pk if of else "")
    approved_as_planned(office, budget, mark)
    return budget


def appropriated(office: Office, of: FundSource, yuan: int, mark: str = "kq", year: int = 0) -> None:
    """The treasury's money of a year for a source."""
    data = {"year": year or clock.today().year, "amount": str(yuan), "document": "财指〔2026〕1 号"}
    act(f"{SOURCE}.appropriate", of, data, office[f"{mark}-finance"])


def requested(office: Office, budget: Budget, yuan: Any, mark: str = "kq", of: FundSource | None = None) -> FundRequest:
    """A request under the budget's (one) earmark of a source."""
    under = budget.marks.get(source=of) if of is not None else budget.marks.exclude(source=None).first()
    data = {"mark": under.pk, "amount": str(yuan), "purpose": "一季度运行"}
    made: FundRequest = act(f"{REQUEST}.request_funds", None, data, office[f"{mark}-treasurer"]).case
    return made


def paid(office: Office, request: FundRequest, mark: str = "kq") -> FundRequest:
    """Checked, approved by the leader and paid by the treasurer."""
    act(f"{REQUEST}.check_request", request, {}, office[f"{mark}-st_department-clerk"])
    act(f"{REQUEST}.approve_request", request, {}, office[f"{mark}-finance_department-leader"])
    act(f"{REQUEST}.pay_request", request, {}, office[f"{mark}-finance"])
    request.refresh_from_db()
    return request


def funded(
    office: Office, yuan: int = 100_000, mark: str = "kq", region: str = "330603"
) -> tuple[Any, FundSource, Budget]:
    """A platform with an approved budget of research and equipment, half each, and its money in the bank."""
    platform = staffed(office, region, mark)
    of = source(office, mark, region)
    budget = approved(
        office, platform, [(of, "fiscal", "research", yuan // 2), (of, "fiscal", "equipment", yuan // 2)], mark=mark
    )
    appropriated(office, of, yuan, mark)
    paid(office, requested(office, budget, yuan, mark), mark)
    return platform, of, budget


def spending_data(line: BudgetLine, yuan: Any, **changes: Any) -> dict[str, Any]:
    """A spending of today on a line, off the list and for its purpose."""
    n = next(_SERIAL)
    return {
        "line": str(line.pk), "amount": str(yuan), "spent_on": clock.today().isoformat(), "purpose": "材料费",
        "payee": "某某材料公司", "voucher": f"FP{n:06d}", "meant": "on", "negative": "",
    } | changes  # fmt: skip


def spent(office: Office, line: BudgetLine, yuan: Any, mark: str = "kq", **changes: Any) -> Spending:
    """Money spent on a line."""
    act(f"{BUDGET}.record_spending", line.budget_id, spending_data(line, yuan, **changes), office[f"{mark}-treasurer"])
    return Spending.objects.filter(line=line, reverses=None).latest("pk")


def income_data(kind: str, yuan: Any, **changes: Any) -> dict[str, Any]:
    n = next(_SERIAL)
    return {
        "kind": kind, "received_on": clock.today().isoformat(), "amount": str(yuan), "payer": "某某公司",
        "reference": f"LS{n:08d}", "agreement": "协议 1 号",
    } | changes  # fmt: skip


def brought_in(office: Office, budget: Budget, kind: str, yuan: Any, mark: str = "kq", **changes: Any) -> Income:
    """Money brought in, of a kind."""
    act(f"{BUDGET}.record_income", budget, income_data(kind, yuan, **changes), office[f"{mark}-treasurer"])
    return Income.objects.filter(budget=budget, reverses=None).latest("pk")


def holds(earmark: Earmark, code: str) -> int:
    """Fen in an account under an earmark, by the account's own side."""
    row = Balance.objects.filter(earmark=earmark, account__code=code).select_related("account").first()
    if row is None:
        return 0
    return fen_of(row.amount) if row.account.by_debit else -fen_of(row.amount)


def written_now(rows: Any, **values: Any) -> None:
    """Write past the actions and let the database say at once what it would say at the commit."""
    with transaction.atomic():
        rows.update(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


__all__ = [
    "BUDGET",
    "REQUEST",
    "SOURCE",
    "appropriated",
    "approved",
    "brought_in",
    "funded",
    "holds",
    "income_data",
    "paid",
    "requested",
    "source",
    "spending_data",
    "spent",
    "staffed",
    "written_now",
]  # fmt: skip
