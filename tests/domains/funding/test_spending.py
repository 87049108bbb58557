"""Money spent under an approved budget and money brought in: within the line, the earmark, off the negative list."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.casework.ledger.checking import verify
from kechuang.casework.ledger.queries import use
from kechuang.core.permissions import Ground, Refused
from kechuang.domains.funding.models import BudgetLine, Income, NegativeListItem, Spending
from kechuang.domains.funding.queries.moving import left_on
from tests.casework.office import Office, act
from tests.domains.funding.funded import refused
from tests.domains.funding.moving import (
    BUDGET,
    brought_in,
    funded,
    holds,
    income_data,
    spending_data,
    spent,
    written_now,
)


def test_a_voucher_is_booked_on_its_line_and_under_its_earmark(office: Office) -> None:
    _platform, _of, budget = funded(office)
    line = budget.lines.get(category="equipment")
    row = spent(office, line, "1234.56")
    mark = budget.marks.get().earmark
    assert row.earmark == mark
    assert (holds(mark, "purchase_expense"), use(mark).spent, left_on(line)) == (123_456, 123_456, 4_876_544)
    act(f"{BUDGET}.reverse_spending", budget, {"spending": row.pk, "reason": "登错"}, office["kq-manager"])
    row.refresh_from_db()
    assert not row.standing
    assert (use(mark).spent, left_on(line)) == (0, 5_000_000)


def test_no_more_is_spent_on_a_line_than_was_approved_for_it(office: Office) -> None:
    """The earmark would still have money: the line has not."""
    _platform, _of, budget = funded(office)
    line = budget.lines.get(category="research")
    data = spending_data(line, "50000.01")
    refusal = refused(f"{BUDGET}.record_spending", budget, data, office["kq-treasurer"])
    assert "50,000.00" in refusal.errors["amount"][0]
    spent(office, line, 50_000)
    with pytest.raises(IntegrityError, match="approved"):
        written_now(BudgetLine.objects.filter(pk=line.pk), approved=49_999)


def test_a_spending_belongs_to_the_budget_of_its_year(office: Office) -> None:
    _platform, _of, budget = funded(office)
    data = spending_data(budget.lines.get(category="research"), 10, spent_on="1999-12-31")
    refusal = refused(f"{BUDGET}.record_spending", budget, data, office["kq-treasurer"])
    assert str(budget.year) in refusal.errors["spent_on"][0]


def test_amounts_are_read_as_people_type_them(office: Office) -> None:
    """Signs, commas, full-width digits; nothing else is guessed."""
    _platform, _of, budget = funded(office)
    line = budget.lines.get(category="research")
    for typed, booked in (("¥1,000.5", "1000.50"), ("１，０００．５", "1000.50"), ("￥２００", "200.00")):
        assert str(spent(office, line, typed).amount) == booked
    for typed in ("-5", "1.005", "2万元", "NaN", "1e400"):
        assert (
            "amount"
            in refused(f"{BUDGET}.record_spending", budget, spending_data(line, typed), office["kq-treasurer"]).errors
        )


def test_nothing_that_was_booked_is_edited_or_taken_away(office: Office) -> None:
    _platform, _of, budget = funded(office)
    row = spent(office, budget.lines.get(category="research"), 10)
    for change in (
        lambda: Spending.objects.filter(pk=row.pk).update(amount=1),
        lambda: Spending.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_a_voucher_is_not_booked_twice_unless_it_is_said_to_be_split(office: Office) -> None:
    _platform, _of, budget = funded(office)
    research, equipment = budget.lines.get(category="research"), budget.lines.get(category="equipment")
    spent(office, research, 10, voucher="FP1")
    again = refused(
        f"{BUDGET}.record_spending", budget, spending_data(equipment, 5, voucher="FP 1"), office["kq-treasurer"]
    )
    assert budget.number in again.errors["voucher"][0]
    assert spent(office, equipment, 5, voucher="FP1", part_of="设备部分").amount == 5


@pytest.mark.parametrize(("region", "mark"), [("330802", "kc"), ("330603", "kq")])
def test_what_is_on_the_negative_list_is_refused_with_its_item(office: Office, region: str, mark: str) -> None:
    """By Quzhou's article 26 where it governs; elsewhere by the list of the funds themselves."""
    _platform, of, budget = funded(office, mark=mark, region=region)
    type(of).objects.filter(pk=of.pk).update(lump_sum=True)
    item = NegativeListItem.objects.create(
        source=of, code="3", text="罚款、捐赠、赞助", document="财教〔2025〕9 号", valid_from=dt.date(2025, 1, 1)
    )
    line = budget.lines.get(category="research")
    unlooked = refused(f"{BUDGET}.record_spending", budget, spending_data(line, 5), office[f"{mark}-treasurer"])
    assert "negative" in unlooked.errors
    data = spending_data(line, 5, negative=str(item.pk))
    refusal = refused(f"{BUDGET}.record_spending", budget, data, office[f"{mark}-treasurer"])
    assert refusal.ground is Ground.LAW
    if mark == "kc":
        assert "quzhou-2024:art26.p2" in [str(c) for c in refusal.cites]
    else:
        assert "罚款" in refusal.reason
    row = spent(office, line, 5, mark, negative="clear")
    assert row.negative_list == "财教〔2025〕9 号"


