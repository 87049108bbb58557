"""A budget from its first line to the rest that the next one carries; what stands in its way on each step."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, connection, transaction

from kechuang.casework.ledger import queries
from kechuang.core import clock
from kechuang.domains.funding.facts.budgets import agreed_income, agreed_spending
from kechuang.domains.funding.models import BudgetEarmark, BudgetEdition, BudgetLine, FundRequest, FundSource
from tests.casework.office import Office, act
from tests.domains.funding.funded import (
    BUDGET,
    SUPPORT,
    approved,
    budgeted,
    line,
    planned,
    refused,
    source,
    staffed,
    supported,
)


def test_an_approved_budget_sets_its_money_aside_by_source(office: Office) -> None:
    platform = staffed(office)
    fiscal = source(office, agreed=False)
    budget = planned(office, platform, fiscal)
    assert budget.lines.count() == 6
    approved(office, budget)
    assert (budget.state, budget.edition) == ("approved", 1)
    marks = {mark.money: mark.earmark for mark in budget.marks.all()}
    assert {money: mark.amount for money, mark in marks.items()} == {
        "fiscal": Decimal("6000000.00"), "own": Decimal("800000.00"),
    }  # fmt: skip
    assert marks["fiscal"].project_id == budget.pk
    assert (marks["fiscal"].starts_on, marks["fiscal"].ends_on) == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert {one.approved == one.amount for one in budget.lines.all()} == {True}
    edition = budget.editions.get()
    assert (edition.income, edition.spending) == (Decimal("7000000.00"), Decimal("6800000.00"))


def test_spending_beyond_what_its_source_brings_is_told_before_it_is_submitted(office: Office) -> None:
    platform = staffed(office)
    fiscal = source(office, agreed=False)
    budget = budgeted(office, platform)
    assert "还没有支出" in refused(f"{BUDGET}.submit", budget, {}, office["kq-treasurer"]).reason
    line(office, budget, "fiscal", "补助", "100.00", source=fiscal.pk)
    line(office, budget, "earned", "收入", "900.00")
    line(office, budget, "staff", "薪酬", "100.01", source=fiscal.pk)
    told = refused(f"{BUDGET}.submit", budget, {}, office["kq-treasurer"])
    assert fiscal.title in told.reason
    assert "0.01" in told.reason
    line(office, budget, "staff", "薪酬", "100.00", source=fiscal.pk)
    assert budget.lines.count() == 3, "the same heading again replaces it"
    act(f"{BUDGET}.submit", budget, {}, office["kq-treasurer"])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"category": "fiscal", "title": "补助", "amount": "1", "money": "fiscal"}, "source"),
        ({"category": "staff", "title": "薪酬", "amount": "1"}, "money"),
        ({"category": "staff", "title": "薪酬", "amount": "0", "money": "own"}, "amount"),
        (
            {"category": "earned", "title": "收入", "amount": "1", "money": "own", "basic_research": True},
            "basic_research",
        ),
        ({"category": "carried", "title": "结转", "amount": "1", "money": "own"}, "category"),
    ],
)
def test_a_line_that_is_wrong_is_told_at_its_field(office: Office, data: dict[str, object], field: str) -> None:
    budget = budgeted(office, staffed(office))
    assert list(refused(f"{BUDGET}.set_line", budget, data, office["kq-treasurer"]).errors) == [field]


def test_support_of_the_agreement_is_carried_into_the_draft_and_never_exceeded(office: Office) -> None:
    platform = staffed(office)
    fiscal = source(office)
    programme = supported(office, platform)
    too_much = refused(
        f"{SUPPORT}.set_year", programme, {"year": 2027, "base": "2500000.51"}, office["kq-st_department-clerk"]
    )
    assert "2,500,000.50" in too_much.errors["base"][0]
    act(f"{SUPPORT}.put_in_force", programme, {}, office["kq-st_department-clerk"])
    budget = budgeted(office, platform)
    only = budget.lines.get()
    assert (budget.programme_id, only.amount, only.source_id) == (programme.pk, Decimal("2500000.50"), fiscal.pk)
    line(office, budget, "fiscal", "另一笔", "0.01", source=fiscal.pk)
    line(office, budget, "staff", "薪酬", "2500000.51", source=fiscal.pk)
    act(f"{BUDGET}.submit", budget, {}, office["kq-treasurer"])
    over = refused(f"{BUDGET}.check", budget, {}, office["kq-st_department-clerk"])
    assert "2,500,000.50" in over.reason
    assert "2,500,000.51" in over.reason


def test_a_change_is_another_edition_and_its_procedure_follows_from_what_changed(office: Office) -> None:
    platform = staffed(office)
    budget = planned(office, platform, source(office, agreed=False))
    approved(office, budget)
    lines = {one.category: one for one in budget.lines.all()}
    treasurer, treasury = office["kq-treasurer"], office["kq-finance"]

    def changed(**amounts: str) -> BudgetEdition:
        act(f"{BUDGET}.adjust", budget, {"note": "设备招标节余"}, treasurer)
        act(f"{BUDGET}.set_amounts", budget, {f"amount_{lines[k].pk}": v for k, v in amounts.items()}, treasurer)
        act(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, treasury)
        return budget.editions.latest("number")

    assert changed(equipment="1900000.01", staff="2600000.00").procedure == "across"
    assert changed(equipment="1800000.01").procedure == "total"
    assert [e.number for e in budget.editions.all()] == [1, 2, 3]
    assert budget.marks.get(money="fiscal").earmark.amount == Decimal("5900000.00")
    first = budget.editions.get(number=1)
    assert first.lines.get(line=lines["equipment"]).amount == Decimal("2000000.01"), "history stands"

    act(f"{BUDGET}.adjust", budget, {"note": "试算"}, treasurer)
    assert "没有改动" in refused(f"{BUDGET}.approve_adjustment", budget, {"note": "同意"}, treasury).reason
    line(office, budget, "other", "新项目", "5.00")
    act(f"{BUDGET}.set_amounts", budget, {f"amount_{lines['staff'].pk}": "1.00"}, treasurer)
    act(f"{BUDGET}.drop_adjustment", budget, {"note": "不改了"}, treasurer)
    assert not budget.lines.filter(title="新项目").exists()
    assert budget.lines.get(pk=lines["staff"].pk).amount == Decimal("2600000.00")


def test_the_database_keeps_what_was_approved(office: Office) -> None:
    platform = staffed(office)
    budget = planned(office, platform, source(office, agreed=False))
    approved(office, budget)
    staff = budget.lines.get(category="staff")
    mark = budget.marks.get(money="fiscal").earmark
    columns = "budget_id, procedure, document, approved_on, approved_by_id"
    again = f"SELECT {columns}, 'x', 2, 1, 0 FROM funding_budgetedition"
    for statement in (
        f"UPDATE funding_budgetline SET amount = 1 WHERE id = {staff.pk}",
        f"UPDATE funding_budgetline SET amount = 1, approved = 1 WHERE id = {staff.pk}",
        f"DELETE FROM funding_budgetline WHERE id = {staff.pk}",
        "UPDATE funding_budgetedition SET spending = 1",
        "DELETE FROM funding_editionline",
        f"INSERT INTO funding_budgetedition ({columns}, reason, number, income, spending) {again}",
        "INSERT INTO funding_editionline (edition_id, line_id, amount) SELECT edition_id, line_id + 0, 5 FROM funding_editionline",
        f"UPDATE ledger_earmark SET amount = amount + 1 WHERE id = {mark.pk}",
        f"DELETE FROM funding_budgetearmark WHERE earmark_id = {mark.pk}",
    ):
        assert said_to(statement).startswith(("funding_", "edition_line", "budget_edition")), statement


def said_to(statement: str) -> str:
    """What the database says to a statement that it must refuse."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except Error as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]  # psycopg's
    return ""


