"""An award that was paid is brought into a budget once, set aside, and spent with vouchers like any other money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kechuang.casework.cases.models import TimelineEntry
from kechuang.casework.inbox.models import Todo
from kechuang.casework.ledger.checking import verify
from kechuang.casework.ledger.queries import use
from kechuang.domains.evaluation.models import Effect
from kechuang.domains.funding.models import Budget, BudgetLine, FundRequest
from kechuang.domains.funding.queries.requests import may_ask
from kechuang.domains.funding.queries.trace import ways
from tests.casework.office import Office, act
from tests.domains.evaluation.results import fact, published
from tests.domains.funding.funded import BUDGET, budgeted, line, refused, staffed
from tests.domains.funding.moving import REQUEST, appropriated, approved, requested, source, spent
from tests.domains.platforms.test_binjiang import binjiang

__all__ = ["binjiang"]


@pytest.fixture
def awarded(binjiang: Office) -> Any:
    """A platform of Binjiang with an approved budget of the year, and its award paid."""
    platform = staffed(binjiang, "330108", "bj", platform_class="innovation_service")
    if "bj-finance_department-leader" not in binjiang.users:
        binjiang.user("bj-finance_department-leader", binjiang.organisations["bj-finance_department"], "leader")
    fact(platform, "unit.iur_platform")
    running = source(binjiang, "bj", "330108")
    prize = source(binjiang, "bj", "330108", use="incentive", title="评价奖励资金", agreed=False)
    budget = approved(binjiang, platform, [(running, "fiscal", "research", 100_000)], mark="bj")
    published(binjiang, {platform: "excellent"}, mark="bj")
    request = FundRequest.objects.get(request_kind="award")
    assert request.source == prize
    act(f"{REQUEST}.approve_request", request, {}, binjiang["bj-finance_department-leader"])
    appropriated(binjiang, prize, int(request.amount), "bj", request.year)
    act(f"{REQUEST}.pay_request", request, {}, binjiang["bj-finance"])
    request.refresh_from_db()
    return budget, prize, request


def adjusted(office: Office, budget: Budget, prize: Any, amount: str) -> BudgetLine:
    """The budget of the year adjusted: the award comes in, something is planned of it."""
    act(f"{BUDGET}.adjust", budget, {"note": "列入奖励"}, office["bj-treasurer"])
    act(f"{BUDGET}.bring_award", budget, {}, office["bj-treasurer"])
    line(office, budget, "equipment", "奖励购置设备", amount, "bj", source=prize.pk)
    act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, office["bj-finance"])
    budget.refresh_from_db()
    return BudgetLine.objects.get(budget=budget, title="奖励购置设备")


def test_an_award_is_set_aside_and_spent_by_an_adjustment(binjiang: Office, awarded: Any) -> None:
    budget, prize, request = awarded
    todo = Todo.objects.get(case_id=request.pk, name="plan_award")
    assert (todo.organisation, todo.closed_at) == (request.owner, None)
    page = Client()
    page.force_login(binjiang["bj-treasurer"])
    assert f"/case/{budget.number}/adjust/" in page.get(f"/case/{request.number}/").content.decode()
    own = request.earmark
    assert own is not None
    planned = adjusted(binjiang, budget, prize, "600000.00")
    request.refresh_from_db()
    own.refresh_from_db()
    mark = budget.marks.get(source=prize)
    assert use(own).received == 0
    assert own.closed_on is not None
    assert (use(mark.earmark).received, mark.earmark.amount) == (int(request.amount * 100), Decimal("600000.00"))
    spent(binjiang, planned, "123456.78", "bj")
    assert use(mark.earmark).left == 60_000_000 - 12_345_678
    assert all(way.whole for way in ways(budget)), "each fen is accounted for"
    assert request.number in page.get(f"/budgets/trace/{budget.number}/").content.decode()
    assert budget.number in page.get(f"/case/{request.number}/").content.decode()
    assert Todo.objects.get(pk=todo.pk).closed_at is not None
    assert list(verify()) == []


def test_an_award_is_never_brought_in_or_asked_for_twice(binjiang: Office, awarded: Any) -> None:
    budget, prize, request = awarded
    adjusted(binjiang, budget, prize, "600000.00")
    assert may_ask(budget.marks.get(source=prize)) == 0, "the treasury has paid it"
    data = {"mark": budget.marks.get(source=prize).pk, "amount": "1.00", "purpose": "再要一次"}
    assert "amount" in refused(f"{REQUEST}.request_funds", None, data, binjiang["bj-treasurer"]).errors
    again = refused(f"{REQUEST}.reverse_payment", request, {"note": "退回"}, binjiang["bj-finance"])
    assert budget.number in again.reason
    act(f"{BUDGET}.adjust", budget, {"note": "再列一次"}, binjiang["bj-treasurer"])
    assert "只列入一次" in refused(f"{BUDGET}.bring_award", budget, {}, binjiang["bj-treasurer"]).reason
    income = BudgetLine.objects.get(award=request)
    other = budget.lines.get(title="奖励购置设备")
    data = {f"amount_{income.pk}": "1.00", f"amount_{other.pk}": "1.00"}
    act(f"{BUDGET}.set_amounts", budget, data, binjiang["bj-treasurer"])
    income.refresh_from_db()
    assert income.amount == request.amount, "what came is not typed"
    with pytest.raises(IntegrityError, match="award"), transaction.atomic():
        BudgetLine.objects.filter(pk=income.pk).update(amount=1)
    with pytest.raises(IntegrityError, match="planned already"), transaction.atomic():
        FundRequest.objects.filter(pk=request.pk).update(
            paid_on=None, paid_by=None, paid_entry=None, received_entry=None, brought_by=None
        )


def test_a_draft_given_up_leaves_the_award_to_the_next(binjiang: Office, awarded: Any) -> None:
    budget, prize, request = awarded
    draft = budgeted(binjiang, budget.platform, budget.year + 1, "bj", start="empty")
    act(f"{BUDGET}.bring_award", draft, {}, binjiang["bj-treasurer"])
    assert draft.number in refused(f"{REQUEST}.reverse_payment", request, {"note": "x"}, binjiang["bj-finance"]).reason
    act(f"{BUDGET}.withdraw", draft, {"note": "重编"}, binjiang["bj-treasurer"])
    draft = budgeted(binjiang, budget.platform, budget.year + 1, "bj", start="empty")
    act(f"{BUDGET}.bring_award", draft, {}, binjiang["bj-treasurer"])
    assert draft.lines.get(award=request).source == prize
    assert Effect.objects.get(kind="award").done_on is not None


def test_an_award_is_given_under_the_clause_that_gives_it(binjiang: Office, awarded: Any) -> None:
    """s4.5 gives the award; s3.2, which supports by agreement, is cited of requests under a budget alone."""
    budget, _prize, request = awarded
    steps = TimelineEntry.objects.filter(case=request.pk, action__in=("approve_request", "pay_request"))
    assert [entry.cites for entry in steps] == [["binjiang-2023:s4.5.d"]] * 2
    other = requested(binjiang, budget, 1000, "bj", budget.lines.get(title="第1项").source)
    act(f"{REQUEST}.check_request", other, {}, binjiang["bj-st_department-clerk"])
    entry = TimelineEntry.objects.get(case=other.pk, action="check_request")
    assert "binjiang-2023:s3.2.a" in entry.cites
    assert not any(place.startswith("binjiang-2023:s4.5") for place in entry.cites)
