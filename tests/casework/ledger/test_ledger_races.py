"""Thirty-two at once: the earmark is spent to its last fen and not past it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from kechuang.casework.ledger import checking, queries, services
from kechuang.casework.ledger.models import Earmark, Entry
from kechuang.casework.parties.models import Organisation
from kechuang.core.permissions import Refused
from tests.casework.ledger.books import Books, make_books
from tests.casework.office import make_office

THREADS = 32


@pytest.fixture
def books(transactional_db: None) -> Books:
    made = make_books(make_office())
    with transaction.atomic():
        made.receive(1_000_00)
    return made


def race(work: Callable[[int], None]) -> list[str]:
    """Run it in as many threads at the same moment; what each came to."""
    gate = threading.Barrier(THREADS)
    told: list[str] = []

    def one(n: int) -> None:
        try:
            gate.wait()
            with transaction.atomic():
                work(n)
            told.append("done")
        except Refused:
            told.append("refused")
        except IntegrityError as error:
            told.append(str(error).split("\n", maxsplit=1)[0])
        except OperationalError as error:
            told.append(f"failed: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_an_earmark_under_a_race_is_spent_exactly_to_its_limit(books: Books) -> None:
    told = race(lambda n: books.spend(7_00) and None)
    assert sorted(set(told)) == ["done", "refused"]
    assert told.count("done") == 14  # 14 times 7.00 is 98.00 of 100.00
    assert queries.use(books.fund).spent == 98_00
    assert checking.verify() == []


def test_plain_sql_under_a_race_meets_the_same_limit(books: Books) -> None:
    expense, bank = books.account("research_expense").pk, books.account("bank").pk

    def work(n: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                'INSERT INTO ledger_entry (number, organisation_id, "on", text, case_id, step_id, reason, by_id, at, transaction) '
                "VALUES (%s, %s, '2026-11-01', 'x', %s, %s, '', %s, now(), 0) RETURNING id",
                [f"R-{n}", books.unit.pk, books.case.pk, books.case.step.pk, books.by.pk],
            )
            (pk,) = cursor.fetchone()
            cursor.execute(
                "INSERT INTO ledger_posting (entry_id, account_id, earmark_id, amount) VALUES (%s, %s, %s, 7), (%s, %s, %s, -7)",
                [pk, expense, books.fund.pk, pk, bank, books.fund.pk],
            )

    told = race(work)
    assert told.count("done") == 14
    assert all("earmark" in words for words in told if words != "done"), set(told)
    assert queries.use(books.fund).spent == 98_00
    assert checking.verify() == []


def test_two_earmarks_from_both_ends_do_not_lock_each_other_out(books: Books) -> None:
    other = services.open_earmark(books.unit, source="own", purpose="另", starts_on=dt.date(2020, 1, 1))
    with transaction.atomic():
        books.receive(1_000_00, other)
    bank = books.account("bank")

    def work(n: int) -> None:
        one, two = (books.fund, other) if n % 2 else (other, books.fund)
        services.post(
            books.case, by=books.by, text="对转",
            lines=[services.debit(bank, one, 1), services.credit(bank, two, 1)],
        )  # fmt: skip

    assert race(work) == ["done"] * THREADS
    assert checking.verify() == []


def test_one_entry_is_reversed_once_however_many_try(books: Books) -> None:
    with transaction.atomic():
        entry = books.spend(10_00)
    told = race(lambda n: services.reverse(entry, reason="改", by=books.by, case=books.case) and None)
    assert told.count("done") == 1
    assert Entry.objects.filter(reverses=entry).count() == 1
    assert queries.use(books.fund).spent == 0


def test_closing_and_lowering_wait_for_those_who_post(books: Books) -> None:
    """Whoever comes first, the books that are closed hold nothing later than their closing, and no earmark is overspent."""
    unit = Organisation.objects.get(pk=books.unit.pk)

    def work(n: int) -> None:
        if n == 7:
            services.close_books(unit, dt.date(2026, 11, 1), by=books.by)
        elif n == 20:
            services.change_earmark(Earmark.objects.get(pk=books.fund.pk), fen=30_00)
        else:
            books.spend(3_00, on=dt.date(2026, 11, 1))

    told = race(work)
    assert not any(words.startswith("failed") for words in told), set(told)
    assert checking.verify() == []
    use = queries.use(Earmark.objects.get(pk=books.fund.pk))
    assert use.amount is not None
    assert use.spent <= use.amount
