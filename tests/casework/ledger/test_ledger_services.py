"""Posting, reversing, balances and statements; refusals in words before the database says no."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from kechuang.casework.ledger import checking, payments, queries, services
from kechuang.casework.ledger.models import Account, BankAccount, Earmark, Entry, Handing, Payment
from kechuang.casework.ledger.models.reading import may_read
from kechuang.casework.ledger.statements import statement
from kechuang.casework.parties.models import Organisation, Person, Role
from kechuang.core.money import fen_of, yuan_of
from kechuang.core.permissions import Ground, Refused
from tests.casework.ledger.books import Books


def test_money_in_and_out(books: Books) -> None:
    one = books.receive(80_00)
    books.spend(30_00)
    assert one.case_id == books.case.pk
    assert one.step_id == books.case.step.pk
    assert queries.balance(books.account("bank")) == 50_00
    assert queries.balance(books.account("fiscal_income")) == 80_00
    assert queries.balance(books.account("research_expense")) == 30_00
    assert queries.balance(books.fund) == 70_00
    assert queries.use(books.fund) == queries.Use(100_00, 80_00, 30_00)
    assert checking.verify() == []


def test_balances_of_any_day_come_from_months_and_days(books: Books) -> None:
    days = [
        dt.date(2025, 11, 30),
        dt.date(2025, 12, 1),
        dt.date(2025, 12, 31),
        dt.date(2026, 1, 1),
        dt.date(2026, 2, 15),
    ]
    for n, day in enumerate(days, 1):
        books.receive(n * 10_00, on=day)
    bank = books.account("bank")
    told = {day: queries.balance(bank, day) for day in days}
    assert list(told.values()) == [10_00, 30_00, 60_00, 100_00, 150_00]
    assert queries.balance(bank, dt.date(2025, 11, 29)) == 0
    assert queries.use(books.fund, dt.date(2025, 12, 31)).received == 60_00


@pytest.mark.parametrize(
    ("fen", "words"), [(100_01, "可用 100.00 元，这一笔以后支出会到 100.01 元"), (90_00, "差 10.00 元")]
)
def test_what_the_earmark_or_the_bank_does_not_hold_is_refused_in_words(books: Books, fen: int, words: str) -> None:
    books.receive(80_00)
    with pytest.raises(Refused, match=words) as caught:
        books.spend(fen)
    assert caught.value.refusal.ground is Ground.LAW
    assert queries.balance(books.account("bank")) == 80_00
    assert Entry.objects.count() == 1


def test_a_reversal_gives_back_and_stands_once(books: Books) -> None:
    books.receive(80_00)
    out = books.spend(80_00)
    back = services.reverse(out, reason="付错项目", by=books.by, case=books.case)
    assert queries.use(books.fund).spent == 0
    assert (back.reverses, back.text) == (out, "冲销：支出")
    for entry in (out, back):
        with pytest.raises(Refused, match="不能再冲销"):
            services.reverse(entry, reason="再来", by=books.by, case=books.case)
    with pytest.raises(ValueError, match="needs a reason"):
        services.reverse(books.receive(1_00), reason=" ", by=books.by, case=books.case)
    assert checking.verify() == []


def test_drafts_that_are_no_entries(books: Books) -> None:
    bank, income = books.account("bank"), books.account("fiscal_income")
    other = services.account(books.office.organisations["kq-firm"], "bank")
    for lines, words in (
        ([services.debit(bank, books.fund, 5), services.credit(income, books.fund, 4)], "out of balance by 1 fen"),
        ([services.debit(bank, books.fund, 5)], "two lines"),
        ([services.debit(other, books.fund, 5), services.credit(income, books.fund, 5)], "more than one organisation"),
    ):
        with pytest.raises(ValueError, match=words):
            services.post(books.case, by=books.by, text="x", lines=lines)
    with pytest.raises(ValueError, match="no amount"):
        services.debit(bank, books.fund, 0)
    books.case.step = None
    with pytest.raises(ValueError, match="only in what an action leaves"):
        books.receive(1)


def test_closed_things_are_told_in_words(books: Books) -> None:
    books.receive(10_00)
    with pytest.raises(Refused, match="还有余额"):
        services.close_account(books.account("bank"))
    services.close_books(books.unit, dt.date(2026, 6, 30), by=books.by)
    with pytest.raises(Refused, match="账已结到 2026-06-30"):
        books.receive(1_00, on=dt.date(2026, 6, 30))
    with pytest.raises(Refused, match="今天以前"):
        services.close_books(books.unit, dt.date(2999, 1, 1), by=books.by)
    services.close_account(books.account("research_expense"))
    with pytest.raises(Refused, match="科目“科研支出”已停用"):
        books.spend(1_00)
    services.close_earmark(books.fund)
    with pytest.raises(Refused, match="已结账"):
        books.receive(1_00)


def test_an_earmark_is_not_lowered_below_what_is_spent(books: Books) -> None:
    books.receive(50_00)
    books.spend(50_00)
    with pytest.raises(Refused, match=r"可用 49\.99 元"):
        services.change_earmark(books.fund, fen=49_99)
    assert services.change_earmark(books.fund, fen=50_00, ends_on=dt.date(2026, 1, 1)).amount == 50
    with pytest.raises(Refused, match="使用期是 2020-01-01 至 2026-01-01"):
        books.spend(1)


def test_a_statement_runs_from_its_opening_to_its_closing(books: Books) -> None:
    for month, fen in ((1, 10_00), (2, 20_00), (3, 30_00), (4, 40_00)):
        books.receive(fen, on=dt.date(2026, month, 10))
    books.spend(5_00, on=dt.date(2026, 3, 10))
    bank = books.account("bank")
    told = statement(bank, dt.date(2026, 2, 1), dt.date(2026, 3, 31))
    assert (told.opening, told.debit, told.credit, told.closing) == (10_00, 50_00, 5_00, 55_00)
    rows = told.rows()
    assert [(r.debit, r.credit, r.balance) for r in rows] == [(20_00, 0, 30_00), (30_00, 0, 60_00), (0, 5_00, 55_00)]
    for n in (1, 2):
        place = rows[n - 1].posting
        assert told.rows(after=(place.on, place.pk)) == rows[n:]
    assert list(told.stream()) == rows
    income = statement(books.account("fiscal_income"), dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert (income.opening, income.closing, income.rows()[0].balance) == (0, 100_00, 10_00)
    mark = statement(books.fund, dt.date(2026, 3, 10), dt.date(2026, 4, 9))
    assert (mark.opening, mark.closing, len(mark.rows())) == (30_00, 55_00, 2)
    searched = statement(bank, dt.date(2026, 1, 1), dt.date(2026, 12, 31), text="支出")
    assert [(r.credit, r.balance) for r in searched.rows()] == [(5_00, None)]
    assert (searched.debit, searched.credit) == (0, 5_00)
    with pytest.raises(ValueError, match="is after"):
        statement(bank, dt.date(2026, 2, 1), dt.date(2026, 1, 1))


def payees(books: Books, *fen: int) -> list[services.Payee]:
    found = []
    for n, amount in enumerate(fen):
        person = Person.objects.create(name=f"人{n}")
        to = services.bank_account(
            holder=f"=人{n}", bank="农行柯桥支行", number=f"6228 4800 0000 000{n}", person=person
        )
        found.append(services.Payee(to, amount, f"奖励 {n}"))
    return found


def pay(books: Books, *fen: int) -> Entry:
    books.receive(sum(fen))
    return services.post(
        books.case, by=books.by, text="发放", payees=payees(books, *fen),
        lines=[
            services.debit(books.account("reward_expense"), books.fund, sum(fen)),
            services.credit(books.account("bank"), books.fund, sum(fen)),
        ],
    )  # fmt: skip


def test_payments_become_a_file_once_with_its_checksum(books: Books) -> None:
    pay(books, 10_00, 20_05)
    waiting = list(payments.waiting(books.unit))
    with pytest.raises(Refused, match="财务"):
        payments.payment_file(waiting, by=books.office["kq-manager"])
    made = payments.payment_file(waiting, by=books.by)
    assert (made.count, made.total) == (2, yuan_of(30_05))
    assert list(payments.waiting(books.unit)) == []
    with pytest.raises(Refused, match="已在别的文件里"):
        payments.payment_file(waiting, by=books.by)
    text = payments.hand_out(made, by=books.by)
    assert hashlib.sha256(text).hexdigest() == made.sha256
    assert text.decode("utf-8-sig").splitlines()[1:] == [
        "1,'=人0,6228480000000000,农行柯桥支行,10.00,奖励 0", "2,'=人1,6228480000000001,农行柯桥支行,20.05,奖励 1",
    ]  # fmt: skip
    assert Handing.objects.get().by == books.by
    with pytest.raises(Refused, match="财务"):
        payments.hand_out(made, by=books.office["kq-manager"])


def test_account_numbers_are_sealed_and_never_change(books: Books) -> None:
    (payee,) = payees(books, 1)
    assert payee.to.masked == "************0000"
    assert services.bank_account(holder="x", bank="y", number="6228480000000000", person=payee.to.person) == payee.to
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM ledger_bankaccount")
        assert "6228" not in cursor.fetchone()[0]
    with pytest.raises(Exception, match="never changes"):
        BankAccount.objects.update(holder="别人")


def test_payments_of_a_reversed_entry_go_into_no_file(books: Books) -> None:
    entry = pay(books, 10_00)
    services.reverse(entry, reason="户名有误", by=books.by, case=books.case)
    assert list(payments.waiting(books.unit)) == []
    with pytest.raises(Refused, match="已冲销"):
        payments.payment_file(list(Payment.objects.all()), by=books.by)


def test_payments_sum_to_what_leaves_the_bank(books: Books) -> None:
    books.receive(50_00)
    with pytest.raises(ValueError, match="orders 2"):
        services.post(
            books.case, by=books.by, text="x", payees=payees(books, 2),
            lines=[services.debit(books.account("reward_expense"), books.fund, 1),
                   services.credit(books.account("bank"), books.fund, 1)],
        )  # fmt: skip


def test_who_reads_the_books(books: Books) -> None:
    office = books.office
    books.receive(1_00)
    readers = {
        "cashier": True, "kq-manager": True, "kq-finance_department-clerk": True, "kq-audit_department-leader": True,
        "kq-st_department-clerk": False, "kc-finance_department-clerk": False, "kq-professor": False, "kq-firm-member": False,
    }  # fmt: skip
    own = office.user("scientist", books.unit, Role.RESEARCHER)
    for user, reads in [
        *((office[name], reads) for name, reads in readers.items()),
        (own, False),
        (AnonymousUser(), False),
    ]:
        for model in (Account, Earmark, Entry):
            assert model.objects.visible_to(user).exists() is reads, (user, model)
        assert may_read(user, books.unit) is reads, user
    funder = Organisation.objects.get(name="kc-finance_department")
    mark = services.open_earmark(books.unit, source="fiscal", purpose="外地拨款", fen=1, funder=funder)
    cashier = office.user("kc-cashier", funder, Role.FINANCE)
    assert set(Earmark.objects.visible_to(cashier)) == {mark}


def test_fen_and_yuan() -> None:
    assert fen_of(yuan_of(123_45)) == 123_45
    assert yuan_of(-1) == yuan_of(0) - yuan_of(1)
    with pytest.raises(ValueError, match="whole fen"):
        fen_of(yuan_of(1) / 2)