def test_income_is_recorded_once_and_may_be_spent_where_it_was_planned(office: Office) -> None:
    _platform, _of, budget = funded(office)
    row = brought_in(office, budget, "donation", 300, reference="LS 9")
    data = income_data("service", 300, reference="LS9")
    assert (
        budget.number in refused(f"{BUDGET}.record_income", budget, data, office["kq-treasurer"]).errors["reference"][0]
    )
    assert use(row.earmark).received == 30_000
    data = income_data("research_funds", 5, agreement="")
    assert "agreement" in refused(f"{BUDGET}.record_income", budget, data, office["kq-treasurer"]).errors
    act(f"{BUDGET}.reverse_income", budget, {"income": row.pk, "reason": "登错"}, office["kq-manager"])
    assert use(row.earmark).received == 0
    assert Income.objects.filter(standing=True).count() == 0


STEPS = st.lists(
    st.tuples(st.sampled_from(["spend", "reverse", "income", "back"]), st.integers(0, 1), st.integers(1, 6_000_000)),
    max_size=12,
)


@pytest.fixture
def running(office: Office) -> Any:
    """A budget with its money in the bank, which each history starts from."""
    return funded(office)[2]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=STEPS)
def test_any_history_keeps_budget_and_earmark(
    office: Office, running: Any, history: list[tuple[str, int, int]]
) -> None:
    """Whatever is tried in whatever order: no line, earmark or account below nothing or above what is allowed."""
    budget = running
    with transaction.atomic():
        lines = list(budget.lines.filter(side="spending").order_by("position"))
        for what, which, fen in history:
            _tried(office, budget, what, lines[which], f"{fen // 100}.{fen % 100:02d}")
        mark = budget.marks.get().earmark
        for line in lines:
            assert 0 <= left_on(line) <= 5_000_000
        assert use(mark).spent == sum(5_000_000 - left_on(line) for line in lines) <= 10_000_000
        assert holds(mark, "bank") == 10_000_000 - use(mark).spent >= 0
        assert list(verify()) == []
        transaction.set_rollback(True)


def _tried(office: Office, budget: Any, what: str, line: BudgetLine, yuan: str) -> None:
    """One step, or its refusal."""
    standing: Any = {
        "reverse": Spending.objects.filter(line=line, standing=True).first(),
        "back": Income.objects.filter(budget=budget, standing=True).first(),
    }
    try:
        with transaction.atomic():
            if what == "spend":
                spent(office, line, yuan)
            elif what == "income":
                brought_in(office, budget, "donation", yuan)
            elif what == "reverse" and standing[what] is not None:
                data = {"spending": standing[what].pk, "reason": "登错"}
                act(f"{BUDGET}.reverse_spending", budget, data, office["kq-treasurer"])
            elif what == "back" and standing[what] is not None:
                data = {"income": standing[what].pk, "reason": "登错"}
                act(f"{BUDGET}.reverse_income", budget, data, office["kq-treasurer"])
    except Refused:
        pass
