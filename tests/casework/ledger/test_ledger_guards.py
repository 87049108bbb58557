"""What PostgreSQL refuses of money, by plain SQL, whoever writes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from kechuang.casework.ledger import checking, services
from kechuang.casework.ledger.models import Closing, Posting
from tests.casework.ledger.books import Books
from tests.casework.office import registered

ENTRY = (
    'INSERT INTO ledger_entry (number, organisation_id, "on", text, case_id, step_id, reverses_id, reason, by_id, at, transaction) '
    "VALUES (%s, %s, %s, 'x', %s, %s, %s, %s, %s, now(), 0) RETURNING id"
)
POSTING = "INSERT INTO ledger_posting (entry_id, account_id, earmark_id, amount) VALUES (%s, %s, %s, %s)"


def entry(books: Books, number: str = "X-1", reverses: int | None = None, on: dt.date | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            ENTRY,
            [number, books.unit.pk, on or dt.date(2026, 11, 1), books.case.pk, books.case.step.pk, reverses,
             "mistake" if reverses else "", books.by.pk],
        )  # fmt: skip
        return int(cursor.fetchone()[0])


def posting(books: Books, to: int, code: str, yuan: str) -> None:
    run(POSTING, to, books.account(code).pk, books.fund.pk, yuan)


def run(sql: str, *args: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, args)


def commit() -> None:
    """What the commit does: every deferred constraint is tested."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


def refused(name: str) -> pytest.RaisesContext[IntegrityError]:
    return pytest.raises(IntegrityError, match=name)


def test_an_unbalanced_entry_is_refused_at_commit(books: Books) -> None:
    with refused("out of balance by 0.01"), transaction.atomic():
        one = entry(books)
        posting(books, one, "bank", "10.00")
        posting(books, one, "fiscal_income", "-9.99")
        commit()


def test_an_entry_without_postings_is_refused_at_commit(books: Books) -> None:
    with refused("no two postings"), transaction.atomic():
        entry(books)
        commit()


def test_nothing_is_added_to_an_entry_of_another_transaction_even_in_balance(books: Books) -> None:
    one = entry(books)
    posting(books, one, "bank", "10.00")
    posting(books, one, "fiscal_income", "-10.00")
    commit()
    run("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_append_only")  # as if it had been written before
    run("UPDATE ledger_entry SET transaction = transaction - 1 WHERE id = %s", one)
    commit()
    run("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_append_only")
    with refused("nothing is added"), transaction.atomic():
        posting(books, one, "bank", "1.00")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_posting SET amount = amount * 2",
        "DELETE FROM ledger_posting",
        "UPDATE ledger_entry SET text = 'y'",
        'UPDATE ledger_entry SET "on" = "on" - 1',
        "DELETE FROM ledger_entry",
        "UPDATE ledger_posting SET account_id = account_id",
    ],
)
def test_what_is_posted_is_never_changed_or_deleted(books: Books, sql: str) -> None:
    books.receive(10_00)
    commit()
    with refused("append-only"), transaction.atomic():
        run(sql)


@pytest.mark.parametrize("table", ["entry", "posting", "balance", "earmark", "account", "payment"])
def test_the_ledger_is_not_emptied(books: Books, table: str) -> None:
    commit()
    run("SET kechuang.flush = off")
    with refused("not emptied"), transaction.atomic():
        run(f"TRUNCATE ledger_{table} CASCADE")
    run("SET kechuang.flush = on")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_balance SET amount = amount + 1",
        "UPDATE ledger_earmarkuse SET spent = 0",
        "DELETE FROM ledger_monthbalance",
        "INSERT INTO ledger_balance (account_id, earmark_id, amount) SELECT min(id), 1, 1 FROM ledger_account",
    ],
)
def test_totals_are_kept_by_the_postings_alone(books: Books, sql: str) -> None:
    books.receive(10_00)
    with refused("kept by the postings"), transaction.atomic():
        run(sql)


def test_spending_past_an_earmark_is_refused_at_commit(books: Books) -> None:
    other = services.open_earmark(books.unit, source="own", purpose="其他", starts_on=dt.date(2020, 1, 1))
    books.receive(500_00)
    with refused("allows 100.00, spent would be 100.01"), transaction.atomic():
        one = entry(books)
        posting(books, one, "research_expense", "100.01")
        posting(books, one, "bank", "-100.01")
        commit()
    with refused("spent would be 0.01"), transaction.atomic():  # only as much as came in
        one = entry(books)
        run(POSTING, one, books.account("research_expense").pk, other.pk, "0.01")
        run(POSTING, one, books.account("payable").pk, other.pk, "-0.01")
        commit()
    with refused("is spent already"), transaction.atomic():
        books.spend(60_00)
        run("UPDATE ledger_earmark SET amount = 59.99 WHERE id = %s", books.fund.pk)


def test_money_that_is_not_there_is_not_paid_out(books: Books) -> None:
    books.receive(10_00)
    with refused("bank would hold -10.00"), transaction.atomic():
        one = entry(books)
        posting(books, one, "research_expense", "20.00")
        posting(books, one, "bank", "-20.00")
        commit()
    with refused("payable would hold -1.00"), transaction.atomic():  # more paid than owed
        one = entry(books)
        posting(books, one, "payable", "1.00")
        posting(books, one, "bank", "-1.00")
        commit()


