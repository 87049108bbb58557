"""Money of deals for tests: receipts, costs, stakes, profits and funds, through the actions, by the people of the unit."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

from kechuang.casework.ledger.models import Earmark
from kechuang.casework.ledger.queries import use
from kechuang.core import clock
from kechuang.domains.transformations.books import holds
from kechuang.domains.transformations.models import Cost, Receipt
from tests.casework.office import Office, act
from tests.domains.transformations.dealing import DEAL

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
