"""The books on pages, as files and through the API: who reads them, what they say, and no account number anywhere."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from kechuang.casework.ledger import payments, services
from kechuang.casework.parties.models import Person
from kechuang.core import clock
from tests.casework.ledger.books import Books, make_books
from tests.casework.office import make_office


@pytest.fixture
def books(db: None) -> Books:
    made = make_books(make_office(), limit=1_000_00)
    made.receive(500_00, on=dt.date(clock.today().year, 1, 2))
    made.spend(123_45)
    return made


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def pages(books: Books) -> list[str]:
    bank = books.account("bank").pk
    entry = books.case.entries.first().number
    return [
        "/ledger/", "/ledger/?q=银行", "/ledger/earmarks/", "/ledger/entries/", f"/ledger/entries/{entry}/", "/ledger/payments/",
        f"/ledger/accounts/{bank}/", f"/ledger/accounts/{bank}/?of={books.fund.number}", f"/ledger/accounts/{bank}/?q=支出",
        f"/ledger/earmarks/{books.fund.number}/", f"/ledger/earmarks/{books.fund.number}/?of={books.account('research_expense').pk}",
    ]  # fmt: skip


def test_the_books_open_to_those_who_read_them_and_to_no_one_else(books: Books) -> None:
    reader, other = client_of(books.by), client_of(books.office["kq-professor"])
    for url in pages(books):
        assert reader.get(url).status_code == 200, url
        assert Client().get(url).status_code == 302, url
        assert other.get(url).status_code in (200, 404), url
        assert "500.00" not in other.get(url).content.decode(), url
    for url in (
        f"/ledger/accounts/{books.account('bank').pk}/statement.xlsx",
        f"/ledger/earmarks/{books.fund.number}/",
    ):
        assert other.get(url).status_code == 404


def test_a_statement_shows_opening_rows_and_closing(books: Books) -> None:
    page = client_of(books.by).get(f"/ledger/accounts/{books.account('bank').pk}/").content.decode()
    assert "376.55" in page
    assert books.case.entries.first().number in page
    page = client_of(books.by).get(f"/ledger/earmarks/{books.fund.number}/").content.decode()
    for words in ("到账结余", "376", "未到账", "500"):  # of a thousand approved, five hundred have arrived
        assert words in page
    assert "876" not in page, "approved less spent is not money that is there"
    assert books.case.number in page


@pytest.mark.parametrize("query", ["since=2026-13-01", "since=2026-05-01&until=2026-01-01", "of=9999999999999999999", "of=x",
                                   "after=x_1", "after=2026-01-01_99999999999999999999", "q=%00"])  # fmt: skip
def test_a_bad_query_is_told_and_shows_the_rest(books: Books, query: str) -> None:
    answer = client_of(books.by).get(f"/ledger/accounts/{books.account('bank').pk}/?{query}")
    assert answer.status_code == 200
    assert ('role="alert"' in answer.content.decode()) is query.startswith("since")


def test_an_entry_leads_to_its_case_and_its_reversal(books: Books) -> None:
    out = books.case.entries.get(text="支出")
    back = services.reverse(out, reason="付错", by=books.by, case=books.case)
    page = client_of(books.by).get(f"/ledger/entries/{out.number}/").content.decode()
    assert f"/case/{books.case.number}/" in page
    assert back.number in page
    assert "付错" in page
    assert "已冲销" in page


def test_a_statement_as_files(books: Books) -> None:
    client, bank = client_of(books.by), books.account("bank").pk
    xlsx = client.get(f"/ledger/accounts/{bank}/statement.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(xlsx))).get_sheet_by_index(0).to_python()  # type: ignore[arg-type]
    assert rows[0][:3] == ["日期", "凭证号", "摘要"]
    assert [row[8] for row in rows[1:]] == [0, 500, 376.55, 376.55]
    csv = b"".join(client.get(f"/ledger/accounts/{bank}/statement.csv")).decode("utf-8-sig")
    assert csv.splitlines()[-1].endswith("500.00,123.45,376.55")
    pdf = client.get(f"/ledger/accounts/{bank}/statement.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"/ledger/accounts/{bank}/statement.exe").status_code == 404


def test_payments_are_made_into_a_file_and_taken_out_on_record(books: Books) -> None:
    person = Person.objects.create(name="王一")
    to = services.bank_account(holder="王一", bank="工行", number="6222000011112222", person=person)
    services.post(
        books.case, by=books.by, text="发放", payees=[services.Payee(to, 10_00, "奖励")],
        lines=[services.debit(books.account("reward_expense"), books.fund, 10_00),
               services.credit(books.account("bank"), books.fund, 10_00)],
    )  # fmt: skip
    client = client_of(books.by)
    page = client.get("/ledger/payments/").content.decode()
    assert "************2222" in page
    assert "6222000011112222" not in page
    made = client.post("/ledger/payments/", {"organisation": books.unit.pk})
    assert made.status_code == 302
    url = made["Location"]
    page = client.get(url).content.decode()
    assert "6222000011112222" not in page
    assert payments.PaymentFile.objects.get().sha256 in page
    taken = client.post(f"{url}hand-out/")
    assert "6222000011112222" in taken.content.decode("utf-8-sig")
    assert client.get(f"{url}hand-out/").status_code == 405
    assert "下载记录" in client.get(url).content.decode()
    manager = client_of(books.office["kq-manager"])
    assert manager.get(url).status_code == 200
    assert manager.post(f"{url}hand-out/").status_code == 302
    assert manager.post("/ledger/payments/", {"organisation": books.unit.pk}).status_code == 302
    assert client.post("/ledger/payments/", {"organisation": "x"}).status_code == 302


def test_the_api_reads_the_books(books: Books) -> None:
    client = client_of(books.by)
    accounts = client.get("/api/ledger/accounts/").json()["items"]
    assert {a["code"]: a["balance"] for a in accounts}["bank"] == "376.55"
    marks = client.get(f"/api/ledger/earmarks/?project={books.case.number}").json()["items"]
    assert [(m["spent"], m["left"]) for m in marks] == [("123.45", "876.55")]
    entries = client.get("/api/ledger/entries/?limit=1").json()
    (one,) = entries["items"]
    assert [p["amount"] for p in one["postings"]] == ["123.45", "-123.45"]
    after = client.get(f"/api/ledger/entries/?limit=1&cursor={entries['next']}").json()
    assert after["items"][0]["text"] == "到账"
    assert client.get(f"/api/ledger/entries/{one['number']}/").json() == one
    other = client_of(books.office["kq-professor"])
    assert other.get("/api/ledger/entries/").json()["items"] == []
    assert other.get(f"/api/ledger/entries/{one['number']}/").status_code == 404
    assert Client().get("/api/ledger/accounts/").status_code == 401


def test_thirty_rows_cost_as_many_queries_as_one(books: Books) -> None:
    client = client_of(books.by)
    urls = [url for url in pages(books) if "entries/PZ" not in url] + ["/api/ledger/entries/", "/api/ledger/earmarks/"]

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    before = {url: [cost(url), cost(url)][1] for url in urls}
    for n in range(30):
        mark = services.open_earmark(books.unit, source="own", purpose=f"用途{n}", starts_on=dt.date(2020, 1, 1))
        books.receive(5_00, mark)
        books.spend(1_00, mark)
    assert {url: cost(url) for url in urls} == before