def test_closed_accounts_earmarks_and_books_take_nothing(books: Books) -> None:
    run("UPDATE ledger_account SET opened_on = '2026-01-01', closed_on = '2026-11-02' WHERE code = 'research_expense'")
    with refused("research_expense is closed"), transaction.atomic():
        posting(books, entry(books), "research_expense", "1.00")
    run("UPDATE ledger_earmark SET closed_on = '2026-11-02'")
    with refused("is closed since"), transaction.atomic():
        posting(books, entry(books), "bank", "1.00")
    Closing.objects.create(organisation=books.unit, until=dt.date(2026, 11, 1), by=books.by)
    with refused("books are closed"), transaction.atomic():
        entry(books)
    with refused("append-only"), transaction.atomic():
        run("DELETE FROM ledger_closing")


def test_an_account_that_holds_money_is_not_closed_and_none_changes_its_kind(books: Books) -> None:
    books.receive(10_00)
    with refused("still holds money"), transaction.atomic():
        run("UPDATE ledger_account SET closed_on = '2027-01-01' WHERE code = 'bank'")
    with refused("never change"), transaction.atomic():
        run("UPDATE ledger_account SET kind = 'asset' WHERE code = 'research_expense'")
    with refused("never change"), transaction.atomic():
        run("UPDATE ledger_earmark SET source = 'own'")
    with refused("closed, not deleted"), transaction.atomic():
        run("DELETE FROM ledger_earmark")


def test_spending_outside_the_time_of_an_earmark_is_refused(books: Books) -> None:
    run("UPDATE ledger_earmark SET ends_on = '2026-10-31'")
    with refused("is for 2020-01-01 to 2026-10-31"), transaction.atomic():
        posting(books, entry(books), "research_expense", "1.00")


def test_postings_stay_in_the_books_of_their_organisation(books: Books) -> None:
    other = services.account(books.office.organisations["kq-firm"], "bank")
    with refused("books of another organisation"), transaction.atomic():
        run(POSTING, entry(books), other.pk, books.fund.pk, "1.00")


def test_an_entry_names_a_step_of_its_own_case(books: Books) -> None:
    other = registered(books.office, title="另一家").timeline.get()
    with refused("step of another case"), transaction.atomic():
        run(ENTRY, "X-9", books.unit.pk, "2026-11-01", books.case.pk, other.pk, None, "", books.by.pk)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("bank", "-10.00"), ("fiscal_income", "10.00")], ""),
        ([("bank", "-9.00"), ("fiscal_income", "9.00")], "not the exact opposite"),
        ([("bank", "-10.00"), ("other_income", "10.00")], "not the exact opposite"),
        (
            [("bank", "-10.00"), ("fiscal_income", "10.00"), ("bank", "1.00"), ("bank", "-1.00")],
            "not the exact opposite",
        ),
        ([("bank", "-4.00"), ("bank", "-6.00"), ("fiscal_income", "10.00")], "not the exact opposite"),
    ],
)
def test_a_reversal_is_the_exact_opposite(books: Books, lines: list[tuple[str, str]], words: str) -> None:
    original = books.receive(10_00, on=dt.date(2026, 10, 1))

    def write() -> None:
        with transaction.atomic():
            one = entry(books, reverses=original.pk)
            for code, yuan in lines:
                posting(books, one, code, yuan)
            commit()

    if words:
        with refused(words):
            write()
    else:
        write()
        assert checking.verify() == []


def test_one_entry_is_reversed_once_and_no_reversal_is_reversed(books: Books) -> None:
    original = books.receive(10_00, on=dt.date(2026, 10, 1))
    back = services.reverse(original, reason="金额有误", by=books.by, case=books.case)
    with pytest.raises(IntegrityError, match="reverses_id"), transaction.atomic():
        entry(books, reverses=original.pk, on=dt.date(2999, 1, 1))
    with refused("is not reversed again"), transaction.atomic():
        entry(books, reverses=back.pk, on=dt.date(2999, 1, 1))
    with refused("of a later day"), transaction.atomic():
        entry(books, reverses=books.receive(1_00).pk, on=dt.date(2026, 1, 1))


def test_verify_names_what_was_altered_behind_the_triggers(books: Books) -> None:
    books.receive(10_00)
    books.spend(4_00)
    commit()
    assert checking.verify() == []
    run("SET session_replication_role = replica")
    run("UPDATE ledger_posting SET amount = 5 WHERE amount = 4")
    run("UPDATE ledger_earmarkuse SET received = 11")
    run("SET session_replication_role = DEFAULT")
    wrong = checking.verify()
    assert any(line.startswith("entry out of balance: PZ-") for line in wrong)
    assert any("4.00 kept, 5.00 derived" in line for line in wrong)
    assert any(line.startswith("month differs") for line in wrong)
    assert "NOT WHOLE" in checking.in_a_line(dt.date(2026, 11, 21))
    assert Posting.objects.count() == 4
