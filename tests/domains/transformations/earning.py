"""Money of deals for tests: receipts, costs, stakes, profits and funds, through the actions, by the people of the unit."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from kechuang.casework.ledger.models import Earmark
from kechuang.casework.ledger.queries import use
from kechuang.core import clock
from kechuang.domains.transformations.books import holds
from kechuang.domains.transformations.models import (
    ContractFund,
    Cost,
    EquityStake,
    FundExpense,
    Receipt,
    YearProfit,
)
from tests.casework.office import Office, act
from tests.domains.transformations.dealing import DEAL, unit_of

FUND = "transformations.contractfund"
_SERIAL = count(1)


def receipt_data(amount: Any, on: dt.date | str | None = None, **changes: Any) -> dict[str, Any]:
    """A receipt from the firm. Changes: term=pk, taxes=, appraisal=, evidence= ..."""
    day = on or clock.today()
    data = {
        "received_on": day if isinstance(day, str) else day.isoformat(),
        "amount": str(amount),
        "payer": "柯城企业",
        "reference": f"LS{next(_SERIAL):08d}",
    } | changes
    if {"taxes", "appraisal", "agency", "travel", "other_cost"} & set(data):
        data.setdefault("evidence", "发票 1")
    return data


def received(office: Office, deal: Any, amount: Any, on: dt.date | str | None = None, **changes: Any) -> Receipt:
    """Record a receipt (yuan) on a day (today); by=manager of technology."""
    act(f"{DEAL}.record_receipt", deal, receipt_data(amount, on, **changes), office["manager"])
    return Receipt.objects.filter(case_id=deal.pk, reverses=None).latest("position")


def cost(office: Office, deal: Any, kind: str, amount: Any, on: dt.date | str | None = None, **changes: Any) -> Cost:
    """Record a cost or tax (yuan); fiscal="on" for fiscal research money, receipt=pk for one of a receipt."""
    day = on or clock.today()
    data = {
        "kind": kind, "amount": str(amount), "spent_on": day if isinstance(day, str) else day.isoformat(),
        "evidence": "发票 2",
    } | changes  # fmt: skip
    act(f"{DEAL}.record_cost", deal, data, office["manager"])
    return Cost.objects.filter(transformation=deal, reverses=None).latest("pk")


def reversed_(office: Office, receipt: Receipt, reason: str = "登错了") -> Receipt:
    """Reverse a receipt; the row as it now stands."""
    act(f"{DEAL}.reverse_receipt", receipt.case_id, {"receipt": receipt.pk, "reason": reason}, office["head"])
    receipt.refresh_from_db()
    return receipt


def uncosted(office: Office, row: Cost, reason: str = "登错了") -> Cost:
    """Reverse a cost; the row as it now stands."""
    act(f"{DEAL}.reverse_cost", row.transformation_id, {"cost": row.pk, "reason": reason}, office["head"])
    row.refresh_from_db()
    return row


def books(deal: Any) -> dict[str, int]:
    """Fen in each account of the deal's earmark, and what came in and was spent."""
    mark = Earmark.objects.get(project_id=deal.pk)
    codes = (
        "bank", "receivable", "payable", "tax_payable", "transformation_income", "transformation_cost", "tax_expense",
    )  # fmt: skip
    under = use(mark)
    return {code: holds(code, mark) for code in codes} | {"received": under.received, "spent": under.spent}


# -- stakes and profits ---------------------------------------------------------------------------------------------


def stake_data(on: dt.date | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "company_name": "新材料科技有限公司", "share": "40%", "value": "4000000",
        "registered_on": (on or clock.today()).isoformat(), "evidence": "变更登记通知书 1 号",
    } | changes  # fmt: skip


def registered_stake(office: Office, deal: Any, on: dt.date | None = None, **changes: Any) -> EquityStake:
    """Register the stake of an equity deal: 40% of a company, put in at 4,000,000."""
    act(f"{DEAL}.register_equity", deal, stake_data(on, **changes), office["manager"])
    return EquityStake.objects.get(transformation_id=deal.pk)


def profit(office: Office, deal: Any, year: int, amount: Any, **changes: Any) -> YearProfit:
    """Record the operating profit of a year; production since 2023-05-01."""
    data = {
        "year": str(year), "profit": str(amount), "production_on": "2023-05-01", "evidence": "审计报告 1", "reason": "",
    } | changes  # fmt: skip
    act(f"{DEAL}.record_profit", deal, data, office["manager"])
    return YearProfit.objects.filter(transformation_id=deal.pk, year=year).latest("pk")


# -- contract funds -------------------------------------------------------------------------------------------------


def fund_data(office: Office, **changes: Any) -> dict[str, Any]:
    return {
        "title": "染整工艺开发", "owner": unit_of(office).pk, "contract_kind": "development", "origin": "commissioned_work",
        "client": office.organisations["kc-firm"].pk, "amount": "500000", "contract_on": "2025-04-01",
    } | changes  # fmt: skip


def opened_fund(office: Office, **changes: Any) -> ContractFund:
    """The funds of a development contract of 500,000 from the firm."""
    data = fund_data(office, **changes)
    made: ContractFund = act(f"{FUND}.open_fund", None, data, office["manager"]).case
    return made


def fund_received(office: Office, fund: Any, amount: Any, on: str = "2025-05-01", **changes: Any) -> Receipt:
    act(f"{FUND}.fund_receipt", fund, receipt_data(amount, on, **changes), office["manager"])
    return Receipt.objects.filter(case_id=fund.pk, reverses=None).latest("position")


def fund_spent(office: Office, fund: Any, amount: Any, on: str = "2025-06-01") -> FundExpense:
    data = {"purpose": "材料费", "amount": str(amount), "spent_on": on, "evidence": "发票 3"}
    act(f"{FUND}.fund_expense", fund, data, office["manager"])
    return FundExpense.objects.filter(fund_id=fund.pk, reverses=None).latest("pk")


def settled_fund(office: Office, came: Any = 500_000, went: Any = 300_000, **changes: Any) -> ContractFund:
    """Funds received, spent and settled: a surplus of 200,000."""
    fund = opened_fund(office, **changes)
    fund_received(office, fund, came)
    if went:
        fund_spent(office, fund, went)
    made: ContractFund = act(f"{FUND}.settle", fund, {"settled_on": "2025-12-01"}, office["manager"]).case
    return made


def disposed_fund(office: Office, reward: Any, invested: Any, kept: Any, **changes: Any) -> ContractFund:
    """Settled funds whose surplus is disposed of."""
    fund = settled_fund(office, **changes)
    data = {"reward": str(reward), "invested": str(invested), "kept": str(kept), "note": "管理办法第八条"}
    made: ContractFund = act(f"{FUND}.dispose", fund, data, office["head"]).case
    return made
