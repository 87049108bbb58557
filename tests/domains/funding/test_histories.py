"""Whatever is planned, changed and given up in whatever order: what is set aside is what was approved, source by source."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kechuang.casework.ledger.checking import verify
from kechuang.core.permissions import Refused
from kechuang.domains.funding.queries.lines import by_source, lines_of
from tests.casework.office import Office, act
from tests.domains.funding.funded import BUDGET, approved, planned, source, staffed

STEPS = st.lists(
    st.tuples(st.sampled_from(["change", "approve", "drop"]), st.integers(0, 5), st.integers(0, 700_000_000)),
    min_size=2,
    max_size=8,
)


@pytest.fixture
def running(office: Office) -> Any:
    """An approved budget that each history starts from."""
    budget = planned(office, staffed(office), source(office, agreed=False))
    approved(office, budget)
    return budget


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=STEPS)
def test_any_history_keeps_editions_and_earmarks(
    office: Office, running: Any, history: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        pks = [one.pk for one in lines_of(running)]
        for what, which, fen in history:
            _tried(office, running, what, pks[which % len(pks)], Decimal(fen) / 100)
        running.refresh_from_db()
        marks = {(m.money, m.source_id): m.earmark.amount for m in running.marks.select_related("earmark")}
        for key, sums in by_source(lines_of(running)).items():
            assert marks.get(key, Decimal(0)) == sums.approved_spending <= sums.approved_income
        assert [e.number for e in running.editions.all()] == list(range(1, running.edition + 1))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert list(verify()) == []
        transaction.set_rollback(True)


def _tried(office: Office, budget: Any, what: str, line: int, amount: Decimal) -> None:
    """One step, or its refusal."""
    steps: dict[str, list[tuple[str, dict[str, Any], str]]] = {
        "change": [
            ("adjust", {"note": "变动"}, "kq-treasurer"), ("set_amounts", {f"amount_{line}": str(amount)}, "kq-treasurer"),
        ],
        "approve": [("approve_adjustment", {"note": "同意"}, "kq-finance")],
        "drop": [("drop_adjustment", {"note": "不改"}, "kq-treasurer")],
    }  # fmt: skip
    for name, data, who in steps[what]:
        try:
            with transaction.atomic():
                act(f"{BUDGET}.{name}", budget, data, office[who])
        except Refused:
            continue
