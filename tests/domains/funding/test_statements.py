"""Statements of a platform's year and of a place's: opened again, and to the fen what the books say."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from kechuang.casework.ledger.models import EarmarkUse
from kechuang.core import clock
from kechuang.core.money import fen_of, yuan
from kechuang.domains.funding.models import Budget
from kechuang.domains.funding.queries.statement import statement
from tests.casework.office import Office, act, registered
from tests.domains.funding.moving import BUDGET, appropriated, approved, brought_in, funded, paid, requested, spent
from tests.reading_pdf import text_of


@pytest.fixture
def two(office: Office) -> Any:
    """Two platforms of a place with uneven fen paid, earned, spent and taken back."""
    _platform, fiscal, first = funded(office)
    research = first.lines.get(category="research", side="spending")
    spent(office, research, "1234.56")
    wrong = spent(office, research, "0.07")
    act(f"{BUDGET}.reverse_spending", first, {"spending": wrong.pk, "reason": "重复"}, office["kq-treasurer"])
    brought_in(office, first, "donation", "512.34")
    other = registered(office, title="另一家研究院")
    office.users["kq-treasurer"] = office.user("kq-treasurer-2", other.owner, "finance")
    second = approved(office, other, [(fiscal, "fiscal", "research", 70_000)])
    appropriated(office, fiscal, 70_000)
    paid(office, requested(office, second, "33333.33"))
    spent(office, second.lines.get(category="research", side="spending"), "0.01")
    return first, second


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(client: Client, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def booked(budgets: tuple[Budget, ...]) -> tuple[Decimal, Decimal]:
    """What the books say came in and was spent under these budgets."""
    found = EarmarkUse.objects.filter(earmark__project__in=budgets).aggregate(r=Sum("received"), s=Sum("spent"))
    return found["r"], found["s"]


def sheet(content: bytes) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def yuan_in(cell: Any) -> Decimal:
    return Decimal(str(cell or 0)).quantize(Decimal("0.01"))


def test_a_platforms_statement_is_the_books_to_the_fen_in_each_form(office: Office, two: Any) -> None:
    client = client_of(office["kq-finance"])
    for budget in two:
        came, went = booked((budget,))
        rows = sheet(opened(client, f"/budgets/trace/{budget.number}/statement.xlsx"))[1:]
        assert (sum(yuan_in(r[8]) for r in rows), sum(yuan_in(r[9]) for r in rows)) == (came, went)
        text = text_of(opened(client_of(office["kq-finance"]), f"/case/{budget.number}/papers/year-statement.pdf"))
        for amount in (came, went, came - went):
            assert f"{yuan(fen_of(amount))} 元" in text, amount
        document = Document(BytesIO(opened(client, f"/case/{budget.number}/papers/year-statement.docx")))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(yuan(fen_of(came)) in cell for cell in cells)


def test_a_places_statement_is_the_books_to_the_fen_in_each_form(office: Office, two: Any) -> None:
    client, year = client_of(office["kq-st_department-clerk"]), clock.today().year
    assert f"/budgets/overview/{year}/statement.xlsx" in opened(client, "/budgets/overview/").decode()
    came, went = booked(two)
    assert (came, went) == (Decimal("133845.67"), Decimal("1234.57"))
    rows = sheet(opened(client, f"/budgets/overview/{year}/statement.xlsx"))
    assert [row[0] for row in rows[1:]] == [*(b.number for b in two), "合计"]
    for column, amount in ((9, came - went), (10, came), (11, went), (8, went)):
        assert sum(yuan_in(row[column]) for row in rows[1:-1]) == yuan_in(rows[-1][column]) == amount
    for row in rows[1:]:
        assert yuan_in(row[4]) + yuan_in(row[5]) + yuan_in(row[6]) - yuan_in(row[7]) == yuan_in(row[10])
    text = text_of(opened(client, f"/budgets/overview/{year}/statement.pdf"))
    for words in ("133,845.67", "1,234.57", "132,611.10", "一致", two[0].number, "另一家研究院"):
        assert words in text.replace("\n", ""), words
    assert Document(BytesIO(opened(client, f"/budgets/overview/{year}/statement.docx"))).tables
    stranger = client_of(office["kc-st_department-clerk"])
    assert stranger.get(f"/budgets/overview/{year}/statement.xlsx").status_code == 404
    assert client.get(f"/budgets/overview/{year}/statement.doc").status_code == 404
    assert Client().get(f"/budgets/overview/{year}/statement.pdf").status_code == 302


def test_a_place_is_stated_in_a_handful_of_queries(office: Office, two: Any) -> None:
    user = office["kq-st_department-clerk"]
    statement(user, clock.today().year)
    with CaptureQueriesContext(connection) as caught:
        lines = statement(user, clock.today().year)
    assert (len(lines), len(caught) <= 20) == (2, True), len(caught)
    assert all(line.whole for line in lines)
