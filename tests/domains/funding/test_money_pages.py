"""Pages of money that moves: what they say, to whom, in how many queries."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kechuang.casework.documents.papers import to_pdf
from kechuang.casework.ledger.models import Earmark
from kechuang.casework.ledger.panels import still_to_come
from kechuang.domains.funding.models import FundRequest
from kechuang.domains.funding.papers.statement import year_statement
from kechuang.domains.funding.queries.overview import overview
from kechuang.domains.funding.queries.trace import ways
from tests.casework.office import Office, act
from tests.domains.funding.funded import staffed
from tests.domains.funding.moving import (
    BUDGET,
    REQUEST,
    appropriated,
    approved,
    brought_in,
    funded,
    paid,
    requested,
    source,
    spent,
)
from tests.domains.funding.test_matching import ratio


def client_of(user: Any, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def body(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return page.content.decode()


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_what_was_approved_is_not_told_as_what_is_there(office: Office) -> None:
    """60,000 of 100,000 approved have arrived, 1,234.56 are spent: 58,765.44 are there, 40,000 are still to come."""
    platform = staffed(office)
    of = source(office)
    budget = approved(office, platform, [(of, "fiscal", "research", 100_000)])
    appropriated(office, of, 100_000)
    paid(office, requested(office, budget, 60_000))
    spent(office, budget.lines.get(category="research"), "1234.56")
    mark = budget.marks.get().earmark
    client = client_of(office["kq-treasurer"])
    for words in ("到账结余", "未到账"):
        assert words in body(client, f"/ledger/earmarks/{mark.number}/")
    for path in ("/ledger/earmarks/", f"/case/{budget.number}/"):
        page = body(client, path)
        for words in ("100,000.00", "60,000.00", "1,234.56", "58,765.44", "40,000.00", "到账结余", "未到账"):
            assert words in page, (path, words)
    assert "98,765.44" not in body(client, "/ledger/earmarks/"), "approved less spent is not money"
    (told,) = client.get("/api/ledger/earmarks/").json()["items"]
    assert (told["left"], told["in_hand"], told["to_come"]) == ("98765.44", "58765.44", "40000.00")
    assert still_to_come(Earmark.objects.get(pk=mark.pk)) == 4_000_000


@pytest.fixture
def year(office: Office) -> Any:
    """A budget with money paid, brought in, spent and taken back."""
    _platform, _of, budget = funded(office)
    line = budget.lines.get(category="research")
    spent(office, line, "1234.56", payee="东方试剂公司")
    wrong = spent(office, line, "10.00", voucher="FP-WRONG")
    act(f"{BUDGET}.reverse_spending", budget, {"spending": wrong.pk, "reason": "重复"}, office["kq-manager"])
    brought_in(office, budget, "donation", "512.34", payer="校友基金")
    return budget


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_fen_stands_on_the_trace_page_from_source_to_voucher(office: Office, year: Any, language: str) -> None:
    page = body(client_of(office["kq-audit_department-clerk"], language), f"/budgets/trace/{year.number}/")
    request = FundRequest.objects.get()
    for words in ("运行经费", request.number, "东方试剂公司", "1,234.56", "FP-WRONG", "校友基金", "98,765.44"):
        assert words in page, words
    assert all(way.whole for way in ways(year))


def test_the_workbook_holds_every_movement(office: Office, year: Any) -> None:
    client = client_of(office["kq-treasurer"])
    made = client.get(f"/budgets/trace/{year.number}/statement.xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(b"".join(made.streaming_content)))  # type: ignore[arg-type]
    rows = book.get_sheet_by_index(0).to_python()[1:]
    assert len(rows) == 5
    came, went = (sum(Decimal(str(row[n] or 0)) for row in rows) for n in (8, 9))
    assert (came, went) == (Decimal("100512.34"), Decimal("1234.56"))
    assert client.get(f"/budgets/trace/{year.number}/statement.doc").status_code == 404


def test_the_statement_is_a_paper(office: Office, year: Any) -> None:
    paper = year_statement(year)
    text = str(paper.body)
    assert "100,512.34" in text
    assert "1,234.56" in text
    assert to_pdf(paper).startswith(b"%PDF")


def test_strangers_trace_nothing(office: Office, year: Any) -> None:
    for who in ("kc-firm-member", "kc-st_department-clerk"):
        assert client_of(office[who]).get(f"/budgets/trace/{year.number}/").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_money_opens(office: Office, year: Any, language: str) -> None:
    ratio(office, "own_funds", "50%")
    brought_in(office, year, "own_funds", 100)
    client = client_of(office["kq-treasurer"], language)
    assert "东方试剂公司" in body(client, f"/case/{year.number}/")
    request = FundRequest.objects.get()
    assert "100,000.00" in body(client, f"/case/{request.number}/")
    bureau = client_of(office["kq-st_department-clerk"], language)
    assert "财指" in body(client_of(office["kq-finance"], language), f"/case/{request.source.number}/")
    for slug in ("fund-requests", "matching-ratios", "inspections", "budgets"):
        assert body(bureau, f"/{slug}/")
    for path in (f"/case/{year.number}/record_spending/", f"/case/{year.number}/record_income/"):
        assert body(client, path)


def test_the_overview_of_a_place_adds_up_and_shows_nothing_of_another(office: Office, year: Any) -> None:
    page = body(client_of(office["kq-st_department-clerk"]), "/budgets/overview/")
    for words in ("100,000.00", "1,234.56"):
        assert words in page, words
    total = overview(office["kq-st_department-clerk"], year.year).total
    assert (total.approved, total.paid, total.brought, total.spent) == (10_000_000, 10_000_000, 51_234, 123_456)
    assert "1,234.56" not in body(client_of(office["kc-st_department-clerk"]), "/budgets/overview/")
    assert body(client_of(office["kq-st_department-clerk"], "en"), "/budgets/overview/?year=2019")


def test_odd_numbers_in_an_address_break_no_page(office: Office, year: Any) -> None:
    client = client_of(office["kq-st_department-clerk"])
    for path in ("/budgets/overview/?year=²²²²", "/budgets/overview/?year=２０２６"):
        assert "经费总览" in body(client, path)
    page = body(client, "/budgets/projection/?base=99999999999999&growth=50&years=5")
    assert "不能大于" in page


def test_lists_cost_the_same_for_one_and_for_thirty(office: Office) -> None:
    _platform, _of, budget = funded(office)
    act(f"{REQUEST}.reverse_payment", FundRequest.objects.get(), {"note": "重付"}, office["kq-finance"])
    first = FundRequest.objects.get()
    act(f"{REQUEST}.refuse_request", first, {"note": "改分期"}, office["kq-finance"])
    client = client_of(office["kq-finance_department-leader"])
    paths = ("/fund-requests/", f"/budgets/trace/{budget.number}/", "/budgets/overview/")
    few = {path: queries(client, path) for path in paths}
    for n in range(29):
        requested(office, budget, 100 + n)
    many = {path: queries(client, path) for path in paths}
    assert many == few
