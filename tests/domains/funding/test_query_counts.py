"""Lists, pages, panels and forms of funding ask the database as often for thirty rows as for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.domains.funding.models import Budget, BudgetLine
from tests.casework.office import Office, act
from tests.domains.funding.funded import BUDGET, line, source, staffed
from tests.domains.funding.moving import appropriated, approved, brought_in, paid, requested, spent
from tests.domains.funding.test_inspections import INSPECTION, planned_data
from tests.domains.funding.test_matching import ratio

MANY = 30


def asked(client: Client, path: str) -> int:
    """Queries of a page when it is opened the second time."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path)
    assert answer.status_code == 200, path
    return len(caught)


def of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def grown(office: Office, budget: Budget, spending: BudgetLine) -> None:
    """Thirty lines in another edition, thirty vouchers, incomes, requests that were paid, ratios and inspections."""
    act(f"{BUDGET}.adjust", budget, {"note": "细化"}, office["kq-treasurer"])
    for n in range(MANY):
        line(office, budget, "research", f"细项{n}", "10.00", source=spending.source_id)
    act(f"{BUDGET}.set_amounts", budget, {f"amount_{spending.pk}": "40000.00"}, office["kq-treasurer"])
    act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, office["kq-finance"])
    for n in range(MANY):
        spent(office, spending, f"{n + 1}.00")
        brought_in(office, budget, "donation", f"{n + 1}.00")


@pytest.fixture
def running(office: Office) -> Any:
    """A budget in its second edition, with one of everything."""
    platform = staffed(office)
    fiscal = source(office)
    budget = approved(
        office, platform, [(fiscal, "fiscal", "research", 50_000), (fiscal, "fiscal", "equipment", 50_000)]
    )
    appropriated(office, fiscal, 100_000)
    paid(office, requested(office, budget, 60_000))
    request = requested(office, budget, 1)
    research = budget.lines.get(category="research", side="spending")
    act(f"{BUDGET}.adjust", budget, {"note": "调整"}, office["kq-treasurer"])
    line(office, budget, "research", "第一个细项", "10.00", source=fiscal.pk)
    act(f"{BUDGET}.set_amounts", budget, {f"amount_{research.pk}": "49000.00"}, office["kq-treasurer"])
    act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, office["kq-finance"])
    spent(office, research, "5.00")
    brought_in(office, budget, "donation", "5.00")
    ratio(office, "own_funds", "50%", valid_to="2020-12-31")
    act(f"{INSPECTION}.plan_inspection", None, planned_data(platform), office["kq-st_department-clerk"])
    return budget, research, request


def test_thirty_of_everything_cost_as_much_as_one(office: Office, running: Any) -> None:
    budget, research, request = running
    treasurer, bureau = of(office["kq-treasurer"]), of(office["kq-st_department-clerk"])
    pages = [
        (treasurer, f"/case/{budget.number}/"), (treasurer, f"/case/{request.number}/"),
        (bureau, f"/case/{request.source.number}/"), (bureau, f"/case/{budget.platform.number}/"),
        (treasurer, f"/budgets/trace/{budget.number}/"), (treasurer, "/budgets/overview/"), (treasurer, "/budgets/projection/"),
        (treasurer, f"/case/{budget.number}/record_spending/"),
        (bureau, "/fund-requests/"), (bureau, "/matching-ratios/"), (bureau, "/inspections/"),
    ]  # fmt: skip
    few = {path: asked(client, path) for client, path in pages}
    grown(office, budget, research)
    for n in range(MANY - 1):
        requested(office, budget, n + 1)
        ratio(office, "own_funds", "50%", since=f"{1980 + n}-01-01", valid_to=f"{1980 + n}-12-31")
        subject = ("progress", "acceptance", "performance")[n % 3]
        act(
            f"{INSPECTION}.plan_inspection", None, planned_data(budget.platform, subject=subject, repeats="例行"),
            office["kq-st_department-clerk"],
        )  # fmt: skip
    many = {path: asked(client, path) for client, path in pages}
    # A case page tells what its latest steps changed: fewer rows have to be named once the first step is among the earlier.
    assert {path: n for path, n in many.items() if n > few[path]} == {}
