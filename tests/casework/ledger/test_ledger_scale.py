"""Many postings: statements and balances read an index or a total, never the whole table."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from kechuang.casework.ledger import checking, queries, services
from kechuang.casework.ledger.models import Entry
from kechuang.casework.ledger.statements import statement
from tests.casework.ledger.books import Books

MANY = int(os.environ.get("KECHUANG_LEDGER_ROWS", "200000"))
"""Postings in all; half of them in one account. With a million: KECHUANG_LEDGER_ROWS=1000000."""


@pytest.fixture
def full(books: Books) -> Books:
    """Entries of a cent, ten years of them, written as a restore writes them; totals from the same rows."""
    bank, income = books.account("bank").pk, books.account("fiscal_income").pk
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            'INSERT INTO ledger_entry (number, organisation_id, "on", text, case_id, step_id, reason, by_id, at, transaction) '
            "SELECT 'M-' || n, %s, date '2020-01-01' + n %% 2500, '到账', %s, %s, '', %s, now(), 0 FROM generate_series(1, %s) n",
            [books.unit.pk, books.case.pk, books.case.step.pk, books.by.pk, MANY // 2],
        )
        cursor.execute(
            'INSERT INTO ledger_posting (entry_id, account_id, earmark_id, amount, "on") '
            'SELECT e.id, a.id, %s, a.amount, e."on" FROM ledger_entry e, (VALUES (%s::bigint, 0.01), (%s, -0.01)) a (id, amount)',
            [books.fund.pk, bank, income],
        )
        cursor.execute(
            "INSERT INTO ledger_balance (account_id, earmark_id, amount) "
            "SELECT account_id, earmark_id, sum(amount) FROM ledger_posting GROUP BY 1, 2"
        )
        cursor.execute(
            "INSERT INTO ledger_monthbalance (account_id, earmark_id, month, debit, credit) "
            "SELECT account_id, earmark_id, date_trunc('month', \"on\"), coalesce(sum(amount) FILTER (WHERE amount > 0), 0), "
            "coalesce(-sum(amount) FILTER (WHERE amount < 0), 0) FROM ledger_posting GROUP BY 1, 2, 3"
        )
        cursor.execute("UPDATE ledger_earmarkuse SET received = %s", [MANY // 2 / 100])
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ANALYZE ledger_posting, ledger_entry, ledger_balance, ledger_monthbalance")
    return books


def took(work: Callable[[], Any]) -> float:
    """The middle one of five, in milliseconds."""
    times = []
    for _n in range(5):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return sorted(times)[2]


@pytest.mark.slow
def test_pages_of_a_full_ledger_are_quick_and_read_by_index(full: Books) -> None:
    bank = full.account("bank")
    year = (dt.date(2026, 1, 1), dt.date(2026, 6, 30))
    assert checking.verify() == []
    assert queries.balance(bank) == MANY // 2
    told = statement(bank, *year)
    last = told.rows()[-1].posting
    measured = {
        "balance": took(lambda: queries.balance(bank)),
        "balance of a day": took(lambda: queries.balance(bank, dt.date(2024, 2, 17))),
        "statement": took(lambda: statement(bank, *year).rows()),
        "next page": took(lambda: statement(bank, *year).rows(after=(last.on or year[0], last.pk))),
        "earmark": took(lambda: statement(full.fund, *year).rows()),
        "entries": took(lambda: list(Entry.objects.visible_to(full.by).order_by("-on", "-pk")[:50])),
        "post": took(lambda: full.receive(1)),
    }
    print({name: round(ms, 1) for name, ms in measured.items()})
    assert max(measured.values()) < 150, measured
    plans = {
        "rows": told._postings()[:100].explain(),
        "entries": Entry.objects.visible_to(full.by).order_by("-on", "-pk")[:50].explain(),
    }
    for name, plan in plans.items():
        assert "Seq Scan on ledger_posting" not in plan, (name, plan)
        assert "Seq Scan on ledger_entry" not in plan, (name, plan)
    assert services.account(full.unit, "bank") == bank