def test_what_is_left_of_a_year_comes_into_the_next_with_its_money(office: Office) -> None:
    from kechuang.casework.ledger import services as ledger

    platform = staffed(office)
    fiscal = source(office, agreed=False)
    with clock.moved_to(dt.date(2025, 11, 3)):
        budget = planned(office, platform, fiscal, year=2026)
        approved(office, budget)
    mark = budget.marks.get(money="fiscal").earmark
    with clock.moved_to(dt.date(2026, 6, 1)):
        step = budget.timeline.last()
        budget.step = step
        bank, income = ledger.account(platform.owner, "bank"), ledger.account(platform.owner, "fiscal_income")
        expense = ledger.account(platform.owner, "research_expense")
        by = office["kq-treasurer"]
        ledger.post(
            budget,
            by=by,
            text="拨款",
            lines=[ledger.debit(bank, mark, 500_000_000), ledger.credit(income, mark, 500_000_000)],
        )
        ledger.post(
            budget,
            by=by,
            text="支出",
            lines=[ledger.debit(expense, mark, 420_000_001), ledger.credit(bank, mark, 420_000_001)],
        )
        told = refused(f"{BUDGET}.close", budget, {}, office["kq-finance"])
        assert told.opens_on == dt.date(2027, 1, 1)
    with clock.moved_to(dt.date(2027, 1, 8)):
        act(f"{BUDGET}.close", budget, {}, office["kq-finance"])
        assert budget.marks.get(money="fiscal").rest == Decimal("799999.99")
        following = planned(office, platform, fiscal, year=2027)
        assert following.previous_id == budget.pk
        act(f"{BUDGET}.carry_over", following, {}, by)
        carried = following.lines.get(category="carried")
        assert (carried.amount, carried.carried_from.earmark_id) == (Decimal("799999.99"), mark.pk)
        assert "没有待结转" in refused(f"{BUDGET}.carry_over", following, {}, by).reason
        approved(office, following)
        new = following.marks.get(money="fiscal").earmark
        assert queries.use(new).received == 79_999_999
        assert queries.use(mark).received == 420_000_001
        mark.refresh_from_db()
        assert mark.closed_on == dt.date(2027, 1, 8)


