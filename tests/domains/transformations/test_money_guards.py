"""What PostgreSQL refuses of receipts, costs, findings, profits and funds, whoever writes by SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import Error, connection, transaction

from kechuang.core import clock
from kechuang.domains.transformations.models import (
    ContractFund,
    Cost,
    FundExpense,
    IncomeFinding,
    Receipt,
    Transformation,
    YearProfit,
)
from tests.casework.office import Office
from tests.domains.transformations.dealing import performing
from tests.domains.transformations.earning import cost, fund_spent, opened_fund, profit, received, settled_fund
from tests.domains.transformations.earning import fund_received as arrived

TABLES = {
    "receipt": ("received_on = '2020-01-01'", "amount = 5", "reference = 'x'", "standing = false", "income = 1"),
    "cost": ("amount = 5", "kind = 'agency'", "fiscal = true", "standing = false"),
    "incomefinding": ("income = 5", "part = 5", "facts = '{}'"),
    "fundexpense": ("amount = 5", "standing = false"),
    "yearprofit": ("profit = 5", "year = 2030"),
}


@contextmanager
def refused(constraint: str = "") -> Iterator[None]:
    """What is written inside is refused by the database at commit at the latest; the constraint that says so."""
    with pytest.raises(Error) as caught, transaction.atomic():  # noqa: PT012  the check is the commit
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    if constraint:
        assert getattr(caught.value.__cause__.diag, "constraint_name", "") == constraint  # type: ignore[union-attr]


def sql(text: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


@pytest.fixture
def rows(office: Office) -> dict[str, Any]:
    """One row of every table."""
    deal = performing(office)
    fund = opened_fund(office)
    arrived(office, fund, 1_000)
    return {
        "deal": deal, "fund": fund, "cost": cost(office, deal, "agency", 10), "receipt": received(office, deal, 1_000),
        "fundexpense": fund_spent(office, fund, 5),
        "yearprofit": profit(office, performing(office, "self_implementation"), 2024, 7),
    }  # fmt: skip


def test_nothing_is_edited_or_taken_away(rows: dict[str, Any]) -> None:
    for table, changes in TABLES.items():
        for change in changes:
            with refused("transformations_append_only"):
                sql(f"UPDATE transformations_{table} SET {change}")
        with refused("transformations_append_only"):
            sql(f"DELETE FROM transformations_{table}")


def again(row: Any, **changed: Any) -> Any:
    """A copy of a row, unsaved."""
    same = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    same |= {"id": None, "entry_id": None, "income": None} | changed
    return type(row)(**{n: v for n, v in same.items() if n in {f.attname for f in row._meta.concrete_fields}})


def test_a_reversal_is_the_exact_opposite_of_a_row_that_stands(rows: dict[str, Any]) -> None:
    receipt, paid, spent = rows["receipt"], rows["cost"], rows["fundexpense"]
    fine = {"standing": False, "reason": "错"}
    for row, more in ((receipt, {"position": 9}), (paid, {}), (spent, {})):
        opposite = {**fine, **more, "amount": -row.amount, "reverses_id": row.pk}
        for wrong in ({"amount": -row.amount - 1}, {"reason": ""}, {"standing": True}, {"amount": row.amount}):
            with refused():
                again(row, **(opposite | wrong)).save()
        again(row, **opposite).save()
        row.refresh_from_db()
        assert not row.standing
        with refused():
            again(row, **(opposite | ({"position": 10} if more else {}))).save()
    with refused("transformations_reversal"):
        other = Receipt.objects.get(kind="contract")
        again(other, **fine, position=9, amount=-other.amount, reverses_id=other.pk, reference="anders").save()


def test_one_reference_one_route(rows: dict[str, Any]) -> None:
    receipt = rows["receipt"]
    with refused("receipt_reference_one_route"):
        again(receipt, position=9).save()
    with refused("receipt_reference_one_route"):
        again(receipt, position=9, kind="contract", transformation_id=None, case_id=rows["fund"].pk).save()
    with refused("receipt_one_route"):
        again(receipt, position=9, reference="neu", kind="contract").save()
    with refused("receipt_one_route"):
        again(receipt, position=9, reference="neu", transformation_id=None).save()


def test_a_receipt_is_of_the_unit_of_its_case(office: Office, rows: dict[str, Any]) -> None:
    with refused("transformations_own_unit"):
        again(rows["receipt"], position=9, reference="neu", unit_id=office.organisations["kc-firm"].pk).save()


def test_net_income_comes_from_findings_alone_and_never_exceeds_what_arrived(rows: dict[str, Any]) -> None:
    receipt = rows["receipt"]
    with refused("transformations_income_found"):
        again(receipt, position=9, reference="neu", income=5).save()
    finding = IncomeFinding.objects.get(receipt=receipt)
    with refused("transformations_income_within"):
        again(finding, position=2, income=receipt.amount + 1).save()
    with refused("income_finding_not_negative"):
        again(finding, position=2, income=-1).save()
    IncomeFinding(receipt=receipt, position=2, income=5, part=5, found_on=clock.today()).save()
    receipt.refresh_from_db()
    assert receipt.income == 5


def test_costs_keep_their_sort(office: Office, rows: dict[str, Any]) -> None:
    row = rows["cost"]
    with refused("cost_fiscal_is_research"):
        again(row, fiscal=True).save()
    with refused("cost_research_is_of_the_whole"):
        again(row, kind="research", receipt_id=rows["receipt"].pk).save()
    other = performing(office)
    with refused("transformations_cost_of_deal"):
        again(row, transformation_id=other.pk, receipt_id=rows["receipt"].pk).save()


def test_a_profit_replaces_one_of_its_year(rows: dict[str, Any]) -> None:
    row = rows["yearprofit"]
    with refused("profit_first_of_a_year"):
        again(row).save()
    with refused("transformations_profit_replaced"):
        again(row, replaces_id=row.pk, year=2025).save()
    with refused("profit_not_before_production"):
        again(row, year=2022).save()
    again(row, replaces_id=row.pk).save()
    with refused():
        again(row, replaces_id=row.pk).save()
    assert YearProfit.objects.count() == 2


def test_a_surplus_goes_somewhere_whole(office: Office) -> None:
    fund = settled_fund(office)
    day = clock.today()
    with refused("fund_surplus_goes_somewhere"):
        ContractFund.objects.filter(pk=fund.pk).update(reward=1, invested=1, kept=1, disposed_on=day)
    with refused("fund_settled_with_surplus"):
        ContractFund.objects.filter(pk=fund.pk).update(surplus=None)
    with refused("fund_surplus_goes_somewhere"):
        ContractFund.objects.filter(pk=fund.pk).update(reward=-1, invested=1, kept=fund.surplus, disposed_on=day)


def test_models_have_rows_to_guard(rows: dict[str, Any]) -> None:
    """The guards above are tried on rows that are there."""
    models = (Receipt, Cost, IncomeFinding, FundExpense, YearProfit, Transformation)
    assert all(model._default_manager.exists() for model in models)