def test_titles_of_lines_stand_once_approved(office: Office) -> None:
    budget = planned(office, staffed(office), source(office, agreed=False))
    approved(office, budget)
    act(f"{BUDGET}.adjust", budget, {"note": "试算"}, office["kq-treasurer"])
    row = BudgetLine.objects.filter(budget=budget)[0]
    row.title = "别的"
    with pytest.raises(Error), transaction.atomic():
        row.save()


def test_rests_and_awards_use_up_no_plan_of_the_year() -> None:
    """What the year's plan and the agreement's amount bind is the same money: what the year itself is given (s4.2.b)."""
    promised, city = FundSource(pk=1, agreed=True), FundSource(pk=2, agreed=False)
    rest, award = BudgetEarmark(pk=7), FundRequest(pk=8)

    def one(side: str, yuan: str, source: FundSource = promised, category: str = "fiscal", **more: Any) -> BudgetLine:
        return BudgetLine(side=side, amount=Decimal(yuan), source=source, money="fiscal", category=category, **more)

    lines = [
        one("income", "1000000.00"), one("income", "200000.01", category="carried", carried_from=rest),
        one("income", "500000.00", award=award), one("income", "300000.00", city), one("spending", "1700000.01", category="staff"),
        one("spending", "300000.00", city, category="research"),
    ]  # fmt: skip
    assert agreed_income(lines) == agreed_spending(lines) == Decimal("1000000.00")
    lines.append(one("spending", "0.01", category="staff"))
    assert agreed_spending(lines) == Decimal("1000000.01"), "a fen more is of this year's plan"
    assert agreed_spending(lines[:4]) == 0, "what is not planned to be spent takes nothing from the plan"
